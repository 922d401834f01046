"""Notices a heavy mood that is not clearly danger: one soft line is due, and nothing more.

What asks, or names what we answer about, weighs for other reasons: only words that are heavy as a
whole (``phrases/heavy.toml``) bring the line then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from pages.crisis.labels import Heavy, Language
from pages.crisis.language import Guess, language_of
from pages.crisis.lines import Line, lifeline_for
from pages.crisis.phrasebook import rules
from pages.crisis.plain import plain
from pages.crisis.reading import Danger, questions_in, taken_back
from pages.crisis.weighing import HEAVY, weigh


@dataclass(frozen=True)
class SoftLine:
    """Whom to call, and the language it is said in."""

    line: Line
    language: str

    @classmethod
    def of(cls, language: str) -> Self:
        """The one who answers in this language."""
        return cls(lifeline_for(language), language)


def soft_line(text: str, page_language: str, danger: Danger | None = None) -> SoftLine | None:
    """The line above the answers; for a text without danger, or that is worry about another."""
    if danger and danger.worry:
        language = danger.language
    elif guess := _heavy(text):
        language = guess.language
    else:
        return None
    return SoftLine.of(language if page_language == Language.ENGLISH else page_language)


def _heavy(text: str) -> Guess | None:
    """The language of a text that is heavy; None if it is not."""
    as_plain = plain(text)
    words = as_plain.split()
    found = list(rules().find(as_plain))
    whole = {
        one.label
        for one in found
        if one.label.heading is Heavy.ALONE and one.end - one.start == len(words)
    }
    guess = language_of(as_plain, whole)
    if whole:
        return guess
    weighs = weigh(words, guess, taken_back(found)) >= HEAVY
    return guess if weighs and not questions_in(found) else None
