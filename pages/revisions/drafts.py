"""Staff write words: a draft never overwrites a colleague's unseen, and old addresses stay good."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from django.db import transaction
from django.utils import timezone

from pages.people import Person, colleague
from pages.revisions.document import Document
from pages.revisions.moved_addresses import remember_move
from pages.revisions.revision import Revision, State
from pages.revisions.sources import Source


def revision_to_edit(document: Document, language: str) -> Revision | None:
    """What an editor goes on from: the draft, or the live revision, or None."""
    current = document.revisions.filter(language=language).exclude(state=State.PAST)
    found: Revision | None = current.order_by("state").first()
    return found


def basis(document: Document, language: str) -> str:
    """Names what an editor has before them; it changes with every save in this language.

    And with the bin, so that nobody saves into it who pressed at the same moment.
    """
    current = document.revisions.filter(language=language).exclude(state=State.PAST)
    seen = [f"{one.pk}@{one.changed_at.timestamp()}" for one in current.order_by("state")]
    place = "bin" if document.is_in_the_bin else document.get_absolute_url()
    return " ".join([place, *seen])


def edited_fields(revision: Revision) -> tuple[str, ...]:
    """Names of what an editor writes, but for the sources."""
    return (*revision.WORDS, "what_changed", "note", "review_months")


@transaction.atomic
def save_draft(written: Revision, sources: Iterable[Source], by: Person) -> Revision:
    """Keep what was written as its document's draft; nothing happens if nothing is different.

    A changed draft has to be reviewed again, and goes live at no time that was set before.
    """
    document, names = written.document, edited_fields(written)
    before = revision_to_edit(document, written.language)
    if before and _says_the_same(before, written, names, sources):
        return before
    draft = before if before and before.state == State.DRAFT else type(written)()
    draft.document = document
    for name in names:
        setattr(draft, name, getattr(written, name))
    draft.translates = before.translates if before else None
    draft.author, draft.changed_at = colleague(by), timezone.now()
    draft.reviewer, draft.approved_by, draft.reviewed_on, draft.review_due = "", None, None, None
    draft.publish_at, draft.scheduled_by, draft.published_over = None, None, ""
    draft.save()
    draft.sources.set(sources)
    return draft


def _says_the_same(
    before: Revision, written: Revision, names: tuple[str, ...], sources: Iterable[Source]
) -> bool:
    # What changed is said of each version anew.
    compared = [name for name in names if before.state == State.DRAFT or name != "what_changed"]
    is_same = all(getattr(before, name) == getattr(written, name) for name in compared)
    return is_same and set(before.sources.all()) == set(sources)


def says_the_same(one: Revision, other: Revision) -> bool:
    """True if visitors would read the same, with the same sources below it."""
    words = [name for name in one.WORDS if getattr(one, name) != getattr(other, name)]
    return not words and set(one.sources.all()) == set(other.sources.all())


def as_shown(document: Document, revision: Revision, sources: Iterable[Source]) -> Document:
    """The document as if this revision, which nobody need have saved, were live."""
    chosen = list(sources)
    stored = Source.objects.filter(pk__in=[source.pk for source in chosen if source.pk])
    document.shown = revision
    document.shown_sources = [*stored, *(source for source in chosen if source.pk is None)]
    return document


class Addresses:
    """Where documents are before a change, so that visitors who know the old place find the new."""

    def __init__(self, documents: Iterable[Document]) -> None:
        """Remember where those are now that were ever published."""
        self.before = {
            document.pk: document.get_absolute_url()
            for document in documents
            if document.was_published()
        }

    def remember_moves(self, documents: Iterable[Document]) -> list[tuple[str, str]]:
        """Redirect from each address that changed; the old and new ones."""
        now = {document.pk: document.get_absolute_url() for document in documents}
        moves = [
            (old, now[number])
            for number, old in self.before.items()
            if number in now and _path(now[number]) != _path(old)
        ]
        for old, new in moves:
            remember_move(old, new)
        return moves


def _path(address: str) -> str:
    """What a browser asks for: it keeps the place on the page to itself."""
    return address.partition("#")[0]


class Ordered(Protocol):
    """A row that has a place among others."""

    pk: int
    order: int

    def save(self, *, update_fields: Iterable[str]) -> None:
        """Store these fields."""


@transaction.atomic
def put_in_order(siblings: Iterable[Ordered], wanted: list[int]) -> None:
    """Number the siblings in the wanted order of their keys; the others follow as they were."""
    place = {number: index for index, number in enumerate(wanted)}
    in_order = sorted(siblings, key=lambda one: place.get(one.pk, len(place)))
    for order, one in enumerate(in_order, start=1):
        if one.order != order:
            one.order = order
            one.save(update_fields=["order"])
