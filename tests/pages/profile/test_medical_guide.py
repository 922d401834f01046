"""The guide to start tells of treatment: one person alone never publishes it."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from pages.models import StartGuide
from tests import database
from tests.colleagues import Editor, change, draft_of, said

START = "/staff/pages/startguide/add/"
BEFORE = "0009_pictures"


@pytest.mark.django_db
def test_an_editor_is_offered_to_send_it_and_publishes_nothing(ed: Editor, settings: Any) -> None:
    settings.TWO_PERSON_APPROVAL = True
    assert 'name="_review"' in ed.get(START).content.decode()
    ed.publish(START, title="How to start")
    assert not StartGuide.objects.live("en")


@pytest.mark.django_db
def test_nobody_takes_away_that_it_is_medical(dana: Editor) -> None:
    dana.press(START, title="How to start")
    guide = StartGuide.objects.get()
    fields = dana.fields(change(guide))
    fields.pop("medical", None)
    page = dana.send(change(guide), fields | {"summary": "In four steps."})
    assert "The guide to start is medical: it needs a clinician." in said(page)
    assert "In four steps." in said(page)
    assert StartGuide.objects.get().medical
    assert draft_of(guide).summary == ""


@pytest.mark.django_db(transaction=True)
def test_one_of_before_counts_as_medical_and_stays_there_on_the_way_back() -> None:
    with database.copy(connection.settings_dict["NAME"], "guide") as name, database.on(name):
        call_command("migrate", "pages", BEFORE, verbosity=0)
        state = MigrationExecutor(connection).loader.project_state([("pages", BEFORE)])
        guides: Any = state.apps.get_model("pages", "StartGuide").objects
        guides.create(medical=False)
        call_command("migrate", "pages", verbosity=0)
        assert StartGuide.objects.get().medical
        call_command("migrate", "pages", BEFORE, verbosity=0)
        assert guides.count() == 1
