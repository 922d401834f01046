"""Says word by word what one text has that another has not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from pages.revisions.revision import Revision

#: A word, or signs between words, with the space after it; the end of a line counts as a word.
_WORD = re.compile(r"\n|\w[\w’'/-]*[^\S\n]*|[^\w\s]+[^\S\n]*|[^\S\n]+")


@dataclass(frozen=True)
class Piece:
    """Words that are in both texts, or only in one of them."""

    text: str
    kind: str = "same"


@dataclass(frozen=True)
class Compared:
    """A field of the words, as it was and as it became."""

    label: str
    pieces: list[Piece]
    name: str = ""

    @property
    def is_same(self) -> bool:
        """True if nothing changed."""
        return all(piece.kind == "same" for piece in self.pieces)


def compare(before: Revision, after: Revision) -> list[Compared]:
    """Every field that visitors read, from one revision to another, and what the words rest on."""
    names = [name for name in (*before.WORDS, "what_changed") if name != "language"]
    fields = [
        Compared(
            label_of(before, name), pieces(in_words(before, name), in_words(after, name)), name
        )
        for name in names
    ]
    return [*fields, Compared("Sources", _sources(before, after), "sources")]


def label_of(revision: Revision, name: str) -> str:
    """What this field of the words is called."""
    field: Any = revision._meta.get_field(name)
    label = str(field.verbose_name)
    return label[:1].upper() + label[1:]


def in_words(revision: Revision, name: str) -> str:
    """What it says there, as people read it: yes and no, and the names of what was chosen."""
    field: Any = revision._meta.get_field(name)
    # Of a row in another table, such as a picture, its name.
    value = getattr(revision, field.name)
    if hasattr(field, "in_words"):
        return str(field.in_words(value))
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return str(dict(field.flatchoices).get(value, "" if value is None else value))


def pieces(before: str, after: str) -> list[Piece]:
    """What to strike and what to add, so that ``before`` becomes ``after``."""
    return list(_steps(_WORD.findall(before), _WORD.findall(after)))


def _sources(before: Revision, after: Revision) -> list[Piece]:
    """A source is there or not: its name is never changed by half."""
    return whole_lines(*([str(source) for source in one.sources.all()] for one in (before, after)))


def whole_lines(before: list[str], after: list[str]) -> list[Piece]:
    """The same for lines that are never changed by half."""
    old, new = ([f"{line}\n" for line in lines] for lines in (before, after))
    return list(_steps(old, new))


def _steps(old: list[str], new: list[str]) -> Iterator[Piece]:
    # Not autojunk: in a long text it takes the most common words for noise.
    matcher = SequenceMatcher(None, _bare(old), _bare(new), autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            yield Piece("".join(new[new_start:new_end]))
            continue
        if end > start:
            yield Piece("".join(old[start:end]), "gone")
        if new_end > new_start:
            yield Piece("".join(new[new_start:new_end]), "new")


def _bare(words: list[str]) -> list[str]:
    """Without the space after each, which nobody sees change."""
    return [word.rstrip(" ") for word in words]
