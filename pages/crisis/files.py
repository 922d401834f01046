"""The files under ``phrases/``, as they were written down."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Final, TypedDict, cast

PHRASES: Final = Path(__file__).parent / "phrases"
#: The one file that holds no phrases.
_SPELLING: Final = "spelling"
#: Files of everyday words, which are no reason to leave a slip of a word of danger as it is.
_EVERYDAY: Final = ("heavy", "worry")


class Spelling(TypedDict):
    """spelling.toml, which says what each part is for."""

    dropped: list[str]
    guessed: list[str]
    right_words: list[str]
    by_ear: list[str]
    glued: list[str]
    words: dict[str, str]
    together: dict[str, str]


@cache
def load(name: str) -> dict[str, dict[str, list[str]]]:
    """One file of phrases: by language, then by what they say. Read once: several ask for it."""
    loaded: dict[str, dict[str, list[str]]] = tomllib.loads(_text_of(name))
    return loaded


def load_all() -> list[str]:
    """Every phrase of every file that danger is read by."""
    beside = (_SPELLING, *_EVERYDAY)
    names = [file.stem for file in PHRASES.glob("*.toml") if file.stem not in beside]
    by_headings = [by_heading for name in names for by_heading in load(name).values()]
    return [phrase for one in by_headings for listed in one.values() for phrase in listed]


@cache
def load_spelling() -> Spelling:
    """How words are brought into the spelling of the phrases."""
    return cast("Spelling", tomllib.loads(_text_of(_SPELLING)))


def _text_of(name: str) -> str:
    return (PHRASES / f"{name}.toml").read_text(encoding="utf-8")
