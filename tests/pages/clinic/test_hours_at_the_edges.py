"""The first and the last moment of a day, of a week, and of a promise."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import translation

from contact.promise import Promise, due_shortly
from pages.clinic.hours import Hours
from pages.clinic.hours_in_words import day_in_words, sentence

NEW_YORK = ZoneInfo("America/New_York")
WEEK = Hours({day: [(time(9), time(17))] for day in range(5)})


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A time in November 2026 on the clinic's clock. The 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (at(23, 8, 59), at(23, 17)),
        # It was not there before the day began.
        (at(23, 9), at(24, 17)),
        (at(27, 9), at(30, 17)),
    ],
)
def test_a_day_counts_if_the_message_was_there_before_it_began(
    received: datetime, due: datetime
) -> None:
    assert WEEK.due_at(received) == due
    assert WEEK.due_at(received, 0) == due


def test_without_hours_a_closed_weekday_is_no_business_day() -> None:
    closed = Hours(closed={date(2026, 11, 24): "Repairs"})
    assert closed.due_at(at(23, 12)) == at(25, 17)


def test_the_next_opening_is_never_this_moment() -> None:
    assert WEEK.next_opening(at(23, 9)) == at(24, 9)
    assert WEEK.next_opening(at(23, 8, 59)) == at(23, 9)


def test_a_day_is_named_alone_for_six_days_and_then_with_its_date() -> None:
    now = at(23, 12)
    assert day_in_words(date(2026, 11, 29), now) == "Sunday"
    assert day_in_words(date(2026, 11, 30), now) == "Monday, November 30"
    assert day_in_words(date(2026, 11, 22), now) == "Sunday, November 22"


def test_staff_wrote_the_reason_in_english_so_it_stands_on_english_pages_only() -> None:
    closed = Hours(WEEK.by_weekday, {date(2026, 11, 26): "Thanksgiving"})
    assert "Thanksgiving" in sentence(closed, at(26, 12))
    with translation.override("es"):
        assert "Thanksgiving" not in sentence(closed, at(26, 12))


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (at(23, 17), "Today 5 pm"),
        (at(29, 17), "Sun 5 pm"),
        (at(30, 17), "Nov 30, 5 pm"),
        (at(17, 17), "Tue 5 pm"),
        (at(16, 17), "Nov 16, 5 pm"),
    ],
)
def test_staff_read_when_a_reply_is_due_in_few_words(due: datetime, words: str) -> None:
    with time_machine.travel(at(23, 12)):
        assert due_shortly(due) == words


@pytest.mark.parametrize(
    ("received", "read_on", "is_today"),
    [
        (at(23, 8), "Monday, November 23", True),
        (at(23, 9), "", False),
        (at(23, 17), "Tuesday, November 24", False),
    ],
)
def test_who_writes_while_nobody_is_there_learns_when_it_is_read(
    received: datetime, read_on: str, is_today: bool
) -> None:
    promise = Promise(WEEK, received, WEEK.due_at(received), "call")
    assert (promise.read_on, promise.reads_later_today) == (read_on, is_today)


def test_a_promise_without_hours_names_no_day_of_reading() -> None:
    promise = Promise(Hours(), at(23, 8), Hours().due_at(at(23, 8)), "call")
    assert (promise.read_on, promise.reads_later_today) == ("", False)
