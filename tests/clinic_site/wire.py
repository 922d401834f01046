"""The bytes that go to gunicorn and come back."""

import re
import socket

from tests.storm.site import Site


def send(site: Site, *lines: str, start: str = "GET / HTTP/1.1") -> bytes:
    """All that comes back for a request of these lines."""
    request = "\r\n".join([start, *lines, "Connection: close", "", ""]).encode("latin-1")
    with socket.create_connection(("127.0.0.1", site.web_port), timeout=20) as wire:
        wire.sendall(request)
        answer = b""
        while piece := wire.recv(65536):
            answer += piece
    return re.sub(rb"Date: [^\r]+\r\n", b"", answer)


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])
