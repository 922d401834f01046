"""What a person writes to us is nowhere but in their message, whatever happens on the way."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from clinic_site import worker
from contact.intake import throttle
from contact.models import Inquiry, Status
from tests.contact.desk import INBOX, page_of, save
from tests.contact.mail_server import MailServer
from tests.contact.visitor import Visitor, is_thanked

FIELDS = {
    "name": "Canaryname Canarysurname",
    "reply_by": "email",
    "email": "canarymail@example.org",
    "phone": "(202) 555-0199",
    "message": "canarymessage I want to die",
}
CANARIES = ("canary", "555-0199", "5550199")


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_SECONDS_BETWEEN_MAILS", 0)


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Everything any part of the site logs."""
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django").propagate = True
    yield caplog
    logging.getLogger("django").propagate = False


def sings(text: str) -> list[str]:
    """The canaries in it."""
    return [canary for canary in CANARIES if canary in text.lower()]


def heard_in(logged: pytest.LogCaptureFixture) -> list[str]:
    """Lines of the log with a canary."""
    lines = [f"{record.getMessage()} {record.exc_text}" for record in ours(logged)]
    return [line for line in lines if sings(line)]


def ours(logged: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    """Without what the test's own mail server says, and statements, which only DEBUG logs."""
    others = ("mail.log", "django.db.backends", "asyncio")
    return [record for record in logged.records if record.name not in others]


def every_table() -> str:
    """All rows of all tables as the database holds them."""
    text = ""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            text += f"{table} {cursor.fetchall()}\n"
    return text


def test_no_path_of_a_message_leaves_a_trace_elsewhere(
    visitor: Visitor, mail_server: MailServer, logged: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = []
    visitor.send(**FIELDS | {"email": "canarymail@"})
    visitor.send(**FIELDS | {"form_token": "x"})
    with monkeypatch.context() as patch:
        patch.setattr(throttle, "count", fail_with(throttle.TooManyError()))
        assert visitor.send(**FIELDS).status_code == 429
        patch.setattr(throttle, "count", fail_with(OperationalError("canarymessage is locked")))
        assert visitor.send(**FIELDS).status_code == 503
    assert is_thanked(visitor.have_form_open().send(**FIELDS))
    places.append(visitor.page["Location"])
    thanks = visitor.follow().content.decode()
    assert "988" in thanks
    call_command("deliver", once=True)
    inquiry = Inquiry.objects.get()
    root = Client()
    root.force_login(User.objects.create_superuser("root"))
    assert "Canaryname" in root.get(page_of(inquiry)).content.decode()
    answers = [
        root.post(f"{INBOX}find/", {"words": "canarymail@example.org"}),
        root.post(f"{INBOX}find/", {"words": "(202) 555-0199"}),
        save(root, inquiry, status="waiting", note="canarynote"),
        root.post(INBOX, {"action": "mark_done", "_selected_action": [inquiry.pk]}),
    ]
    places += [answer["Location"] for answer in answers]
    for mail in mail_server.taken:
        if mail["To"] != "canarymail@example.org":
            places.append(mail.as_string())
        assert "canarymessage" not in mail.as_string()
        places.append(str(mail["Subject"]) + str(mail["From"]) + str(mail["Message-ID"]))
    assert len(mail_server.taken) == 2
    places += [thanks, every_table()]
    assert [place for place in places if sings(place)] == []
    assert heard_in(logged) == []


def test_a_deleted_message_leaves_its_reference_only(
    visitor: Visitor, mail_server: MailServer
) -> None:
    visitor.send(**FIELDS)
    inquiry = Inquiry.objects.get()
    root = Client()
    root.force_login(User.objects.create_superuser("root"))
    # An open crisis is not deleted before someone says what happened.
    Inquiry.objects.update(status=Status.DONE, closed_at=timezone.now())
    root.post(f"{INBOX}{inquiry.pk}/delete/", {"post": "yes"})
    assert not Inquiry.objects.exists()
    remains = every_table()
    assert inquiry.email_index not in remains
    assert inquiry.phone_index not in remains or not inquiry.phone_index
    assert sings(remains) == []
    assert inquiry.reference in remains


@pytest.mark.parametrize("end", ["\n", "\r\n", "\x1b[2J", "\u2028", "\x85"])
def test_nobody_forges_a_line_of_the_log(
    visitor: Visitor, mail_server: MailServer, logged: Any, end: str
) -> None:
    forged = f"Rob{end}2026-11-23 ERROR forged line"
    visitor.send(**FIELDS | {"name": forged, "message": forged})
    visitor.client.get(f"/questions/?q={forged}", headers={"user-agent": "x"})
    visitor.client.get("/nothing/", headers={"referer": f"https://x.example/{end}forged line"})
    call_command("deliver", once=True)
    for record in ours(logged):
        assert "forged line" not in record.getMessage()
        assert record.getMessage().isprintable()


def fail_with(error: Exception) -> Any:
    """A function that always does."""

    def fail(*_: Any, **__: Any) -> None:
        raise error

    return fail
