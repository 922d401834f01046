"""Asks a WSGI application as a server would, so that tests see exactly what leaves it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from unittest.mock import patch
from urllib.parse import unquote_to_bytes
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass
class Reply:
    """What came back; header names are lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


def ask(
    application: Callable[..., Iterable[bytes]],
    target: str,
    method: str = "GET",
    body: bytes = b"",
    **variables: str,
) -> Reply:
    """Send one request; variables are WSGI's, for example HTTP_ACCEPT_ENCODING="br"."""
    path, _, query = target.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "HTTP_HOST": "localhost",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
    } | variables
    setup_testing_defaults(environ)
    started: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], _error: Any = None) -> Any:
        started.append((status, headers))
        return lambda data: None

    # Django would take the transaction around a test for one that somebody forgot.
    with patch.object(BaseDatabaseWrapper, "close_if_unusable_or_obsolete"):
        answer = validator(application)(environ, start_response)
        try:
            content = b"".join(answer)
        finally:
            answer.close()  # type: ignore[attr-defined]
    status, headers = started[0]
    return Reply(int(status.split()[0]), {name.lower(): value for name, value in headers}, content)
