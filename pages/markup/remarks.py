"""What there is to look at again in words that staff wrote, and where they typed it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

#: So many letters of a sentence are quoted.
_LONGEST_QUOTE = 120
_WORD = re.compile(r"[\w%$#'’-]*\w%?")
#: Where a link leads to: nobody reads it.
_ADDRESS = re.compile(r"\]\([^)\n]{0,300}\)")
#: Fewer words of a sentence are found by chance.
_ENOUGH = 3


class Remark(str):
    """What to look at again, in words for staff; it knows which words it is about."""

    about: str
    field: str
    #: True if the words promise what nobody may promise of a treatment.
    is_claim: bool = False
    #: True if a person has to say that it is right, as of all that has words of its own.
    asks: bool = True

    def __new__(
        cls, said: str, about: str = "", field: str = "", *, asks: bool | None = None
    ) -> Self:
        """``about`` is a sentence as visitors read it, or a piece as typed.

        ``field`` names what has to be filled in, where there are no words yet. That is asked of
        nobody, unless it says so.
        """
        remark = super().__new__(cls, said)
        remark.about, remark.field = about, field
        remark.asks = not field if asks is None else asks
        return remark

    @classmethod
    def on(cls, sentence: str, why: str, *, is_claim: bool = False) -> Self:
        """What is wrong with a sentence, which is quoted; the end of a long one is left out."""
        cut = sentence[: _LONGEST_QUOTE - 3].rstrip() + "…"
        quoted = sentence if len(sentence) <= _LONGEST_QUOTE else cut
        remark = cls(f"{why}: “{quoted}”", sentence)
        remark.is_claim = is_claim
        return remark


@dataclass(frozen=True)
class Typed:
    """Where words stand in a form, and what exactly was typed there."""

    field: str
    words: str


@dataclass(frozen=True)
class Shown:
    """A remark as staff read it, with the place it leads to; None if it is about no one place."""

    remark: str
    place: Typed | None

    @property
    def key(self) -> str:
        """What its box is called, for whoever ticks it."""
        return key_of(self.remark)


def key_of(remark: str) -> str:
    """The same remark has the same key, in whichever request."""
    return sha256(remark.encode()).hexdigest()[:16]


def shown(remarks: list[str], fields: Mapping[str, str]) -> list[Shown]:
    """Each remark with its place in these fields, whose texts are as they were typed."""
    return [Shown(one, _place(one, fields)) for one in remarks]


def _place(remark: str, fields: Mapping[str, str]) -> Typed | None:
    if not isinstance(remark, Remark):
        return None
    return Typed(remark.field, "") if remark.field else place_of(remark.about, fields)


def place_of(words: str, fields: Mapping[str, str]) -> Typed | None:
    """Where these words, or else most of their beginning or end, were typed.

    What visitors read is not what was typed: marks of Markdown are gone, facts are filled in.
    """
    texts = {field: text.replace("\r\n", "\n") for field, text in fields.items()}
    for field, text in texts.items():
        if words and words in text:
            return Typed(field, words)
    spans = {field: _words(text) for field, text in texts.items()}
    for piece in _pieces([word for word, _start, _end in _words(words)]):
        for field, text in texts.items():
            if found := _span(piece, spans[field]):
                return Typed(field, text[slice(*found)])
    return None


def _words(text: str) -> list[tuple[str, int, int]]:
    """Each word of a text, with where it starts and ends."""
    read = _ADDRESS.sub(lambda found: " " * len(found[0]), text)
    return [(found[0], found.start(), found.end()) for found in _WORD.finditer(read)]


def _span(piece: list[str], words: list[tuple[str, int, int]]) -> tuple[int, int] | None:
    """Where these words stand one after the other."""
    for at in range(len(words) - len(piece) + 1):
        found = words[at : at + len(piece)]
        if found[0][0] == piece[0] and [word for word, _start, _end in found] == piece:
            return found[0][1], found[-1][2]
    return None


def _pieces(words: list[str]) -> Iterator[list[str]]:
    """All of them, then ever fewer from the start and from the end."""
    length = len(words)
    while length >= min(_ENOUGH, len(words)) > 0:
        yield words[:length]
        yield words[-length:]
        length = length * 3 // 4
