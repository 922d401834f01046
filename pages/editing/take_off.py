"""The staff page that asks, and then takes a document off the site at once."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from pages import admin_addresses
from pages.editing.desk import DocumentDesk
from pages.languages import DEFAULT
from pages.revisions import schedule
from pages.revisions.document import Document
from pages.revisions.revision import State
from pages.staff import frame


def take_off(request: HttpRequest, desk: DocumentDesk, document_key: int) -> HttpResponse:
    """Ask, then do it: in every language, without waiting for anyone. The words stay as a draft."""
    document = desk.document_to_change(request, document_key)
    if not document.may_be_taken_off:
        messages.warning(request, _why_not(document))
        return desk.go_to_editor(document, DEFAULT)
    if request.method == "POST":
        return _take_off(request, desk, document)
    context = {
        "title": "Take this off the site now?",
        "document": document,
        "stands_with_others": "#" in document.get_absolute_url(),
        "change_url": admin_addresses.change(document),
    }
    return frame.page(request, "admin/take_off.html", context, desk.model)


def _why_not(document: Document) -> str:
    if document.is_fixed:
        return "The site cannot be without this page. Change its words instead."
    return "Visitors do not see this. There is nothing to take off."


@transaction.atomic
def _take_off(request: HttpRequest, desk: DocumentDesk, seen: Document) -> HttpResponse:
    """Whoever asks second finds it done."""
    document = seen.locked()
    _keep_words(request, document)
    if schedule.withdraw_all(document, request.user, "Taken off at once."):
        frame.record(request, document, "Taken off the site, in every language.")
    messages.success(request, "It is off the site now, in every language. The words are kept here.")
    return desk.go_to_editor(document, DEFAULT)


def _keep_words(request: HttpRequest, document: Document) -> None:
    """As a draft, to go on from, unless one is being written."""
    live = document.revisions.filter(state=State.LIVE)
    for revision in live:
        if document.draft(revision.language) is None:
            revision.copy_as_draft(request.user)
