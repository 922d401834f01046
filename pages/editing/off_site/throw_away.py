"""The staff page that asks why, and then throws a document into the bin."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html

from pages import admin_addresses
from pages.editing.desk import DocumentDesk
from pages.editing.off_site import reason
from pages.languages import DEFAULT
from pages.revisions.document import Document
from pages.revisions.gone import off_site
from pages.revisions.turns import telling
from pages.staff import frame


def throw_away(request: HttpRequest, desk: DocumentDesk, document_key: int) -> HttpResponse:
    """Ask why, then do it. For 90 days one press takes it out again; what was read is kept."""
    document = desk.document_to_throw_away(request, document_key)
    if document.is_fixed:
        messages.warning(request, off_site.NEEDED)
        return desk.go_to_editor(document, DEFAULT)
    form = reason.form_of(request)
    if form.is_valid():
        return _throw_away(request, desk, document, form.cleaned_data["why"])
    context = {
        "title": f"Throw “{document}” away",
        "document": document,
        "form": form,
        "linked": reason.linking_to(document),
        "was_read": document.was_published(),
        "days": off_site.DAYS_IN_BIN,
        "change_url": admin_addresses.change(document),
    }
    return frame.page(request, "admin/throw_away.html", context, desk.model)


@transaction.atomic
def _throw_away(request: HttpRequest, desk: DocumentDesk, seen: Document, why: str) -> HttpResponse:
    """Once, whoever presses second."""
    document = seen.locked()
    if not document.is_in_the_bin:
        words = off_site.throw_away(document, request.user, why)
        frame.record(request, document, f"Thrown away. Why: {why}")
        told = telling.tell_of_document(document, words, request.user, telling.Told.BINNED)
        place = admin_addresses.bin_page()
        text = "“{}” is in the bin. {} <a href='{}'>Look into the bin to put it back</a>."
        messages.success(request, format_html(text, document, reason.names(told), place))
    return desk.go("changelist")
