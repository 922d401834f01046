"""Days of the week as people write them: one, several, or a run of them."""

from __future__ import annotations

import re

from pages.typed.seen import on_one_line

#: Monday is 0. Each with the short ways to write it; what only two letters tell apart stands too.
_NAMES = (
    ("monday", "mon", "mo", "m"),
    ("tuesday", "tues", "tue", "tu", "t"),
    ("wednesday", "weds", "wed", "we", "w"),
    ("thursday", "thurs", "thur", "thu", "th"),
    ("friday", "fri", "fr", "f"),
    ("saturday", "sat", "sa"),
    ("sunday", "sun", "su"),
)
_NUMBERS = {
    written: day
    for day, names in enumerate(_NAMES)
    for name in names
    for written in (name, f"{name}s" if len(name) > 2 else name)
} | {str(day): day for day in range(7)}
_WORKING, _WEEKEND, _ALL = tuple(range(5)), (5, 6), tuple(range(7))
_SEVERAL = {
    "weekday": _WORKING,
    "weekdays": _WORKING,
    "every weekday": _WORKING,
    "workdays": _WORKING,
    "business days": _WORKING,
    "working days": _WORKING,
    "weekend": _WEEKEND,
    "weekends": _WEEKEND,
    "daily": _ALL,
    "every day": _ALL,
    "everyday": _ALL,
    "each day": _ALL,
    "all days": _ALL,
    "all week": _ALL,
    "all week long": _ALL,
    "7 days": _ALL,
    "7 days a week": _ALL,
    "7 days/week": _ALL,
    "seven days a week": _ALL,
    "24/7": _ALL,
}
_DASH = re.compile("[\u2010-\u2015\u2212~]")
_RUN = re.compile(r"\s*(?:-|\b(?:to|through|thru|until|till)\b)\s*")
_BETWEEN = re.compile(r"\s*(?:[,;/&+]|\band\b|\s)\s*")
_BUT = re.compile(r"\s*,?\s*\b(?:except|excluding|but not|without)\b(?:\s+(?:for|on)\b)?\s*")
_BEFORE = re.compile(r"^(?:on|every|each|from|open)\s+(?=[a-z])(?!day\b|weekday\b)")
#: As on a door: MWF, TTh. What is a short name itself never comes here.
_LETTERS = re.compile(r"(?:th|tu|sa|su|[mtwrf])+")
_LETTER = re.compile(r"th|tu|sa|su|[mtwrf]")


class WeekdayError(ValueError):
    """No days that we know; the message says how to write them."""

    def __init__(self) -> None:
        super().__init__("Type a day, like Monday, Mon-Fri or weekdays.")


def read_weekdays(text: str) -> list[int]:
    """The days in this text in the order of the week, Monday as 0.

    Raises WeekdayError for anything else.
    """
    plain = _DASH.sub("-", on_one_line(text).lower()).replace(".", "").strip(" ,:")
    wanted, *unwanted = _BUT.split(plain, maxsplit=1)
    days = _days(wanted) - (_days(unwanted[0]) if unwanted else set())
    if not days:
        raise WeekdayError
    return sorted(days)


def _days(text: str) -> set[int]:
    text = text.strip()
    if text in _SEVERAL:
        return set(_SEVERAL[text])
    text = _BEFORE.sub("", text)
    if text in _SEVERAL:
        return set(_SEVERAL[text])
    parts = _BETWEEN.split(_RUN.sub("-", text))
    return {day for part in parts if part for day in _part(part)}


def _part(text: str) -> set[int]:
    """One day, a run of days, or letters as on a door."""
    if text in _SEVERAL:
        return set(_SEVERAL[text])
    if text in _NUMBERS:
        return {_NUMBERS[text]}
    first, dash, last = text.partition("-")
    if dash:
        return _run(first, last)
    if _LETTERS.fullmatch(text):
        return {_NUMBERS[letter] for letter in _LETTER.findall(text)}
    raise WeekdayError


def _run(first: str, last: str) -> set[int]:
    """From one day to the other, over the end of the week if need be."""
    if first not in _NUMBERS or last not in _NUMBERS:
        raise WeekdayError
    start, end = _NUMBERS[first], _NUMBERS[last]
    return {(start + away) % 7 for away in range((end - start) % 7 + 1)}
