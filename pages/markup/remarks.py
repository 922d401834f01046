"""What there is to look at again in words that staff wrote, and where they typed it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Self

#: So many letters of a sentence are quoted.
_LONGEST_QUOTE = 120
_WORD = re.compile(r"[\w%$#'’-]*\w[%]?")
#: Between two words as typed: marks, spaces, and the address that a link leads to.
_BETWEEN = r"(?:\]\([^)\n]*\)|[^\w\n]|\n(?!\n))*?"
#: Fewer words of a sentence are found by chance.
_ENOUGH = 3


class Remark(str):
    """What to look at again, in words for staff; it knows which words it is about."""

    about: str
    field: str

    def __new__(cls, said: str, about: str = "", field: str = "") -> Self:
        """``about`` is a sentence as visitors read it, or a piece as typed.

        ``field`` names what has to be filled in, where there are no words yet.
        """
        remark = super().__new__(cls, said)
        remark.about, remark.field = about, field
        return remark

    @classmethod
    def on(cls, sentence: str, why: str) -> Self:
        """What is wrong with a sentence, which is quoted; the end of a long one is left out."""
        cut = sentence[: _LONGEST_QUOTE - 3].rstrip() + "…"
        return cls(f"{why}: “{sentence if len(sentence) <= _LONGEST_QUOTE else cut}”", sentence)


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
    for piece in _pieces(words):
        for field, text in fields.items():
            if found := re.search(piece, text.replace("\r\n", "\n")):
                return Typed(field, found[0])
    return None


def _pieces(words: str) -> Iterator[str]:
    """Patterns of the whole, then of ever less of it from its start and its end."""
    if words:
        yield re.escape(words)
    each = [re.escape(word) for word in _WORD.findall(words)]
    length = len(each)
    while length >= min(_ENOUGH, len(each)) > 0:
        yield _BETWEEN.join(each[:length])
        yield _BETWEEN.join(each[-length:])
        length = length * 3 // 4
