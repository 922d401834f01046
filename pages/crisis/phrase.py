"""Reads one phrase as it is written down into the steps that words take through it.

A phrase is plain words, in lower case without accents or apostrophes, and:
``(a|b c)`` one of these; ``[a|b]`` one of these or none; ``{name}`` one of the words of that name
in words.toml; ``suicid*`` any word that begins so; ``_`` any one word; ``...`` up to three words;
``#`` a number of five or more; ``####`` a year.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from sys import intern
from typing import Final, TypeAlias

from pages.crisis.labels import Label
from pages.crisis.plain import corrected, folded

_PIECE = re.compile(r"[()\[\]|]|[^\s()\[\]|]+")
_GAP: Final = 3
#: Any one word, a number of five or more, a year.
ANYTHING, NUMBER, YEAR = "_", "#", "####"
#: One of these words, one word, "suicid*" for a beginning, or a sign.
By: TypeAlias = frozenset[str] | str


class Step:
    """A place within a phrase: what leads on from here, and what was said if it ends here.

    There are tens of thousands, so that each is small: at most one way leads on, and one text is
    kept of each word.
    """

    __slots__ = ("after", "by", "label", "skips")

    def __init__(self, by: By | None = None, after: Step | None = None) -> None:
        """Make a place that these words or this sign lead on from."""
        self.label: Label | None = None
        self.by = by
        self.after = after
        #: Places one is in as well, without a word.
        self.skips: Sequence[Step] = ()


#: Builds the steps of a part of a phrase, given where it leads.
Part = Callable[[Step], Step]


def _single(piece: str) -> Part:
    """A sign, or a word as texts have it once they are plain (which may be two words)."""
    if piece == "...":
        return _in_turn([_optional(_way(ANYTHING))] * _GAP)
    if piece.endswith("*"):
        return _way(f"{folded(piece[:-1])}*")
    if piece in (ANYTHING, NUMBER, YEAR):
        return _way(piece)
    # A word that is left out of texts stays as it is, and never matches.
    return _in_turn([_way(word) for word in (corrected(piece) or folded(piece)).split()])


def _way(by: By) -> Part:
    if isinstance(by, str):
        by = intern(by)

    def build(after: Step) -> Step:
        return Step(by, after)

    return build


def _in_turn(parts: list[Part]) -> Part:
    def build(after: Step) -> Step:
        for part in reversed(parts):
            after = part(after)
        return after

    return build


def _one_of(choices: list[Part], words: frozenset[str]) -> Part:
    """One of the choices; those that are a single word are looked up together."""
    by = intern(*words) if len(words) == 1 else words or None

    def build(after: Step) -> Step:
        step = Step(by, after if by else None)
        step.skips = tuple(choice(after) for choice in choices)
        return step

    return build


def _optional(part: Part) -> Part:
    def build(after: Step) -> Step:
        step = Step()
        step.skips = (part(after), after)
        return step

    return build


class Reader:
    """Reads phrases, with the words of each name at hand."""

    def __init__(self, names: dict[str, list[str]]) -> None:
        """Take the names with the phrases each stands for."""
        self._phrases = {name: f"({'|'.join(phrases)})" for name, phrases in names.items()}
        self._read: dict[str, Part] = {}

    def read(self, phrase: str) -> Part:
        """The steps of the phrase."""
        pieces = _PIECE.findall(phrase)[::-1]
        part = self._choice(pieces)
        if pieces:
            raise ValueError(f"Brackets do not match in {phrase!r}")
        return part

    def _choice(self, pieces: list[str]) -> Part:
        """Choices up to the closing bracket, taken off the end of the pieces."""
        choices: list[Part] = []
        words: set[str] = set()
        while True:
            sequence: list[str | Part] = []
            while pieces and pieces[-1] not in "|)]":
                sequence.append(self._part(pieces))
            if len(sequence) == 1 and isinstance(sequence[0], str):
                words.add(sequence[0])
            else:
                choices.append(_in_turn([_way(p) if isinstance(p, str) else p for p in sequence]))
            if not pieces or pieces[-1] != "|":
                break
            pieces.pop()
        return choices[0] if len(choices) == 1 and not words else _one_of(choices, frozenset(words))

    def _part(self, pieces: list[str]) -> str | Part:
        """The next word, or what stands in brackets or behind a name or sign."""
        piece = pieces.pop()
        if piece in "([":
            inner = self._choice(pieces)
            pieces.pop()
            return inner if piece == "(" else _optional(inner)
        if piece.startswith("{"):
            return self._named(piece[1:-1])
        word = corrected(piece) or folded(piece)
        return word if piece.isalnum() and " " not in word else _single(piece)

    def _named(self, name: str) -> Part:
        if name not in self._read:
            self._read[name] = self.read(self._phrases[name])
        return self._read[name]
