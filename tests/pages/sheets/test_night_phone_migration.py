"""A site of before gets a place for the night number, and loses nothing on the way back."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from pages.clinic.models import Clinic
from tests import database


@pytest.mark.django_db(transaction=True)
def test_nothing_else_changes_forward_and_back() -> None:
    with database.copy(connection.settings_dict["NAME"], "night") as name, database.on(name):
        call_command("migrate", "pages", "0010_medical_guide", verbosity=0)
        state = MigrationExecutor(connection).loader.project_state(
            [("pages", "0010_medical_guide")]
        )
        before = state.apps.get_model("pages", "Clinic").objects
        before.create(pk=1, name="Sample Clinic", phone="(202) 555-0142")
        was = before.values().get()
        call_command("migrate", "pages", verbosity=0)
        clinic = Clinic.load()
        assert (clinic.phone, clinic.night_phone) == ("(202) 555-0142", "")
        # The code of before, which runs until the update is done, may still write.
        before.update(name="Renamed")
        before.update(name="Sample Clinic")
        call_command("migrate", "pages", "0010_medical_guide", verbosity=0)
        assert before.values().get() == was
