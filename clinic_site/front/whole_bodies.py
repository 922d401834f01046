"""Reads a body that came in chunks, of which Django would see nothing: some proxies send so."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.db import Error as DatabaseDown
from django.db import close_old_connections
from django.http import parse_cookie

from pages.pictures.upload import MOST_SENT, is_signed_in, takes_files


class WholeBodies:
    """A WSGI application around another one, which it tells how long each body is."""

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer; what is too long is read only as far as to see that."""
        if _has_no_length(environ):
            body, length = _read(environ)
            environ["CONTENT_LENGTH"] = str(length)
            environ["wsgi.input"] = BytesIO(body)
        return self.application(environ, start_response)


def _read(environ: WSGIEnvironment) -> tuple[bytes, int]:
    """The body, and its length; if it is too long, its beginning and a length that says so.

    More than a page of words is kept in memory only of someone who is signed in.
    """
    most = most_sent(environ.get("PATH_INFO", ""))
    anyone = min(most, settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0)
    stream = environ["wsgi.input"]
    body = stream.read(anyone + 1)
    if len(body) <= anyone:
        return body, len(body)
    if most == anyone or not _is_colleague(environ):
        return b"", most + 1
    body += stream.read(most + 1 - len(body))
    return body, len(body)


def _is_colleague(environ: WSGIEnvironment) -> bool:
    """False also while the database does not answer: then nothing could be stored anyway."""
    # Outside a Django request nobody else drops a connection that has died.
    close_old_connections()
    try:
        return is_signed_in(parse_cookie(environ.get("HTTP_COOKIE", "")))
    except DatabaseDown:
        return False


def most_sent(path: str) -> int:
    """So many bytes may be sent to this address."""
    return MOST_SENT if takes_files(path) else settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0


def _has_no_length(environ: WSGIEnvironment) -> bool:
    """True for a body in chunks, if the server says that reading it comes to an end."""
    in_chunks = "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower()
    has_end = bool(environ.get("wsgi.input_terminated"))
    return in_chunks and has_end and not environ.get("CONTENT_LENGTH")
