"""Error pages in our own look, which also work while the database does not answer."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.utils import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.gzip import gzip_page

from clinic_site.staff import interrupted, refused
from pages.clinic.facts import last_known_facts
from pages.clinic.models import Clinic
from pages.public import GetResponse
from pages.revisions.gone.off_site import why_gone

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: Seconds after which a browser or a search engine may ask again.
_RETRY_AFTER = "30"
#: Answers that Django or we give without a page.
_BARE = (400, 403, 404, 405, 413)
#: Pages that are there once the clinic has entered what they show.
_OF_THE_CLINIC = {
    "pages:team",
    "pages:find_us",
    "pages:prices",
    "pages:what_it_may_cost",
    "pages:how_to_start",
}


@dataclass(frozen=True)
class Missing:
    """What is said of a page that is not there."""

    heading: StrOrPromise
    says: StrOrPromise


#: By the reason that is known; the last one by none.
_MISSING = {
    "checked": Missing(
        _("We are checking this page"),
        _(
            "We took it off our site for now, to look at it again. It is not your fault."
            " Do you have a question? Ask us. Here are some ways on."
        ),
    ),
    "gone": Missing(
        _("This page is gone"),
        _("We do not have this page any more. It is not your fault. Here are some ways on."),
    ),
    "english": Missing(
        _("This page is not in your language yet"),
        _("It is there in English. It is not your fault. Here are some ways on."),
    ),
    "not ready": Missing(
        _("This page is not ready yet"),
        _("We have not written it yet. It is not your fault. Here are some ways on."),
    ),
    "": Missing(
        _("We can’t find that page"),
        _(
            "It may have moved, or the link may be wrong. It is not your fault."
            " Here are some ways back."
        ),
    ),
}


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """We cannot read the request."""
    return error_page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """This person may not see it; a colleague stays among the staff pages."""
    if refused.is_colleague(request):
        return refused.forbidden(request)
    return error_page(request, 403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """There is nothing at this address, or nothing in its language; likewise."""
    if refused.is_colleague(request):
        return refused.not_found(request)
    english = getattr(exception, "english", "")
    why = _why_gone(request) or (english and "english") or _why_never(request)
    return error_page(request, 404, english=english, missing=_MISSING[why])


def _why_never(request: HttpRequest) -> str:
    """Whether the clinic has not entered yet what stands here."""
    found = request.resolver_match
    return "not ready" if found and found.view_name in _OF_THE_CLINIC else ""


def _why_gone(request: HttpRequest) -> str:
    """Whether colleagues took off what stood here; unknown while the database does not say."""
    try:
        return why_gone(request.path)
    except DatabaseError:
        return ""


def token_is_stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Instead of Django's page for a missing or old token: nothing that staff typed is lost.

    No form for visitors has one.
    """
    if request.path.startswith(reverse("admin:index")):
        return interrupted.token_is_stale(request)
    return error_page(request, 403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Our fault: 503 while the database does not answer, since that passes, else 500."""
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        page = page_without_database("503.html")
        return HttpResponse(page, status=503, headers={"Retry-After": _RETRY_AFTER})
    return HttpResponse(page_without_database("500.html"), status=500)


@gzip_page
def error_page(request: HttpRequest, status: int, **context: str | Missing) -> HttpResponse:
    """The page for an error the request brought about, small enough for the first flight."""
    context.setdefault("missing", _MISSING[""])
    template = f"{status}.html" if status in (403, 404) else "400.html"
    return render(request, template, context, status=status)


def page_without_database(template: str) -> str:
    """An error page made without the request: what templates get from it may ask the database."""
    frame = {
        "clinic": Clinic(),
        "facts": last_known_facts(),
        "site_url": settings.SITE_URL,
        "missing": _MISSING[""],
    }
    return render_to_string(template, frame)


def own_look(get_response: GetResponse) -> GetResponse:
    """Middleware: an error without words gets our page, and nobody may keep an error."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code < 400:
            return response
        if response.status_code in _BARE and not response.streaming and not response.content:
            page = error_page(request, response.status_code)
            response.content = page.content
            for name, value in page.headers.items():
                response.headers[name] = value
            response.headers["Content-Length"] = str(len(response.content))
        response.headers["Cache-Control"] = "no-store"
        return response

    return middleware
