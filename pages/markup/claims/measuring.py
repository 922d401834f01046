"""Measures how well claims are found, on sentences that people have judged.

A line holds a sentence, ``bad`` or ``fine``, and its language, with tabs between.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from pages.languages import DEFAULT, OTHERS
from pages.markup.claims.finding import claims
from pages.markup.reading import sentences_of_text
from pages.measuring import read_lines, share

_COMMENT = "#"


class Judged(StrEnum):
    """What a person says of a sentence."""

    BAD = "bad"
    FINE = "fine"


@dataclass(frozen=True)
class Line:
    """A sentence as a person judged it."""

    text: str
    judged: Judged
    language: str

    @classmethod
    def of(cls, line: str) -> Self:
        """What this line says. Raises ValueError, with what is wrong, for any other line."""
        cells = line.split("\t")
        if len(cells) != 3:
            raise ValueError("a sentence, “bad” or “fine”, and “en” or “es”, with tabs between")
        text, judged, language = (cell.strip() for cell in cells)
        if not text:
            raise ValueError("there is no sentence")
        if judged not in tuple(Judged):
            raise ValueError(f"“{judged}” is neither “bad” nor “fine”")
        if language not in (DEFAULT, *OTHERS):
            raise ValueError(f"no claims are known in “{language}”")
        return cls(text, Judged(judged), language)

    @property
    def is_warned_of(self) -> bool:
        """True if staff who typed it would read that it claims too much."""
        return any(claims(sentences_of_text(self.text), self.language))


@dataclass(frozen=True)
class Figures:
    """Shares of the sentences of one language, each between 0 and 1."""

    language: str
    #: Of the bad ones, those warned of.
    caught: float
    #: Of the fine ones, those warned of.
    false: float

    def __str__(self) -> str:
        return f"{self.language} caught {self.caught:.2f} false {self.false:.2f}"


def judged(lines: Iterable[str]) -> list[Line]:
    """The sentences on the lines. Raises ValueError with the number of a line that is none."""
    # A comment is a line like a blank one, so that the numbers stay those of the file.
    return read_lines(("" if line.startswith(_COMMENT) else line for line in lines), Line.of)


def measure(lines: Iterable[Line]) -> list[Figures]:
    """The figures of each language, in the order of their codes."""
    warned: dict[str, dict[Judged, list[bool]]] = {}
    for line in lines:
        of_language = warned.setdefault(line.language, {one: [] for one in Judged})
        of_language[line.judged].append(line.is_warned_of)
    return [
        Figures(language, share(found[Judged.BAD]), share(found[Judged.FINE]))
        for language, found in sorted(warned.items())
    ]
