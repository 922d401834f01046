"""Turns phrases as a clinician reads them into what finds them, in one pass over the words.

A phrase is plain words, in lower case without accents or apostrophes, and:
``(a|b c)`` one of these; ``[a|b]`` one of these or none; ``{name}`` one of the words of that name
in words.toml; ``suicid*`` any word that begins so; ``_`` any one word; ``...`` up to three words;
``#`` a number of five or more; ``####`` a year.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final, NamedTuple

from pages.crisis.plain import PHRASES, corrected, folded

_PIECE = re.compile(r"[()\[\]|]|[^\s()\[\]|]+")
_SIGNS: Final = {
    "(": "(?:",
    ")": ")",
    "[": "(?:",
    "]": ")?",
    "|": "|",
    "_": "[^ ]+ ",
    "...": "(?:[^ ]+ ){0,3}?",
    "#": r"(?:[5-9]|\d\d+) ",
    "####": r"(?:19|20)\d\d ",
}
_NAMED = re.compile(r"\{(\w+)\}")
#: Phrases are kept by the first letters of their first word, so that few are tried at a place.
_KEY: Final = 3


class Found(NamedTuple):
    """A phrase of this label in a text, and where it stands."""

    label: str
    start: int
    end: int


def load(name: str) -> dict[str, dict[str, list[str]]]:
    """One file of phrases: by language, then by what they say."""
    loaded: dict[str, dict[str, list[str]]] = tomllib.loads(
        (PHRASES / f"{name}.toml").read_text(encoding="utf-8")
    )
    return loaded


@cache
def _names() -> dict[str, str]:
    """The words of each name, as one choice."""
    return {
        name: f"({'|'.join(words)})"
        for language in load("words").values()
        for name, words in language.items()
    }


def pieces(phrase: str) -> list[str]:
    """The words and signs of a phrase, each name replaced by its words."""
    while "{" in phrase:
        phrase = _NAMED.sub(lambda name: _names()[name[1]], phrase)
    return _PIECE.findall(phrase)


def _pattern(phrase: str) -> str:
    return "".join(_SIGNS.get(piece) or _word(piece) for piece in pieces(phrase))


def _as_read(piece: str) -> str:
    """The piece as texts have it once they are plain. A word left out of texts can never match."""
    return folded(piece) if piece.endswith("*") else corrected(piece) or folded(piece)


def _word(piece: str) -> str:
    word = _as_read(piece)
    return f"{word[:-1]}[^ ]* " if word.endswith("*") else f"{word} "


def first_words(phrase: str) -> Iterator[str]:
    """Every word the phrase may begin with."""
    began: list[bool] = []
    at_start = True
    for piece in pieces(phrase):
        if piece in "([":
            began.append(at_start)
        elif piece == "|":
            at_start = began[-1] if began else True
        elif piece in ")]":
            at_start = began.pop() and piece == "]"
        elif at_start:
            yield _as_read(piece).split()[0]
            at_start = False


class Rules:
    """Phrases under labels, ready to be found in a plain text."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        """Take pairs of a label and a phrase."""
        by_key: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for label, phrase in phrases:
            pattern = _pattern(phrase)
            for key in {word.rstrip("*")[:_KEY] for word in first_words(phrase)}:
                by_key[key][label].append(pattern)
        self._patterns = {
            key: {label: "|".join(patterns) for label, patterns in labels.items()}
            for key, labels in by_key.items()
        }
        self._compiled: dict[str, list[tuple[str, re.Pattern[str]]]] = {}

    def find(self, plain: str) -> Iterator[Found]:
        """Every phrase in the plain text, where it begins; a place read before is not read again."""
        read: set[str] = set()
        start = 0
        while start < len(plain):
            end = plain.find(" ", start)
            key = plain[start : min(end, start + _KEY)]
            if key in self._patterns:
                # No phrase is longer than this; what repeats itself for pages is read once.
                ahead = plain[start : start + 160]
                if ahead not in read:
                    read.add(ahead)
                    yield from self._find_at(key, plain, start)
            start = end + 1

    def _find_at(self, key: str, plain: str, start: int) -> Iterator[Found]:
        for label, pattern in self._ready(key):
            found = pattern.match(plain, start)
            if found:
                yield Found(label, start, found.end())

    def _ready(self, key: str) -> list[tuple[str, re.Pattern[str]]]:
        """The patterns of the key, compiled when the first text needs them."""
        if key not in self._compiled:
            labels = self._patterns[key].items()
            self._compiled[key] = [(label, re.compile(pattern)) for label, pattern in labels]
        return self._compiled[key]
