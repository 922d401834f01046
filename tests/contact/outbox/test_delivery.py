"""Every mail is sent, whatever the mail server does, and the worker may die at any moment."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from django.conf import settings as site
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone
from pytest_django import Settings

from clinic_site import worker
from clinic_site.worker import Worker
from contact.intake.receiving import queue_mails
from contact.models import Delivery, Inquiry
from contact.outbox import delivery
from contact.outbox.backlog import backlog
from contact.outbox.leasing import lease
from tests.contact.mail_server import MailServer
from tests.contact.trouble import at_once
from tests.contact.visitor import BY_EMAIL, Visitor

DANA, LUIS = "dana@clinic.example", "luis@clinic.example"


@pytest.fixture(autouse=True)
def two_on_staff(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two colleagues get mail, and the tests do not wait between mails."""
    settings.INQUIRY_EMAILS = [DANA, LUIS]
    monkeypatch.setattr(worker, "_SECONDS_BETWEEN_MAILS", 0)


def deliver(*, in_future: timedelta = timedelta()) -> None:
    """What the worker does when it looks, now or later."""
    with time_machine.travel(timezone.now() + in_future):
        call_command("deliver", once=True)


def states() -> dict[str, str]:
    """What became of the mail to each recipient."""
    return dict(Delivery.objects.values_list("recipient", "state"))


def test_staff_and_patient_each_get_their_mail_once(
    visitor: Visitor, mail_server: MailServer
) -> None:
    visitor.send(**BY_EMAIL)
    deliver()
    deliver()
    assert sorted(mail_server.recipients) == [["ana@example.org"], [DANA], [LUIS]]
    assert set(states().values()) == {"sent"}
    assert backlog().waiting == 0


def test_a_refused_colleague_does_not_cost_the_other_the_mail(
    visitor: Visitor, mail_server: MailServer
) -> None:
    mail_server.answers[DANA] = "550 no such user"
    visitor.send(**BY_EMAIL)
    deliver()
    assert states() == {DANA: "waiting", LUIS: "sent", "": "sent"}


def test_a_refusal_is_final_only_after_a_day_and_five_tries(
    visitor: Visitor, mail_server: MailServer
) -> None:
    mail_server.answers[DANA] = f"550 {DANA} is unknown"
    visitor.send(**BY_EMAIL)
    for hours in range(24):
        deliver(in_future=timedelta(hours=hours * 1.01))
        assert states()[DANA] == "waiting"
    deliver(in_future=timedelta(hours=25))
    failed = Delivery.objects.get(recipient=DANA)
    assert (failed.state, failed.last_error) == ("failed", "SMTPRecipientsRefused 550")
    assert failed.refusals >= 5
    assert backlog().failed == 1
    mail_server.answers.clear()
    assert Delivery.objects.filter(pk=failed.pk).try_again() == 1
    deliver(in_future=timedelta(hours=25))
    assert states()[DANA] == "sent"


def test_a_day_of_silence_between_two_refusals_is_not_final(
    visitor: Visitor, mail_server: MailServer
) -> None:
    mail_server.answers[DANA] = "550 no"
    visitor.send(**BY_EMAIL)
    deliver()
    deliver(in_future=timedelta(hours=30))
    assert states()[DANA] == "waiting"


def test_a_mail_put_off_by_greylisting_goes_a_little_later(
    visitor: Visitor, mail_server: MailServer
) -> None:
    mail_server.answers[DANA] = "451 try again"
    visitor.send(**BY_EMAIL)
    deliver()
    mail_server.answers.clear()
    deliver(in_future=timedelta(seconds=50))
    assert states()[DANA] == "waiting"
    deliver(in_future=timedelta(seconds=70))
    assert states()[DANA] == "sent"


def test_the_pause_grows_to_an_hour_and_no_further(
    visitor: Visitor, mail_server: MailServer
) -> None:
    mail_server.answers[DANA] = "451 try again"
    visitor.send(**BY_EMAIL)
    pauses = []
    now = timezone.now()
    for _ in range(9):
        deliver(in_future=now - timezone.now() + timedelta(seconds=1))
        next_try = Delivery.objects.get(recipient=DANA).next_try_at
        pauses.append(round((next_try - now).total_seconds() / 60))
        now = next_try
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_three_days_without_a_mail_server_lose_nothing(
    visitor: Visitor, no_mail_server: None, request: pytest.FixtureRequest
) -> None:
    visitor.send(**BY_EMAIL)
    visitor.have_form_open().send(**BY_EMAIL | {"message": "second"})
    for hour in range(0, 72, 12):
        deliver(in_future=timedelta(hours=hour))
    assert set(states().values()) == {"waiting"}
    assert "ConnectionRefusedError" in Delivery.objects.values_list("last_error", flat=True)
    server: MailServer = request.getfixturevalue("mail_server")
    deliver(in_future=timedelta(hours=72))
    told = [mail for mail in server.taken if "overdue" not in mail["Subject"]]
    assert len(told) == 6
    references = [mail["Subject"] for mail in server.to(DANA)]
    first, second = Inquiry.objects.order_by("pk")
    assert first.reference in references[0]
    assert second.reference in references[1]


def test_a_server_that_hangs_is_left_after_the_timeout(
    visitor: Visitor, mail_server: MailServer
) -> None:
    mail_server.hang = True
    visitor.send(**BY_EMAIL)
    start = time.monotonic()
    assert Worker().turn() is delivery.Outcome.NOT_SENT
    assert time.monotonic() - start < 2
    mail_server.hang = False
    deliver(in_future=timedelta(minutes=2))
    assert set(states().values()) == {"sent"}


def test_a_line_cut_after_the_mail_was_taken_sends_it_again_under_the_same_id(
    visitor: Visitor, mail_server: MailServer
) -> None:
    mail_server.cut_after_data = True
    visitor.send(**BY_EMAIL)
    Worker().turn()
    mail_server.cut_after_data = False
    deliver(in_future=timedelta(minutes=2))
    twice = [mail["Message-ID"] for mail in mail_server.to(DANA)]
    assert len(twice) == 2
    assert len(set(twice)) == 1


@pytest.mark.parametrize("answer", ["451 not now", "552 too big"])
def test_a_mail_refused_after_its_words_is_kept(
    visitor: Visitor, mail_server: MailServer, answer: str
) -> None:
    mail_server.answer_to_data = answer
    visitor.send(**BY_EMAIL)
    deliver()
    assert set(states().values()) == {"waiting"}
    assert mail_server.taken == []


def test_a_worker_that_died_holding_a_mail_delays_it_and_no_more(
    visitor: Visitor, mail_server: MailServer
) -> None:
    visitor.send(**BY_EMAIL)
    held = lease("a worker that dies now")
    assert held is not None
    deliver()
    assert states()[held.recipient] == "waiting"
    assert len(mail_server.taken) == 2
    deliver(in_future=timedelta(minutes=5))
    assert len(mail_server.taken) == 3
    assert set(states().values()) == {"sent"}


def test_a_slow_worker_marks_as_sent_what_it_sent_although_its_lease_ran_out(
    visitor: Visitor, mail_server: MailServer
) -> None:
    visitor.send(**BY_EMAIL)
    slow = lease("slow")
    assert slow is not None
    with time_machine.travel(timezone.now() + timedelta(minutes=10)):
        assert lease("quick") == slow
    delivery.attempt(slow)
    assert Delivery.objects.get(pk=slow.pk).state == "sent"


def test_a_failure_of_a_worker_that_lost_its_lease_changes_nothing(
    visitor: Visitor, no_mail_server: None
) -> None:
    visitor.send(**BY_EMAIL)
    slow = lease("slow")
    assert slow is not None
    with time_machine.travel(timezone.now() + timedelta(minutes=10)):
        lease("quick")
    delivery.attempt(slow)
    assert Delivery.objects.get(pk=slow.pk).lease_holder == "quick"


def test_a_clock_set_back_by_a_year_keeps_no_mail(
    visitor: Visitor, mail_server: MailServer
) -> None:
    visitor.send(**BY_EMAIL)
    lease("died before the clock was set back")
    deliver(in_future=timedelta(days=-365))
    assert len(mail_server.taken) == 3


def test_mails_of_a_held_message_go_when_it_is_released(
    visitor: Visitor, mail_server: MailServer
) -> None:
    visitor.send(**BY_EMAIL | {"leave_empty": "x"})
    deliver()
    assert mail_server.taken == []
    queue_mails(Inquiry.objects.get())
    queue_mails(Inquiry.objects.get())
    deliver()
    assert len(mail_server.taken) == 3


def test_a_database_in_trouble_does_not_end_the_worker(
    visitor: Visitor, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.send(**BY_EMAIL)
    busy, troubles = Worker(), [1, 1]
    monkeypatch.setattr(connection, "close", lambda: None)  # this test's own transaction
    monkeypatch.setattr(busy, "_pause", lambda _outcome: 0)

    def guarded(execute: Any, sql: str, *rest: Any) -> Any:
        if "contact_heartbeat" in sql and troubles:
            troubles.pop()
            raise OperationalError
        return execute(sql, *rest)

    turn = busy.turn

    def turn_until_idle() -> delivery.Outcome:
        outcome = turn()
        if outcome is delivery.Outcome.NOTHING_DUE:
            busy.stop.set()
        return outcome

    monkeypatch.setattr(busy, "turn", turn_until_idle)
    with connection.execute_wrapper(guarded):
        busy.run()
    assert len(mail_server.taken) == 3


def test_the_backlog_tells_age_and_sign_of_life_and_no_names(
    visitor: Visitor, no_mail_server: None
) -> None:
    assert backlog().oldest is None
    assert backlog().heartbeat is None
    visitor.send(**BY_EMAIL)
    deliver()
    with time_machine.travel(timezone.now() + timedelta(minutes=20)):
        late = backlog()
    assert late.oldest is not None
    assert timedelta(minutes=19) < late.oldest < timedelta(minutes=21)
    assert late.waiting == 3
    assert late.heartbeat is not None
    assert "@" not in str(late)


@pytest.mark.parametrize("answer", ["550 ana@example.org unknown", "451 ana@example.org later"])
def test_an_error_is_kept_without_anything_personal(
    visitor: Visitor, mail_server: MailServer, answer: str, caplog: pytest.LogCaptureFixture
) -> None:
    mail_server.answers["ana@example.org"] = answer
    visitor.send(**BY_EMAIL)
    deliver()
    receipt = Delivery.objects.get(kind="receipt")
    assert receipt.last_error == f"SMTPRecipientsRefused {answer[:3]}"
    assert "ana" not in caplog.text


def test_no_mail_leaves_in_clear_when_encryption_is_asked_for(
    visitor: Visitor, mail_server: MailServer, settings: Settings
) -> None:
    settings.EMAIL_USE_TLS = True
    visitor.send(**BY_EMAIL)
    deliver()
    assert mail_server.taken == []
    assert set(states().values()) == {"waiting"}


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_send_each_mail_once(
    mail_server: MailServer, make_inquiry: Callable[..., Inquiry]
) -> None:
    for _ in range(10):
        queue_mails(make_inquiry())
    at_once(*[lambda: call_command("deliver", once=True)] * 4)
    ids = [mail["Message-ID"] for mail in mail_server.taken]
    assert len(ids) == len(set(ids)) == 20


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
def test_the_worker_sends_what_comes_and_stops_when_told(
    mail_server: MailServer,
    make_inquiry: Callable[..., Inquiry],
    name: signal.Signals,
    tmp_path: Path,
) -> None:
    queue_mails(make_inquiry())
    worker = subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", _WORKER],
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": database_url(),
            "MAIL_PORT": str(site.EMAIL_PORT),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    wait_until(lambda: len(mail_server.taken) == 2)
    worker.send_signal(name)
    said, _ = worker.communicate(timeout=5)
    assert worker.returncode == 0, said
    assert "Rob" not in said
    assert set(states().values()) == {"sent"}


_WORKER = """
import os
from django.conf import settings
import django
django.setup()
settings.EMAIL_BACKEND = "contact.outbox.line.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(os.environ["MAIL_PORT"])
from django.core.management import call_command
call_command("deliver")
"""


def database_url() -> str:
    """The database this test runs on, for another process."""
    used = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{used['NAME']}"
    # The host may be the folder of a socket.
    quoted = {name: quote(str(used[name]), safe="") for name in ("USER", "PASSWORD", "HOST")}
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**used | quoted)


def wait_until(check: Callable[[], bool], seconds: float = 10) -> None:
    """Return as soon as it is true; fail if it does not become so."""
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end
        time.sleep(0.02)
