"""The staff page that asks, and then throws a draft away."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from pages import admin_addresses
from pages.editing.desk import DocumentDesk, language_of
from pages.revisions import drafts
from pages.revisions.document import Document
from pages.staff import frame


def discard(request: HttpRequest, desk: DocumentDesk, document_key: int) -> HttpResponse:
    """Ask, then do it; visitors must have something to read, or to miss, without the draft."""
    document, language = desk.document_to_change(request, document_key), language_of(request)
    draft = document.draft(language)
    if draft is None or not document.was_published():
        messages.warning(request, "There is no draft to discard.")
        return desk.go_to_editor(document, language)
    if request.method == "POST":
        return _throw_away(request, desk, document, language)
    context = {
        "title": "Discard this draft?",
        "draft": draft,
        "seen": drafts.basis(document, language),
        "change_url": admin_addresses.change(document, language),
    }
    return frame.page(request, "admin/discard.html", context, desk.model)


@transaction.atomic
def _throw_away(
    request: HttpRequest, desk: DocumentDesk, seen: Document, language: str
) -> HttpResponse:
    """Not if it is another draft than the person saw."""
    document = seen.locked()
    draft = document.draft(language)
    if draft is None or request.POST.get("seen") != drafts.basis(document, language):
        messages.warning(request, "Nothing was discarded: a colleague saved in the meantime.")
    else:
        draft.delete()
        frame.record(request, document, "Draft discarded.")
        messages.info(request, "The draft is discarded.")
    return desk.go_to_editor(document, language)
