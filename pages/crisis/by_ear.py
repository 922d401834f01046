"""Spells Spanish words as they should be that were written as they sound."""

import re
from functools import cache
from typing import Final

from pages.crisis.files import load_spelling

#: Letters that sound alike, in the order they are read; each sound is written in one way after.
_SOUNDS: Final = (
    (re.compile("ll"), "y"),
    (re.compile("ch"), "x"),
    (re.compile("qu(?=[ei])|c(?![ei])"), "k"),
    (re.compile("gu(?=[ei])"), "g"),
    (re.compile("g(?=[ei])"), "j"),
    (re.compile("[cz]"), "s"),
    (re.compile("v"), "b"),
    (re.compile("h"), ""),
    (re.compile(r"([a-z])\1+"), r"\1"),
)
#: "suisidar", "zuizidio": whatever follows, nothing else begins so.
_SUICIDE: Final = re.compile("[sz]u[iy][scz]+[iy]d(?=[a-z])")
#: "boy a matar", "me boy": no boy of an English text stands there.
_BOY: Final = re.compile(
    r"(?<=\bme )boy\b|\bboy(?= a (?:[a-z]{3,}[ai]r|dar|ir|hacer|volver|ver|beber|comer|poner)"
    r"(?:[mts]e|nos|l[aeo]s?)?\b)"
)


def sound_of(word: str) -> str:
    """How a word sounds in Spanish, one letter a sound: "pastillas" is "pastiyas"."""
    for letters, sound in _SOUNDS:
        word = letters.sub(sound, word)
    return word


@cache
def _by_sound() -> dict[str, str]:
    """The right word for each sound; of two that sound alike the one that was written first."""
    words = load_spelling()["by_ear"]
    return {sound_of(word): word for word in reversed(words)}


def meant(word: str) -> str:
    """The word of danger that sounds as this one; empty if none does."""
    if _SUICIDE.match(word):
        return _SUICIDE.sub("suicid", word)
    return _by_sound().get(sound_of(word), "")


def with_voy(text: str) -> str:
    """The mended text with "voy" for "boy" where it is a verb."""
    return _BOY.sub("voy", text) if "boy" in text else text
