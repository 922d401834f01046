"""Looks whether links from words to other pages of the site lead somewhere."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve
from django.utils import translation

from pages.languages import neutral, of_path
from pages.revisions.records import MovedAddress


def leads_somewhere(link: str, visit: HttpRequest) -> bool:
    """True if a visitor who follows this path finds a page there, and its ``#`` place on it.

    ``visit`` is a request as a visitor makes it.
    """
    address, _hash, place = link.partition("#")
    path = address.partition("?")[0]
    with translation.override(of_path(path)):
        try:
            found = resolve(neutral(path))
        except Resolver404:
            return MovedAddress.objects.filter(old_path=neutral(path)).exists()
        languages = getattr(found.func, "languages", None)
        if languages and of_path(path) not in languages(**found.kwargs):
            return MovedAddress.objects.filter(old_path=neutral(path)).exists()
        # Of a view that is not a page of words nobody can say which places it has.
        return not (place and languages) or place in _places(found, visit)


def _places(found: Any, visit: HttpRequest) -> set[str]:
    """What can be linked to on the page of a view."""
    try:
        answer = found.func(visit, *found.args, **found.kwargs)
    except Http404:
        return set()
    reader = _Ids()
    reader.feed(answer.content.decode())
    return reader.found


class _Ids(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.update(value for name, value in attrs if name == "id" and value)
