"""The clock of the server is set back: mail still goes, and no one is told that all is well."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from clinic_site import worker
from clinic_site.worker import Worker
from contact.intake.receiving import queue_mails
from contact.models import LEASE, Delivery, Heartbeat, Inquiry, wait_after
from contact.outbox.backlog import backlog
from contact.outbox.leasing import lease
from tests.contact.mail_server import MailServer

Make = Callable[..., Inquiry]

SET_BACK = [
    *(timedelta(minutes=1), timedelta(minutes=4), timedelta(minutes=10), timedelta(minutes=30)),
    *(timedelta(hours=1), timedelta(hours=2), timedelta(hours=5), timedelta(days=1)),
]
#: By how much the clocks of two machines may differ, and a little more.
A_LITTLE = timedelta(minutes=6)


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests do not wait between mails."""
    monkeypatch.setattr(worker, "_SECONDS_BETWEEN_MAILS", 0)


def deliver_at(*moved: timedelta) -> None:
    """What the worker does when the clock shows each of these times."""
    for one in moved:
        with time_machine.travel(timezone.now() + one):
            call_command("deliver", once=True)


@pytest.mark.parametrize("back", SET_BACK)
def test_mail_that_nobody_put_off_goes_at_once(
    mail_server: MailServer, make_inquiry: Make, back: timedelta
) -> None:
    queue_mails(make_inquiry())
    deliver_at(-back)
    assert len(mail_server.taken) == 1


@pytest.mark.parametrize("back", SET_BACK)
def test_mail_of_a_worker_that_died_goes_within_minutes(
    mail_server: MailServer, make_inquiry: Make, back: timedelta
) -> None:
    queue_mails(make_inquiry())
    lease("died")
    deliver_at(-back, -back + LEASE + A_LITTLE)
    assert len(mail_server.taken) == 1


@pytest.mark.parametrize("back", SET_BACK)
@pytest.mark.parametrize("tries", [0, 1, 3, 5, 9])
def test_mail_that_was_put_off_waits_hardly_longer_than_it_would(
    mail_server: MailServer, make_inquiry: Make, tries: int, back: timedelta
) -> None:
    queue_mails(make_inquiry())
    wait = wait_after(tries)
    Delivery.objects.update(attempts=tries, next_try_at=timezone.now() + wait)
    deliver_at(-back, -back + max(wait, timedelta(minutes=5)) + A_LITTLE)
    assert len(mail_server.taken) == 1


def test_mail_that_was_put_off_a_moment_ago_is_not_hurried(
    mail_server: MailServer, make_inquiry: Make
) -> None:
    queue_mails(make_inquiry())
    for tries in range(10):
        Delivery.objects.update(attempts=tries, next_try_at=timezone.now() + wait_after(tries))
        deliver_at(timedelta(seconds=-2))
        assert mail_server.taken == []


@pytest.mark.parametrize("back", SET_BACK)
def test_health_takes_no_sign_of_life_from_the_future(
    client: Client, db: None, back: timedelta
) -> None:
    Heartbeat.objects.create(pk=1, at=timezone.now())
    assert client.get("/healthz").status_code == 200
    with time_machine.travel(timezone.now() - back):
        reply = client.get("/healthz")
        assert reply.json()["problems"] == ["the mail worker does not run"]
        # One that runs says so with its next beat.
        Worker().turn()
        assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("back", SET_BACK)
def test_health_counts_from_now_how_long_mail_of_a_later_time_waits(
    client: Client, no_mail_server: None, make_inquiry: Make, back: timedelta
) -> None:
    queue_mails(make_inquiry())
    now = timezone.now() - back
    with time_machine.travel(now, tick=False):
        assert backlog().oldest == timedelta()
        Worker().turn()
    with time_machine.travel(now + timedelta(minutes=16), tick=False):
        Worker().turn()
        reply = client.get("/healthz")
    assert reply.status_code == 503
    assert reply.json()["problems"] == ["mail has been waiting for too long"]
    assert reply.json()["mail"]["oldest_seconds"] > 0


def test_receipts_of_a_later_time_say_nothing_of_today(client: Client, make_inquiry: Make) -> None:
    later = timezone.now() + timedelta(hours=5)
    for number in range(6):
        inquiry = make_inquiry(reply_by="email", email=f"p{number}@example.org")
        refused = {"refusals": 1, "refused_since": later, "attempts": 1}
        Delivery.objects.create(inquiry=inquiry, kind="receipt", created_at=later, **refused)
    assert not backlog().receipts_fail
