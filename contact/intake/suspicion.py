"""Says why a message looks like advertising. Such a message is held for staff, never dropped."""

import re

_LINK = re.compile(r"https?://(?:www\.)?|www\.", re.IGNORECASE)
_BBCODE = re.compile(r"\[/?(?:url|link|img|b)\b[^\]\n]{0,200}\]", re.IGNORECASE)
_MOST_LINKS = 2


def suspicion(*, name: str, message: str, trap: str) -> str:
    """Why to hold the message, in words for staff; empty if there is no reason."""
    if trap:
        return "The field people cannot see was filled in"
    text = f"{name}\n{message}"
    if _BBCODE.search(text):
        return "It has link codes that only advertising uses"
    if len(_LINK.findall(text)) > _MOST_LINKS or _LINK.search(name):
        return "It has many links"
    return ""
