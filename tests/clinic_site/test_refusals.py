"""Whatever cannot be read gets our page with our headers, and no log says what it was."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from clinic_site import refusals
from tests.clinic_site.wire import send, status
from tests.storm.site import Site, running

CANARY = "canary"
FORM = "POST /contact/ HTTP/1.1"
#: The first line, and the headers.
UNREADABLE = {
    "an encoding that nobody has": (FORM, "Content-Type: text/plain; charset*=canary''%e4"),
    "a boundary in such an encoding": (FORM, "Content-Type: multipart/form-data; boundary*=x''%e4"),
    "half an extended value": (FORM, "Content-Type: text/plain; charset*=utf-8'"),
    "a path that is no text": (f"GET /\xe4\xff?q={CANARY} HTTP/1.1",),
    "an odd version": (f"GET /?q={CANARY} HTTP/{CANARY}",),
    "an odd header": (f"GET /?q={CANARY} HTTP/1.1", f"{CANARY}\x01: x"),
    "an odd method": (f"{CANARY}() /?q={CANARY} HTTP/1.1",),
    "an endless first line": (f"GET /?q={CANARY * 2000} HTTP/1.1",),
    "an endless header": ("GET / HTTP/1.1", f"X: {CANARY * 20000}"),
    "an odd coding": (f"POST /contact/?q={CANARY} HTTP/1.1", f"Transfer-Encoding: {CANARY}"),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running(tmp_path_factory.mktemp("refusals"), mail_workers=0) as site:
        yield site


@pytest.mark.parametrize("lines", UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_gets_our_page_with_our_headers(
    site: Site, lines: tuple[str, ...]
) -> None:
    start, *headers = lines
    answer = send(site, "Host: localhost", *headers, start=start)
    head, _, body = answer.decode().partition("\r\n\r\n")
    assert 400 <= status(answer) < 500 or (status(answer), "Transfer" in headers[0]) == (501, True)
    assert "BrainStim" in body
    assert CANARY not in body.lower()
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"):
        assert f"{name}: " in head
    assert "no-store" in head


def test_no_log_says_what_could_not_be_read(site: Site) -> None:
    for start, *headers in UNREADABLE.values():
        send(site, "Host: localhost", *headers, start=start)
    log = (site.folder / "web.log").read_text().lower()
    assert CANARY not in log
    assert log.count("a broken request was refused") >= 5


@pytest.mark.django_db
def test_the_headers_are_those_of_any_page_of_ours(client: Client) -> None:
    """But for those that belong to one page."""
    ours = {*client.get("/nothing-here/").headers} - {"Vary", "Content-Language"}
    assert ours <= {*refusals.refusal(400).headers}


def test_an_error_of_ours_is_a_500_and_says_whom_to_call() -> None:
    page = refusals.refusal(500)
    assert page.status_code == 500
    assert b"988" in page.content
