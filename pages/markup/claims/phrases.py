"""Reads phrases as they are written down for each language into patterns for plain words.

A phrase is a pattern of plain words, lower case and without accents; ``{name}`` is one of the words
of that name in words.toml; ``...`` between words stands for up to four others of the same part of
the sentence that deny or doubt nothing, ``~`` for up to eight in whatever part.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pages.typed import without_accents

#: Marks that end a part of a sentence; a “not” before one denies nothing behind it.
_BREAK = re.compile(r"[,;:()\[\]—–.!¡?¿…]+(?!\d)")
_QUOTE = re.compile(r"[\"“”«»]")
_NAME = re.compile(r"\{([a-z_]+)\}")
_MEANT_AS_SPACE = str.maketrans({"’": "'", "‘": "'", "-": " ", "\xa0": " "})
#: Between two words that belong together: none of these, or the phrase says something else.
_STOPS = (
    "not|no|never|nobody|cannot|if|whether|may|might|some|n't"
    "|nunca|nadie|si|tal vez|algunas?|algunos"
)
_GAP = rf"(?: (?!(?:{_STOPS})\b|\|)[^ |»]+){{0,4}}? "
_WIDE_GAP = rf"(?: (?!(?:{_STOPS})\b)[^ ]+){{0,8}}? "


@dataclass(frozen=True)
class Kind:
    """Claims of one kind."""

    #: What is wrong with them, in words for staff.
    why: str
    phrases: re.Pattern[str]
    #: What has to stand in the sentence too, and what makes it none; None for nothing.
    needs: re.Pattern[str] | None
    unless: re.Pattern[str] | None


@dataclass(frozen=True)
class Aside:
    """Words around a claim that take it back, in one language."""

    no: re.Pattern[str]
    #: Where words before the claim belong to something else.
    breaks: re.Pattern[str]
    #: Right behind a claim: it is not one, as in “A cure is not what we offer.”
    after: re.Pattern[str]
    #: Like “if”: what follows is left open.
    open: re.Pattern[str]
    #: Anywhere in the sentence: who speaks says that it is not so, or that others say it.
    doubt: re.Pattern[str]
    #: Questions that claim what they ask, like “Did you know that …?”
    asked: re.Pattern[str]
    #: Not denials, whatever they look like, such as “no doubt”.
    no_no: re.Pattern[str]


@dataclass(frozen=True)
class Table:
    """All that is written down for one language."""

    kinds: tuple[Kind, ...]
    aside: Aside


def plain(sentence: str) -> str:
    """Its words, lower case and bare of accents; “|” is a mark between parts, “»” one of quotes."""
    bare = without_accents(sentence.translate(_MEANT_AS_SPACE).lower())
    return " ".join(_BREAK.sub(" | ", _QUOTE.sub(" » ", bare)).split())


@cache
def table(language: str) -> Table | None:
    """The claims known of this language; None if nobody wrote any down."""
    folder = Path(__file__).with_name(language)
    if not folder.is_dir():
        return None
    files = {file.stem: tomllib.loads(file.read_text("utf-8")) for file in folder.glob("*.toml")}
    named = files.pop("words")
    words: dict[str, str] = {}
    for name, pattern in named["words"].items():
        words[name] = _filled(pattern, words)
    kinds = [_kind(kind, words) for _name, file in sorted(files.items()) for kind in file["kinds"]]
    aside = {name: _pattern(pattern, words) for name, pattern in named["aside"].items()}
    return Table(tuple(kinds), Aside(**aside))


def _kind(kind: dict[str, Any], words: dict[str, str]) -> Kind:
    def maybe(name: str) -> re.Pattern[str] | None:
        return _pattern(kind[name], words, ends="") if name in kind else None

    phrases = _pattern("|".join(kind["phrases"]), words)
    return Kind(kind["why"], phrases, maybe("needs"), maybe("unless"))


def _pattern(phrase: str, words: dict[str, str], ends: str = r"(?!\w)") -> re.Pattern[str]:
    """It begins with a word, and ends with one unless that may go on."""
    filled = _filled(phrase, words)
    gaps = filled.replace(" ... ", _GAP).replace(" ~ ", _WIDE_GAP)
    start = "" if gaps.startswith("^") else r"(?<![\w'])"
    return re.compile(rf"{start}(?:{gaps}){ends}")


def _filled(phrase: str, words: dict[str, str]) -> str:
    return _NAME.sub(lambda found: words[found[1]], phrase)
