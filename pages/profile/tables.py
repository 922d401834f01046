"""The tables that staff fill in: hours, closed days, prices, plans, steps, what we ask."""

from __future__ import annotations

import re
from datetime import date, time

from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy

from pages.profile.rows import Column, Row, Table

#: 9, 9 am, 9:30am, 17:00, 5.30 p.m.
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*([ap])?\.?\s*m?\.?", re.IGNORECASE)
_NOON, _MIDNIGHT = 12, "00:00"
#: Characters of a cell that stands alone on a line of a phone.
_SHORT = 40
#: Nobody plans to be closed later than that: it is a slip of the finger.
_YEARS_AHEAD = 3


def time_of(text: str) -> time:
    """A time of day as people type it. Raises ValidationError if it is none."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise ValidationError("Type a time like 9:00 am or 17:00.")
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half:
        hour = hour % _NOON + (_NOON if half == "p" else 0) if 1 <= hour <= _NOON else 99
    try:
        return time(hour, minute)
    except ValueError as error:
        raise ValidationError("Type a time like 9:00 am or 17:00.") from error


def _tidy_time(text: str) -> str:
    return f"{time_of(text):%H:%M}"


def _tidy_date(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise ValidationError("Type a day like 2026-12-25.") from error


def _to_come(text: str) -> str:
    """A day on which someone may stand before a closed door. Of past ones nobody need hear."""
    tidied = _tidy_date(text)
    if date.fromisoformat(tidied).year > timezone.localdate().year + _YEARS_AHEAD:
        raise ValidationError("This day is too far off. Check the year.")
    return tidied


def _is_to_come(row: Row) -> bool:
    return row["day"] >= timezone.localdate().isoformat()


def _each_day_once(rows: list[Row]) -> None:
    for number, row in enumerate(rows, start=1):
        if not _is_to_come(row):
            raise ValidationError(f"Row {number}, Day: this day has passed. Check the year.")
    days = [row["day"] for row in rows]
    for number, day in enumerate(days, start=1):
        if day in days[: number - 1]:
            raise ValidationError(f"Row {number}, Day: this day is in the list already.")


def _no_overlap(rows: list[Row]) -> None:
    for number, row in enumerate(rows, start=1):
        for other in rows[: number - 1]:
            same = row["day"] == other["day"]
            if same and row["opens"] < other["closes"] and other["opens"] < row["closes"]:
                raise ValidationError(
                    f"Row {number}, Opens: these hours overlap with another row of this day."
                )


def _opens_first(row: Row) -> None:
    if row["closes"] == _MIDNIGHT:
        raise ValidationError(
            "Closes: 12 am is midnight, when a day begins. Noon is 12 pm; the last minute of a day"
            " is 11:59 pm."
        )
    if row["opens"] >= row["closes"]:
        raise ValidationError("Closes: type a time after it opens.")


HOURS = Table(
    (
        Column(
            "day",
            "Day",
            required=True,
            choices=tuple((str(number), str(name)) for number, name in WEEKDAYS.items()),
        ),
        Column("opens", "Opens", required=True, tidy=_tidy_time, hint="9:00 am", input="time"),
        Column("closes", "Closes", required=True, tidy=_tidy_time, hint="5:00 pm", input="time"),
    ),
    check_row=_opens_first,
    check_rows=_no_overlap,
    in_order=True,
    starts=tuple({"day": str(number)} for number in WEEKDAYS),
    asks=("opens", "closes"),
)
CLOSED_DAYS = Table(
    (
        Column("day", "Day", required=True, tidy=_to_come, hint="2026-12-25", input="date"),
        Column("reason", "Reason", hint="Christmas"),
    ),
    check_rows=_each_day_once,
    still_counts=_is_to_come,
    in_order=True,
)
#: What a price is of. The sum of a first course is made of these.
FIRST_TALK, VISIT, SESSION, COURSE, OTHER = "talk", "visit", "session", "course", "other"
#: What visitors read of a row without a name of its own.
_NAMES = {
    FIRST_TALK: gettext_lazy("First talk"),
    VISIT: gettext_lazy("Doctor’s visit"),
    SESSION: gettext_lazy("One session"),
    COURSE: gettext_lazy("Whole course"),
}


def price_name(row: Row, language: str) -> str:
    """What this price is of, in the language of the words around it."""
    with translation.override(language):
        return row["label"] or str(_NAMES.get(row["kind"], ""))


def _names_other(row: Row) -> None:
    if not row["label"] and row["kind"] not in _NAMES:
        raise ValidationError("Name: say what this price is of.")


#: $450, 450, $1200.50, 450 dollars.
_PRICE = re.compile(
    r"\$?\s*(\d{1,3}(?:,\d{3})?|\d{1,6})(?:\.(\d\d))?(?:\s*(?:dollars?|usd))?", re.IGNORECASE
)


def _tidy_price(text: str) -> str:
    """A plain price in one way, $1,200 or $99.50; any other words about money as they are."""
    found = _PRICE.fullmatch(text)
    if not found:
        return text
    part = "" if found[2] in (None, "00") else f".{found[2]}"
    return f"${int(found[1].replace(',', '')):,}{part}"


PRICES = Table(
    (
        Column(
            "kind",
            "What it is",
            required=True,
            choices=(
                (FIRST_TALK, "A first talk"),
                (VISIT, "A doctor's visit"),
                (SESSION, "One session"),
                (COURSE, "A whole course"),
                (OTHER, "Something else"),
            ),
        ),
        Column("label", "Name", hint="One infusion"),
        Column("amount", "Price", required=True, tidy=_tidy_price, hint="$450", most=_SHORT),
        Column("includes", "What is in it", input="long"),
    ),
    check_row=_names_other,
)
PLANS = Table(
    (
        Column("plan", "Insurance plan", required=True),
        Column(
            "taken",
            "We take it",
            required=True,
            choices=(("yes", "Yes"), ("no", "No"), ("ask", "Please ask")),
        ),
        Column("note", "Note", input="long"),
    )
)
STEPS = Table(
    (
        Column("name", "Step", required=True, hint="Call or write"),
        Column("takes", "How long it takes", hint="2 minutes", most=_SHORT),
        Column("costs", "Cost", hint="free", most=_SHORT),
        Column("text", "What happens", input="long"),
    )
)
ASKED = Table(
    (
        Column("question", "What you ask", required=True, most=200),
        Column("why", "Why", input="long"),
    )
)
