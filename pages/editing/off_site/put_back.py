"""One press puts back on the site what was taken off, or out of the bin what was thrown away."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.html import format_html

from pages.editing.desk import DocumentDesk, language_of
from pages.editing.off_site import reason
from pages.languages import DEFAULT, address_of
from pages.revisions.document import Document
from pages.revisions.gone import off_site
from pages.revisions.turns import telling
from pages.staff import frame

#: The button that takes out of the bin and puts on the site in one.
SHOW_AGAIN = "show_again"


def put_back(request: HttpRequest, desk: DocumentDesk, document_key: int) -> HttpResponse:
    """On the site again, word for word, in each language it was there in."""
    document = desk.document_to_change(request, document_key)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    return _put_back(request, desk, document)


@transaction.atomic
def _put_back(request: HttpRequest, desk: DocumentDesk, seen: Document) -> HttpResponse:
    return _show_again(request, desk, seen.locked())


def _show_again(request: HttpRequest, desk: DocumentDesk, document: Document) -> HttpResponse:
    try:
        words = off_site.put_back(document, request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return desk.go_to_editor(document, DEFAULT)
    frame.record(request, document, "Put back on the site.")
    told = telling.tell_of_document(document, words, request.user, telling.Told.AGAIN)
    here = address_of(document, words[0].language)
    text = "“{}” is back on the site. {} <a href='{}'>See it as visitors do</a>."
    messages.success(request, format_html(text, document, reason.names(told), here))
    return desk.go_to_editor(document, DEFAULT)


def take_out(request: HttpRequest, desk: DocumentDesk, document_key: int) -> HttpResponse:
    """Out of the bin, for whoever may throw away; with the same press on the site, if it was."""
    document = desk.document_to_throw_away(request, document_key)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    return _take_out(request, desk, document)


@transaction.atomic
def _take_out(request: HttpRequest, desk: DocumentDesk, seen: Document) -> HttpResponse:
    document = seen.locked()
    shows = SHOW_AGAIN in request.POST and may_show_again(request, desk, document)
    if off_site.take_out(document, request.user):
        frame.record(request, document, "Put back from the bin.")
        if shows:
            return _show_again(request, desk, document)
        text = f"“{document}” is out of the bin. Visitors do not see it yet."
        messages.success(request, text)
    return desk.go_to_editor(document, language_of(request))


def may_show_again(request: HttpRequest, desk: DocumentDesk, binned: Document) -> bool:
    """True if visitors read it until it was thrown away, and this person may show it to them."""
    return desk.can_change(request, binned) and off_site.was_live(binned)
