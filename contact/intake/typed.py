"""Tidies what people type, so that it is stored as they meant it and nothing else."""

import re
import unicodedata

from pages.typed import can_be_seen, without_invisible

#: Line ends of every kind; two of them are drawn as one by no browser, so none is left over.
_LINE_ENDS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
#: NUL, half of a character, and what a broken character was replaced with on the way to us.
_BROKEN = re.compile("[\x00\ud800-\udfff\ufffd]")
#: No field is nearly as long; composing far longer text could take seconds.
_LONGEST_TO_COMPOSE = 5_000


class BrokenTextError(ValueError):
    """The text holds something that is no character."""


def tidy(text: str, *, lines: bool = False) -> str:
    """The text without outer space, characters composed, line ends alike or (by default) spaces.

    What draws nothing and comes along when text is copied goes; so does all of it if nothing can
    be seen. Raises BrokenTextError.
    """
    if _BROKEN.search(text):
        raise BrokenTextError
    text = _CONTROLS.sub("", _LINE_ENDS.sub("\n" if lines else " ", text))
    text = without_invisible(text)
    if len(text) <= _LONGEST_TO_COMPOSE:
        text = unicodedata.normalize("NFC", text)
    return text.strip() if can_be_seen(text) else ""
