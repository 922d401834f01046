"""While very many messages come in, staff get summaries, and still hear of each one."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from clinic_site import worker
from clinic_site.worker import Worker
from contact.intake.receiving import queue_mails
from contact.models import Delivery, Inquiry
from contact.outbox import delivery, summaries
from tests.contact.mail_server import MailServer

Make = Callable[..., Inquiry]
DANA, LUIS = "dana@clinic.example", "luis@clinic.example"
MOST = 5


@pytest.fixture(autouse=True)
def a_low_limit(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.INQUIRY_EMAILS = [DANA, LUIS]
    settings.STAFF_MAILS_PER_HOUR = MOST
    monkeypatch.setattr(worker, "_SECONDS_BETWEEN_MAILS", 0)


@pytest.fixture
def flood(make_inquiry: Make) -> Callable[[int], set[str]]:
    """So many messages, each with its mails; their references."""

    def make(many: int) -> set[str]:
        made = [make_inquiry() for _ in range(many)]
        for inquiry in made:
            queue_mails(inquiry)
        return {inquiry.reference for inquiry in made}

    return make


def work(minutes: float = 0) -> None:
    with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
        call_command("deliver", once=True)


def told(server: MailServer, address: str) -> set[str]:
    """Every reference this address heard of."""
    return set(re.findall(r"BS-T\d+", "".join(mail.as_string() for mail in server.to(address))))


def test_a_usual_day_has_no_summary(flood: Any, mail_server: MailServer) -> None:
    flood(MOST)
    work()
    assert len(mail_server.taken) == 2 * MOST
    assert not Delivery.objects.filter(kind="summary").exists()


def test_a_flood_is_told_in_few_mails_that_name_every_message(
    flood: Any, mail_server: MailServer
) -> None:
    references = flood(40)
    work()
    for address in (DANA, LUIS):
        assert told(mail_server, address) == references
        assert len(mail_server.to(address)) == MOST + 1
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}
    summary = mail_server.to(DANA)[-1]
    assert summary["Subject"] == "35 new messages"
    assert "Rob" not in summary.as_string()
    assert "555-0188" not in summary.as_string()


def test_an_hour_of_flood_makes_at_most_sixty_mails_with_what_ships(
    flood: Any, mail_server: MailServer, settings: Settings
) -> None:
    settings.STAFF_MAILS_PER_HOUR = 48
    references = flood(60)
    for minute in range(0, 60, 2):
        references |= flood(2)
        work(minute)
    assert len(mail_server.to(DANA)) <= 60
    work(70)
    assert told(mail_server, DANA) == references


def test_crisis_comes_first_in_a_summary(
    flood: Any, make_inquiry: Make, mail_server: MailServer
) -> None:
    flood(20)
    urgent = make_inquiry(crisis=True)
    queue_mails(urgent)
    work()
    body = mail_server.to(DANA)[-1].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    first = next(line for line in body.splitlines() if line.startswith("BS-"))
    assert first.startswith(urgent.reference)
    assert first.endswith("(open first)")


def test_a_worker_that_dies_with_a_summary_loses_nobody(
    flood: Any, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    references = flood(20)

    def die(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(
            delivery,
            "attempt",
            lambda one: die() if one.kind == "summary" else real(one),
        )
        with pytest.raises(KeyboardInterrupt):
            Worker().drain()
    assert told(mail_server, DANA) != references
    work(10)
    assert told(mail_server, DANA) == told(mail_server, LUIS) == references


real = delivery.attempt


def test_a_refused_summary_shows_at_each_message(flood: Any, mail_server: MailServer) -> None:
    flood(MOST)
    work()
    flood(3)
    mail_server.answers[DANA] = "550 no such user"
    for hours in range(0, 27, 2):
        work(60 * hours if hours > 23 else hours)
    for step in range(30):
        work(5 + step * 61)
    failed = Delivery.objects.failed().filter(recipient=DANA, kind="staff")
    assert failed.count() == 3
    mail_server.answers.clear()
    Delivery.objects.filter(kind="staff").try_again()
    work(60 * 40)
    assert Delivery.objects.waiting().filter(kind="staff").count() == 0


def test_two_workers_make_one_summary(flood: Any) -> None:
    flood(10)
    now = timezone.now()
    summaries.sum_up(DANA, now)
    summaries.sum_up(DANA, now)
    assert Delivery.objects.filter(kind="summary", recipient=DANA).count() == 1
    assert Delivery.objects.filter(recipient=DANA, told_by__isnull=False).count() == 10
