"""What is off the site, and the bin: what was thrown away in the last 90 days, to have it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from pages.admin_addresses import change, view
from pages.revisions.document import Document, document_models
from pages.revisions.gone.off_site import DAYS_IN_BIN, in_the_bin
from pages.revisions.revision import NoteKind
from pages.revisions.schedule import withdrawn
from pages.staff import frame


@dataclass(frozen=True)
class Thrown:
    """One thing in the bin: who threw it away and why, and where one press takes it out."""

    document: Document
    kind: str
    by: User | None
    why: str
    leaves: datetime
    path: str


def the_bin(request: HttpRequest) -> HttpResponse:
    """For whoever may throw something away: only those things that this person may."""
    kinds = kinds_of(request)
    if not kinds:
        raise PermissionDenied
    now = timezone.now()
    rows = [_thrown(document) for kind in kinds for document in in_the_bin(kind, now)]
    context = {
        "title": "Bin",
        "rows": sorted(rows, key=lambda row: row.leaves, reverse=True),
        "days": DAYS_IN_BIN,
    }
    return frame.page(request, "admin/bin.html", context)


def off_the_site(kinds: list[type[Document]], most: int) -> list[tuple[str, str, str]]:
    """Of each kind at most so many that visitors could read once and cannot now, and why."""
    return [
        (str(document), change(document), _said(document, NoteKind.WITHDRAWN)[1])
        for kind in kinds
        for document in withdrawn(kind)[:most]
    ]


def kinds_of(request: HttpRequest) -> list[type[Document]]:
    """Kinds of documents that this person may throw away."""
    return [kind for kind in document_models() if _may_throw_away(request, kind)]


def _may_throw_away(request: HttpRequest, kind: type[Document]) -> bool:
    right = get_permission_codename("delete", kind._meta)
    return request.user.has_perm(f"{kind._meta.app_label}.{right}")


def _thrown(document: Document) -> Thrown:
    by, why = _said(document, NoteKind.BINNED)
    since = document.binned_at or timezone.now()
    return Thrown(
        document,
        str(document._meta.verbose_name),
        by,
        why,
        since + timedelta(days=DAYS_IN_BIN),
        view(type(document), "take_out", document.pk),
    )


def _said(document: Document, did: NoteKind) -> tuple[User | None, str]:
    """Who did this to it last, and why."""
    notes = [
        note
        for revision in document.revisions.all()
        for note in revision.notes.filter(did=did).select_related("by")
    ]
    last = max(notes, key=lambda note: note.at, default=None)
    return (last.by, last.words) if last else (None, "")
