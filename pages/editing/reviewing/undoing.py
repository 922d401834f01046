"""Takes back what one just did by a slip: words that were sent, and a mark of review."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from pages.editing.desk import DocumentDesk
from pages.revisions import approval
from pages.revisions.revision import Revision, State
from pages.staff import frame


def can_unsend(person: User | AnonymousUser, revision: Revision) -> bool:
    """True for the author of a draft that waits for a clinician."""
    is_own = revision.author_id is not None and revision.author_id == person.pk
    return is_own and revision.state == State.DRAFT and revision.sent_at is not None


def can_unmark(person: User | AnonymousUser, revision: Revision) -> bool:
    """True on the same day for who marked live words as reviewed."""
    is_own = revision.approved_by_id is not None and revision.approved_by_id == person.pk
    is_new = revision.reviewed_on == timezone.localdate()
    return is_own and is_new and revision.state == State.LIVE


@transaction.atomic
def unsend(request: HttpRequest, desk: DocumentDesk, seen: Revision) -> None:
    """It waits for nobody any more, and is the author's again."""
    revision = desk.locked(seen)
    if not can_unsend(request.user, revision):
        raise PermissionDenied
    approval.take_back(revision, request.user)
    frame.record(request, revision.document, f"Taken back from review: {revision.title}.")
    messages.info(request, "Taken back. It waits for nobody now: go on writing, and send it again.")


@transaction.atomic
def unmark(request: HttpRequest, desk: DocumentDesk, seen: Revision) -> None:
    """Visitors read again what stood there before anyone reviewed these words."""
    revision = desk.locked(seen)
    if not can_unmark(request.user, revision):
        raise PermissionDenied
    approval.unmark(revision)
    frame.record(request, revision.document, f"Review mark taken back: {revision.title}.")
    messages.info(request, "Taken back. These words are marked as not reviewed.")
