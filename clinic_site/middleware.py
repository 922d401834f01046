"""What Django does not do for every answer: policy headers, and a stop for broken requests."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest

GetResponse = Callable[[HttpRequest], HttpResponse]

# Django 6 has a setting for this policy: move it there then.
_PUBLIC_POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_STAFF_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
_PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


def security_headers(get_response: GetResponse) -> GetResponse:
    """Middleware: no script and no other host on public pages; our own scripts for staff."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        staff = request.path.startswith("/staff/")
        policy = _STAFF_POLICY if staff else _PUBLIC_POLICY
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        return response

    return middleware


def refuse_broken_requests(get_response: GetResponse) -> GetResponse:
    """Middleware: answer 400 to a form in an encoding Django would fail on later."""

    def middleware(request: HttpRequest) -> HttpResponse:
        charset = request.content_params.get("charset", "utf-8") if request.content_params else ""
        if charset and charset.lower() not in ("utf-8", "utf8", "us-ascii"):
            return HttpResponseBadRequest("Unknown text encoding.", content_type="text/plain")
        return get_response(request)

    return middleware
