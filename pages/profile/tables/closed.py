"""The table of closed days: days as staff type them, and holidays for them to decide on."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone

from pages.clinic.federal import coming
from pages.profile.rows import Column, Numbered, Row, Table
from pages.typed.dates import DateError, read_dates

#: Nobody plans to be closed later than that: it is a slip of the finger.
_YEARS_AHEAD = 3
#: So far ahead holidays are offered.
_OFFERED = timedelta(days=360)
#: In so many days each comes at least once, also a Thanksgiving that moved a week.
_ITS_NEXT = timedelta(days=372)

#: Of a day that staff confirmed to be an open one, and of a holiday nobody decided on yet.
AS_USUAL, LATER = "open", "later"


def _spread_days(row: Row) -> list[Row]:
    """A row for each day. Raises ValidationError."""
    if not row["day"]:
        raise ValidationError("Day: fill this in.")
    today = timezone.localdate()
    try:
        days = _holiday_called(row["day"], today) or read_dates(row["day"], today)
    except DateError as error:
        raise ValidationError(f"Day: {error}") from error
    latest = date(today.year + _YEARS_AHEAD, 12, 31)
    if max(days) > latest:
        raise ValidationError("Day: This day is too far off. Check the year.")
    return [row | {"day": day.isoformat()} for day in days]


def _holiday_called(name: str, today: date) -> list[date]:
    """The next day of the holiday of this name; none for anything else."""
    wanted = name.strip().lower().replace("\u2019", "'").removesuffix(" day")
    return [
        one.day
        for one in coming(today, today + _ITS_NEXT)
        if one.name.lower().removesuffix(" day") == wanted
    ][:1]


def _day_of_year(cell: str) -> str:
    """A stored day as staff read it: Dec 25, 2026."""
    day = date.fromisoformat(cell)
    return f"{day:%b} {day.day}, {day.year}"


def _is_to_come(row: Row) -> bool:
    return row["day"] >= timezone.localdate().isoformat()


def _each_day_once(rows: Numbered) -> None:
    days: set[str] = set()
    for number, row in rows:
        if not _is_to_come(row):
            said = _day_of_year(row["day"])
            raise ValidationError(f"Row {number}, {said}: this day has passed. Check the year.")
        if row["day"] in days:
            raise ValidationError(
                f"Row {number}: {_day_of_year(row['day'])} is in the list already."
            )
        days.add(row["day"])


def _holidays() -> list[Row]:
    """Federal holidays of the next year, for staff to decide on."""
    today = timezone.localdate()
    return [
        {"day": one.day.isoformat(), "reason": one.name, "are": LATER}
        for one in coming(today, today + _OFFERED)
    ]


def _is_as_offered(row: Row) -> bool:
    """True of a holiday that nobody decided on; who changes its row does."""
    today = timezone.localdate()
    # A form may have been opened on another day.
    offered = coming(today - _OFFERED, today + _OFFERED)
    shown = {(_day_of_year(one.day.isoformat()), one.name) for one in offered}
    return row["are"] == LATER and (row["day"], row["reason"]) in shown


def _decided(are: str) -> str:
    """A day that was typed into this table is a closed one, unless something else is said."""
    return "" if are == LATER else are


def is_closed(row: Row) -> bool:
    """True of a day on which nobody is there; others in the list are open as usual."""
    return row["are"] != AS_USUAL


CLOSED_DAYS = Table(
    (
        Column("day", "Day", shown=_day_of_year, hint="Dec 25, or Dec 24 to Jan 2", input="date"),
        Column("reason", "Reason", hint="Christmas"),
        Column(
            "are",
            "You are",
            choices=(("", "Closed"), (AS_USUAL, "Open as usual"), (LATER, "Not decided yet")),
            undecided=LATER,
            tidy=_decided,
        ),
    ),
    spread=_spread_days,
    check_rows=_each_day_once,
    still_counts=_is_to_come,
    in_order=True,
    starts=_holidays,
    starts_last=True,
    says_nothing=_is_as_offered,
)
