"""A visitor with a browser, and a mail server that behaves or misbehaves."""

from __future__ import annotations

import asyncio
import itertools
import logging
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default as modern
from html.parser import HTMLParser
from types import ModuleType
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.contrib.auth.models import Permission, User
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from contact.models import Inquiry
from pages.clinic.models import Clinic, OpenHours

WRITE = "/contact/"
INBOX = "/staff/contact/inquiry/"
URLENCODED = "application/x-www-form-urlencoded"
_addresses = itertools.count(1)


class Fields(HTMLParser):
    """What a browser would send for a form as it stands."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.values: dict[str, Any] = {}
        self._area = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "textarea":
            self._area, self.values[name] = name, ""
        if tag != "input" or not name:
            return
        if given.get("type") not in ("radio", "checkbox"):
            self.values[name] = given.get("value") or ""
        elif "checked" in given:
            value = given.get("value", "on")
            if given["type"] == "checkbox":
                self.values.setdefault(name, []).append(value)
            else:
                self.values[name] = value

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values[self._area] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""


class Visitor:
    """Someone with a browser of their own at an address of their own."""

    def __init__(self, address: str = "") -> None:
        self.client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        self.address = address or f"198.51.100.{next(_addresses) % 250}"
        self.fields: dict[str, Any] = {}
        self.page: Any = None

    def open_form(self, seconds_ago: float = 30) -> Visitor:
        """Open the form and look at it for a while."""
        with time_machine.travel(timezone.now() - timedelta(seconds=seconds_ago)):
            self.see(self.client.get(WRITE, REMOTE_ADDR=self.address))
        return self

    def see(self, page: Any) -> Any:
        """The page in front of them; its form is what they send next."""
        self.page = page
        if b"<form" in page.content:
            self.fields = Fields(page.content.decode()).values
        return page

    def send(self, *, server: dict[str, str] | None = None, **typed: Any) -> Any:
        """Type into the form and press Send message; a value of None is taken out."""
        sent = {name: value for name, value in (self.fields | typed).items() if value is not None}
        meta = {"REMOTE_ADDR": self.address} | (server or {})
        body = urlencode(sent, doseq=True)
        return self.see(self.client.post(WRITE, body, content_type=URLENCODED, **meta))

    def follow(self) -> Any:
        """Go where the answer leads."""
        return self.see(self.client.get(self.page["Location"]))


def is_thanked(page: Any) -> bool:
    """The visitor was told that we have the message."""
    return page.status_code == 302 and page["Location"].startswith("/contact/thanks/?")


@pytest.fixture
def visitor(db: Any) -> Visitor:
    """A visitor who has had the form open for half a minute."""
    return Visitor().open_form()


#: What most people would fill in.
BY_TEXT = {"name": "Rob", "reply_by": "text", "phone": "(202) 555-0188"}
BY_EMAIL = {"name": "Ana", "reply_by": "email", "email": "ana@example.org"}


@pytest.fixture
def weekdays(db: Any) -> Clinic:
    """The clinic is open from 9 to 5 on weekdays and has a telephone."""
    clinic = Clinic.objects.create(pk=1, phone="(202) 555-0142")
    for day in range(5):
        OpenHours.objects.create(clinic=clinic, day=day, opens=time(9), closes=time(17))
    return clinic


@dataclass
class MailServer:
    """A real mail server on this machine. ``answers`` says what it replies for a recipient."""

    answers: dict[str, str] = field(default_factory=dict)
    answer_to_data: str = "250 OK"
    hang: bool = False
    cut_after_data: bool = False
    taken: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.hang:
            await asyncio.sleep(1)
            return "451 too late"
        if self.answer_to_data.startswith("2"):
            self.taken.append(BytesParser(policy=modern).parsebytes(envelope.content))
            self.recipients.append(envelope.rcpt_tos)
        if self.cut_after_data:
            server.transport.abort()
        return self.answer_to_data

    def to(self, address: str) -> list[EmailMessage]:
        """What this address got."""
        pairs = zip(self.recipients, self.taken, strict=True)
        return [mail for recipients, mail in pairs if address in recipients]


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def no_mail_server(settings: Any) -> None:
    """The mail server is down."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    settings.EMAIL_TIMEOUT = 0.3


@pytest.fixture
def mail_server(no_mail_server: None, settings: Any) -> Iterator[MailServer]:
    """The mail server is up and takes everything, until told otherwise."""
    # It tells every command it gets, addresses included.
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)
    server = MailServer()
    controller = Controller(server, hostname="127.0.0.1", port=settings.EMAIL_PORT)
    controller.start()
    yield server
    controller.stop()


def new_york(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """A time in 2026 on the clinic's clock. November 23 is a Monday."""
    local = datetime(2026, month, day, hour, minute, tzinfo=timezone.get_default_timezone())
    return local.astimezone(UTC)


def asked_of_postgresql(
    monkeypatch: pytest.MonkeyPatch, module: ModuleType
) -> list[tuple[str, list[int]]]:
    """What this module asks of PostgreSQL, for a promise that SQLite keeps by itself."""
    asked: list[tuple[str, list[int]]] = []

    class Cursor:
        def execute(self, sql: str, values: list[int]) -> None:
            asked.append((sql, values))

    class PostgreSQL:
        vendor = "postgresql"

        def cursor(self) -> AbstractContextManager[Cursor]:
            return nullcontext(Cursor())

    monkeypatch.setattr(module, "connection", PostgreSQL())
    return asked


def at_once(*tasks: Callable[[], Any]) -> list[Any]:
    """Run them at the same time, each with a database connection of its own."""

    def run(task: Callable[[], Any]) -> Any:
        try:
            return task()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def everything_stored() -> list[Any]:
    """Every value of every table, as the database has it."""
    with connection.cursor() as cursor:
        values: list[Any] = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            values += cursor.fetchall()
    return values


# Staff at the inbox


@pytest.fixture
def dana(db: Any) -> User:
    """At the front desk: may see and change messages."""
    user = User.objects.create_user("dana", password="a long password", is_staff=True)
    names = ("view_inquiry", "change_inquiry")
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    return user


@pytest.fixture
def desk(dana: User) -> Client:
    """Her browser."""
    client = Client()
    client.force_login(dana)
    return client


def page_of(inquiry: Inquiry) -> str:
    return f"{INBOX}{inquiry.pk}/change/"


def save(desk: Client, inquiry: Inquiry, **values: str) -> Any:
    """Press Save on the page of a message."""
    form = {
        "status": inquiry.status,
        "assigned_to": "",
        "notes-TOTAL_FORMS": "1",
        "notes-INITIAL_FORMS": "0",
        "notes-0-text": "",
    }
    return desk.post(page_of(inquiry), form | values)
