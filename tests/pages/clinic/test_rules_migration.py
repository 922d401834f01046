"""Today's medical rules go on as they are, marked, and on the way back nothing of them is lost."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from contact.models import Delivery
from pages.clinic import rules
from pages.clinic.models import Clinic
from tests import database
from tests.rules import say

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = "0014_facts_in_languages"
OWN = "for two whole days, and it's 100% the clinic's own"


@pytest.fixture
def apps_before() -> Iterator[Any]:
    """The models of the release before, on its tables."""
    with database.copy(connection.settings_dict["NAME"], "rules") as name, database.on(name):
        call_command("migrate", "contact", "0007_audit_of_accounts", verbosity=0)
        call_command("migrate", "pages", BEFORE, verbosity=0)
        yield MigrationExecutor(connection).loader.project_state([("pages", BEFORE)]).apps


def test_todays_rules_go_on_as_entered_before_there_was_approval(apps_before: Any) -> None:
    apps_before.get_model("pages", "Clinic").objects.create(pk=1, driving_rule=OWN)
    said = apps_before.get_model("pages", "FactInLanguage").objects
    said.create(language="es", name="driving", text="dos días", english=OWN)
    said.create(language="es", name="taxi", text="No.", english="No.")
    call_command("migrate", verbosity=0)
    assert (rules.shown("driving"), rules.shown("driving", "es")) == (OWN, "dos días")
    history = [*rules.history("driving"), *rules.history("driving", "es")]
    assert [(one.text, one.before_approval, one.state) for one in history] == [
        (OWN, True, "live"),
        ("dos días", True, "live"),
    ]
    assert rules.history("fda_status").get().before_approval
    assert not rules.history("taxi", "es")
    with pytest.raises(IntegrityError), transaction.atomic():
        Clinic.objects.update(driving_rule="for two hours")
    say(driving="for a day and a night")
    assert [one.state for one in rules.history("driving")] == ["live", "past"]


def test_on_the_way_back_visitors_read_what_was_approved(apps_before: Any) -> None:
    call_command("migrate", verbosity=0)
    Clinic.objects.get_or_create(pk=1)
    nora = User.objects.create_user("nora", "nora@clinic.example", is_staff=True)
    nora.user_permissions.set(Permission.objects.filter(codename="approve_words"))
    say(driving=OWN)
    rules.propose("fda_status", "It waits.", None)
    assert Delivery.objects.filter(kind="turn").exists()
    call_command("migrate", "contact", "0007_audit_of_accounts", verbosity=0)
    call_command("migrate", "pages", BEFORE, verbosity=0)
    clinic = apps_before.get_model("pages", "Clinic").objects
    assert clinic.get().driving_rule == OWN
    clinic.update(driving_rule="for two hours")
    call_command("migrate", verbosity=0)
    assert rules.shown("driving") == "for two hours"
    assert not rules.drafts()
