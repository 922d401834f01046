"""Nothing that a visitor sent reaches a log, however broken it came."""

from __future__ import annotations

import socket
import time

import pytest

from tests.storm.site import Site

pytestmark = pytest.mark.faults

CANARY = "canary"
_BEGIN = "POST /contact/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
#: What some programs send, by what is wrong with it.
BROKEN = {
    "a chunk without size": f"{_BEGIN}Transfer-Encoding: chunked\r\n\r\nmessage={CANARY}\r\n",
    "a chunk too long": (
        f"{_BEGIN}Transfer-Encoding: chunked\r\n\r\n2\r\nx={CANARY}&name={CANARY}\r\n0\r\n\r\n"
    ),
    "an odd chunk extension": (
        f"{_BEGIN}Transfer-Encoding: chunked\r\n\r\n2;\x01{CANARY}={CANARY}\r\nab\r\n0\r\n\r\n"
    ),
    "an odd first line": f"{CANARY} {CANARY}\r\n\r\n",
    "an odd version": f"GET /questions/?q={CANARY} HTTP/{CANARY}\r\n\r\n",
    "an odd header": f"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n{CANARY}\x01: {CANARY}\r\n\r\n",
    "an odd coding": f"{_BEGIN}Transfer-Encoding: {CANARY}\r\n\r\n{CANARY}",
    "an endless first line": f"GET /?q={CANARY * 2000} HTTP/1.1\r\n\r\n",
}


def send(site: Site, sent: str) -> bytes:
    """What is answered to these bytes; waits until the site has started."""
    until = time.monotonic() + 60
    while True:
        try:
            with socket.create_connection(("127.0.0.1", site.web_port), timeout=20) as line:
                line.sendall(sent.encode("latin-1"))
                return line.recv(65536)
        except ConnectionRefusedError:
            assert time.monotonic() < until
            time.sleep(0.1)


def test_what_cannot_be_read_is_refused_and_quoted_in_no_log(site: Site) -> None:
    site.start_web()
    answers = {name: send(site, sent).split(b"\r\n")[0] for name, sent in BROKEN.items()}
    assert all(b" 4" in answer or b" 501" in answer for answer in answers.values()), answers
    log = (site.folder / "web.log").read_text()
    assert log.count("A broken request was refused: ") >= len(BROKEN) - 1
    assert CANARY not in log.lower()
    assert "127.0.0.1" not in log.split("Booting worker", 1)[1]
