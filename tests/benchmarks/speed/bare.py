"""A yardstick: returns bytes that were noted before, and does nothing else."""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

Answer = tuple[str, list[tuple[str, str]], bytes]


def _noted() -> dict[str, Answer]:
    """Answers by address, as the site sent them."""
    rows = json.loads(Path(os.environ["NOTED_ANSWERS"]).read_text())
    return {
        address: (status, [(name, value) for name, value in headers], bytes.fromhex(body))
        for address, status, headers, body in rows
    }


_ANSWERS = _noted()


def noted_answer(path: str) -> Answer:
    """Status, headers and body; raises KeyError for an address that was not noted."""
    return _ANSWERS[path]


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """The same status, headers and bytes as the site's for this address."""
    status, headers, body = noted_answer(environ["PATH_INFO"])
    start_response(status, headers)
    return [body]
