"""Facts only the clinic knows are said in its words, and left out while they are missing."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from pages.clinic.declared import TYPED
from pages.clinic.facts import (
    facts_for_words,
    facts_of_this_page,
    hours_in_words,
    last_known_facts,
    missing_facts,
)
from pages.clinic.models import Clinic
from pages.clinic.place import Opening, PlaceFacts
from pages.typed import dialable
from tests.profile import hours as entered
from tests.profile import list_prices, open_place, say

pytestmark = pytest.mark.django_db


def hours(*days: int, opens: time = time(9), closes: time = time(17)) -> list[Opening]:
    return [Opening(day, opens, closes) for day in days]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (hours(0, 1, 2, 3, 4), "Monday to Friday, 9 am to 5 pm"),
        (hours(0, 1), "Monday and Tuesday, 9 am to 5 pm"),
        (hours(5, closes=time(12, 30)), "Saturday, 9 am to 12:30 pm"),
        (
            hours(0, 1, 2, 4) + hours(5, closes=time(12)),
            "Monday to Wednesday, 9 am to 5 pm; Friday, 9 am to 5 pm; Saturday, 9 am to 12 pm",
        ),
        (
            hours(0, closes=time(12)) + hours(0, opens=time(13)),
            "Monday, 9 am to 12 pm and 1 pm to 5 pm",
        ),
        ([], ""),
    ],
)
def test_hours_are_said_as_people_say_them(rows: list[Opening], words: str) -> None:
    assert hours_in_words(rows) == words


def test_what_is_missing_is_empty_and_listed() -> None:
    clinic = Clinic.objects.create(pk=1)
    facts = facts_for_words(clinic, "en")
    assert not any(facts[name] for name in ("phone", "address", "hours", "prices", "team"))
    assert {"phone", "ways to pay"} <= set(missing_facts(clinic))


def test_a_clinic_that_was_never_saved_says_nothing_but_words() -> None:
    clinic = Clinic.load()
    names = [name for fact in TYPED for name in fact.fields]
    said = {name: getattr(clinic, name) for name in names if name != "reply_days"}
    assert {name: one for name, one in said.items() if not isinstance(one, str)} == {}


def test_what_is_entered_is_shown_and_no_longer_missing() -> None:
    clinic = Clinic.objects.create(pk=1, phone="(202) 555-0142")
    open_place(city="Washington, DC", hours=entered(0), directions="Behind the mill.")
    list_prices(("session", "One infusion", "$450"), ("other", "A letter", "$20", "By mail."))
    facts = facts_for_words(clinic, "en")
    assert 'href="tel:+12025550142"' in facts["phone"]
    assert facts["hours"] == "Monday, 9\N{NO-BREAK SPACE}am to 5\N{NO-BREAK SPACE}pm"
    assert facts["prices"] == "One infusion: <b>$450</b> <br>A letter: <b>$20</b> By mail."
    assert (facts["address"], facts["directions"]) == ("Washington, DC", "Behind the mill.")
    assert "phone" not in missing_facts(clinic)


def test_without_a_phone_people_are_asked_to_write() -> None:
    assert "/contact/" in facts_for_words(Clinic(pk=1), "en")["call-us"]


def test_a_fact_cannot_carry_html() -> None:
    open_place(equipment="<script>alert(1)</script>")
    assert "<script>" not in facts_for_words(Clinic(pk=1), "en")["team"]


def test_facts_are_said_in_the_language_of_the_words_whatever_the_page_speaks() -> None:
    clinic = Clinic(pk=1, phone="(202) 555-0142", taxi="Two nurses")
    place = open_place(equipment="Two nurses")
    with translation.override("en"):
        facts = facts_for_words(clinic, "es")
    assert facts["Call-us"].startswith("Llámenos al ")
    assert facts["team"] == facts["taxi"] == '<span lang="en">Two nurses</span>'
    say(place, language="es", equipment="Dos enfermeras")
    assert facts_for_words(clinic, "es")["team"] == "Dos enfermeras"
    with translation.override("es"):
        assert facts_for_words(clinic, "en")["team"] == "Two nurses"


def test_only_what_a_page_showed_is_remembered_for_when_the_database_is_down() -> None:
    facts_of_this_page(Clinic(pk=1, taxi="Two nurses"), PlaceFacts(), [])
    facts_for_words(Clinic(pk=1, taxi="Somebody"), "en")
    assert last_known_facts()["taxi"] == "Two nurses"


@pytest.mark.parametrize("typed", ["(202) 555-0142", "202-555-0142", "+1 202 555 0142"])
def test_a_phone_number_is_understood_as_typed(typed: str) -> None:
    assert dialable(typed) == "+12025550142"


@pytest.mark.parametrize("typed", ["", "555-01", "call me", "911"])
def test_a_number_nobody_can_call_is_refused(typed: str) -> None:
    assert dialable(typed) == ""


def test_the_clinic_form_refuses_a_number_nobody_can_call() -> None:
    with pytest.raises(ValidationError):
        Clinic(phone="555-01").full_clean()
