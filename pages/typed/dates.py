"""Days of a year as people in the United States write them: 12/25, Dec 25, Dec 24-26."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from pages.typed.seen import on_one_line
from pages.typed.weekdays import WeekdayError, read_weekdays

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4}|\d\d)"
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
        rf"(?P<month>\d{{1,2}})(?P<sign>[-/.])(?P<day>\d{{1,2}})(?:(?P=sign){_YEAR})?",
        rf"{_MONTH}\s*{_DAY}(?:,?\s+(?P<year>\d{{4}}))?",
        rf"{_DAY}\s*(?:of\s+)?{_MONTH}(?:,?\s+(?P<year>\d{{4}}))?",
    )
)
_DASH = re.compile("[\u2010-\u2015\u2212~]")
_TO = re.compile(r"\s*\b(?:to|through|thru|until|till)\b\s*|\s+-\s*|\s*-\s+")
#: Dec 24-26, 12/24-12/26: a dash without blanks that is no part of a date.
_TIGHT = re.compile(r"(?<=[a-z\d])-(?=[a-z])|(?<=/\d)-|(?<=/\d\d)-|(?<=/\d{4})-")
_DAYS_OF_MONTH = re.compile(rf"({_MONTH}\s*\d{{1,2}})-(\d{{1,2}})((?:,?\s+\d{{4}})?)")
_AND = re.compile(r"\s*(?:[;&+]|\band\b)\s*|(?<=/\d),\s*|(?<=/\d\d),\s*|(?<=/\d{4}),\s*")
_WEEKDAY = re.compile(r"([a-z]{3,9})\.?,?\s+(?=\S)")
#: Longer away nobody is who means it.
_LONGEST = 60
_LIKE = "Type a day like 12/25/2026 or Dec 25."


class DateError(ValueError):
    """No day that we know, or one that cannot be meant; the message says it."""

    def __init__(self, message: str = _LIKE) -> None:
        super().__init__(message)


def read_dates(text: str, today: date) -> list[date]:
    """All days in this text, also those from one to another; without a year, the next to come.

    Raises DateError for anything else.
    """
    plain = _DASH.sub("-", on_one_line(text).lower()).strip(" .,;")
    return [day for part in _AND.split(plain) for day in _days(part, today)]


def _days(text: str, today: date) -> Iterator[date]:
    if one := _whole(text, today):
        yield one
        return
    first, last = _ends(text, today)
    if not 0 < (last - first).days < _LONGEST:
        raise DateError(f"Type the first day and the last one, at most {_LONGEST} days in all.")
    for away in range((last - first).days + 1):
        yield first + timedelta(days=away)


def _ends(text: str, today: date) -> tuple[date, date]:
    """The first and the last day of some in a row."""
    if found := _DAYS_OF_MONTH.fullmatch(text):
        month = found["month"]
        ends = [f"{found[1]}{found[4]}", f"{month} {found[3]}{found[4]}"]
    else:
        ends = [end for end in _TO.split(_TIGHT.sub(" - ", text)) if end]
    if len(ends) != 2:
        raise DateError
    last = _whole(ends[1], today)
    first = _whole(ends[0], today)
    if first is None or last is None:
        raise DateError
    if last < first and not re.search(r"\d{4}", ends[1]):
        # Dec 24 - Jan 2: the year that is not written is that of the first day, or the next.
        last = _whole(ends[1], first) or last
    if first > last and not re.search(r"\d{4}", ends[0]):
        # Dec 24 - Jan 2, 2027.
        first = first.replace(year=last.year - (first.month > last.month))
    return first, last


def _whole(text: str, today: date) -> date | None:
    """The one day that is all of this text; none if it is more, or something else."""
    text, weekday = _without_weekday(text.strip())
    for form in _FORMS:
        if found := form.fullmatch(text):
            day = _date(found.groupdict(), today)
            if weekday is not None and day.weekday() != weekday:
                raise DateError(f"{day:%B} {day.day}, {day.year} is a {day:%A}. Check the day.")
            return day
    return None


def _without_weekday(text: str) -> tuple[str, int | None]:
    found = _WEEKDAY.match(text)
    if not found or found[1] in _MONTHS:
        return text, None
    try:
        days = read_weekdays(found[1])
    except WeekdayError:
        return text, None
    return text[found.end() :], days[0] if len(days) == 1 else None


def _date(parts: dict[str, str | None], today: date) -> date:
    month, day = parts["month"] or "", int(parts["day"] or 0)
    number = _MONTHS.get(month) or int(month)
    try:
        if year := parts.get("year"):
            return date(int(year) + (2000 if len(year) == 2 else 0), number, day)
        return _next(number, day, today)
    except ValueError as error:
        raise DateError("There is no such day. Check the month and the day.") from error


def _next(month: int, day: int, today: date) -> date:
    """The next one from today on. Raises ValueError if no year has it."""
    for year in range(today.year, today.year + 5):
        try:
            if (found := date(year, month, day)) >= today:
                return found
        except ValueError:
            continue
    return date(today.year, month, day)
