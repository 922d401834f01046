"""While nobody can write to SQLite, however many send, others still read."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection

from contact.intake.token import FormToken
from tests.contact.visitor import BY_TEXT, URLENCODED
from tests.storm.site import Site

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL has many writers"),
]

MANY = 30


@pytest.fixture
def served(site: Site) -> Site:
    """gunicorn as it ships, with forms that are ours as well."""
    site.secret = settings.SECRET_KEY
    site.start_web()
    site.wait_until_it_answers(60)
    return site


def ask(site: Site, number: int = 0, **typed: str) -> tuple[int, str, float]:
    """Look at the form, or send it: the answer, its words, and the seconds it took."""
    began = time.monotonic()
    headers = {"X-Forwarded-For": f"10.8.0.{number}", "Content-Type": URLENCODED}
    with closing(HTTPConnection("127.0.0.1", site.web_port, timeout=60)) as browser:
        body = urlencode(typed) if typed else None
        browser.request("POST" if typed else "GET", "/contact/", body, headers)
        answer = browser.getresponse()
        words = answer.read().decode()
    return answer.status, words, time.monotonic() - began


def send(site: Site, number: int) -> tuple[int, str, float]:
    """Someone who has had the form open for a while."""
    token = FormToken.new(already_waited=True).value
    typed = BY_TEXT | {"form_token": token, "message": f"question {number}"}
    return ask(site, number, **typed)


@contextmanager
def locked() -> Iterator[None]:
    """Another program has the right to write."""
    with closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=20)) as other:
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")
        yield
        other.rollback()


def test_thirty_who_send_keep_no_page_waiting(served: Site) -> None:
    assert ask(served)[0] == 200
    with locked(), ThreadPoolExecutor(MANY) as pool:
        sending = [pool.submit(send, served, number) for number in range(MANY)]
        # Most are told within a moment that it is not sent; a few wait for the lock to end. Without
        # places to wait in, all of them wait, and every page behind them.
        until = time.monotonic() + 6
        while sum(one.done() for one in sending) < MANY * 2 / 3:
            assert time.monotonic() < until, "All wait."
            time.sleep(0.05)
        status, _words, took = ask(served)
        assert (status, took < 2) == (200, True), took
        answers = [one.result() for one in sending]
    assert all(status == 503 for status, _words, _took in answers)
    assert all(f"question {number}" in words for number, (_s, words, _t) in enumerate(answers))
    assert max(took for _status, _words, took in answers) < 15
