"""Finds where visitors see each of the clinic's facts, so that staff know what a change touches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from pages.languages import address_of
from pages.markup.blocks import facts_in
from pages.revisions.revision import Revision, State

#: What the frame of every page shows, whatever its words are.
ON_EVERY_PAGE = ("name", "phone", "address", "hours")
#: What these pages show beyond their words: the fact, the page's name, its view.
ON_PAGES = (
    ("phone", "Contact", "contact:write"),
    ("address", "Contact", "contact:write"),
    ("hours", "Contact", "contact:write"),
    ("closed_days", "Contact and when we reply", "contact:write"),
    ("reply_days", "Contact and when we reply", "contact:write"),
    ("reply_days", "Home", "pages:home"),
    ("first_talk_cost", "The thanks for a message", "contact:write"),
)
#: Fields of the clinic that are said as one fact, and the facts said in other words.
_PARTS = {"street": "address", "city": "address", "open_hours": "hours"}
_OTHER_WORDS = {"call-us": "phone", "Call-us": "phone"}


@dataclass(frozen=True)
class Place:
    """A page or an answer."""

    name: str
    path: str


def places() -> dict[str, list[Place]]:
    """Where each fact is shown now, by its name in the words."""
    found: dict[str, list[Place]] = defaultdict(list)
    for fact in ON_EVERY_PAGE:
        found[fact].append(Place("Every page", reverse("pages:home")))
    for fact, name, view in ON_PAGES:
        found[fact].append(Place(name, reverse(view)))
    for revision in live_revisions():
        path = address_of(revision.document, revision.language)
        for name in sorted(facts_in(revision.body)):
            place = Place(revision.title, path)
            if place not in found[fact := _OTHER_WORDS.get(name, name)]:
                found[fact].append(place)
    return found


def shown_on(field: str, found: dict[str, list[Place]]) -> SafeString:
    """Links to where this field of the clinic is shown, in a sentence for its form."""
    rows = found.get(_PARTS.get(field, field), [])
    if not rows:
        return SafeString("Not shown anywhere yet.")
    links = format_html_join(
        ", ", '<a href="{}">{}</a>', ((place.path, place.name) for place in rows)
    )
    return format_html("Shown on: {}", links)


def live_revisions() -> Iterator[Any]:
    """All that visitors read now, each with its document."""
    for model in apps.get_models():
        if issubclass(model, Revision):
            live: Any = model._default_manager.filter(state=State.LIVE)
            yield from live.select_related("document").order_by("language", "title")
