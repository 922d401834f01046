"""The table of open hours: days and times as staff type them, refused only in plain words."""

from __future__ import annotations

import re
from datetime import time

from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS

from pages.profile.rows import Column, Numbered, Row, Table
from pages.typed import on_one_line
from pages.typed.times import Span, TimeError, read_span, read_spans, read_time
from pages.typed.weekdays import WeekdayError, read_weekdays

#: In minutes.
_WEEK = 7 * 24 * 60
_DAYS = tuple((str(number), str(name)) for number, name in WEEKDAYS.items())
_DAY_NAMES = tuple(name for _number, name in _DAYS)

#: In the place of the times of a day.
CLOSED, BY_APPOINTMENT = "closed", "by appointment"
_NO_HOURS = re.compile(
    r"(?:we(?:'re| are) |is )?(?:closed|close|not open|off|none|no hours|n/?a|x|-+)(?: all day)?"
)
_BY_APPOINTMENT = re.compile(
    r"(?:only )?(?:by|per|with|on)? ?(?:appointments?|appts?|request|arrangement)(?: only)?"
    r"|call(?: us)?(?: for (?:an )?(?:appointments?|appts?))?(?: first| ahead)?"
)
#: What follows the days if all was typed in one cell.
_TIMES = re.compile(r"\s*[:,(]?\s*(?=\d|noon|midnight|closed|by app|all day|open)", re.IGNORECASE)


def _spread_hours(row: Row) -> list[Row]:
    """A row for each day and each of its openings. Raises ValidationError."""
    days, times = _days_and_times(row)
    return [
        {"day": str(day), "opens": opens, "closes": closes}
        for day in days
        for opens, closes in _times(*times)
    ]


def _days_and_times(row: Row) -> tuple[list[int], tuple[str, str]]:
    """The days and the two cells of times; all of it may stand in the cell of the day."""
    typed, times = row["day"], (row["opens"], row["closes"])
    if "24/7" in typed and not any(times):
        times = "24 hours", ""
    if not typed:
        raise ValidationError("Day: fill this in.")
    try:
        return read_weekdays(typed), times
    except WeekdayError as error:
        days, *rest = _TIMES.split(typed, maxsplit=1)
        if not rest or any(times):
            raise ValidationError(f"Day: {error}") from error
        start = typed[len(days) :].strip(" :,()")
        return _days_and_times({"day": days or "?", "opens": start, "closes": ""})


def _times(opens: str, closes: str) -> list[tuple[str, str]]:
    """The openings that two cells say, each as it is stored. Raises ValidationError."""
    both = _plain(f"{opens} {closes}")
    if not both:
        raise ValidationError("Opens: fill this in.")
    for cell in {_plain(opens), _plain(closes), both} - {""}:
        if _NO_HOURS.fullmatch(cell):
            return _in_place_of_times(CLOSED, opens, closes)
        if _BY_APPOINTMENT.fullmatch(cell):
            return _in_place_of_times(BY_APPOINTMENT, opens, closes)
    try:
        spans = _spans(opens, closes)
    except TimeError as error:
        raise ValidationError(f"{'Closes' if error.is_end else 'Opens'}: {error}") from error
    return [(f"{span.opens:%H:%M}", f"{span.closes:%H:%M}") for span in spans]


def _in_place_of_times(word: str, *cells: str) -> list[tuple[str, str]]:
    if any(re.search(r"\d", cell) for cell in cells):
        raise ValidationError(f"Opens: type either times or “{word}”, not both.")
    return [(word, "")]


def _spans(opens: str, closes: str) -> list[Span]:
    if not (opens and closes):
        if opens and _is_time(opens):
            raise ValidationError("Closes: fill this in.")
        return read_spans(opens or closes)
    if _is_time(opens) or not _is_time(closes):
        return [read_span(opens, closes)]
    return read_spans(f"{opens} to {closes}")


def _is_time(cell: str) -> bool:
    try:
        read_time(cell)
    except TimeError:
        return False
    return True


def _plain(cell: str) -> str:
    return on_one_line(cell).lower().replace(".", "").replace("\u2019", "'")


def _no_times(row: Row) -> bool:
    """True of a day that is left as it is offered."""
    is_day = row["day"] in _DAY_NAMES or row["day"] in dict(_DAYS)
    return is_day and not (row["opens"].strip() or row["closes"].strip())


def _weekday(cell: str) -> str:
    return dict(_DAYS).get(cell, cell)


def _clock(cell: str) -> str:
    """A stored time as staff read it: 9:00 am."""
    if not cell[:1].isdigit():
        return cell
    hour, minute = (int(part) for part in cell.split(":"))
    return f"{hour % 12 or 12}:{minute:02} {'am' if hour < 12 else 'pm'}"


def _closing(cell: str) -> str:
    return "midnight" if cell == "00:00" else _clock(cell)


def is_open(row: Row) -> bool:
    """True of a row of times at which someone is there."""
    return bool(row["closes"])


def _no_overlap(rows: Numbered) -> None:
    for place, (number, row) in enumerate(rows):
        for before, other in rows[:place]:
            if row["day"] == other["day"] and is_open(row) != is_open(other):
                raise ValidationError(
                    f"{_said(row)} in row {number}, but {_said(other)} in row {before}."
                )
            if is_open(row) and is_open(other) and _meet(row, other):
                raise ValidationError(
                    f"{_said(row)}: these hours overlap with {_said(other)}."
                    f" Change row {before} or row {number}, or empty one of them."
                )


def _said(row: Row) -> str:
    times = f"{_clock(row['opens'])} to {_closing(row['closes'])}" if is_open(row) else row["opens"]
    return f"{_weekday(row['day'])}, {times}"


def _meet(one: Row, other: Row) -> bool:
    """True if someone is there twice at once; a night runs into the next day."""
    start, length = _in_week(one)
    begins, lasts = _in_week(other)
    return (begins - start) % _WEEK < length or (start - begins) % _WEEK < lasts


def _in_week(row: Row) -> tuple[int, int]:
    """The minute of the week at which this begins, and how many minutes it lasts."""
    span = Span(time.fromisoformat(row["opens"]), time.fromisoformat(row["closes"]))
    start = int(row["day"]) * _WEEK // 7 + span.opens.hour * 60 + span.opens.minute
    return start, span.minutes


HOURS = Table(
    (
        Column(
            "day",
            "Day",
            shown=_weekday,
            offers=(*_DAY_NAMES, "Monday to Friday", "Saturday and Sunday", "Every day"),
            hint="Monday to Friday",
        ),
        Column("opens", "Opens", shown=_clock, hint="9 am", input="time"),
        Column("closes", "Closes", shown=_closing, hint="5 pm", input="time"),
    ),
    spread=_spread_hours,
    check_rows=_no_overlap,
    in_order=True,
    starts=lambda: ({"day": number} for number, _name in _DAYS),
    says_nothing=_no_times,
)
