"""What the form of a document refuses, and what it says then; an empty text refuses nothing."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import Resolver404, resolve

from pages.languages import OTHERS
from pages.revisions import drafts
from pages.revisions.document import Document
from pages.revisions.revision import State
from pages.revisions.sources import Source

#: What readers of a page do not see.
_UNSEEN = frozenset({"note", "review_months"})


def refuse_address(document: Document) -> str:
    """An address that already leads to another part of the site."""
    if document.slug in OTHERS:
        return "All pages of a language live at this address."
    if not document.slug:
        return "Enter an address, like parking-and-entrance."
    path, _hash, place = document.get_absolute_url().partition("#")
    if place:
        # It stands with others on a page that is there.
        return ""
    try:
        leads_here = resolve(path).kwargs.get("slug")
    except Resolver404:
        leads_here = None
    return "" if leads_here == document.slug else "Another part of the site lives at this address."


def refuse_untold_change(
    document: Document,
    language: str,
    written: Iterable[str],
    changed: Iterable[str],
    what_changed: str,
) -> str:
    """Words about safety whose readers would not be told what is new.

    ``written`` names what an editor writes, ``changed`` the fields that were changed. Nothing is
    asked while only what readers do not see changed.
    """
    if not document.pk or not document.tells_changes or what_changed:
        return ""
    if not document.was_published(language):
        return ""
    revision = drafts.revision_to_edit(document, language)
    is_draft = revision is not None and revision.state == State.DRAFT
    if is_draft or (set(written) - _UNSEEN) & set(changed):
        return "Say what is new, in one sentence: this answer is about safety."
    return ""


def refuse_not_medical(document: Document, chosen: Iterable[Source] | None) -> str:
    """Nobody gets around the second person by a tick: first the sources go, which needs one."""
    if document.always_medical:
        return f"The {document._meta.verbose_name} is medical: it needs a clinician."
    stored = document.revisions.exclude(state=State.PAST) if document.pk else []
    if chosen or any(revision.sources.exists() for revision in stored):
        return "Words that rest on sources are medical."
    return ""
