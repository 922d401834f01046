"""A site of the release before gets pictures, and loses nothing on the way there and back."""

import pytest
from django.core.management import call_command
from django.db import connection

from pages.models import PersonRevision, Picture
from tests import database
from tests.pictures import show
from tests.profile import say, show_person

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE, AFTER = "0008_place_and_prices", "0009_pictures"


def words() -> list[str]:
    """What is said of people, whichever columns there are."""
    said = PersonRevision.objects.order_by("pk").values_list("title", "state", "role")
    return [" ".join(row) for row in said]


def test_forward_and_back() -> None:
    with database.copy(connection.settings_dict["NAME"], "pictures") as name, database.on(name):
        person = show_person("rosa", role="Front desk")
        say(person, picture=show())
        said = words()
        call_command("migrate", "pages", BEFORE, verbosity=0)
        assert words() == said
        tables = connection.introspection.table_names()
        assert not [table for table in tables if table.startswith("pages_picture")]
        call_command("migrate", "pages", AFTER, verbosity=0)
        assert words() == said
        assert not Picture.objects.exists()
        say(person, picture=show())
        assert person.revisions.get(state="live").picture == Picture.objects.get()
