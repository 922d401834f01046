"""Reads an email address as people type and paste it, and makes the link that writes to it."""

from __future__ import annotations

import enum
import re
from urllib.parse import quote, unquote

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from pages.typed.seen import on_one_line

#: No address with its name is nearly as long; reading far longer text could take seconds.
_LONGEST_READ = 600
_SCHEME = re.compile(r"(?:mailto|e-?mail|mail|correo(?: electr[oó]nico)?)\s*:\s*", re.IGNORECASE)
#: As programs mark what stands out: *jane@example.com*
_MARKED = re.compile(r"([*_`])(.+)\1")
#: A name before an address: Jane Doe <jane@example.com>.
_NAMED = re.compile(r"([^<>]*)<([^<>]*)>[^<>@]*")
_REMARK = re.compile(r"\s*\([^()@]*\)\s*")
_BETWEEN = re.compile(r"[\s,;/|()\[\]<>]+")
_AROUND_AT = re.compile(r"\s*@\s*")
_OPENING, _CLOSING = "<([{\"'\u201c\u2018\u00ab ", ">)]}\"'\u201d\u2019\u00bb.,;:!? "
_LONGEST_NAME = 64
#: Never in an address that a form can take; some would end it, or begin another.
_NEVER = frozenset('"(),:;<>[\\] \t\ufffd')


class Wrong(enum.Enum):
    """Why a text is no address to write to."""

    MISSING = enum.auto()
    NO_AT = enum.auto()
    SEVERAL = enum.auto()
    TWO_AT = enum.auto()
    COMMA = enum.auto()
    SPACE = enum.auto()
    NO_ENDING = enum.auto()
    OTHER = enum.auto()


class EmailError(ValueError):
    """The text is no address to write to."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong.name)
        self.wrong = wrong


def read_email(typed: str) -> str:
    """The one address in this text. Letters of every language may stand before and after the @.

    Raises EmailError.
    """
    address = clean_email(typed)
    if wrong := _wrong(address):
        raise EmailError(wrong)
    return address


def clean_email(typed: str) -> str:
    """The text without what cannot be seen, without a name, a link or punctuation around it."""
    text = _without_name(_without_link(on_one_line(typed[:_LONGEST_READ]).lstrip(_OPENING)))
    text = _REMARK.sub(" ", text) if text.count("@") == 1 else text
    text = _once(_AROUND_AT.sub("@", text.lstrip(_OPENING).rstrip(_CLOSING)))
    marked = _MARKED.fullmatch(text)
    return marked[2] if marked else text


def _without_link(text: str) -> str:
    """What a mailto: link or a label names, without the words it would begin a mail with."""
    if scheme := _SCHEME.match(text):
        text = text[scheme.end() :]
        if scheme.group().lower().startswith("mailto"):
            return on_one_line(unquote(text.partition("?")[0]))
    return on_one_line(unquote(text)) if "%40" in text and "@" not in text else text


def _without_name(text: str) -> str:
    """Only the address where a name stands before it; some programs put the address there too."""
    named = _NAMED.fullmatch(text)
    if not named:
        return text
    name = named[1].strip(f"{_OPENING}{_CLOSING}")
    is_other = "@" in name and name.casefold() != named[2].strip().casefold()
    return text if is_other else _without_link(named[2].strip())


def _once(text: str) -> str:
    """The address itself where it was pasted twice."""
    parts = _parts(text.replace("mailto:", ""))
    is_same = len({part.casefold() for part in parts}) == 1 and "@" in text
    return parts[0] if is_same else text


def _parts(text: str) -> list[str]:
    return [part for part in _BETWEEN.split(text) if part]


def mail_link(address: str) -> str:
    """Starts a mail to this address and to no other, whatever its letters mean to a browser."""
    name, at, domain = address.rpartition("@")
    return f"mailto:{quote(name, safe='')}{at}{quote(domain, safe='')}" if address else ""


def _wrong(address: str) -> Wrong | None:
    """What is wrong with it, the likeliest first; None if nothing is."""
    name, at, domain = address.rpartition("@")
    faults = (
        (Wrong.MISSING, not address),
        (Wrong.NO_AT, not at),
        (Wrong.SEVERAL, sum("@" in part.strip("@") for part in _parts(address)) > 1),
        (Wrong.TWO_AT, "@" in name),
        (Wrong.COMMA, "," in address),
        (Wrong.SPACE, " " in address),
        (Wrong.NO_ENDING, bool(domain) and "." not in domain),
    )
    found = next((wrong for wrong, is_so in faults if is_so), None)
    return found or (None if _is_valid(name, domain) else Wrong.OTHER)


def _is_valid(name: str, domain: str) -> bool:
    if _NEVER & set(name + domain) or len(name) > _LONGEST_NAME:
        return False
    ascii_name = "".join(letter if letter.isascii() else "x" for letter in name)
    try:
        validate_email(f"{ascii_name}@{domain}")
    except ValidationError:
        return False
    return True
