"""Takes documents off the site and puts them back, throws them into the bin and out of it again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from pages import registry
from pages.languages import DEFAULT, address_of, neutral
from pages.people import Person, colleague
from pages.revisions import schedule
from pages.revisions.document import Document, document_models
from pages.revisions.drafts import says_the_same
from pages.revisions.revision import NoteKind, Revision, State

#: So long the bin lists what was thrown away; what visitors read is kept beyond that.
DAYS_IN_BIN = 90
#: All languages of one act are withdrawn within less.
_ONE_ACT = timedelta(minutes=1)

NEEDED = "This page always stays: the site cannot be without it. Change its words instead."
NOT_SEEN = "Visitors do not see this. There is nothing to take off."
_BINNED = "This is in the bin. Put it back first."
_NOTHING = "Nothing was taken off here that could be put back. Publish the draft instead."


@transaction.atomic
def take_off(document: Document, by: Person, why: str) -> list[Revision]:
    """Take it off the site at once, in every language; what visitors read until now.

    Its words stay as drafts to go on from, unless one is being written. Raises ValidationError for
    a page that the site cannot be without.
    """
    if document.is_fixed:
        raise ValidationError(NEEDED)
    live = list(document.revisions.filter(state=State.LIVE))
    for revision in live:
        if document.draft(revision.language) is None:
            revision.copy_as_draft(by)
    schedule.withdraw_all(document, by, why)
    return live


def taken_off(document: Document) -> list[Revision]:
    """What the last act, or the last plan, took off in each language, in the order of languages.

    Empty while something is live: then staff publish what they want beside it.
    """
    if document.is_live:
        return []
    gone = document.revisions.filter(state=State.PAST, notes__did=NoteKind.WITHDRAWN)
    last = gone.order_by("-notes__at").values_list("notes__at", flat=True).first()
    if last is None:
        return []
    together = gone.filter(notes__did=NoteKind.WITHDRAWN, notes__at__gte=last - _ONE_ACT)
    newest = {one.language: one for one in together.order_by("published_at", "pk")}
    return [newest[language] for language in sorted(newest)]


def why_not_put_back(document: Document) -> str:
    """Why it cannot come back as it was, in words for staff; empty if it can."""
    if document.is_in_the_bin:
        return _BINNED
    return document.why_not_put_back or ("" if taken_off(document) else _NOTHING)


@transaction.atomic
def put_back(document: Document, by: Person) -> list[Revision]:
    """Show again, word for word, what was taken off; in which languages, by its words.

    A draft that says just the same goes: it was made to go on from. Raises ValidationError if
    nothing may come back.
    """
    if reason := why_not_put_back(document):
        raise ValidationError(reason)
    found = taken_off(document)
    for revision in found:
        _show_again(revision, by)
    return found


def _show_again(revision: Revision, by: Person) -> None:
    revision.state = State.LIVE
    if revision.expires_at and revision.expires_at <= timezone.now():
        revision.expires_at = None
    revision.save()
    revision.notes.create(by=colleague(by), did=NoteKind.RETURNED)
    draft = revision.document.draft(revision.language)
    if draft and draft.sent_at is None and says_the_same(draft, revision):
        draft.delete()


@transaction.atomic
def throw_away(document: Document, by: Person, why: str) -> list[Revision]:
    """Off the site at once and into the bin, where its address stays taken; what was live.

    Raises ValidationError for a page that the site cannot be without.
    """
    live = take_off(document, by, why)
    document.revisions.filter(state=State.DRAFT).update(publish_at=None, scheduled_by=None)
    document.binned_at = timezone.now()
    document.save(update_fields=["binned_at"])
    _note(document, by, NoteKind.BINNED, why)
    return live


@transaction.atomic
def take_out(document: Document, by: Person) -> bool:
    """Out of the bin, and not on the site; false if a colleague was faster."""
    if not document.is_in_the_bin:
        return False
    document.binned_at = None
    document.save(update_fields=["binned_at"])
    _note(document, by, NoteKind.KEPT, "")
    return True


def was_live(document: Document) -> bool:
    """True of what lies in the bin if visitors read it until it was thrown there."""
    last = last_note(document, NoteKind.WITHDRAWN)
    thrown = document.binned_at
    return bool(last and thrown and abs(thrown - last.at) < _ONE_ACT)


def last_note(document: Document, did: NoteKind) -> Any:
    """What was noted when a colleague, or a plan, did this to it last; None if nobody did."""
    words: Any = document.revision_model()
    notes = words._meta.get_field("notes").related_model._default_manager
    done = notes.filter(revision__document=document, did=did).select_related("by")
    return done.order_by("-at", "-pk").first()


def thrown_away(document: Document) -> str:
    """Who threw it into the bin, and when, as a sentence."""
    note = last_note(document, NoteKind.BINNED)
    who = str(note.by.get_short_name() or note.by) if note and note.by else "A colleague"
    return f"{who} threw this away on {schedule.when(document.binned_at or timezone.now())}."


def _note(document: Document, by: Person, did: NoteKind, why: str) -> None:
    newest = document.revisions.first()
    if newest:
        newest.notes.create(by=colleague(by), did=did, words=why)


def in_the_bin(model: type[Document], now: datetime) -> QuerySet[Document]:
    """What the bin lists, what was thrown away last first."""
    documents: QuerySet[Any] = model._default_manager.all()
    since = now - timedelta(days=DAYS_IN_BIN)
    return documents.filter(binned_at__gt=since).order_by("-binned_at", "pk")


def forget_drafts(now: datetime) -> int:
    """Delete what lay in the bin for 90 days and no visitor ever read; how many documents."""
    done = 0
    for model in document_models():
        documents: QuerySet[Any] = model._default_manager.all()
        old = documents.filter(binned_at__lte=now - timedelta(days=DAYS_IN_BIN))
        for document in old.exclude(revisions__state__in=[State.LIVE, State.PAST]):
            document.delete()
            done += 1
    return done


def why_gone(path: str) -> str:
    """Why nothing is found at this path: it is ``checked``, or ``gone`` for good, or unknown.

    Of what a plan took off visitors read no reason: nobody checks it.
    """
    page = neutral(path)
    slug = page.strip("/").rpartition("/")[2]
    for model in document_models():
        if model in registry.shared_pages or not slug:
            continue
        for document in model._default_manager.filter(slug=slug).select_related(
            *model.IN_ITS_ADDRESS
        ):
            if address_of(document, DEFAULT) == page:
                return _reason(document)
    return ""


def _reason(document: Document) -> str:
    if document.is_in_the_bin:
        return "gone" if document.was_published() else ""
    notes = [note for one in taken_off(document) for note in one.notes.all()]
    last = [note for note in notes if note.did == NoteKind.WITHDRAWN][-1:]
    return "checked" if last and last[0].by_id else ""
