"""Looks at where the links lead that staff write into words."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import parse_qsl, unquote

from django.core.exceptions import ValidationError

from pages.clinic.declared import IN_BRACES
from pages.markup import facts_in_links
from pages.markup.html import to_html
from pages.markup.structure.addresses import of_links
from pages.staff.plain import check_link

#: What Markdown itself makes no link of; visitors would read the whole of it.
_RUNS = re.compile(r"\]\(\s*<?\s*(?:javascript|data|vbscript|file):", re.IGNORECASE)
#: What a browser or phone does, beside following a link to a page.
_CALLS = ("mailto:", "tel:", "sms:")


def hrefs(html: str) -> list[str]:
    """Where the links of this HTML lead, each once."""
    reader = _Links()
    reader.feed(html)
    return list(dict.fromkeys(reader.found))


def check_links(body: str) -> None:
    """Raise ValidationError for a link that leads elsewhere than it seems, or runs a program.

    Of words that are shown only with or without a fact, both are looked at.
    """
    if _RUNS.search(body):
        raise ValidationError("A link in this text runs a program. Links lead to a page.")
    _check_facts(body)
    for facts in ({}, dict.fromkeys(IN_BRACES, "x")):
        for href in hrefs(to_html(body, facts)):
            if href.startswith(_CALLS):
                _check_call(href)
            else:
                _check(href)


def _check_facts(body: str) -> None:
    for href, line in of_links(body).items():
        if facts_in_links.names(href) and not facts_in_links.can_be_filled(href):
            raise ValidationError(
                f"Line {line}: no link can lead to {unquote(href)[:80]}. Only the telephone numbers"
                " can be in a link: [Call us](tel:{phone})."
            )


def _check(href: str) -> None:
    try:
        check_link(href)
    except ValidationError as error:
        raise ValidationError(f"The link {href[:80]}: {error.messages[0]}") from error


def _check_call(href: str) -> None:
    """A mail goes to whom the link names; nobody else gets it without being seen."""
    asked = parse_qsl(href.partition("?")[2], keep_blank_values=True)
    if {name.lower() for name, _value in asked} & {"to", "cc", "bcc"}:
        raise ValidationError(f"The link {href[:80]} writes to others too. Name one address.")


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if tag == "a" and name == "href"]
