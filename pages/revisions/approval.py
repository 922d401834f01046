"""Two people agree on medical words: one sends them, a clinician approves or sends them back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from pages.revisions.revision import Did, Revision, State


def may_approve(user: Any, words: Revision) -> bool:
    """True for a clinician; while two people are asked for, not for who wrote these words."""
    if not user.has_perm(f"{words._meta.app_label}.approve_words"):
        return False
    asks_two = settings.TWO_PERSON_APPROVAL and words.document.medical
    return not (asks_two and words.author_id == user.pk)


@transaction.atomic
def send(words: Revision, by: Any, note: str) -> None:
    """Ask a clinician to read this draft."""
    words.sent_at = timezone.now()
    words.save(update_fields=["sent_at"])
    words.notes.create(by=by, did=Did.SENT, words=note)


@transaction.atomic
def send_back(words: Revision, by: Any, note: str) -> None:
    """Say what has to change before these words can be approved; it undoes an approval."""
    words.sent_at = words.publish_at = words.scheduled_by = None
    words.approved_by, words.reviewer, words.reviewed_on, words.review_due = None, "", None, None
    words.save()
    words.notes.create(by=by, did=Did.BACK, words=note)


@transaction.atomic
def approve(words: Revision, by: Any, reviewer: str, on: date, note: str = "") -> None:
    """Record that this clinician read the words and their sources on this day."""
    words.approve(by, reviewer, on)
    words.notes.create(by=by, did=Did.APPROVED, words=note)


def waiting(model: Any) -> Any:
    """Drafts of these documents that a clinician was asked to read, the longest wait first."""
    revisions = model._meta.get_field("revisions").related_model._default_manager
    sent = revisions.filter(state=State.DRAFT, sent_at__isnull=False)
    return sent.select_related("document", "author").order_by("sent_at")
