"""Marks several live words as reviewed at once: only those this clinician has read in full."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from pages import admin_addresses
from pages.people import may_approve
from pages.revisions import approval
from pages.revisions.document import Document
from pages.revisions.revision import Revision, State
from pages.revisions.turns import readings
from pages.staff import frame

if TYPE_CHECKING:
    from pages.editing.document_admin import DocumentAdmin


@dataclass
class Sorted:
    """Live words by whether this clinician may speak for them; the others with where they are."""

    read: list[Revision] = field(default_factory=list)
    unread: list[tuple[Revision, str]] = field(default_factory=list)


@admin.action(description="Mark as reviewed…")
def mark_as_reviewed(
    kind: DocumentAdmin, request: HttpRequest, chosen: QuerySet[Document]
) -> HttpResponse | None:
    """Ask first, with the names of all; then do it for what was read since it last changed."""
    if not offered(kind, request):
        raise PermissionDenied
    if "do" in request.POST:
        _mark(kind, request, chosen)
        return None
    context = {
        "title": "Mark these as reviewed?",
        "sorted": _sort(kind, request, chosen),
        "chosen": [document.pk for document in chosen],
        "today": timezone.localdate(),
    }
    return frame.page(request, "admin/mark_as_reviewed.html", context, kind.model)


def offered(kind: DocumentAdmin, request: HttpRequest) -> set[str]:
    """What this person may do to several at once: only a clinician who may change them reviews."""
    reviews = may_approve(request.user, kind.opts.app_label) and kind.has_change_permission(request)
    return {"mark_as_reviewed"} if reviews else set()


def _sort(kind: DocumentAdmin, request: HttpRequest, chosen: QuerySet[Document]) -> Sorted:
    """What visitors read of these, in every language."""
    found = Sorted()
    keys = [document.pk for document in chosen]
    live = kind.model.every_live_revision().filter(document__in=keys)
    by = request.user
    for revision in live.order_by("document__order", "document", "language"):
        if approval.can_approve(by, revision) and readings.has_read(revision, by):
            found.read.append(revision)
        else:
            found.unread.append((revision, _page(revision)))
    return found


@transaction.atomic
def _mark(kind: DocumentAdmin, request: HttpRequest, chosen: QuerySet[Document]) -> None:
    """Looked at once more, row by row: a colleague may have published in between."""
    found = _sort(kind, request, chosen)
    for seen in found.read:
        revision = kind.desk.locked(seen)
        if revision.state == State.LIVE and revision.changed_at == seen.changed_at:
            approval.approve(revision, request.user, revision.reviewer, timezone.localdate())
            frame.record(request, revision.document, f"Reviewed: {revision.title}.")
    if found.read:
        messages.success(request, f"{len(found.read)} marked as reviewed.")
    if found.unread:
        titles = "; ".join(f"“{revision.title}”" for revision, _page in found.unread)
        messages.warning(request, f"Not marked, because you have not read them in full: {titles}")


def _page(revision: Revision) -> str:
    kind = type(revision.document)
    return admin_addresses.view(kind, "revision", revision.document_id, revision.pk)
