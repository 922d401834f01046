"""Brings back letters that were encoded twice, stand between tags, or only look like others."""

import html
import re
import unicodedata
from typing import Final
from urllib.parse import unquote

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
