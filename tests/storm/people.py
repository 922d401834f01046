"""People who write to the clinic and press Send message until they are thanked."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode

from tests.html import Page

#: As contact.form_token: nobody is quicker than this, in seconds.
FASTEST = 3
_PATIENCE = 15
_PER_FORM = 25
#: In seconds. Longer than anyone would wait, so that a busy machine is no lost message.
_GIVES_UP = 180


@dataclass
class Told:
    """What one person was told, and how long each answer took in seconds."""

    thanked: bool = False
    seconds: list[float] = field(default_factory=list)
    lost_text: list[int] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)


@dataclass
class Form:
    """What a browser has in front of it."""

    fields: dict[str, str]


def name_of(number: int) -> str:
    """Each is someone else."""
    return f"Person {number}"


class Sender:
    """One of many at the same time; writes one message after the other."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.form: Form | None = None
        self.used = 0

    def write(self, number: int) -> Told:
        """Send message ``number`` until thanked; gives up after a while."""
        told = Told()
        until = time.monotonic() + _GIVES_UP
        form = None
        while not told.thanked and time.monotonic() < until:
            try:
                form = form or self._current_form()
                self._try(number, told, form)
            except (OSError, http.client.HTTPException):
                # No answer: the page of the browser says so, and what was typed is still there.
                time.sleep(0.2)
        return told

    def _try(self, number: int, told: Told, form: Form) -> None:
        typed = {
            "name": name_of(number),
            "reply_by": "email",
            "email": f"p{number}@example.org",
            "message": f"question {number} <of> theirs",
            "language": "en",
        }
        began = time.monotonic()
        status, place, body = self._ask("POST", number, urlencode(form.fields | typed))
        told.seconds.append(time.monotonic() - began)
        if status == 302 and place.startswith("/contact/thanks/"):
            told.thanked = True
            return
        if status not in (503, 502, 500, 429):
            told.odd.append(f"{status} {place}")
        if f"question {number} <of> theirs" not in unescape(body):
            told.lost_text.append(status)
        time.sleep(0.3)

    def _current_form(self) -> Form:
        if self.form is None or self.used >= _PER_FORM:
            _status, _place, body = self._ask("GET", 0)
            self.form, self.used = Form(Page(body).hidden), 0
            time.sleep(FASTEST + 0.1)
        self.used += 1
        return self.form

    def _ask(self, method: str, number: int, body: str = "") -> tuple[int, str, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        # Each person has an address of their own, as our proxy saw it.
        headers = {"X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}
        if body:
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request(method, "/contact/", body or None, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        return answer.status, answer.getheader("Location") or "", text


def crowd(
    port: int, messages: int, at_once: int, done: Callable[[int], None] = lambda _number: None
) -> dict[int, Told]:
    """So many messages, so many people at once; what each was told."""
    told: dict[int, Told] = {}
    numbers = iter(range(1, messages + 1))
    lock = threading.Lock()

    def work() -> None:
        person = Sender(port)
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            told[number] = person.write(number)
            done(number)

    threads = [threading.Thread(target=work) for _ in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told
