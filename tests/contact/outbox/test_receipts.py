"""A receipt is no flood, says no more than is so, and what refuses it is told on its message."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from clinic_site import worker
from contact.intake.receiving import queue_mails
from contact.models import Delivery, Heartbeat, Inquiry
from contact.outbox.backlog import MANY_REFUSED, backlog
from contact.outbox.letters import mail_for
from tests.contact.desk import INBOX, page_of
from tests.contact.mail_server import MailServer
from tests.contact.visitor import BY_EMAIL, Visitor, is_thanked

Make = Callable[..., Inquiry]
STAFF = "front-desk@localhost"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_SECONDS_BETWEEN_MAILS", 0)


def deliver(*, in_future: timedelta = timedelta()) -> None:
    """What the worker does when it looks, now or later."""
    with time_machine.travel(timezone.now() + in_future):
        call_command("deliver", once=True)


def write(email: str, message: str = "") -> None:
    """Someone types this address into the form."""
    visitor = Visitor().have_form_open()
    assert is_thanked(visitor.send(**BY_EMAIL | {"email": email, "message": message}))


def receipts() -> int:
    return Delivery.objects.filter(kind="receipt").count()


def is_well(client: Client) -> bool:
    """What a monitor sees; the worker was there a moment ago."""
    Heartbeat.objects.update_or_create(pk=1, defaults={"at": timezone.now()})
    return client.get("/healthz").status_code == 200


# Few, and true


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_receipt_promises_no_silence_that_we_may_break(
    make_inquiry: Make, language: str
) -> None:
    queue_mails(make_inquiry(reply_by="email", email="a@example.org", page_language=language))
    mail = mail_for(Delivery.objects.get(kind="receipt"))
    assert mail is not None
    for words in (mail.body, str(mail.alternatives[0][0])):
        flat = " ".join(words.split())
        assert "not email you again" not in flat
        assert "no le enviaremos otro" not in flat.casefold()
        said = "One of us may still answer" if language == "en" else "alguien de nuestro equipo"
        assert said in flat


def test_every_mail_asks_programs_not_to_answer(
    visitor: Visitor, make_inquiry: Make, mail_server: MailServer, settings: Settings
) -> None:
    settings.STAFF_MAILS_PER_HOUR = 1
    past = timezone.now() - timedelta(days=30)
    make_inquiry(due_at=past)
    make_inquiry(due_at=past, status="held", held_reason="links")
    for number in range(3):
        write("ana@example.org", f"{number}")
    for hours in range(0, 8 * 24, 3):
        deliver(in_future=timedelta(hours=hours))
    kinds = set(Delivery.objects.values_list("kind", flat=True))
    assert kinds >= {"staff", "receipt", "overdue", "held", "summary"}
    for mail in mail_server.taken:
        assert mail["X-Auto-Response-Suppress"] == "All"
        assert mail["Auto-Submitted"] in ("auto-generated", "auto-replied")


# Refused


def test_a_refused_address_is_told_on_its_message_at_once_and_the_site_is_well(
    desk: Client, dana: User, mail_server: MailServer
) -> None:
    mail_server.answers["ana@example.org"] = "550 no such user"
    write("ana@example.org")
    deliver()
    inquiry = Inquiry.objects.get()
    page = desk.get(page_of(inquiry)).content.decode()
    assert "Their mail server refused our receipt" in page
    assert "SMTPRecipientsRefused 550" in page
    assert "their address was refused" in desk.get(INBOX).content.decode()
    for hours in (1, 12, 23, 26, 50):
        with time_machine.travel(timezone.now() + timedelta(hours=hours)):
            assert is_well(Client())
            call_command("deliver", once=True)
            desk.force_login(dana)
            assert b"Email needs a look" not in desk.get("/staff/").content
            assert b"mail server refused our receipt" in desk.get(page_of(inquiry)).content
    assert Delivery.objects.get(kind="receipt").state == "failed"


def test_a_receipt_that_arrived_after_all_leaves_no_mark(
    desk: Client, mail_server: MailServer
) -> None:
    mail_server.answers["ana@example.org"] = "550 not now"
    write("ana@example.org")
    deliver()
    mail_server.answers.clear()
    deliver(in_future=timedelta(minutes=5))
    assert b"refused" not in desk.get(page_of(Inquiry.objects.get())).content
    assert b"address was refused" not in desk.get(INBOX).content


def test_a_receipt_put_off_for_hours_is_no_alarm(client: Client, mail_server: MailServer) -> None:
    mail_server.answers["ana@example.org"] = "451 try again later"
    write("ana@example.org")
    deliver()
    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        assert is_well(client)


def test_mail_that_staff_do_not_get_is_an_alarm(client: Client, mail_server: MailServer) -> None:
    mail_server.answers[STAFF] = "550 no such user"
    write("ana@example.org")
    deliver()
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert not is_well(client)


def test_a_receipt_nobody_tried_to_send_is_an_alarm(
    client: Client, make_inquiry: Make, no_mail_server: None
) -> None:
    Delivery.objects.create(inquiry=make_inquiry(), kind="receipt")
    deliver()
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert not is_well(client)


def test_receipts_refused_to_everyone_are_our_trouble(
    client: Client, desk: Client, mail_server: MailServer
) -> None:
    for number in range(MANY_REFUSED):
        assert is_well(client)
        mail_server.answers[f"p{number}@example.org"] = "550 relaying denied"
        write(f"p{number}@example.org")
        deliver()
    assert not is_well(client)
    assert b"every receipt to patients is refused" in desk.get("/staff/").content
    write("taken@example.org")
    deliver()
    assert is_well(client)


def test_one_address_refused_again_and_again_is_still_one(
    client: Client, mail_server: MailServer, make_inquiry: Make
) -> None:
    for _ in range(MANY_REFUSED + 1):
        inquiry = make_inquiry(reply_by="email", email="ana@example.org")
        Delivery.objects.create(
            inquiry=inquiry, kind="receipt", refusals=1, refused_since=timezone.now(), attempts=1
        )
    assert not backlog().receipts_fail
    assert is_well(client)
