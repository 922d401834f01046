"""What the server refuses, or breaks on before Django answers: our page, and no word in a log."""

from __future__ import annotations

import logging
import socket
import sys
from collections.abc import Iterable
from http import HTTPStatus
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware
from gunicorn import util

from clinic_site.errors import page_without_database
from clinic_site.middleware import security_headers

_log = logging.getLogger(__name__)


class Refusals:
    """A WSGI application around Django, of which an error that leaves it becomes a page of ours.

    Django turns errors of its views into pages itself. What leaves it is a request that it could
    not even read: a header that names an encoding nobody has, a path that is no text.
    """

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer; a request that cannot be read is the sender's error, anything else is ours."""
        try:
            return self.application(environ, start_response)
        except Exception as error:
            is_theirs = isinstance(error, (LookupError, ValueError))
            status = HTTPStatus.BAD_REQUEST if is_theirs else HTTPStatus.INTERNAL_SERVER_ERROR
            _log.error("A request failed before Django: %s", type(error).__name__)
            page = refusal(status)
            line = f"{status.value} {status.phrase}"
            start_response(line, [*page.items()], sys.exc_info())
            return [page.content]


def refusal(status: int) -> HttpResponse:
    """Our page for this status with all our headers, made without the request or the database."""
    page = HttpResponse(page_without_database("400.html" if status < 500 else "500.html"))
    page.status_code = status
    page.headers["Cache-Control"] = "no-store"
    page.headers["Content-Length"] = str(len(page.content))
    return _with_our_headers(page)


def _with_our_headers(page: HttpResponse) -> HttpResponse:
    request = HttpRequest()
    request.path = "/"
    if not settings.LOCAL:
        # Nobody comes to us another way.
        request.META["HTTP_X_FORWARDED_PROTO"] = "https"
    for around in (SecurityMiddleware, XFrameOptionsMiddleware):
        around(lambda _request: page).process_response(request, page)
    security_headers(lambda _request: page)(request)
    return page


def write(connection: socket.socket, status: int, reason: str, _why: str) -> None:
    """Instead of gunicorn's ``write_error``, whose page quotes what was sent.

    ``status`` and ``reason`` are those of HTTP. Raises OSError if nobody listens any more.
    """
    page = refusal(status)
    head = [f"HTTP/1.1 {status} {reason}", "Connection: close"]
    head += [f"{name}: {value}" for name, value in page.items()]
    sent = "\r\n".join([*head, "", ""]).encode("latin-1") + page.content
    util.write_nonblock(connection, sent)  # type: ignore[no-untyped-call]
