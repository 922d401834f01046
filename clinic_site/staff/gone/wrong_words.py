"""From Today to the page that takes something off: by its title, address or a sentence."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import slugify

from pages import registry
from pages.admin_addresses import view
from pages.languages import DEFAULT, address_of, neutral
from pages.people import may
from pages.revisions.document import Document, document_models
from pages.revisions.gone.saying import saying
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
        messages.warning(request, _not_found(typed))
        return HttpResponseRedirect(reverse("admin:index"))
    rows = [(one.title, _take_off(one.document), one.document.is_fixed) for one in found]
    context = {"title": "Which of these?", "rows": rows}
    return frame.page(request, "admin/which_to_take_off.html", context)


def _found(request: HttpRequest, typed: str) -> list[Revision]:
    """What is called so or lives there; else what has these words in its title.

    Also pages that always stay: whoever asks for one must not be led to another instead.
    """
    live, name = _live(request), typed.casefold()
    exact = [one for one in live if one.title.casefold() == name or _is_at(one.document, typed)]
    some = exact or [one for one in live if name in one.title.casefold()]
    some = some or [*saying(live, typed)]
    by_document = {(type(one.document), one.document_id): one for one in some}
    return list(by_document.values())[:_MOST_FOUND]


def _is_at(document: Document, typed: str) -> bool:
    """True if its address was typed, or the last part; of each that stands there with others."""
    path, _hash, _place = address_of(document, DEFAULT).partition("#")
    return _path(typed) == path or slugify(typed) == document.slug


def _path(typed: str) -> str:
    """The path of an address; of a name the path that would be like it."""
    parts = urlsplit(typed)
    is_address = parts.netloc or parts.path.startswith("/")
    return neutral(parts.path or "/") if is_address else f"/{slugify(typed)}/"


def _not_found(typed: str) -> str:
    if _path(typed) in {reverse(view_name) for view_name in registry.writing_views}:
        return "The page where people write to us always stays on the site."
    return f"Nothing on the site is called or says “{typed}”. Copy the address of the page."


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
