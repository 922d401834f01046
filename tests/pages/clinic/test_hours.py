"""The clinic's hours are told, and promises counted, in its own time zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from pytest_django import DjangoAssertNumQueries

from pages.clinic.hours import Hours
from pages.clinic.hours_in_words import date_in_words, day_in_words, sentence, today
from pages.clinic.place import main_place
from tests.profile import closed, open_place
from tests.profile import hours as entered

NEW_YORK = ZoneInfo("America/New_York")
WEEK = Hours({day: [(time(9), time(17))] for day in range(5)})
THANKSGIVING = Hours(WEEK.by_weekday, {date(2026, 11, 26): "Thanksgiving"})


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """A time in 2026 on the clinic's clock. November 23 is a Monday."""
    return datetime(2026, month, day, hour, minute, tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (at(11, 23, 9), "<b>We are open now</b>, until 5\N{NO-BREAK SPACE}pm."),
        (at(11, 23, 16, 59), "<b>We are open now</b>, until 5\N{NO-BREAK SPACE}pm."),
        (at(11, 23, 8, 59), "<b>We are closed now.</b> We open today at 9\N{NO-BREAK SPACE}am."),
        (at(11, 23, 17), "<b>We are closed now.</b> We open Tuesday at 9\N{NO-BREAK SPACE}am."),
        (at(11, 21, 12), "<b>We are closed now.</b> We open Monday at 9\N{NO-BREAK SPACE}am."),
        (
            at(11, 26, 12),
            "<b>We are closed today for Thanksgiving.</b> We open Friday at 9\N{NO-BREAK SPACE}am.",
        ),
    ],
)
def test_visitors_read_whether_someone_is_there(now: datetime, said: str) -> None:
    assert sentence(THANKSGIVING, now) == said


def test_a_closed_day_without_a_reason_says_only_that() -> None:
    hours = Hours(WEEK.by_weekday, {date(2026, 11, 26): ""})
    assert sentence(hours, at(11, 26, 12)).startswith("<b>We are closed today.</b>")


def test_a_reason_cannot_carry_html() -> None:
    hours = Hours(WEEK.by_weekday, {date(2026, 11, 26): "<script>"})
    assert "<script>" not in sentence(hours, at(11, 26, 12))


def test_an_opening_a_week_away_is_told_with_its_date() -> None:
    hours = Hours({0: [(time(9), time(17))]})
    assert "We open Monday, November 30 at 9\N{NO-BREAK SPACE}am." in sentence(
        hours, at(11, 23, 18)
    )


def test_without_hours_nothing_is_said_about_them() -> None:
    assert sentence(Hours(), at(11, 23, 12)) == ""
    assert not Hours().is_open(at(11, 23, 12))
    assert Hours().next_opening(at(11, 23, 12)) is None


def test_a_break_at_noon_is_a_closed_hour() -> None:
    hours = Hours({0: [(time(9), time(12)), (time(13), time(17))]})
    assert (
        sentence(hours, at(11, 23, 10)) == "<b>We are open now</b>, until 12\N{NO-BREAK SPACE}pm."
    )
    assert sentence(hours, at(11, 23, 12, 30)).endswith("We open today at 1\N{NO-BREAK SPACE}pm.")
    assert hours.due_at(at(11, 23, 12, 30)) == at(11, 30, 17)


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        (at(11, 23, 8), 1, at(11, 23, 17)),  # before the day began
        (at(11, 23, 10), 1, at(11, 24, 17)),  # while open: the next day
        (at(11, 23, 16, 59), 1, at(11, 24, 17)),
        (at(11, 23, 21), 1, at(11, 24, 17)),  # in the evening
        (at(11, 20, 21), 1, at(11, 23, 17)),  # Friday evening
        (at(11, 21, 12), 1, at(11, 23, 17)),  # Saturday
        (at(11, 25, 10), 1, at(11, 27, 17)),  # the day before a closed day
        (at(11, 20, 10), 2, at(11, 24, 17)),
        (at(11, 23, 10), 0, at(11, 24, 17)),  # never due at once
    ],
)
def test_a_reply_is_due_at_the_end_of_a_business_day(
    received: datetime, days: int, due: datetime
) -> None:
    assert THANKSGIVING.due_at(received, days) == due


@pytest.mark.parametrize(
    ("received", "due"),
    [(at(11, 23, 1), at(11, 24, 17)), (at(11, 20, 12), at(11, 23, 17))],
)
def test_without_hours_a_reply_is_due_on_the_next_weekday(
    received: datetime, due: datetime
) -> None:
    assert Hours().due_at(received) == due


def test_a_clinic_closed_for_years_still_gives_a_due_time() -> None:
    closed = {date(2026, 11, 23) + timedelta(days=day): "" for day in range(800)}
    assert Hours(WEEK.by_weekday, closed).due_at(at(11, 23, 10)) == at(11, 24, 17)


def test_hours_follow_the_clock_when_it_changes() -> None:
    sunday = Hours({6: [(time(1), time(5))]})
    spring, autumn = date(2026, 3, 8), date(2026, 11, 1)
    for day, hours_open in ((spring, 3), (autumn, 5)):
        opens = sunday.next_opening(datetime.combine(day, time(0, 30), NEW_YORK))
        assert opens is not None
        due = sunday.due_at(opens - timedelta(minutes=1))
        assert due - opens == timedelta(hours=hours_open)
        assert sunday.is_open(opens)
        assert sunday.is_open(due - timedelta(seconds=1))
        assert not sunday.is_open(due)


def test_a_due_time_across_the_clock_change_is_five_in_the_afternoon() -> None:
    due = WEEK.due_at(at(10, 30, 18))
    assert due == datetime(2026, 11, 2, 22, tzinfo=UTC)


def test_days_are_named_as_people_say_them() -> None:
    now = at(11, 23, 12)
    assert day_in_words(date(2026, 11, 23), now) == "today"
    assert day_in_words(date(2026, 11, 29), now) == "Sunday"
    assert day_in_words(date(2026, 11, 30), now) == "Monday, November 30"
    assert date_in_words(date(2026, 12, 1)) == "Tuesday, December 1"
    assert WEEK.business_day_after(at(11, 27, 17)) == date(2026, 11, 30)


@pytest.mark.django_db
def test_the_hours_staff_entered_are_the_hours_told(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    open_place(
        hours=entered(0, opens="08:30", closes="16:30"),
        closed_days=closed("2026-11-30", "a staff day"),
    )
    with django_assert_num_queries(3):
        hours = Hours.of(main_place())
    assert (
        sentence(hours, at(11, 23, 9)) == "<b>We are open now</b>, until 4:30\N{NO-BREAK SPACE}pm."
    )
    assert "closed today for a staff day" in sentence(hours, at(11, 30, 9))


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (at(11, 23, 0), "Open today, November 23: 9 am to 5 pm."),
        (at(11, 23, 23, 59), "Open today, November 23: 9 am to 5 pm."),
        (at(11, 21, 12), "Closed today, November 21. We open Monday at 9 am."),
        (
            at(11, 26, 0),
            "Closed today, November 26 (Thanksgiving). We open Friday at 9 am.",
        ),
        (
            at(11, 26, 23),
            "Closed today, November 26 (Thanksgiving). We open Friday at 9 am.",
        ),
    ],
)
def test_what_is_said_of_today_is_true_all_day_and_names_the_date(now: datetime, said: str) -> None:
    assert today(THANKSGIVING, now).replace("\N{NO-BREAK SPACE}", " ") == said


def test_today_is_the_day_where_the_clinic_is() -> None:
    in_utc_already_thanksgiving = datetime(2026, 11, 26, 2, tzinfo=UTC)
    assert "Open today, November 25" in today(THANKSGIVING, in_utc_already_thanksgiving)


def test_without_hours_only_a_closed_day_is_said() -> None:
    assert today(Hours(), at(11, 23, 12)) == ""
    closed_day = Hours(closed={date(2026, 11, 23): ""})
    assert today(closed_day, at(11, 23, 12)) == "Closed today, November 23."


def test_a_promise_of_absurdly_many_days_has_an_end() -> None:
    monday = datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert monday < Hours().due_at(monday, 32_767) < monday + timedelta(days=100)
