"""Lets staff start a draft from a revision of before."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from pages.editing.desk import DocumentDesk
from pages.revisions.revision import Revision
from pages.staff import frame


def restore(
    request: HttpRequest, desk: DocumentDesk, document_key: int, revision_key: int
) -> HttpResponse:
    """Start it, if a button was pressed and not a link followed."""
    revision = desk.revision_to_change(request, document_key, revision_key)
    if request.method != "POST":
        return desk.go("revision", document_key, revision_key)
    _start(request, desk, revision)
    return desk.go_to_editor(revision.document, revision.language)


@transaction.atomic
def _start(request: HttpRequest, desk: DocumentDesk, revision: Revision) -> None:
    """A colleague's draft is never taken away."""
    document = revision.document.locked()
    if draft := document.draft(revision.language):
        who = draft.author or "Someone"
        waits = f"{who} has a draft of this already. Publish or discard it first."
        messages.warning(request, waits)
        return
    revision.copy_as_draft(request.user)
    if not document.is_live:
        # Who was taken off the site may have said no since then.
        document.ask_again()
    frame.record(request, document, f"Draft started from: {revision.title}.")
    messages.info(request, "This draft has the words you chose.")
