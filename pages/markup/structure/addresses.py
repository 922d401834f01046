"""Looks at the form of each link's address: some lead nowhere, whatever pages there are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from pages.markup import facts_in_links
from pages.markup.structure.pieces import Piece, pieces

_SCHEME = re.compile(r"([a-z][a-z0-9+-]*):", re.IGNORECASE)
#: Like www.example.com/a, as people type an address.
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?::\d+)?(?:[/?#].*)?", re.IGNORECASE)
_FILE = re.compile(r"[^/?#]*\.(?:html?|php|aspx?|pdf|docx?|png|jpe?g|md)(?:[?#].*)?", re.IGNORECASE)
_NUMBER = re.compile(r"\+?[\d\s().-]{3,}")
#: The shortest number that can be called, like 988.
_FEWEST_DIGITS = 3


def of_links(body: str) -> dict[str, int]:
    """The line of each address that a link of this text has, where it stands first."""
    found: dict[str, int] = {}
    for line, href in _links(pieces(body)):
        found.setdefault(href, line)
    return found


def in_pieces(there: Iterable[Piece]) -> Iterator[tuple[int, str]]:
    """Links that lead nowhere by their form alone: their lines, and what to write."""
    for line, href in _links(there):
        if message := _what_is_wrong(href):
            shown = unquote(href)[:80]
            yield line, f"the link “{shown}” leads nowhere. {message}"


def _links(there: Iterable[Piece]) -> Iterator[tuple[int, str]]:
    for piece in there:
        for words in piece.words():
            for line, token in words.parts():
                if token.type == "link_open":
                    yield line, str(token.attrs.get("href", ""))


def _what_is_wrong(href: str) -> str:
    """What to write in its place; empty if such an address can lead somewhere."""
    if href.startswith(("/", "#")) or facts_in_links.names(href):
        return ""
    scheme = _SCHEME.match(href)
    if scheme and not _HOST.fullmatch(href):
        return _of_scheme(scheme[1].lower(), unquote(href[scheme.end() :]))
    return _without_scheme(unquote(href))


def _of_scheme(scheme: str, rest: str) -> str:
    match scheme:
        case "http" | "https":
            return _of_web(f"{scheme}:{rest}")
        case "mailto":
            return "" if _is_mail(rest) else "Name one address, like mailto:desk@clinic.org"
        case "tel" | "sms":
            digits = len(re.findall(r"\d", rest.partition("?")[0]))
            return "" if digits >= _FEWEST_DIGITS else "Write the number, like tel:202-555-0142"
    return "Type a whole address, that starts with https://"


def _of_web(address: str) -> str:
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        host = ""
    return "" if "." in host else "Type a whole address, like https://www.fda.gov/"


def _without_scheme(href: str) -> str:
    if not href:
        return "Write its address between the round brackets."
    if _is_mail(href):
        return f"Write mailto:{href}"
    if _NUMBER.fullmatch(href):
        return f"Write tel:{''.join(href.split())}"
    if _HOST.fullmatch(href) and not _FILE.fullmatch(href):
        return f"Type the whole address: https://{href}"
    path = href.lstrip("./")
    return f"Begin it with a slash: /{path}" if path else "Begin it with a slash, like /cost/"


def _is_mail(text: str) -> bool:
    try:
        validate_email(text.partition("?")[0])
    except ValidationError:
        return False
    return True
