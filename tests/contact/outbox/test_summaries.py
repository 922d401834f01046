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
from clinic_site.health import mail_problems
from clinic_site.worker import Worker
from contact.intake.receiving import queue_mails
from contact.models import Delivery, Inquiry
from contact.outbox import delivery, letters, summaries
from contact.outbox.backlog import backlog
from contact.outbox.delivery import Sender, show_alive
from tests.contact.mail_server import MailServer

Make = Callable[..., Inquiry]
DANA, LUIS = "dana@clinic.example", "luis@clinic.example"
HOUR = timedelta(hours=1)
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


def subjects(server: MailServer, address: str) -> list[str]:
    return [mail["Subject"] for mail in server.to(address)]


@pytest.fixture
def crisis(make_inquiry: Make) -> Callable[[], Inquiry]:
    """A message that may be about a crisis, with its mails."""

    def make() -> Inquiry:
        urgent = make_inquiry(crisis=True)
        queue_mails(urgent)
        return urgent

    return make


def test_a_crisis_is_told_by_itself_and_before_all_that_waits(
    flood: Any, crisis: Callable[[], Inquiry], mail_server: MailServer
) -> None:
    flood(20)
    first = crisis()
    work()
    assert first.reference in subjects(mail_server, DANA)[0]
    flood(20)
    second = crisis()
    work(1)
    for address in (DANA, LUIS):
        told_alone = [one for one in subjects(mail_server, address) if second.reference in one]
        assert len(told_alone) == 1
    assert second.reference in mail_server.taken[-1]["Subject"]


def test_receipts_of_a_flood_keep_no_mail_to_staff_waiting(
    make_inquiry: Make, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(12):
        email = f"p{number}@example.org"
        queue_mails(make_inquiry(reply_by="email", email=email))
    work()
    kinds = ["@clinic" in recipients[0] for recipients in mail_server.recipients]
    # Five alone and a summary to each of two, and only then all receipts.
    assert kinds == [True] * (2 * MOST + 2) + [False] * 12


def test_too_many_crises_come_first_in_a_summary(
    flood: Any, crisis: Callable[[], Inquiry], mail_server: MailServer
) -> None:
    for _ in range(MOST):
        crisis()
    flood(3)
    work()
    assert len(mail_server.to(DANA)) == MOST + 1
    flood(3)
    urgent = crisis()
    work(6)
    body = mail_server.to(DANA)[-1].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    first = next(line for line in body.splitlines() if line.startswith("BS-"))
    assert first.startswith(urgent.reference)
    assert first.endswith("(open first)")


def test_whoever_writes_in_a_flood_is_told_within_five_minutes(
    flood: Any, mail_server: MailServer
) -> None:
    """A message every twenty seconds, for a quarter of an hour, and a worker that always runs."""
    flood(MOST + 1)
    start = timezone.now()
    late: list[timedelta] = []
    came: dict[str, float] = {}
    for seconds in range(0, 900, 20):
        with time_machine.travel(start + timedelta(seconds=seconds), tick=False):
            came |= dict.fromkeys(flood(1), seconds)
            call_command("deliver", once=True)
            waiting = came.keys() - told(mail_server, DANA)
            late += [timedelta(seconds=seconds - came[one]) for one in waiting]
            assert not list(mail_problems(backlog())), seconds
    assert max(late) <= timedelta(minutes=5)
    assert len(mail_server.to(DANA)) <= MOST + 4


def test_what_a_summary_has_no_room_for_is_told_by_another_at_once(
    flood: Any, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(summaries, "MOST_ROWS", 10)
    references = flood(MOST + 25)
    for minutes in (0, 0.5, 1):
        work(minutes)
    assert told(mail_server, DANA) == references
    last = [subject.split()[0] for subject in subjects(mail_server, DANA)[-3:]]
    assert last == ["10", "10", "5"]


def test_what_a_summary_was_given_while_it_went_out_is_told_by_the_next(
    flood: Any, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    references = flood(MOST + 5)
    write = letters.mail_for

    def write_and_give(one: Delivery) -> Any:
        mail = write(one)
        if one.kind == "summary":
            references.update(flood(1))
            Delivery.objects.filter(
                kind="staff", recipient=one.recipient, told_by=None, state="waiting"
            ).update(told_by=one)
        return mail

    with monkeypatch.context() as patch:
        patch.setattr(delivery, "mail_for", write_and_give)
        work()
    work(6)
    assert told(mail_server, DANA) == told(mail_server, LUIS) == references


def test_a_queue_that_moves_is_no_trouble_and_one_that_stands_is(
    flood: Any, mail_server: MailServer
) -> None:
    flood(4)
    with time_machine.travel(timezone.now() + timedelta(minutes=12), tick=False):
        waits = ["mail has been waiting for too long"]
        show_alive(timezone.now())
        assert list(mail_problems(backlog())) == waits
        Sender().send_next()
        assert list(mail_problems(backlog())) == []
    with time_machine.travel(timezone.now() + timedelta(minutes=14), tick=False):
        show_alive(timezone.now())
        assert list(mail_problems(backlog())) == waits
    with time_machine.travel(timezone.now() + timedelta(minutes=31), tick=False):
        show_alive(timezone.now())
        Sender().send_next()
        assert list(mail_problems(backlog())) == waits


def test_a_mail_that_was_refused_is_trouble_while_others_go_out(
    flood: Any, mail_server: MailServer
) -> None:
    mail_server.answers[DANA] = "451 try later"
    flood(1)
    work()
    flood(3)
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        show_alive(timezone.now())
        Delivery.objects.filter(attempts=1).update(next_try_at=timezone.now() + HOUR)
        Sender().send_next()
        Sender().send_next()
        assert list(mail_problems(backlog())) == ["mail has been waiting for too long"]


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
            lambda one, stop: die() if one.kind == "summary" else real(one, stop),
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
    one = Delivery.objects.filter(recipient=DANA)[0]
    summaries.sum_up(one, now)
    summaries.sum_up(one, now)
    assert Delivery.objects.filter(kind="summary", recipient=DANA).count() == 1
    assert Delivery.objects.filter(recipient=DANA, told_by__isnull=False).count() == 10
