"""Finds sentences about one rule that do not agree: other numbers, or a yes beside a no."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

#: What rules are counted in, one and many. “8 of 15 people” is what a study found, and no rule.
_UNITS = {
    "minute": "minutes",
    "hour": "hours",
    "day": "days",
    "week": "weeks",
    "month": "months",
    "year": "years",
    "session": "sessions",
    "infusion": "infusions",
    "minuto": "minutos",
    "hora": "horas",
    "día": "días",
    "semana": "semanas",
    "mes": "meses",
    "año": "años",
    "sesión": "sesiones",
    "infusión": "infusiones",
}
_UNIT_OF = {word: many for one, many in _UNITS.items() for word in (one, many)}
_NUMBER = r"\d(?:[\d,.]*\d)?"
#: “Call 988 day or night” counts no days.
_AMOUNT = re.compile(rf"({_NUMBER}(?: (?:to|a|or|o) {_NUMBER})?) (\w+)\b(?! (?:and|or) night)")
_SUM = r"\$\d[\d,]*(?:\.\d\d)?"
_MONEY = re.compile(rf"{_SUM}(?: (?:to|a|or|o) {_SUM})?")
_NO = "no not nothing never nobody none cannot can't don't without nada nadie nunca sin"
#: They say how and to whom, not what: “You can eat” and “Do not eat” speak of the same.
_LITTLE = (
    "a an the you your we our do does can may must should to of in on at it is are be for and or"
    " usted su puede debe el la los las un una de en es que y"
)
#: What is said only of a case: “If you cannot wait, call” denies nothing.
_CASE = re.compile(r"^(?:if|si) [^,]*, ", re.IGNORECASE)
#: Of all the words of two sentences, the share that stands in both.
_SAME_MATTER = 0.6


@dataclass(frozen=True)
class Sentence:
    """A sentence visitors read, and the page or answer it stands on."""

    text: str
    title: str


@dataclass(frozen=True)
class Disagreement:
    """Sentences a person should compare, and what differs in them."""

    what: str
    sentences: tuple[Sentence, ...]


def disagreements(sentences: Sequence[Sentence]) -> list[Disagreement]:
    """What does not agree among sentences of one language that say the same phrase.

    A person decides: other numbers may be right, where the sentences speak of other things.
    """
    return [*_numbers(sentences), *_yes_and_no(sentences)]


def _numbers(sentences: Iterable[Sentence]) -> Iterator[Disagreement]:
    counted: dict[str, dict[str, Sentence]] = defaultdict(dict)
    for sentence in sentences:
        for amount, unit in _amounts(sentence.text):
            counted[unit].setdefault(amount, sentence)
    for unit, by_amount in counted.items():
        if len(by_amount) > 1:
            what = f"{_listed(by_amount)} {unit}".strip()
            yield Disagreement(what, tuple(by_amount.values()))


def _amounts(text: str) -> Iterator[tuple[str, str]]:
    """Amounts and their units; money has its unit with it."""
    for amount, word in _AMOUNT.findall(text):
        if unit := _UNIT_OF.get(word.lower()):
            yield amount, unit
    for money in _MONEY.findall(text):
        yield money, ""


def _listed(amounts: Iterable[str]) -> str:
    *first, last = amounts
    return f"{', '.join(first)} or {last}"


def _yes_and_no(sentences: Sequence[Sentence]) -> Iterator[Disagreement]:
    statements = [sentence for sentence in sentences if not sentence.text.endswith("?")]
    for one, other in combinations(statements, 2):
        if _denies(one.text) != _denies(other.text) and _same_matter(one.text, other.text):
            yield Disagreement("yes or no", (one, other))


def _denies(text: str) -> bool:
    return not _words(_CASE.sub("", text)).isdisjoint(_NO.split())


def _same_matter(one: str, other: str) -> bool:
    left, right = (_words(text).difference(_NO.split(), _LITTLE.split()) for text in (one, other))
    return len(left & right) >= _SAME_MATTER * max(1, len(left | right))


def _words(text: str) -> set[str]:
    return set(re.findall(r"[\w']+", text.lower().replace("’", "'")))
