"""Measures how well danger is found, on phrases that people have labelled.

A line holds a text, what it deserves and its language, with tabs between.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from pages.crisis.labels import Language
from pages.crisis.reading import read
from pages.measuring import read_lines, share


class Deserves(StrEnum):
    """What is due to who types the text."""

    HELP = "yes"
    HELP_AND_ANSWER = "both"
    NEITHER = "no"


@dataclass(frozen=True)
class Labelled:
    """A phrase as a person judged it."""

    text: str
    deserves: Deserves
    language: Language

    @classmethod
    def of(cls, line: str) -> Self:
        """The phrase on this line."""
        text, deserves, language = line.rstrip("\n").split("\t")
        return cls(text, Deserves(deserves), Language(language))


@dataclass(frozen=True)
class Figures:
    """Shares of the phrases of one language, each between 0 and 1."""

    language: str
    #: Of the phrases of danger.
    found: float
    #: Of the harmless ones, those taken for danger.
    harmless: float
    #: Of those that deserve help and an answer, those that get both.
    both: float

    def __str__(self) -> str:
        return (
            f"{self.language} found {self.found:.2f} "
            f"harmless {self.harmless:.2f} both {self.both:.2f}"
        )


def labelled(lines: Iterable[str]) -> list[Labelled]:
    """The phrases on the lines; an error with its number for a line that is none."""
    return read_lines(lines, Labelled.of)


def measure(phrases: Iterable[Labelled]) -> list[Figures]:
    """The figures of each language, in the order of their codes."""
    by_language: dict[Language, list[Labelled]] = {}
    for phrase in phrases:
        by_language.setdefault(phrase.language, []).append(phrase)
    return [_figures(language, by_language[language]) for language in sorted(by_language)]


def _figures(language: Language, phrases: list[Labelled]) -> Figures:
    found: dict[Deserves, list[bool]] = {one: [] for one in Deserves}
    both = []
    for phrase in phrases:
        danger = read(phrase.text)
        found[phrase.deserves].append(danger is not None)
        if phrase.deserves is Deserves.HELP_AND_ANSWER:
            both.append(danger is not None and danger.asks)
    return Figures(
        language,
        found=share(found[Deserves.HELP] + found[Deserves.HELP_AND_ANSWER]),
        harmless=share(found[Deserves.NEITHER]),
        both=share(both),
    )
