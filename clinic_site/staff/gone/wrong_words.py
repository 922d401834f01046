"""From Today straight to what has to go: the page that takes it off, by its title or address."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from pages.admin_addresses import view
from pages.languages import DEFAULT, address_of, neutral
from pages.people import may
from pages.revisions.document import Document, document_models
from pages.revisions.revision import Revision
from pages.staff import frame

_MOST_FOUND = 20


def offered(request: HttpRequest) -> list[str]:
    """Titles of all that this person may take off the site, to choose from while typing."""
    found = {one.title for one in _live(request) if one.document.may_be_taken_off}
    return sorted(found)


def find(request: HttpRequest) -> HttpResponse:
    """One thing found leads on at once; of several they choose; for none it is said."""
    typed = request.GET.get("what", "").strip()
    found = _found(request, typed) if typed else []
    if len(found) == 1:
        return HttpResponseRedirect(_take_off(found[0].document))
    if not found:
        messages.warning(request, f"Nothing on the site is called “{typed}”. Copy its address.")
        return HttpResponseRedirect(reverse("admin:index"))
    rows = [(one.title, _take_off(one.document)) for one in found]
    context = {"title": "Which of these?", "rows": rows}
    return frame.page(request, "admin/which_to_take_off.html", context)


def _found(request: HttpRequest, typed: str) -> list[Revision]:
    live = [one for one in _live(request) if one.document.may_be_taken_off]
    path = neutral(urlsplit(typed).path)
    exact = [one for one in live if one.title == typed or _is_at(one.document, path)]
    some = exact or [one for one in live if typed.lower() in one.title.lower()]
    by_document = {(type(one.document), one.document_id): one for one in some}
    return list(by_document.values())[:_MOST_FOUND]


def _is_at(document: Document, path: str) -> bool:
    return path != "/" and address_of(document, DEFAULT) == path


def _live(request: HttpRequest) -> list[Revision]:
    """All that visitors read and this person may change."""
    return [
        revision
        for kind in document_models()
        if may(request.user, "change", kind)
        for revision in kind.every_live_revision()
    ]


def _take_off(document: Document) -> str:
    return view(type(document), "take_off", document.pk)
