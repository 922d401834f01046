"""What every request meets: the language of its address, policy headers, a stop if it is broken."""

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils import translation

from clinic_site.front.whole_bodies import most_sent
from pages import languages
from pages.public import GetResponse

# Django 6 has a setting for this policy: move it there then. Without blanks here and below: the
# headers of public pages are part of their first flight. No script of ours asks for anything, but
# checkers (Lighthouse's of robots.txt) ask from within the page.
_PUBLIC_POLICY = (
    "default-src 'none';style-src 'self';font-src 'self';img-src 'self';"
    "connect-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'"
)
_STAFF_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
_PERMISSIONS = "camera=(),geolocation=(),microphone=(),usb=()"
_EMBEDDED_BY = "same-origin"

_TEXT_ENCODINGS = ("utf-8", "utf8", "us-ascii")


def speak_as_addressed(get_response: GetResponse) -> GetResponse:
    """Middleware: no header and no cookie says anything, so one address is one page for all."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with translation.override(languages.of_path(request.path)):
            return get_response(request)

    return middleware


def security_headers(get_response: GetResponse) -> GetResponse:
    """Middleware: no script and no other host on public pages; our own scripts for staff."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        staff = request.path.startswith("/staff/")
        policy = _STAFF_POLICY if staff else _PUBLIC_POLICY
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", _EMBEDDED_BY)
        if "?" in response.headers.get("Location", ""):
            # What someone typed may stand there: nobody keeps it, and no page learns of it.
            response.headers["Cache-Control"] = "no-store"
            response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return middleware


def refuse_broken_requests(get_response: GetResponse) -> GetResponse:
    """Middleware: 400 or 413 for what Django or the database would only fail on later.

    A form is read here, once, so that no view, error page or CSRF check meets one it cannot read.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if _is_too_big(request):
            return HttpResponse(status=413)
        if _is_unreadable(request):
            return HttpResponse(status=400)
        try:
            request.POST  # noqa: B018
        except RequestDataTooBig:
            return HttpResponse(status=413)
        except (BadRequest, MultiPartParserError, SuspiciousOperation, UnreadablePostError):
            return HttpResponse(status=400)
        return get_response(request)

    return middleware


def _is_too_big(request: HttpRequest) -> bool:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return length.isdigit() and int(length) > most_sent(request.path)


def _is_unreadable(request: HttpRequest) -> bool:
    """A NUL, which PostgreSQL refuses, or text in an encoding nobody's browser sends."""
    charset = (request.content_params or {}).get("charset", "utf-8")
    query = request.META.get("QUERY_STRING", "")
    return (
        "\x00" in request.path
        or "\x00" in query
        or "%00" in query
        or charset.lower() not in _TEXT_ENCODINGS
    )
