"""Someone who writes to the clinic, with a browser."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import time_machine
from django.test import Client
from django.utils import timezone

from contact.intake.token import FormToken
from tests.html import Answer, Page

URLENCODED = "application/x-www-form-urlencoded"
#: What most people would fill in.
BY_TEXT = {"name": "Rob", "reply_by": "text", "phone": "(202) 555-0188"}
BY_EMAIL = {"name": "Ana", "reply_by": "email", "email": "ana@example.org"}
#: To each question another answer than these.
OTHER_ANSWERS: dict[str, Any] = {
    "name": "Zoë",
    "reply_by": "call",
    "phone": "(202) 555-0177",
    "voicemail": True,
    "email": "zoe@example.org",
    "times": ["morning"],
    "about": "other",
    "message": "What does it cost?",
    "language": "es",
}

_addresses = itertools.count(1)
#: What stands in the form as everyone finds it: rendering it took half of the time of many tests.
_blank: dict[str, Any] = {}


class Visitor:
    """Someone with a browser of their own at an address of their own."""

    page: Answer

    def __init__(self, address: str = "", write: str = "/contact/") -> None:
        self.write = write
        self.client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        self.address = address or f"198.51.100.{next(_addresses) % 250}"
        #: What the servers between us add, as WSGI names it.
        self.server: dict[str, str] = {}
        self.fields: dict[str, Any] = {}

    def open_form(self, seconds_ago: float = 30) -> Visitor:
        """Open the form and look at it for a while."""
        with time_machine.travel(timezone.now() - timedelta(seconds=seconds_ago)):
            self.see(self.client.get(self.write, REMOTE_ADDR=self.address))
        return self

    def have_form_open(self, seconds_ago: float = 30) -> Visitor:
        """As if they had opened it, for who does not look at the page: it is rendered once only."""
        if not _blank:
            _blank.update(Visitor().open_form().fields)
        with time_machine.travel(timezone.now() - timedelta(seconds=seconds_ago)):
            self.fields = _blank | {"form_token": FormToken.new().value}
        return self

    def see(self, page: Answer) -> Answer:
        """The page in front of them; its form is what they send next."""
        self.page = page
        for form in Page(page.content.decode()).forms:
            if form.attributes.get("method") == "post":
                self.fields = form.fields
        return page

    def send(self, **typed: str | Sequence[str] | None) -> Answer:
        """Type into the form and press Send message; a value of None is taken out."""
        sent = {
            name: value for name, value in {**self.fields, **typed}.items() if value is not None
        }
        body = urlencode(sent, doseq=True)
        environ: dict[str, Any] = {"REMOTE_ADDR": self.address, **self.server}
        return self.see(self.client.post(self.write, body, content_type=URLENCODED, **environ))

    def follow(self) -> Answer:
        """Go where the answer leads."""
        return self.see(self.client.get(self.page["Location"]))


def is_thanked(page: Answer) -> bool:
    """The visitor was told that we have the message."""
    return page.status_code == 302 and page["Location"].startswith("/contact/thanks/?")
