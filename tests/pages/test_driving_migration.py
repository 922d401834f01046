"""The whole rule on driving comes into its field, and visitors read the same as before."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from pages.clinic.facts import facts_for_words
from pages.clinic.models import Clinic
from tests import database

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = "0004_opening_and_sources"
SLEEP = ", after a full night's sleep"


@pytest.fixture
def before() -> Iterator[Any]:
    """The clinic's model of the release before, on its tables."""
    with database.copy(connection.settings_dict["NAME"], "driving") as name, database.on(name):
        call_command("migrate", "pages", BEFORE, verbosity=0)
        state = MigrationExecutor(connection).loader.project_state([("pages", BEFORE)])
        yield state.apps.get_model("pages", "Clinic")


@pytest.mark.parametrize("rule", ["until the next day", "for 24 hours", "x" * 120])
def test_a_rule_gets_what_every_page_said_after_it_and_loses_it_on_the_way_back(
    before: Any, rule: str
) -> None:
    before.objects.create(pk=1, driving_rule=rule)
    # The model and the words of today ask for what later migrations added or moved.
    call_command("migrate", "pages", verbosity=0)
    clinic = Clinic.load()
    assert clinic.driving_rule == rule + SLEEP
    assert facts_for_words(clinic, "en")["driving_rule"] == rule
    call_command("migrate", "pages", BEFORE, verbosity=0)
    assert before.objects.get().driving_rule == rule


def test_a_new_site_has_the_whole_rule(before: Any) -> None:
    call_command("migrate", "pages", verbosity=0)
    assert Clinic.load().driving_rule == f"at least until the next day{SLEEP}"
