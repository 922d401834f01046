"""Of a body whose length nobody said, no more is read than its sender may have us keep."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore

from clinic_site.wsgi import application
from pages.pictures.upload import MOST_SENT
from tests.colleagues import Editor
from tests.wsgi import Reply, ask

ADD = "/staff/pages/picture/add/"
#: What anyone may send: a page of words.
WORDS = settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0


class Endless:
    """A body in chunks that never ends, and how much of it was read."""

    def __init__(self) -> None:
        self.taken = 0

    def read(self, size: int = -1) -> bytes:
        """As much as is asked for, as gunicorn gives it."""
        assert size >= 0, "A body without end was asked for whole."
        self.taken += size
        assert self.taken <= 2 * MOST_SENT, "It is read on and on."
        return bytes(size)

    def readline(self, size: int = -1) -> bytes:
        """It has no lines."""
        return self.read(size)

    def readlines(self, hint: int = -1) -> list[bytes]:
        """Likewise."""
        return [self.read(hint)]

    def __iter__(self) -> Iterator[bytes]:
        return iter([])


def send(path: str, body: Endless, cookie: str = "") -> Reply:
    variables: dict[str, Any] = {
        "CONTENT_LENGTH": "",
        "CONTENT_TYPE": "multipart/form-data; boundary=b",
        "HTTP_TRANSFER_ENCODING": "chunked",
        "HTTP_COOKIE": cookie,
        "wsgi.input": body,
        "wsgi.input_terminated": True,
    }
    return ask(application, path, "POST", **variables)


def signed_in(editor: Editor) -> str:
    """Her browser's cookie."""
    return f"{settings.SESSION_COOKIE_NAME}={editor.cookies[settings.SESSION_COOKIE_NAME].value}"


@pytest.mark.parametrize("path", ["/contact/", "/staff/pages/clinic/1/change/", ADD])
def test_of_a_stranger_no_more_is_read_than_a_page_of_words(db: None, path: str) -> None:
    body = Endless()
    assert send(path, body).status == 413
    assert body.taken == WORDS + 1


@pytest.mark.parametrize("key", ["", "x" * 32, "of nobody"])
def test_a_cookie_that_nobody_signed_in_with_is_a_strangers(db: None, key: str) -> None:
    if key == "of nobody":
        session = SessionStore()
        session.create()
        key = session.session_key or ""
    body = Endless()
    assert send(ADD, body, f"{settings.SESSION_COOKIE_NAME}={key}").status == 413
    assert body.taken == WORDS + 1


def test_of_a_colleague_no_more_is_read_than_a_picture_may_have(dana: Editor) -> None:
    body = Endless()
    assert send(ADD, body, signed_in(dana)).status == 413
    assert body.taken == MOST_SENT + 1


def test_a_colleague_gets_no_more_for_another_page(dana: Editor) -> None:
    body = Endless()
    assert send("/contact/", body, signed_in(dana)).status == 413
    assert body.taken == WORDS + 1
