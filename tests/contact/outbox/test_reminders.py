"""Staff hear each working morning of replies that are late, once, and nothing about patients."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.management import call_command
from pytest_django import Settings

from clinic_site import worker
from contact.models import Delivery, Inquiry
from contact.outbox.reminders import queue_overdue
from pages.clinic.models import Clinic
from tests.contact.clock import new_york
from tests.contact.mail_server import MailServer
from tests.profile import closed, open_place

Make = Callable[..., Inquiry]
DANA, LUIS = "dana@clinic.example", "luis@clinic.example"
#: A Monday, and the Friday before.
MONDAY, FRIDAY = (11, 23), (11, 20)

pytestmark = pytest.mark.usefixtures("weekdays")


@pytest.fixture(autouse=True)
def two_on_staff(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.INQUIRY_EMAILS = [DANA, LUIS]
    monkeypatch.setattr(worker, "_SECONDS_BETWEEN_MAILS", 0)


@pytest.fixture
def late(make_inquiry: Make) -> Inquiry:
    """Nobody replied by Friday 5 pm."""
    luis = User.objects.create_user("luis", first_name="Luis", is_staff=True)
    return make_inquiry(
        reference="BS-3H8P", reply_by="call", due_at=new_york(*FRIDAY, 17), assigned_to=luis
    )


def work_at(now: datetime) -> None:
    """The worker looks at this time."""
    with time_machine.travel(now):
        call_command("deliver", once=True)


def queue_at(now: datetime) -> None:
    """Another worker looks at the same time."""
    with time_machine.travel(now):
        queue_overdue(now)


def test_at_nine_each_colleague_is_told_what_is_late(
    late: Inquiry, make_inquiry: Make, mail_server: MailServer
) -> None:
    make_inquiry(reference="BS-9TQ2", due_at=new_york(*FRIDAY, 16), name="Anastasia", crisis=True)
    work_at(new_york(*MONDAY, 8, 59))
    assert mail_server.taken == []
    work_at(new_york(*MONDAY, 9))
    assert sorted(mail_server.recipients) == [[DANA], [LUIS]]
    mail = mail_server.to(DANA)[0]
    body = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert mail["Subject"] == "2 replies are overdue"
    assert "2 people are waiting past the time we promised." in body
    first, second = (line for line in body.splitlines() if line.startswith("BS-"))
    assert first == "BS-9TQ2  due now  text message  with no one yet  (open first)"
    assert second == "BS-3H8P  due Friday 5 pm  phone call  with Luis"
    assert "/staff/contact/inquiry/?status__exact=new" in body
    for hidden in ("Rob", "Anastasia", "555-0188", "ketamine"):
        assert hidden not in mail.as_string()


def test_one_mail_a_day_however_many_workers_look(late: Inquiry, mail_server: MailServer) -> None:
    for minute in (0, 1, 30):
        queue_at(new_york(*MONDAY, 9, minute))
        work_at(new_york(*MONDAY, 9, minute))
    work_at(new_york(*MONDAY, 16))
    assert len(mail_server.taken) == 2
    work_at(new_york(11, 24, 9, 5))
    assert len(mail_server.taken) == 4


@pytest.mark.parametrize("day", [(11, 21), (11, 22)])
def test_nobody_is_told_on_a_weekend(
    late: Inquiry, mail_server: MailServer, day: tuple[int, int]
) -> None:
    work_at(new_york(*day, 12))
    assert mail_server.taken == []


def test_nobody_is_told_on_a_closed_day(late: Inquiry, mail_server: MailServer) -> None:
    open_place(closed_days=closed("2026-11-23", "a holiday"))
    work_at(new_york(*MONDAY, 12))
    assert mail_server.taken == []


def test_a_clinic_without_hours_is_told_on_weekdays(
    late: Inquiry, mail_server: MailServer, weekdays: Clinic
) -> None:
    open_place(hours="")
    work_at(new_york(11, 22, 12))
    assert mail_server.taken == []
    work_at(new_york(*MONDAY, 12))
    assert len(mail_server.taken) == 2


def test_what_becomes_late_during_the_day_waits_for_the_next_morning(
    make_inquiry: Make, mail_server: MailServer
) -> None:
    make_inquiry(due_at=new_york(*MONDAY, 17))
    work_at(new_york(*MONDAY, 17, 30))
    assert mail_server.taken == []
    work_at(new_york(11, 24, 9))
    assert mail_server.taken[0]["Subject"] == "1 reply is overdue"


def test_a_reply_in_time_withdraws_the_mail(late: Inquiry, mail_server: MailServer) -> None:
    queue_at(new_york(*MONDAY, 9))
    late.status = "waiting"
    late.save()
    work_at(new_york(*MONDAY, 9, 1))
    assert mail_server.taken == []
    assert not Delivery.objects.exists()


def test_a_reminder_of_yesterday_is_not_sent_today(late: Inquiry, mail_server: MailServer) -> None:
    queue_at(new_york(*MONDAY, 9))
    work_at(new_york(11, 24, 8))
    assert mail_server.taken == []
    work_at(new_york(11, 24, 9) + timedelta(minutes=1))
    assert len(mail_server.taken) == 2
