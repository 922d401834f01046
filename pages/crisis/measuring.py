"""Measures how well danger is found, on phrases that people have labelled.

A line holds a text, a label (yes: help alone; both: help and an answer; no: neither) and a
language, with tabs between.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from pages.crisis.reading import read


@dataclass(frozen=True)
class Labelled:
    """A phrase as a person judged it."""

    text: str
    label: str
    language: str


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
    """The phrases on the lines; a line without three parts is an error."""
    return [Labelled(*line.rstrip("\n").split("\t")) for line in lines if line.strip()]


def measure(phrases: Iterable[Labelled]) -> list[Figures]:
    """The figures of each language, in the order of their codes."""
    by_language: dict[str, list[Labelled]] = {}
    for phrase in phrases:
        by_language.setdefault(phrase.language, []).append(phrase)
    return [_figures(language, by_language[language]) for language in sorted(by_language)]


def _figures(language: str, phrases: list[Labelled]) -> Figures:
    readings = [(phrase.label, read(phrase.text)) for phrase in phrases]
    return Figures(
        language,
        found=_share([danger is not None for label, danger in readings if label != "no"]),
        harmless=_share([danger is not None for label, danger in readings if label == "no"]),
        both=_share(
            [danger is not None and danger.asks for label, danger in readings if label == "both"]
        ),
    )


def _share(answers: list[bool]) -> float:
    """The share of yes; nothing of nothing is none."""
    return sum(answers) / len(answers) if answers else 0.0
