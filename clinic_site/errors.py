"""Error pages in our own look, which also work while the database does not answer."""

import sys

from django.conf import settings
from django.db.utils import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.gzip import gzip_page

from clinic_site.staff import interrupted, refused
from pages.clinic.facts import last_known_facts
from pages.clinic.models import Clinic
from pages.public import GetResponse
from pages.revisions.gone.off_site import why_gone

#: Seconds after which a browser or a search engine may ask again.
_RETRY_AFTER = "30"
#: Answers that Django or we give without a page.
_BARE = (400, 403, 404, 405, 413)


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
    return error_page(request, 404, english=english, gone=_why_gone(request))


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
def error_page(request: HttpRequest, status: int, **context: str) -> HttpResponse:
    """The page for an error the request brought about, small enough for the first flight."""
    template = f"{status}.html" if status in (403, 404) else "400.html"
    return render(request, template, context, status=status)


def page_without_database(template: str) -> str:
    """An error page made without the request: what templates get from it may ask the database."""
    frame = {"clinic": Clinic(), "facts": last_known_facts(), "site_url": settings.SITE_URL}
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
