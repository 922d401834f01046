"""The staff page that asks why, and then takes a document off the site at once."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from pages import admin_addresses
from pages.editing.desk import DocumentDesk
from pages.editing.off_site import reason
from pages.languages import DEFAULT
from pages.revisions.document import Document
from pages.revisions.gone import off_site
from pages.revisions.turns import telling
from pages.staff import frame


def take_off(request: HttpRequest, desk: DocumentDesk, document_key: int) -> HttpResponse:
    """Ask why, then do it: in every language, at once. It goes back the same way."""
    document = desk.document_to_change(request, document_key)
    if not document.may_be_taken_off:
        why_not = off_site.NEEDED if document.is_fixed else off_site.NOT_SEEN
        messages.warning(request, why_not)
        return desk.go_to_editor(document, DEFAULT)
    form = reason.form_of(request)
    if form.is_valid():
        return _take_off(request, desk, document, form.cleaned_data["why"])
    context = {
        "title": f"Take “{document}” off the site now",
        "document": document,
        "form": form,
        "linked": reason.linking_to(document),
        "stands_with_others": "#" in document.get_absolute_url(),
        "change_url": admin_addresses.change(document),
    }
    return frame.page(request, "admin/take_off.html", context, desk.model)


@transaction.atomic
def _take_off(request: HttpRequest, desk: DocumentDesk, seen: Document, why: str) -> HttpResponse:
    """Whoever asks second finds it done, and nobody is told twice."""
    document = seen.locked()
    words = off_site.take_off(document, request.user, why)
    if words:
        frame.record(request, document, f"Taken off the site, in every language. Why: {why}")
        told = telling.tell_of_document(document, words, request.user, telling.Told.OFF)
        messages.success(request, f"“{document}” is off the site now. {reason.names(told)}")
    else:
        messages.info(request, "A colleague was faster: it is off the site already.")
    return desk.go_to_editor(document, DEFAULT)
