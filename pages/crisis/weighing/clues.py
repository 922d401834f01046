"""The clues that each word of a text gives: itself, how it begins, and how it follows another."""

from collections.abc import Iterator, Sequence
from typing import Final

#: The clue that every text gives.
ALWAYS: Final = "(always)"
#: Words that begin alike often mean alike, as "lastimar" and "lastime".
_BEGINNING: Final = 4


def clues(word: str, before: str) -> Iterator[str]:
    """The clues of a word; ``before`` is the word it follows, empty if it is the first."""
    begins = word[:_BEGINNING]
    yield word
    if len(begins) == _BEGINNING:
        yield f"{begins}*"
    if before:
        yield f"{before[:_BEGINNING]} {begins}"


def pairs(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each word with the one it follows."""
    return zip(words, ("", *words), strict=False)
