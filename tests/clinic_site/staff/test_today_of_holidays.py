"""Today asks a manager once of all holidays nobody decided on, while there is time to decide."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from pages.models import Place
from tests.colleagues import Editor, change, hire
from tests.html import Page
from tests.profile import hours, open_place

#: Three weeks before Thanksgiving, and in the spring.
NOVEMBER = datetime(2026, 11, 5, 15, tzinfo=UTC)
MARCH = datetime(2026, 3, 2, 15, tzinfo=UTC)
ASKED = "Open or closed on"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    with time_machine.travel(NOVEMBER, tick=False):
        yield


@pytest.fixture
def place() -> Place:
    return open_place(hours=hours(*range(5)))


@pytest.fixture
def mia() -> Editor:
    return hire("Mia", "view_user", "view_place", "change_place")


def today(colleague: Editor) -> str:
    return " ".join(Page(colleague.get("/staff/").content.decode()).main.split())


def test_all_holidays_that_come_are_asked_of_in_one_sentence(mia: Editor, place: Place) -> None:
    assert today(mia).count(ASKED) == 1
    assert "Thanksgiving (Nov 26), Christmas (Dec 25), New Year's Day (Jan 1)." in today(mia)
    page = Page(mia.get("/staff/").content.decode())
    assert change(place) in [one.get("href") for one in page.tags("a") if one.words == "Decide"]


def test_who_decided_is_not_asked_again(mia: Editor) -> None:
    decided = "2026-11-26\n2026-12-25 | | open\n2027-01-01 | Holiday"
    open_place(hours=hours(*range(5)), closed_days=decided)
    assert ASKED not in today(mia)
    open_place(closed_days="2026-11-26\n2026-12-25 | | open")
    assert "Open or closed on this holiday? New Year's Day (Jan 1)." in today(mia)


def test_in_spring_nobody_is_asked_of_winter(mia: Editor, place: Place) -> None:
    with time_machine.travel(MARCH, tick=False):
        mia.force_login(mia.user)
        assert ASKED not in today(mia)


def test_a_day_without_hours_needs_no_decision(mia: Editor) -> None:
    open_place(hours=hours(0, 1, 2))
    assert ASKED not in today(mia)


def test_a_clinic_without_hours_is_not_asked(mia: Editor) -> None:
    assert ASKED not in today(mia)
    open_place(street="1 Elm St")
    assert ASKED not in today(mia)


@pytest.mark.parametrize("rights", [("view_user", "view_place"), ("view_place", "change_place")])
def test_nobody_but_a_manager_is_asked(place: Place, rights: tuple[str, ...]) -> None:
    assert ASKED not in today(hire("Luz", *rights))
