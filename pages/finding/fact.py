"""One fact of the clinic as the search knows it: the line that says it, and the page it is on."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString

from pages.finding.wording import ways_to_ask
from pages.languages import current, neutral
from pages.registry import Findable


@dataclass(frozen=True)
class Leads:
    """The page that a fact stands on: its path, without a language, and what it is called."""

    path: str
    name: str


def leads(view: str, name: str, *args: str, anchor: str = "") -> Leads:
    """To the page of this view, or to a part of it."""
    return Leads(neutral(reverse(view, args=args)) + anchor, name)


def fact(name: str, title: str, line: str, page: Leads, text: str = "") -> Findable:
    """One fact, in the language that is spoken; ``line`` is escaped unless it is HTML."""
    return Findable(
        name=name,
        title=title,
        line=conditional_escape(line),
        path=page.path,
        place=page.name,
        language=current(),
        asked=_asked(name, is_known=bool(line)),
        text=text,
    )


def _asked(name: str, *, is_known: bool) -> str:
    """Of what nobody entered only who asks for just that is told that there is no answer."""
    missing = "" if is_known else ways_to_ask("missing", name, current())
    return missing or ways_to_ask("facts", name, current())


def typed(text: str, spoken: str) -> SafeString:
    """What staff typed, on one line."""
    return spoken_in(spoken, escape(" ".join(text.split())))


def spoken_in(language: str, line: SafeString) -> SafeString:
    """The line; if it is not in the language of the page, screen readers are told."""
    if not line or language == current():
        return line
    return format_html('<span lang="{}">{}</span>', language, line)
