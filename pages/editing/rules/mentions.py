"""Finds where visitors see each of the clinic's facts, so that staff know what a change touches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from pages.clinic.declared import OTHER_WORDS, fact_of
from pages.clinic.facts import fact_uses
from pages.languages import address_of
from pages.markup.blocks import facts_in
from pages.revisions.document import document_models
from pages.revisions.revision import Revision, State


@dataclass(frozen=True)
class Mention:
    """A page or an answer."""

    name: str
    path: str


def mentions() -> dict[str, list[Mention]]:
    """Where each fact is shown now, by its name in the words."""
    found: dict[str, list[Mention]] = defaultdict(list)
    for use in fact_uses():
        found[use.fact].append(Mention(use.page, reverse(use.view)))
    for revision in live_revisions():
        path = address_of(revision.document, revision.language)
        for name in sorted(facts_in(f"{revision.summary}\n{revision.body}")):
            fact, mention = OTHER_WORDS.get(name, name), Mention(revision.title, path)
            if mention not in found[fact]:
                found[fact].append(mention)
    return found


def shown_on(field: str, found: dict[str, list[Mention]]) -> SafeString:
    """Links to where this field of the clinic is shown, in a sentence for its form."""
    rows = found.get(fact_of(field), [])
    if not rows:
        return SafeString("Not shown anywhere yet.")
    links = format_html_join(
        ", ", '<a href="{}">{}</a>', ((mention.path, mention.name) for mention in rows)
    )
    return format_html("Shown on: {}", links)


def live_revisions() -> Iterator[Revision]:
    """All that visitors read now, each with its document."""
    for kind in document_models():
        live = kind.every_revision().filter(state=State.LIVE)
        yield from live.order_by("language", "title")
