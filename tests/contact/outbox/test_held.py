"""Staff hear of held messages while there is time to keep what their senders were promised."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from clinic_site import worker
from contact.models import Delivery, Inquiry
from contact.outbox.reminders import queue_held
from tests.contact.clock import new_york
from tests.contact.desk import page_of
from tests.contact.mail_server import MailServer
from tests.contact.visitor import BY_EMAIL, Visitor, is_thanked
from tests.profile import closed, hours, open_place

Make = Callable[..., Inquiry]
DANA, LUIS = "dana@clinic.example", "luis@clinic.example"
#: A referral as doctors send them.
SIGNATURE = "Dr. Osei\nhttps://a.example\nhttps://b.example\nhttps://c.example"
MONDAY, TUESDAY = (11, 23), (11, 24)

pytestmark = pytest.mark.usefixtures("weekdays")


@pytest.fixture(autouse=True)
def two_on_staff(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.INQUIRY_EMAILS = [DANA, LUIS]
    monkeypatch.setattr(worker, "_SECONDS_BETWEEN_MAILS", 0)


def send_at(moment: datetime, message: str = SIGNATURE) -> Inquiry:
    """Someone writes what looks like advertising, at this time."""
    with time_machine.travel(moment):
        visitor = Visitor().have_form_open()
        assert is_thanked(visitor.send(**BY_EMAIL | {"message": message}))
    held = Inquiry.objects.latest("pk")
    assert held.status == "held"
    return held


def work_at(moment: datetime) -> None:
    """The worker looks at this time."""
    with time_machine.travel(moment):
        call_command("deliver", once=True)


def words_of(mail: Any) -> str:
    words: str = mail.get_body(("plain",)).get_content()
    return words


def test_each_colleague_is_told_on_the_morning_of_the_day_that_was_promised(
    mail_server: MailServer,
) -> None:
    held = send_at(new_york(*MONDAY, 12))
    assert held.due_at == new_york(*TUESDAY, 17)
    work_at(new_york(*MONDAY, 16))
    work_at(new_york(*TUESDAY, 8, 59))
    assert mail_server.taken == []
    work_at(new_york(*TUESDAY, 9))
    work_at(new_york(*TUESDAY, 13))
    assert sorted(mail_server.recipients) == [[DANA], [LUIS]]
    mail = mail_server.to(DANA)[0]
    assert mail["Subject"] == "1 held message needs a look today"
    assert f"{held.reference}  due Tuesday 5 pm  email  with no one yet" in words_of(mail)
    assert "/staff/contact/inquiry/?status__exact=held" in words_of(mail)
    for hidden in ("Ana", "ana@example.org", "Osei", "a.example"):
        assert hidden not in mail.as_string()


def test_what_came_before_the_clinic_opened_is_told_when_it_opens(mail_server: MailServer) -> None:
    open_place(hours=hours(0, opens="12:00", closes="20:00"))
    held = send_at(new_york(*MONDAY, 11))
    assert held.due_at == new_york(*MONDAY, 20)
    work_at(new_york(*MONDAY, 11, 59))
    assert mail_server.taken == []
    work_at(new_york(*MONDAY, 12))
    assert len(mail_server.taken) == 2


def test_what_falls_on_a_day_that_was_closed_since_is_told_before(mail_server: MailServer) -> None:
    send_at(new_york(*MONDAY, 12))
    open_place(closed_days=closed("2026-11-24", "snow"))
    work_at(new_york(*MONDAY, 13))
    assert len(mail_server.taken) == 2


def test_a_day_closed_at_the_weekend_is_told_at_the_weekend(mail_server: MailServer) -> None:
    """On Monday nobody is there to be told, and on Tuesday it would be too late."""
    held = send_at(new_york(11, 20, 12))
    assert held.due_at == new_york(*MONDAY, 17)
    work_at(new_york(11, 21, 12))
    assert mail_server.taken == []
    open_place(closed_days=closed("2026-11-23", "snow"))
    work_at(new_york(11, 22, 12))
    work_at(new_york(11, 22, 13))
    assert len(mail_server.taken) == 2


@pytest.mark.parametrize("status", ["new", "waiting", "done"])
def test_nobody_is_told_of_what_someone_looked_at(mail_server: MailServer, status: str) -> None:
    send_at(new_york(*MONDAY, 12))
    closed_at = new_york(*MONDAY, 13) if status == "done" else None
    Inquiry.objects.update(status=status, closed_at=closed_at)
    work_at(new_york(*TUESDAY, 9))
    assert not Delivery.objects.filter(kind="held").exists()


def test_what_was_released_meanwhile_is_not_told(mail_server: MailServer) -> None:
    send_at(new_york(*MONDAY, 12))
    with time_machine.travel(new_york(*TUESDAY, 9)):
        queue_held(new_york(*TUESDAY, 9))
        assert Delivery.objects.filter(kind="held").count() == 2
        Inquiry.objects.update(status="waiting")
    work_at(new_york(*TUESDAY, 9, 1))
    assert mail_server.taken == []


def test_a_mail_of_yesterday_is_not_sent_today(mail_server: MailServer) -> None:
    send_at(new_york(*MONDAY, 12))
    with time_machine.travel(new_york(*TUESDAY, 9)):
        queue_held(new_york(*TUESDAY, 9))
    work_at(new_york(11, 25, 8))
    assert mail_server.taken == []
    work_at(new_york(11, 25, 9))
    assert len(mail_server.taken) == 2


def test_after_a_day_without_mail_they_are_told_late_rather_than_never(
    mail_server: MailServer,
) -> None:
    send_at(new_york(*MONDAY, 12))
    work_at(new_york(11, 25, 9))
    assert mail_server.to(DANA)[0]["Subject"] == "1 held message needs a look today"


def test_a_clinic_without_hours_is_told_at_nine(mail_server: MailServer) -> None:
    open_place(hours="")
    send_at(new_york(*MONDAY, 12))
    work_at(new_york(*TUESDAY, 8, 59))
    assert mail_server.taken == []
    work_at(new_york(*TUESDAY, 9))
    assert len(mail_server.taken) == 2


def test_the_desk_sees_what_was_promised(desk: Client, dana: User) -> None:
    held = send_at(new_york(*MONDAY, 12))
    with time_machine.travel(new_york(*TUESDAY, 10)):
        desk.force_login(dana)
        assert "We promised a reply by <b>Today 5 pm</b>" in page_text(desk, held)
        today = desk.get("/staff/").content.decode()
        assert "1 of them was promised a reply by today" in today
    with time_machine.travel(new_york(*TUESDAY, 18)):
        desk.force_login(dana)
        assert 'We promised a reply by <b class="late">' in page_text(desk, held)
        assert Client().get("/healthz").json()["held_past_promise"] == 1


def page_text(desk: Client, held: Inquiry) -> str:
    return desk.get(page_of(held)).content.decode()
