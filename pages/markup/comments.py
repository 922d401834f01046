"""Finds the comments in a text, as ``<!-- ask Dr. Lee -->``: visitors never read them."""

from __future__ import annotations

from collections.abc import Iterator

_OPENS, _CLOSES = "<!--", "-->"


def found(text: str) -> Iterator[tuple[int, int]]:
    """Where each comment starts and ends; the end is -1 for one that is never closed."""
    start = text.find(_OPENS)
    while start >= 0:
        close = text.find(_CLOSES, start + len(_OPENS))
        if close < 0:
            yield start, -1
            return
        yield start, close + len(_CLOSES)
        start = text.find(_OPENS, close)


def without(text: str) -> str:
    """The text without its comments, each line where it was; one never closed stays to be seen."""
    kept, last = [], 0
    for start, end in found(text):
        if end >= 0:
            kept += [text[last:start], "\n" * text.count("\n", start, end)]
            last = end
    return "".join([*kept, text[last:]])


def line_of(text: str, place: int) -> int:
    """The line, counted from 1, that this place stands in."""
    return text.count("\n", 0, place) + 1
