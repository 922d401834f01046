"""What is asked of each server, and which yardsticks it is held beside."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from contact.intake.token import FASTEST
from tests.benchmarks.speed.serving import Reply, Visitor
from tests.html import Page

Ask = Callable[[Visitor], Reply]

KEPT = ("/", "/treatment/", "/questions/", "/es/")
#: A query that no page reads, and nobody's links carry: such a page is made each time.
_MADE_ANEW = "?made=anew"
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Case:
    """One kind of request, and how often in a row it is measured."""

    name: str
    #: Where the yardsticks keep the same answer.
    path: str
    ask: Ask
    times: int
    is_kept: bool = False


def cases(visitor: Visitor, reader: Visitor) -> list[Case]:
    """All of them, as this visitor asks; the reader opens the form, uncompressed."""
    kept = [Case(f"kept: {path}", path, _page(path), 300, is_kept=True) for path in KEPT]
    tag = next(value for name, value in visitor.ask("/treatment/").headers if name == "ETag")
    return [
        *kept,
        Case("kept, not changed since", "/treatment/", _page("/treatment/", tag), 300),
        Case(
            "kept, with tracking", "/treatment/", _page("/treatment/?fbclid=1"), 300, is_kept=True
        ),
        Case("made: /treatment/", "/treatment/", _page(f"/treatment/{_MADE_ANEW}"), 30),
        Case("made: /questions/", "/questions/", _page(f"/questions/{_MADE_ANEW}"), 30),
        Case("the form", "/contact/", _page("/contact/"), 30),
        Case("a search", "/questions/search/", _page("/questions/search/?q=does+it+hurt"), 30),
        Case("a message sent", "/contact/", _message(reader), 20),
    ]


def _page(address: str, tag: str = "") -> Ask:
    headers = f"If-None-Match: {tag}\r\n" if tag else ""

    def ask(visitor: Visitor) -> Reply:
        reply = visitor.ask(address, headers)
        wanted = "304" if tag else "200"
        if not reply.status.startswith(wanted):
            raise RuntimeError(f"{address} answered {reply.status}")
        return reply

    return ask


def _message(reader: Visitor) -> Ask:
    """Someone else each time, from somewhere else; each must be thanked."""
    hidden = Page(reader.ask("/contact/").body.decode()).hidden
    time.sleep(FASTEST + 0.1)

    def ask(visitor: Visitor) -> Reply:
        number = next(_numbers)
        typed = {
            "name": f"Person {number}",
            "reply_by": "email",
            "email": f"p{number}@example.org",
            "message": f"How long does visit {number} take?",
            "language": "en",
        }
        network = f"X-Forwarded-For: 10.{number >> 8 & 255}.{number & 255}.1\r\n"
        reply = visitor.send("/contact/", urlencode(hidden | typed), network)
        if "/contact/thanks/" not in dict(reply.headers).get("Location", ""):
            raise RuntimeError(f"A message was answered {reply.status}")
        return reply

    return ask
