"""Brings back letters that were encoded, only look like others, or were written as they sound."""

import html
import re
import unicodedata
from functools import cache
from typing import Final
from urllib.parse import unquote

from pages.crisis.files import load_spelling

#: How often what was encoded may have been encoded again.
_TIMES: Final = 2
_PERCENT: Final = re.compile(r"%(?:25)*[0-9a-fA-F]{2}")
#: Tags that begin a new line or cell; what stands before and after them are two words.
_APART: Final = re.compile(r"</?(?:br|p|div|li|ul|ol|t[drh]|h[1-6]|hr)\b[^<>]{0,200}>", re.I)
_TAG: Final = re.compile(r"</?[a-z][^<>]{0,200}>|<!--[^<>]{0,200}-->", re.I)
#: UTF-8 that was read as Latin-1.
_MISREAD: Final = re.compile("[\u00c2\u00c3][\u0080-\u00bf]")
#: Letters of other scripts and small capitals that look like ours.
_LOOKALIKES: Final = str.maketrans(
    "аеорсухіѕᴀʙᴄᴅᴇꜰғɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡʏᴢ",
    "aeopcyxisabcdeffghijklmnopqrstuvwyz",
)
#: Letters of no width, which are not of the categories that say so.
_FILLERS: Final = dict.fromkeys(map(ord, "\u115f\u1160\u3164\uffa0\u17b4\u17b5"))


def decoded(text: str) -> str:
    """The text as it was meant to be read, without tags."""
    for _ in range(_TIMES):
        if _PERCENT.search(text):
            text = unquote(text)
        if "&" in text:
            text = html.unescape(text)
    if _MISREAD.search(text):
        text = _MISREAD.sub(_as_utf8, text)
    return _TAG.sub("", _APART.sub(" ", text)) if "<" in text else text


def _as_utf8(found: re.Match[str]) -> str:
    return found[0].encode("latin-1").decode("utf-8")


def our_letters(text: str) -> str:
    """The text without accents and invisible letters, and those that look like ours as ours."""
    if text.isascii():
        return text
    letters = unicodedata.normalize("NFKD", text).translate(_FILLERS).translate(_LOOKALIKES)
    unseen = (sign for sign in set(letters) if unicodedata.category(sign) in ("Mn", "Cf"))
    return letters.translate(dict.fromkeys(map(ord, unseen)))


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
