"""What is off the site, and the bin: what was thrown away in the last 90 days, to have it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from pages.admin_addresses import change, view
from pages.people import may, may_read_drafts, names_of_who_may
from pages.revisions.document import Document, document_models
from pages.revisions.gone import off_site
from pages.revisions.revision import NoteKind
from pages.revisions.schedule import withdrawn
from pages.staff import frame


@dataclass(frozen=True)
class Thrown:
    """One thing in the bin: who threw it away and why, and the ways this person has from here."""

    document: Document
    kind: str
    said: str
    why: str
    leaves: datetime
    look: str
    take_out: str
    may_take_out: bool
    may_show_again: bool
    helpers: str


def the_bin(request: HttpRequest) -> HttpResponse:
    """For whoever may read drafts, of each kind of words apart."""
    kinds = kinds_of(request)
    if not kinds:
        raise PermissionDenied
    now = timezone.now()
    rows = [_thrown(request, one) for kind in kinds for one in off_site.in_the_bin(kind, now)]
    context = {
        "title": "Bin",
        "rows": sorted(rows, key=lambda row: row.leaves, reverse=True),
        "days": off_site.DAYS_IN_BIN,
    }
    return frame.page(request, "admin/bin.html", context)


def off_the_site(kinds: list[type[Document]], most: int) -> list[tuple[str, str, str]]:
    """Of each kind at most so many that visitors could read once and cannot now, and why."""
    return [
        (str(document), change(document), _why(document, NoteKind.WITHDRAWN))
        for kind in kinds
        for document in withdrawn(kind)[:most]
    ]


def kinds_of(request: HttpRequest) -> list[type[Document]]:
    """Kinds of documents whose drafts, and whose bin, this person may read."""
    return [kind for kind in document_models() if may_read_drafts(request.user, kind)]


def _thrown(request: HttpRequest, document: Document) -> Thrown:
    kind, since = type(document), document.binned_at or timezone.now()
    throws = may(request.user, "delete", kind)
    return Thrown(
        document=document,
        kind=str(document._meta.verbose_name),
        said=off_site.thrown_away(document),
        why=_why(document, NoteKind.BINNED),
        leaves=since + timedelta(days=off_site.DAYS_IN_BIN),
        look=change(document),
        take_out=view(kind, "take_out", document.pk),
        may_take_out=throws,
        may_show_again=throws and may(request.user, "change", kind) and off_site.was_live(document),
        helpers=names_of_who_may("delete", kind),
    )


def _why(document: Document, did: NoteKind) -> str:
    """What was said when this was done to it last."""
    note = off_site.last_note(document, did)
    return note.words if note else ""
