"""Says where a new value of a medical rule asks less of people than the rule before it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain

from pages.clinic import rules
from pages.clinic.models import Clinic
from pages.clinic.rule_values import RuleValue
from pages.markup.remarks import Remark
from pages.typed import without_accents

#: In hours, by the beginning of the word in English and Spanish.
_UNITS = {"min": 1 / 60, "hour": 1, "hora": 1, "day": 24, "dia": 24, "week": 168, "semana": 168}
_NUMBERS = (
    "a|an|one|un|una|uno=1 two|dos=2 three|tres=3 four|cuatro=4 five|cinco=5 six|seis=6"
    " seven|siete=7 eight|ocho=8 nine|nueve=9 ten|diez=10 twelve|doce=12 half|media=0.5"
)
_VALUES = {
    word: float(number)
    for words, _sign, number in (one.partition("=") for one in _NUMBERS.split())
    for word in words.split("|")
}
#: A number and its unit. How long one slept is not how long one waits.
_TIME = re.compile(
    rf"\b(\d+(?:\.\d+)?|{'|'.join(_VALUES)})[ -]?(?:full |whole )?({'|'.join(_UNITS)})\w*\b"
    r"(?! (?:of |de )?(?:sleep|sueno|dormir))"
)
_NEXT_DAY = re.compile(
    r"\b(?:next|following) (?:day|morning)|\btomorrow|\bdia siguiente|\bmanana\b"
)
_SAME_DAY = re.compile(r"\bsame (?:day|evening|night)|\bat once|\bmismo dia|\benseguida")
_SLEEP = re.compile(r"\bsle(?:ep|pt)|\bnight|\bsueno|\bdorm|\bduerm|\bnoche")
_DAY = 24


def weaker(value: RuleValue) -> Iterator[Remark]:
    """What the new value asks less of; nothing where the two cannot be compared."""
    new = _plain(value.text)
    if value.fact == "driving":
        yield from _too_soon(new)
        return
    measure = _MEASURES.get(value.fact)
    now = rules.shown(value.fact, value.language)
    least, before = (measure(new), measure(_plain(now))) if measure else (None, None)
    if least is not None and before is not None and least < before:
        yield _red(f"This is less than visitors read now: “{now}”")


def _too_soon(text: str) -> Iterator[Remark]:
    """Whatever visitors read now, the rule that came with the site is the least."""
    shipped = Clinic().driving_rule
    hours = _hours(text)
    if hours is None or hours < _DAY:
        yield _red(f"People could drive too soon. The rule that came with the site: “{shipped}”")
    elif not _SLEEP.search(text):
        yield _red(f"It says nothing of a night’s sleep. What came with the site: “{shipped}”")


def _hours(text: str) -> float | None:
    """The shortest time in these words; None if there is none."""
    times = (_value(found[1]) * _UNITS[found[2]] for found in _TIME.finditer(text))
    days = (float(_DAY) for _found in _NEXT_DAY.finditer(text))
    none = (0.0 for _found in _SAME_DAY.finditer(text))
    return min(chain(times, days, none), default=None)


def _years(text: str) -> float | None:
    return min((float(number) for number in re.findall(r"\d+", text)), default=None)


def _value(number: str) -> float:
    return _VALUES[number] if number in _VALUES else float(number)


def _red(words: str) -> Remark:
    remark = Remark(words)
    remark.is_claim = True
    return remark


def _plain(text: str) -> str:
    return without_accents(text.lower())


_MEASURES: dict[str, Callable[[str], float | None]] = {
    "food_and_drink": _hours,
    "minimum_age": _years,
}
