"""Puts the clinic's numbers into links that staff write, like ``[Call us](tel:{phone})``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from urllib.parse import unquote

from django.utils.html import strip_tags
from markdown_it.token import Token

from pages.markup.blocks import FACT

#: Facts that are a link by themselves, so that a link can lead where they do.
CAN_BE_CALLED = frozenset({"phone", "night_phone"})
_WHOLE = re.compile(r"(?P<scheme>tel:|sms:)?\{(?P<name>[A-Za-z_-]{2,30})\}")
_HREF = re.compile(r'href="([^"]+)"')


def names(href: str) -> list[str]:
    """The facts that the address of this link names."""
    return FACT.findall(unquote(href))


def can_be_filled(href: str) -> bool:
    """True if nothing but a number of the clinic stands in it."""
    found = _WHOLE.fullmatch(unquote(href))
    return found is not None and found["name"] in CAN_BE_CALLED


def fill(tokens: list[Token], facts: Mapping[str, str], *, in_link: bool = False) -> None:
    """Put the facts into the links of these pieces; one whose fact is not known leads nowhere.

    Inside a link a fact is plain words: a link in a link is two halves of one. ``in_link``: all of
    them stand in one.
    """
    inside = int(in_link)
    for token in tokens:
        if token.children:
            fill(token.children, facts, in_link=in_link)
        elif token.type == "link_open":
            inside += 1
            _fill_address(token, facts)
        elif token.type == "link_close":
            inside -= 1
        elif inside and token.type == "text":
            token.content = FACT.sub(lambda found: _words(found, facts), token.content)


def _words(found: re.Match[str], facts: Mapping[str, str]) -> str:
    html = facts.get(found[1])
    return found[0] if html is None else unescape(strip_tags(html))


def _fill_address(link: Token, facts: Mapping[str, str]) -> None:
    href = str(link.attrs.get("href", ""))
    if not names(href):
        return
    if target := _target(href, facts):
        link.attrSet("href", target)
    else:
        del link.attrs["href"]


def _target(href: str, facts: Mapping[str, str]) -> str:
    """Where it leads with the number in it; empty if it is not known, or no number."""
    found = _WHOLE.fullmatch(unquote(href))
    link = _HREF.search(facts.get(found["name"], "")) if found else None
    if not found or not link:
        return ""
    address = unescape(link[1])
    return address.replace("tel:", "sms:", 1) if found["scheme"] == "sms:" else address
