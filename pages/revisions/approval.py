"""Two people agree on medical words: one sends them, a clinician approves or sends them back."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from pages.people import Person, colleague, may_approve
from pages.revisions.document import Document
from pages.revisions.revision import NoteKind, Revision, State


def can_approve(user: User | AnonymousUser, revision: Revision) -> bool:
    """True for a clinician; while two people are asked for, not for who wrote these words."""
    if not may_approve(user, revision._meta.app_label):
        return False
    asks_two = settings.TWO_PERSON_APPROVAL and revision.document.medical
    return not (asks_two and revision.author_id == user.pk)


@transaction.atomic
def send(revision: Revision, by: Person, note: str) -> None:
    """Ask a clinician to read this draft."""
    revision.sent_at = timezone.now()
    revision.save(update_fields=["sent_at"])
    revision.notes.create(by=colleague(by), did=NoteKind.SENT, words=note)


@transaction.atomic
def take_back(revision: Revision, by: Person) -> None:
    """Ask nobody any more to read this draft."""
    revision.sent_at = None
    revision.save(update_fields=["sent_at"])
    revision.notes.create(by=colleague(by), words="Taken back from review.")


def changed_since_sent(draft: Revision) -> bool:
    """True if a clinician was asked to read other words than these."""
    return draft.sent_at is not None and draft.changed_at > draft.sent_at


def unmark(revision: Revision) -> None:
    """As if nobody had reviewed these words yet."""
    revision.approved_by, revision.reviewer = None, ""
    revision.reviewed_on = revision.review_due = None
    revision.save()


@transaction.atomic
def send_back(revision: Revision, by: Person, note: str) -> None:
    """Say what has to change before these words can be approved; it undoes an approval."""
    revision.sent_at = revision.publish_at = revision.scheduled_by = None
    revision.approved_by, revision.reviewer = None, ""
    revision.reviewed_on = revision.review_due = None
    revision.save()
    revision.notes.create(by=colleague(by), did=NoteKind.BACK, words=note)


@transaction.atomic
def approve(revision: Revision, by: Person, reviewer: str, on: date, note: str = "") -> None:
    """Record that this clinician read the words and their sources on this day."""
    revision.approve(by, reviewer, on)
    revision.notes.create(by=colleague(by), did=NoteKind.APPROVED, words=note)


def waiting(model: type[Document]) -> QuerySet[Revision]:
    """Drafts of these documents that a clinician was asked to read, the longest wait first."""
    sent = model.every_revision().filter(state=State.DRAFT, sent_at__isnull=False)
    sent = sent.filter(document__binned_at=None)
    return sent.select_related("author").order_by("sent_at")
