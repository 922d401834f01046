"""Holidays wait for staff to say what they are: until then nothing is claimed or promised."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from pages.models import Clinic, Place
from tests.colleagues import Editor, change, draft_of, said
from tests.profile import WEEKDAYS, hours, open_place

#: 10 am on Thanksgiving, and the evening before, where the clinic is.
THANKSGIVING = datetime(2026, 11, 26, 15, tzinfo=UTC)
EVENING_BEFORE = datetime(2026, 11, 26, 1, tzinfo=UTC)
CLAIMS = re.compile(r"Open today|Closed today|We are open now|We are closed today")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(first_edition: None, site_is_open: None) -> Iterator[Place]:
    Clinic.objects.update(phone="(202) 555-0142")
    with time_machine.travel(THANKSGIVING, tick=False):
        yield open_place(street="1 Elm St", hours=hours(*WEEKDAYS))


def read(path: str) -> str:
    return Client().get(path).content.decode().replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("path", ["/", "/find-us/", "/treatment/", "/contact/"])
def test_nothing_is_claimed_of_a_holiday_nobody_decided_on(path: str) -> None:
    page = read(path)
    assert not CLAIMS.search(page)
    assert "Please ask us before you come." in page
    assert "Thanksgiving" in page


def test_spanish_readers_are_asked_to_call_first_too() -> None:
    page = read("/es/find-us/")
    assert "Día de Acción de Gracias" in page
    assert "Hoy, 26 de noviembre, está cerrado" not in page


def test_the_evening_before_names_the_holiday_and_neither_opening_nor_closing() -> None:
    with time_machine.travel(EVENING_BEFORE, tick=False):
        page = read("/contact/")
    assert "Thursday, November 26 is Thanksgiving. Please ask us before you come." in page
    assert "We open" not in page


def test_no_promise_falls_on_it() -> None:
    with time_machine.travel(EVENING_BEFORE, tick=False):
        page = read("/contact/")
    assert re.search(r"by the end of (<b>)?Friday", page)
    assert "by the end of Thursday" not in page


def test_search_engines_are_told_of_confirmed_days_only(ed: Editor, place: Place) -> None:
    assert "specialOpeningHoursSpecification" not in read("/")
    row = offered(ed, place, "Christmas")
    ed.publish(change(place), **{f"{row}-are": ""})
    graph = re.search(r'<script type="application/ld\+json">(.*?)</script>', read("/"))
    assert graph
    [day] = _special(json.loads(graph[1]))
    assert (day["validFrom"], day["opens"], day["closes"]) == ("2026-12-25", "00:00", "00:00")


def _special(data: Any) -> Any:
    [clinic] = [one for one in data["@graph"] if "specialOpeningHoursSpecification" in one]
    return clinic["specialOpeningHoursSpecification"]


def offered(ed: Editor, place: Place, name: str) -> str:
    """The beginning of the names of the inputs in the row of this holiday."""
    fields = ed.fields(change(place))
    [reason] = [one for one, text in fields.items() if one.endswith("-reason") and text == name]
    assert fields[reason.replace("reason", "are")] == "later"
    return reason.removesuffix("-reason")


def test_all_federal_holidays_of_a_year_are_offered_and_none_is_switched_on(
    ed: Editor, place: Place
) -> None:
    for name in ("Thanksgiving", "Juneteenth", "Veterans Day", "New Year's Day"):
        offered(ed, place, name)
    ed.press(change(place), parking="Behind the house.")
    assert draft_of(place).closed_days == ""


def test_a_holiday_confirmed_as_closed_is_said_to_be_closed(ed: Editor, place: Place) -> None:
    row = offered(ed, place, "Thanksgiving")
    ed.publish(change(place), **{f"{row}-are": ""})
    assert "Closed today, November 26 (Thanksgiving). We open Friday at 9 am." in read("/find-us/")


def test_a_holiday_confirmed_as_open_is_said_to_be_open(ed: Editor, place: Place) -> None:
    row = offered(ed, place, "Thanksgiving")
    ed.publish(change(place), **{f"{row}-are": "open"})
    page = read("/find-us/")
    assert "Open today, November 26: 9 am to 5 pm." in page
    assert "Days we are closed" not in page
    assert "We are open now" in read("/contact/")
    assert "Thanksgiving" not in said(ed.get(change(place))).split("Not decided yet")[-1]


def test_a_row_that_someone_changed_is_a_closed_day(ed: Editor, place: Place) -> None:
    row = offered(ed, place, "Christmas")
    ed.press(change(place), **{f"{row}-reason": "Christmas, back on Monday"})
    assert draft_of(place).closed_days == "2026-12-25 | Christmas, back on Monday"
