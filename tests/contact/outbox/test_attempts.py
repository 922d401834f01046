"""What becomes of one mail after one answer of the mail server, to the second."""

import logging
import re
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.db import DatabaseError, connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from contact.intake.receiving import queue_mails
from contact.models import LEASE, Delivery, Heartbeat, Inquiry
from contact.outbox import delivery
from contact.outbox.backlog import backlog
from contact.outbox.delivery import Outcome, Sender, attempt, describe, show_alive
from contact.outbox.leasing import lease
from tests.contact.clock import new_york

NOON = new_york(11, 23, 12)
REFUSED = smtplib.SMTPRecipientsRefused({"dana@clinic.example": (550, b"no such user")})
LATER = smtplib.SMTPRecipientsRefused({"dana@clinic.example": (451, b"try later")})


@dataclass
class Server:
    """A mail server that says one thing."""

    on_open: Exception | None = None
    on_send: Exception | None = None
    on_close: Exception | None = None
    sent: list[EmailMessage] = field(default_factory=list)
    closed: int = 0

    def open(self) -> None:
        if self.on_open:
            raise self.on_open

    def send_messages(self, mails: list[EmailMessage]) -> None:
        if self.on_send:
            raise self.on_send
        self.sent += mails

    def close(self) -> None:
        self.closed += 1
        if self.on_close:
            raise self.on_close


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    """It takes everything until told otherwise."""
    server = Server()
    monkeypatch.setattr(delivery, "get_connection", lambda: server)
    return server


@pytest.fixture
def mail(make_inquiry: Callable[..., Inquiry]) -> Delivery:
    """One mail to one colleague, due at noon."""
    with time_machine.travel(NOON, tick=False):
        queue_mails(make_inquiry())
    return Delivery.objects.get()


def send(mail: Delivery, *, after: timedelta = timedelta()) -> Outcome:
    """Take it and send it, so long after noon."""
    with time_machine.travel(NOON + after, tick=False):
        taken = lease("this worker")
        assert taken == mail
        outcome = attempt(taken)
    mail.refresh_from_db()
    return outcome


def test_a_mail_that_was_taken_is_sent_and_free_of_its_troubles(
    mail: Delivery, server: Server
) -> None:
    Delivery.objects.update(
        attempts=3, refusals=2, refused_since=NOON, last_error="SMTPDataError 552"
    )
    assert send(mail) is Outcome.SENT
    assert [one.to for one in server.sent] == [["front-desk@localhost"]]
    assert (mail.state, mail.sent_at, mail.attempts, mail.last_error) == ("sent", NOON, 4, "")
    assert (mail.refusals, mail.refused_since) == (0, None)
    assert (mail.leased_until, mail.lease_holder) == (None, "")
    assert server.closed == 1


def test_a_server_that_cannot_be_reached_is_asked_again_after_a_minute(
    mail: Delivery, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    server.on_open = ConnectionRefusedError()
    assert send(mail) is Outcome.UNREACHABLE
    assert (mail.state, mail.attempts, mail.last_error) == ("waiting", 0, "ConnectionRefusedError")
    assert mail.next_try_at == NOON + timedelta(minutes=1)
    assert (mail.leased_until, mail.lease_holder, mail.refusals) == (None, "", 0)
    assert server.closed == 1
    assert "The mail server cannot be reached: ConnectionRefusedError" in caplog.messages


def test_a_connection_that_breaks_while_it_ends_changes_nothing(
    mail: Delivery, server: Server
) -> None:
    server.on_close = ConnectionResetError()
    assert send(mail) is Outcome.SENT
    assert mail.state == "sent"


@pytest.mark.parametrize(
    ("attempts", "minutes"), [(0, 1), (1, 2), (5, 32), (6, 60), (7, 60), (400, 60)]
)
def test_each_try_waits_twice_as_long_up_to_an_hour(
    mail: Delivery, server: Server, attempts: int, minutes: int
) -> None:
    Delivery.objects.update(attempts=attempts)
    server.on_send = LATER
    assert send(mail) is Outcome.NOT_SENT
    assert mail.attempts == attempts + 1
    assert mail.next_try_at == NOON + timedelta(minutes=minutes)
    assert (mail.refusals, mail.refused_since) == (0, None)


@pytest.mark.parametrize(
    ("refusals", "since", "state"),
    [
        (4, timedelta(hours=24), "failed"),
        (5, timedelta(hours=24), "failed"),
        (3, timedelta(hours=24), "waiting"),
        (4, timedelta(hours=23, minutes=59, seconds=59), "waiting"),
    ],
)
def test_the_fifth_refusal_is_the_last_one_a_day_after_the_first(
    mail: Delivery, server: Server, refusals: int, since: timedelta, state: str
) -> None:
    Delivery.objects.update(refusals=refusals, refused_since=NOON - since)
    server.on_send = REFUSED
    assert send(mail) is Outcome.NOT_SENT
    assert (mail.state, mail.refusals) == (state, refusals + 1)
    assert mail.refused_since == NOON - since
    assert (mail.leased_until, mail.lease_holder) == (None, "")


def test_the_first_refusal_begins_the_day(
    mail: Delivery, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    server.on_send = REFUSED
    send(mail)
    assert (mail.refusals, mail.refused_since) == (1, NOON)
    assert f"Mail {mail.pk} was not taken: SMTPRecipientsRefused 550" in caplog.messages


@pytest.mark.parametrize(
    ("error", "final", "told"),
    [
        (smtplib.SMTPRecipientsRefused({"a": (499, b"")}), False, "SMTPRecipientsRefused 499"),
        (smtplib.SMTPRecipientsRefused({"a": (500, b"")}), True, "SMTPRecipientsRefused 500"),
        (smtplib.SMTPRecipientsRefused({}), False, "SMTPRecipientsRefused"),
        (smtplib.SMTPDataError(552, b"too big"), True, "SMTPDataError 552"),
        (smtplib.SMTPDataError(452, b"full"), False, "SMTPDataError 452"),
        (smtplib.SMTPSenderRefused(550, b"", "a"), False, "SMTPSenderRefused 550"),
        (smtplib.SMTPNotSupportedError(), True, "SMTPNotSupportedError"),
        (smtplib.SMTPServerDisconnected(), False, "SMTPServerDisconnected"),
        (TimeoutError(), False, "TimeoutError"),
        (ValueError("ana@example.org"), True, "ValueError"),
        (type("E" * 90, (ValueError,), {})(), True, "E" * 80),
        (type("E" * 90, (smtplib.SMTPDataError,), {})(550, b""), True, "E" * 80),
    ],
)
def test_only_what_no_later_try_can_change_counts_as_refused(
    mail: Delivery, server: Server, error: Exception, final: bool, told: str
) -> None:
    server.on_send = error
    assert send(mail) is Outcome.NOT_SENT
    assert mail.refusals == (1 if final else 0)
    assert mail.last_error == describe(error) == told


def test_what_is_wrong_with_a_certificate_is_told_in_eighty_characters() -> None:
    error = ssl.SSLCertVerificationError()
    error.verify_message = "m" * 90
    assert describe(error) == "TLS: " + "m" * 75


def test_trouble_with_the_database_is_no_trouble_of_the_mail(
    mail: Delivery, server: Server
) -> None:
    server.on_send = DatabaseError()
    with pytest.raises(DatabaseError):
        send(mail)
    mail.refresh_from_db()
    assert (mail.attempts, mail.last_error, mail.lease_holder) == (0, "", "this worker")


def forget_trouble() -> int:
    """As a new connection would; this one holds the test's own transaction."""
    connection.set_rollback(False)
    return 1


def test_a_mail_that_was_sent_is_marked_as_soon_as_the_database_works_again(
    mail: Delivery,
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    waited: list[float] = []
    monkeypatch.setattr("contact.outbox.delivery.time.sleep", waited.append)
    closed: list[int] = []
    monkeypatch.setattr(connection, "close", lambda: closed.append(forget_trouble()))
    troubles = [1, 1]

    def guarded(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith("UPDATE") and "sent_at" in sql and troubles:
            troubles.pop()
            raise DatabaseError
        return execute(sql, *rest)

    with connection.execute_wrapper(guarded):
        assert send(mail) is Outcome.SENT
    assert mail.state == "sent"
    assert (waited, len(closed)) == ([0, 1, 2], 2)
    assert caplog.messages.count("A sent mail could not be marked: DatabaseError") == 2


def test_a_mail_that_was_sent_is_not_sent_again_by_the_worker_that_cannot_mark_it(
    mail: Delivery, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits a minute for the database, longer than any pause of it we have seen."""
    waited: list[float] = []
    monkeypatch.setattr("contact.outbox.delivery.time.sleep", waited.append)
    monkeypatch.setattr(connection, "close", forget_trouble)

    def refuse(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith("UPDATE") and "sent_at" in sql:
            raise DatabaseError
        return execute(sql, *rest)

    with connection.execute_wrapper(refuse):
        assert send(mail) is Outcome.SENT
    assert sum(waited) == 60
    assert len(server.sent) == 1
    assert mail.lease_holder == "this worker"


def test_what_becomes_of_one_mail_changes_no_other_that_the_worker_holds(
    mail: Delivery, server: Server, make_inquiry: Callable[..., Inquiry]
) -> None:
    """Trouble with the database may leave it with one that it could not mark."""
    with time_machine.travel(NOON, tick=False):
        queue_mails(make_inquiry())
        assert lease("this worker") == mail
    server.on_send = LATER
    assert send(Delivery.objects.latest("pk")) is Outcome.NOT_SENT
    mail.refresh_from_db()
    assert (mail.lease_holder, mail.attempts) == ("this worker", 0)


# Taking one


def test_the_oldest_mail_is_taken_first_by_one_worker(
    make_inquiry: Callable[..., Inquiry], settings: Settings
) -> None:
    settings.INQUIRY_EMAILS = ["dana@clinic.example", "luis@clinic.example"]
    queue_mails(make_inquiry())
    with time_machine.travel(timezone.now(), tick=False):
        first, second = lease("one"), lease("two")
        assert first
        assert second
        assert first.pk < second.pk
        assert (first.lease_holder, second.lease_holder) == ("one", "two")
        assert first.leased_until == timezone.now() + LEASE
        assert lease("three") is None


def test_a_lease_ends_a_moment_after_its_time(mail: Delivery) -> None:
    with time_machine.travel(NOON, tick=False):
        assert lease("one") == mail
    with time_machine.travel(NOON + LEASE, tick=False):
        assert lease("two") is None
    with time_machine.travel(NOON + LEASE + timedelta(seconds=1), tick=False):
        assert lease("two") == mail


def test_a_mail_is_due_at_its_time_and_not_before(mail: Delivery) -> None:
    Delivery.objects.update(next_try_at=NOON + timedelta(minutes=5))
    with time_machine.travel(NOON + timedelta(minutes=4, seconds=59), tick=False):
        assert lease("one") is None
    with time_machine.travel(NOON + timedelta(minutes=5), tick=False):
        assert lease("one") == mail


def test_without_a_mail_nothing_is_written(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        assert lease("one") is None


class Rival:
    """Another worker that takes every mail just before this one asks the database for it."""

    def __init__(self, statement: str) -> None:
        self.statement = statement
        self.was_here = False

    def __call__(self, execute: Any, sql: str, *rest: Any) -> Any:
        if re.match(self.statement, sql) and not self.was_here:
            self.was_here = True
            until = timezone.now() + LEASE
            Delivery.objects.update(lease_holder="a rival", leased_until=until)
        return execute(sql, *rest)


@pytest.mark.parametrize("statement", [r'SELECT "contact_delivery"\."id"', "UPDATE"])
def test_a_mail_that_another_worker_took_a_moment_earlier_stays_with_it(
    mail: Delivery, statement: str
) -> None:
    rival = Rival(statement)
    with time_machine.travel(NOON, tick=False), connection.execute_wrapper(rival):
        assert lease("one") is None
    assert rival.was_here
    mail.refresh_from_db()
    assert mail.lease_holder == "a rival"


def test_workers_pass_over_what_another_one_is_taking_on_postgresql(
    mail: Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    for feature in ("has_select_for_update", "has_select_for_update_skip_locked"):
        monkeypatch.setattr(connection.features, feature, True)
    asked: list[str] = []

    def without_locks(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql.removesuffix(" FOR UPDATE SKIP LOCKED"), *rest)

    with time_machine.travel(NOON, tick=False), connection.execute_wrapper(without_locks):
        assert lease("one") == mail
    looked = [sql for sql in asked if " ORDER BY 1 ASC LIMIT 1" in sql]
    assert looked
    assert all(sql.endswith(" FOR UPDATE SKIP LOCKED") for sql in looked)


def test_a_mail_is_taken_with_its_message(
    mail: Delivery, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with time_machine.travel(NOON, tick=False):
        taken = lease("one")
    assert taken is not None
    with django_assert_num_queries(0):
        assert taken.inquiry is not None


# The one who sends


def test_a_worker_is_known_by_its_machine_its_process_and_a_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("contact.outbox.delivery.socket.gethostname", lambda: "h" * 63)
    monkeypatch.setattr("contact.outbox.delivery.os.getpid", lambda: 17)
    assert re.fullmatch("h{40}:17:[0-9a-f]{8}", Sender().holder)


def test_no_two_workers_are_taken_for_one_another(db: None) -> None:
    holders = {Sender().holder for _ in range(3)}
    assert len(holders) == 3
    assert all(len(holder) <= 80 and holder.count(":") == 2 for holder in holders)


def test_how_often_the_server_was_silent_is_counted_until_it_answers(
    mail: Delivery, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    sender = Sender()
    server.on_open = TimeoutError()
    for minutes in (0, 2, 4):
        with time_machine.travel(NOON + timedelta(minutes=minutes), tick=False):
            assert sender.send_next() is Outcome.UNREACHABLE
    assert sender.unreachable == 3
    assert "The mail server answers again." not in caplog.messages
    server.on_open = None
    with time_machine.travel(NOON + timedelta(minutes=6), tick=False):
        assert sender.send_next() is Outcome.SENT
        assert sender.send_next() is Outcome.NOTHING_DUE
    assert sender.unreachable == 0
    assert caplog.messages.count("The mail server answers again.") == 1


def test_a_usual_mail_says_nothing_of_the_server(
    mail: Delivery, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with time_machine.travel(NOON, tick=False):
        assert Sender().send_next() is Outcome.SENT
    assert "The mail server answers again." not in caplog.messages


def test_a_mail_of_a_flood_is_given_back_and_told_in_a_summary(
    mail: Delivery, server: Server, settings: Settings
) -> None:
    settings.STAFF_MAILS_PER_HOUR = 0
    sender = Sender()
    with time_machine.travel(NOON, tick=False):
        assert sender.send_next() is Outcome.NOT_SENT
        mail.refresh_from_db()
        assert (mail.leased_until, mail.lease_holder) == (None, "")
        assert mail.told_by == Delivery.objects.get(kind="summary")
        assert server.sent == []
        assert sender.send_next() is Outcome.SENT
        assert sender.send_next() is Outcome.NOTHING_DUE
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {1}


def test_a_mail_of_a_flood_is_given_back_alone(
    mail: Delivery, server: Server, settings: Settings, make_inquiry: Callable[..., Inquiry]
) -> None:
    settings.STAFF_MAILS_PER_HOUR = 0
    sender = Sender()
    with time_machine.travel(NOON, tick=False):
        queue_mails(make_inquiry())
        assert lease(sender.holder) == mail
        assert sender.send_next() is Outcome.NOT_SENT
    mail.refresh_from_db()
    assert (mail.lease_holder, mail.told_by) == (sender.holder, None)


def test_a_mail_of_a_flood_that_another_worker_has_by_now_is_not_given_back(
    mail: Delivery, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def taken_meanwhile(*_: Any) -> bool:
        until = timezone.now() + LEASE
        Delivery.objects.update(lease_holder="a rival", leased_until=until)
        return True

    monkeypatch.setattr(delivery, "is_flooded", taken_meanwhile)
    with time_machine.travel(NOON, tick=False):
        assert Sender().send_next() is Outcome.NOT_SENT
    mail.refresh_from_db()
    assert mail.lease_holder == "a rival"


def test_a_summary_that_is_refused_for_good_leaves_its_messages_to_be_looked_at(
    mail: Delivery, server: Server, settings: Settings
) -> None:
    settings.STAFF_MAILS_PER_HOUR = 0
    with time_machine.travel(NOON, tick=False):
        Sender().send_next()
        Delivery.objects.filter(kind="summary").update(
            refusals=4, refused_since=NOON - timedelta(days=1)
        )
        server.on_send = REFUSED
        assert Sender().send_next() is Outcome.NOT_SENT
    mail.refresh_from_db()
    assert (mail.state, mail.told_by) == ("failed", None)
    assert mail.last_error == "The summary was refused"


# How the mail is doing


def test_a_sign_of_life_is_one_row_with_the_last_time(db: None) -> None:
    for hours in (0, 1):
        show_alive(NOON + timedelta(hours=hours))
    assert Heartbeat.objects.get().at == NOON + timedelta(hours=1)
    assert backlog().heartbeat == NOON + timedelta(hours=1)


def test_a_sign_of_life_that_was_removed_comes_back(db: None) -> None:
    show_alive(NOON)
    Heartbeat.objects.all().delete()
    show_alive(NOON)
    assert backlog().heartbeat == NOON


def test_the_backlog_is_as_old_as_its_oldest_waiting_mail(
    make_inquiry: Callable[..., Inquiry],
) -> None:
    for hours in (3, 2, 1):
        queue_mails(make_inquiry())
        Delivery.objects.filter(pk=Delivery.objects.latest("pk").pk).update(
            created_at=NOON - timedelta(hours=hours)
        )
    first, *_ = Delivery.objects.order_by("pk")
    Delivery.objects.filter(pk=first.pk).update(state="failed")
    with time_machine.travel(NOON, tick=False):
        now = backlog()
    assert (now.oldest, now.waiting, now.failed) == (timedelta(hours=2), 2, 1)
