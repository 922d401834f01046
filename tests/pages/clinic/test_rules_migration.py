"""Today's medical rules go on as they are, marked, and on the way back nothing of them is lost."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from contact.models import Delivery
from pages.clinic import rules
from pages.clinic.in_languages import FactInLanguage
from pages.clinic.models import Clinic
from pages.clinic.rule_values import RuleValue
from tests import database
from tests.rules import say

VISITS = "0017_kept_words"
OLD_SPANISH = "0018_rules_of_visits"
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


@pytest.fixture
def before_visits() -> Iterator[None]:
    """The tables of the release in which only three facts were rules."""
    with database.copy(connection.settings_dict["NAME"], "visits") as name, database.on(name):
        call_command("migrate", "pages", VISITS, verbosity=0)
        yield


def test_todays_rules_go_on_as_entered_before_there_was_approval(apps_before: Any) -> None:
    apps_before.get_model("pages", "Clinic").objects.create(pk=1, driving_rule=OWN)
    said = apps_before.get_model("pages", "FactInLanguage").objects
    said.create(language="es", name="driving", text="dos días", english=OWN)
    said.create(language="es", name="payment", text="Con tarjeta.", english="Card.")
    call_command("migrate", verbosity=0)
    assert (rules.shown("driving"), rules.shown("driving", "es")) == (OWN, "dos días")
    history = [*rules.history("driving"), *rules.history("driving", "es")]
    assert [(one.text, one.before_approval, one.state) for one in history] == [
        (OWN, True, "live"),
        ("dos días", True, "live"),
    ]
    assert rules.history("fda_status").get().before_approval
    assert not RuleValue.objects.exclude(fact__in=rules.FIELDS)
    assert not rules.history("taxi"), "Nobody had entered it."
    with pytest.raises(IntegrityError), transaction.atomic():
        Clinic.objects.update(driving_rule="for two hours")
    say(driving="for a day and a night")
    assert [one.state for one in rules.history("driving")] == ["live", "past"]


def test_on_the_way_back_visitors_read_what_was_approved(apps_before: Any) -> None:
    call_command("migrate", verbosity=0)
    Clinic.objects.get_or_create(pk=1)
    nora = User.objects.create_user("nora", "nora@clinic.example", is_staff=True)
    rights = ("approve_words", "change_clinic")
    nora.user_permissions.set(Permission.objects.filter(codename__in=rights))
    say(driving=OWN)
    rules.propose("fda_status", "It waits.", None)
    assert Delivery.objects.filter(kind="asked").exists()
    call_command("migrate", "contact", "0007_audit_of_accounts", verbosity=0)
    call_command("migrate", "pages", BEFORE, verbosity=0)
    clinic = apps_before.get_model("pages", "Clinic").objects
    assert clinic.get().driving_rule == OWN
    clinic.update(driving_rule="for two hours")
    call_command("migrate", verbosity=0)
    assert rules.shown("driving") == "for two hours"
    assert not rules.drafts()


@pytest.mark.usefixtures("before_visits")
def test_todays_rules_of_a_visit_go_on_as_entered_before_there_was_approval() -> None:
    Clinic.objects.create(pk=1, taxi="No.", food_and_drink="Nothing for 6 hours.\nNo milk.")
    FactInLanguage.objects.create(language="es", name="taxi", text="Nada.", english="No.")
    call_command("migrate", verbosity=0)
    values = RuleValue.objects.exclude(fact__in=("driving", "usual_course", "fda_status"))
    assert {(one.fact, one.text, one.before_approval, one.state) for one in values} == {
        ("taxi", "No.", True, "live"),
        ("taxi", "Nada.", True, "live"),
        ("food_and_drink", "Nothing for 6 hours.\nNo milk.", True, "live"),
    }
    assert rules.shown("taxi", "es") == "Nada."
    for field in ("taxi", "food_and_drink", "minimum_age"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Clinic.objects.update(**{field: "Anything."})


@pytest.mark.usefixtures("before_visits")
def test_the_release_before_saves_what_was_no_rule_then_and_nothing_that_waits_is_lost() -> None:
    call_command("migrate", verbosity=0)
    Clinic.objects.get_or_create(pk=1)
    eli, nora = (User.objects.create_user(name, is_staff=True) for name in ("eli", "nora"))
    nora.user_permissions.set(Permission.objects.filter(codename="approve_words"))
    say(taxi="No.", minimum_age="18")
    say("es", taxi="Nada.", minimum_age="18 años")
    rules.propose("taxi", "It waits.", eli)
    back = rules.propose("companion", "It came back.", eli)
    rules.send_back(back, back.stamp, "Who?")
    was = {one.pk: (one.text, one.state, bool(one.sent_at)) for one in RuleValue.objects.all()}
    call_command("migrate", "pages", VISITS, verbosity=0)
    Clinic.objects.update(taxi="Saved at once.")
    FactInLanguage.objects.filter(name="minimum_age").delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Clinic.objects.update(driving_rule="for two hours")
    call_command("migrate", verbosity=0)
    assert Clinic.load().taxi == "Saved at once."
    live = rules.history("taxi")[0]
    assert (live.text, live.before_approval, live.state) == ("Saved at once.", True, "live")
    now = {one.pk: (one.text, one.state, bool(one.sent_at)) for one in RuleValue.objects.all()}
    ended = {one.pk for one in rules.history("taxi") if one.text == "No."}
    ended |= {one.pk for one in rules.history("minimum_age", "es")}
    assert {pk for pk in was if was[pk] != now[pk]} == ended
    assert {one.text for one in rules.drafts()} == {"It waits.", "It came back."}


@pytest.fixture
def old_spanish() -> Iterator[None]:
    """The tables of the release that said the rule on driving in other Spanish words."""
    with database.copy(connection.settings_dict["NAME"], "spanish") as name, database.on(name):
        call_command("migrate", "pages", OLD_SPANISH, verbosity=0)
        yield


@pytest.mark.usefixtures("old_spanish")
def test_an_open_site_goes_on_in_its_spanish_until_a_clinician_approves_the_better() -> None:
    Clinic.objects.create(pk=1, opened_at=timezone.now())
    call_command("migrate", verbosity=0)
    assert rules.shown("driving", "es").startswith("por lo menos hasta el día siguiente")
    better = rules.drafts().get()
    assert (better.text.split(",")[0], better.waits) == ("hasta el día siguiente", True)
    call_command("migrate", "pages", OLD_SPANISH, verbosity=0)
    call_command("migrate", verbosity=0)
    assert rules.drafts().get() == better
    nora = User.objects.create_user("nora", is_staff=True)
    nora.user_permissions.set(Permission.objects.filter(codename="approve_words"))
    rules.approve(better, nora, better.stamp)
    assert rules.shown("driving", "es") == better.text


@pytest.mark.usefixtures("old_spanish")
@pytest.mark.parametrize("is_open", [True, False])
def test_who_never_showed_the_old_spanish_is_asked_nothing(is_open: bool) -> None:
    Clinic.objects.create(pk=1, opened_at=timezone.now() if is_open else None)
    if is_open:
        say(driving=OWN)
    call_command("migrate", verbosity=0)
    assert not rules.drafts()
    assert not FactInLanguage.objects.exists()


@pytest.mark.usefixtures("old_spanish")
def test_spanish_words_of_the_clinic_stay() -> None:
    Clinic.objects.create(pk=1, opened_at=timezone.now())
    say("es", driving="hasta mañana, y con calma")
    call_command("migrate", verbosity=0)
    assert rules.shown("driving", "es") == "hasta mañana, y con calma"
    assert not rules.drafts()
