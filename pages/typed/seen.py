"""What of a text can be seen: characters that draw nothing are no part of what people mean."""

import re
import unicodedata

#: Letters that draw nothing although Unicode calls them letters or symbols.
_BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"
#: Marks that steer how text is set: they come along with what is copied, and nobody types them.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
    "\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
#: These join what stands on both sides of them, in Persian or in 👩‍👩‍👧; elsewhere they do nothing.
_JOINERS = re.compile(
    "(?<![^\\s\u200c\u200d])[\u200c\u200d]+|[\u200c\u200d]+(?![^\\s\u200c\u200d])"
)
#: Letters, digits and signs in the width of a Chinese character, with the dots used there.
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {
    0x3000: " ",
    0x3002: ".",
    0xFF61: ".",
}


def can_be_seen(text: str) -> bool:
    """True if at least one of its characters draws something."""
    return any(map(_draws, text))


def without_invisible(text: str) -> str:
    """The text without characters that draw nothing and join nothing; blanks stay."""
    return _JOINERS.sub("", _INVISIBLE.sub("", text))


def on_one_line(text: str) -> str:
    """For what is a number or an address: only what can be seen, each blank one plain space."""
    return " ".join(without_invisible(text).translate(_NARROW).split())


def without_accents(text: str) -> str:
    """Each letter without the marks above and below it, and each sign in its usual form."""
    letters = unicodedata.normalize("NFKD", text)
    return "".join(one for one in letters if not unicodedata.combining(one))


def _draws(character: str) -> bool:
    blank = unicodedata.category(character)[0] in "CZM" or character in _BLANK_LETTERS
    return not blank
