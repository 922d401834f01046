"""Federal holidays of the United States, as the law counts them: 5 U.S.C. 6103.

Its (a) names the days. Its (b), and for Sundays Executive Order 11582, says which day is observed
if one falls on a weekend: on a Saturday the Friday before, on a Sunday the Monday after.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

_SATURDAY, _SUNDAY = 5, 6
_MONDAY, _THURSDAY = 0, 3
_WEEK: Final = timedelta(weeks=1)

#: Added to the name on the day that is observed in place of the day itself.
OBSERVED = " (observed)"
#: On the same date each year.
_FIXED = {
    "New Year's Day": (1, 1),
    "Juneteenth": (6, 19),
    "Independence Day": (7, 4),
    "Veterans Day": (11, 11),
    "Christmas": (12, 25),
}
#: The month, the day of the week, and which of them; the last one is -1.
_MOVING = {
    "Martin Luther King Day": (1, _MONDAY, 3),
    "Presidents' Day": (2, _MONDAY, 3),
    "Memorial Day": (5, _MONDAY, -1),
    "Labor Day": (9, _MONDAY, 1),
    "Columbus Day": (10, _MONDAY, 2),
    "Thanksgiving": (11, _THURSDAY, 4),
}
#: On these most clinics are closed, and so few promise a reply on them.
_USUAL = frozenset(
    {
        "New Year's Day",
        "Memorial Day",
        "Independence Day",
        "Labor Day",
        "Thanksgiving",
        "Christmas",
    }
)


@dataclass(frozen=True, order=True)
class Holiday:
    """One day, what it is called in English, and whether most clinics are closed on it."""

    day: date
    name: str
    is_usual: bool


@lru_cache(maxsize=16)
def holidays_of(year: int) -> tuple[Holiday, ...]:
    """All that are kept in this year, in order: also New Year's Day of the next, if it is observed
    on December 31. A holiday on a weekend stands twice, on its day and on the one observed.
    """
    days = (day for one in (year - 1, year, year + 1) for day in _named_in(one))
    return tuple(sorted(one for one in days if one.day.year == year))


def coming(first: date, last: date) -> list[Holiday]:
    """Those from one day to another, both included."""
    years = range(first.year, last.year + 1)
    return [one for year in years for one in holidays_of(year) if first <= one.day <= last]


def usual_holiday(day: date) -> str:
    """The holiday on which most clinics are closed, in English; empty if this day is none."""
    return next((one.name for one in holidays_of(day.year) if one.day == day and one.is_usual), "")


def _named_in(year: int) -> Iterator[Holiday]:
    """The holidays of this year by the law, each with the day on which it is observed."""
    fixed = {name: date(year, *day) for name, day in _FIXED.items()}
    moving = {name: _moving(year, *rule) for name, rule in _MOVING.items()}
    for name, day in (fixed | moving).items():
        yield Holiday(day, name, name in _USUAL)
        if (observed := _observed(day)) != day:
            yield Holiday(observed, f"{name}{OBSERVED}", name in _USUAL)


def _moving(year: int, month: int, weekday: int, which: int) -> date:
    if which < 0:
        last = date(year, month + 1, 1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7) + (which - 1) * _WEEK


def _observed(day: date) -> date:
    """5 U.S.C. 6103(b)(1) for Saturdays, Executive Order 11582 for Sundays."""
    away = {_SATURDAY: -1, _SUNDAY: 1}.get(day.weekday(), 0)
    return day + timedelta(days=away)
