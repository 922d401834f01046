"""Reads a body that came in chunks, of which Django would see nothing: some proxies send so."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings

from pages.pictures.upload import MOST_SENT, takes_files


class WholeBodies:
    """A WSGI application around another one, which it tells how long each body is."""

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer; what is too long is read only as far as to see that."""
        if _has_no_length(environ):
            most = most_sent(environ.get("PATH_INFO", ""))
            body = environ["wsgi.input"].read(most + 1)
            environ["CONTENT_LENGTH"] = str(len(body))
            environ["wsgi.input"] = BytesIO(body)
        return self.application(environ, start_response)


def most_sent(path: str) -> int:
    """So many bytes may be sent to this address."""
    return MOST_SENT if takes_files(path) else settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0


def _has_no_length(environ: WSGIEnvironment) -> bool:
    """True for a body in chunks, if the server says that reading it comes to an end."""
    in_chunks = "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower()
    has_end = bool(environ.get("wsgi.input_terminated"))
    return in_chunks and has_end and not environ.get("CONTENT_LENGTH")
