"""Notices a heavy mood in a few words that are not clearly danger: one soft line is due, no more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pages.crisis.labels import Heavy, Question
from pages.crisis.language import language_of
from pages.crisis.lines import Line, lifeline_for
from pages.crisis.phrasebook import rules
from pages.crisis.plain import plain
from pages.crisis.reading import questions_in, taken_back
from pages.crisis.weighing import HEAVY, weigh
from pages.languages import DEFAULT

#: What asks, or names what we answer about, is no cry; nor is what was long ago.
_NO_CRY: Final = frozenset(Question)


@dataclass(frozen=True)
class SoftLine:
    """The line for a heavy mood, and the language it is said in."""

    line: Line
    language: str


def soft_line(text: str, page_language: str) -> SoftLine | None:
    """What to say above the answers; for a text that ``read`` finds no danger in."""
    as_plain = plain(text)
    words = as_plain.split()
    found = list(rules().find(as_plain))
    said = {one.label for one in found if one.label.heading is Heavy.ALONE}
    whole = any(one.end - one.start == len(words) for one in found if one.label in said)
    guess = language_of(as_plain, said)
    if not whole:
        weight = weigh(words, guess, taken_back(found))
        if weight < HEAVY or not _NO_CRY.isdisjoint(questions_in(found)):
            return None
    language = guess.language if page_language == DEFAULT else page_language
    return SoftLine(lifeline_for(language), language)
