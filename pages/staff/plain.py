"""Refuses text that visitors would not read as it was meant, and says so in plain words."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.core import validators
from django.core.exceptions import ValidationError

#: So many characters of a text of its own, and of the words of a whole page.
LONGEST_TEXT = 2_000
LONGEST_BODY = 40_000

#: The name of a fact, as it is typed where facts are filled in.
_BRACES = re.compile(r"\{\s*([A-Za-z_-]{2,30})\s*\}")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_PART_OF_ADDRESS = "Use letters, numbers and hyphens only, like front-door."
_NOT_A_PART = f"This is a whole web address. Type only its last part. {_PART_OF_ADDRESS}"
WHOLE_ADDRESS = "Type a whole address, that starts with https:// or http://."


def check_part_of_address(text: str) -> None:
    """Refuse what cannot be a part of an address: the whole of one that was pasted, too."""
    if not validators.slug_re.fullmatch(text):
        is_whole = "/" in text or text.lower().startswith("www.")
        raise ValidationError(_NOT_A_PART if is_whole else _PART_OF_ADDRESS)


def check_no_facts(text: str) -> None:
    """Raise ValidationError where the name of a fact would stand as it was typed."""
    if found := _BRACES.search(text):
        raise ValidationError(
            f"Visitors would read {found[0]} just like that: facts are filled in only in the short"
            " answer and in the text. Type here what it stands for."
        )


def check_length(text: str, most: int) -> None:
    """Raise ValidationError for what is too long to read here."""
    if len(text) > most:
        raise ValidationError(
            f"This has {len(text):,} characters, and {most:,} are the most. Say it in fewer."
        )


def check_link(address: str) -> None:
    """Raise ValidationError for an address that leads elsewhere than it seems, or runs a program.

    An address without its beginning, as people type it, is a good one.
    """
    text = address.strip()
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise ValidationError(WHOLE_ADDRESS) from error
    if text.startswith(("//", "/\\", "\\")):
        raise ValidationError(f"This address has no beginning. {WHOLE_ADDRESS}")
    if "@" in parts.netloc:
        raise ValidationError(f"This address has a name or a password in it. {WHOLE_ADDRESS}")
    is_web = parts.scheme in ("", "http", "https") or "." in parts.scheme
    if _SCHEME.match(text) and not is_web:
        raise ValidationError(f"Visitors cannot follow this link. {WHOLE_ADDRESS}")
