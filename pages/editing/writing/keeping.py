"""Keeps what is being typed, gives it back to the one who typed it, and forgets it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

from pages.admin_addresses import asking_for
from pages.editing.desk import DocumentDesk, language_of
from pages.languages import DEFAULT
from pages.revisions.document import Document
from pages.revisions.gone import off_site
from pages.revisions.unsaved import kept_words
from pages.revisions.unsaved.kept_words import NEW
from pages.staff.form import KEPT, RETURNED
from pages.staff.moments import clock
from pages.staff.plain import LONGEST_BODY

#: Pressed to throw away what was kept.
FORGET = "forget_kept"
_NOT_TYPED = ("csrfmiddlewaretoken", RETURNED, FORGET)
#: A form of the longest words, and all its other fields.
_MOST = 4 * LONGEST_BODY


def keep(request: HttpRequest, desk: DocumentDesk, document_key: int = NEW) -> HttpResponse:
    """Keep the form as it stands now, or forget it; nothing else changes."""
    language = _language(request, desk, document_key)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if FORGET in request.POST:
        kept_words.forget(request.user, desk.model, document_key, language)
        return _back(request, desk, document_key, language)
    fields = typed_in(request)
    if sum(len(text) for _name, text in fields) > _MOST:
        return JsonResponse({"error": "This is too long to be kept."}, status=413)
    kept = kept_words.keep(request.user, desk.model, document_key, language, fields)
    return JsonResponse({"at": clock(kept.at) if kept else "", "gone": _gone(desk, document_key)})


def _language(request: HttpRequest, desk: DocumentDesk, key: int) -> str:
    """In which they write; whoever may not write here keeps nothing."""
    if key != NEW:
        desk.document_to_write(request, key)
        return language_of(request)
    if not desk.can_add(request):
        raise PermissionDenied
    return DEFAULT


def _back(request: HttpRequest, desk: DocumentDesk, key: int, language: str) -> HttpResponse:
    """To the form as it is stored."""
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"at": ""})
    if key == NEW:
        return desk.go("add")
    return desk.go_to_editor(desk.document_to_write(request, key), language)


def _gone(desk: DocumentDesk, key: int) -> str:
    """What they read beside the form whose words a colleague throws away meanwhile."""
    document = desk.model._default_manager.filter(pk=key, binned_at__isnull=False).first()
    return f"{off_site.thrown_away(document)} What you type is kept for you." if document else ""


def typed_in(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of the form as it was sent, but for what nobody typed."""
    lists = request.POST.lists()
    return [(name, str(text)) for name, texts in lists if name not in _NOT_TYPED for text in texts]


def context(request: HttpRequest, desk: DocumentDesk, document: Document | None) -> dict[str, Any]:
    """Where the page asks and keeps what is typed, and what was kept before and is not saved."""
    key = document.pk if document else NEW
    page = "keep" if document else "keep_new"
    address = desk.address(page, key) if document else desk.address(page)
    language = language_of(request) if document else DEFAULT
    before = kept_words.kept(request.user, desk.model, key, language)
    return {
        "known_url": desk.address("known") + asking_for(language),
        "keep_url": address + asking_for(language),
        "kept_words": before if request.method == "GET" else None,
        "forget_name": FORGET,
        "returned": (RETURNED, KEPT),
    }


def saved(request: HttpRequest, desk: DocumentDesk, document: Document, *, is_new: bool) -> None:
    """It is a draft now."""
    key = NEW if is_new else document.pk
    language = DEFAULT if is_new else language_of(request)
    kept_words.forget(request.user, desk.model, key, language)
