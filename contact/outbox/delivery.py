"""Sends the mails that wait: takes one by a lease, sends it, then marks it, so that none is lost.

A worker that dies in between leaves its lease to run out; the mail then goes once more under the
same Message-ID, so that at worst a mail program sees it twice, and never not at all.
"""

from __future__ import annotations

import enum
import logging
import os
import secrets
import smtplib
import socket
import ssl
import time
from contextlib import suppress
from datetime import datetime, timedelta
from threading import Event

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import Error as DatabaseDown
from django.db import connection
from django.db.models import F
from django.utils import timezone

from contact.models import (
    CLOCKS_DIFFER,
    FIRST_WAIT,
    LONGEST_WAIT,
    Delivery,
    Heartbeat,
    wait_after,
)
from contact.outbox.leasing import give_back, lease
from contact.outbox.letters import mail_for
from contact.outbox.line import watched
from contact.outbox.summaries import is_flooded, sum_up
from contact.outbox.trial import could_store

#: Refused for good this often over this long: a person has to look.
MOST_REFUSALS, REFUSED_FOR = 5, timedelta(hours=24)
_PAUSES_TO_MARK = (0, 1, 2, 4, 8, 15, 30)

_log = logging.getLogger(__name__)


class Outcome(enum.Enum):
    """What became of sending the next mail."""

    NOTHING_DUE = enum.auto()
    SENT = enum.auto()
    NOT_SENT = enum.auto()
    UNREACHABLE = enum.auto()


class Sender:
    """Sends one mail at a time; any number may send, on any number of machines."""

    def __init__(self, stop: Event | None = None) -> None:
        #: Once it is set, the mail in hand is finished soon or cut.
        self.stop = stop or Event()
        self.holder = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"
        #: How often in a row the mail server could not be reached.
        self.unreachable = 0

    def send_next(self) -> Outcome:
        """Take the mail that is next in line and send it."""
        delivery = lease(self.holder)
        if delivery is None:
            return Outcome.NOTHING_DUE
        if delivery.kind == Delivery.Kind.STAFF and is_flooded(delivery, timezone.now()):
            give_back(delivery)
            sum_up(delivery, timezone.now())
            return Outcome.NOT_SENT
        outcome = attempt(delivery, self.stop)
        if outcome is Outcome.UNREACHABLE:
            self.unreachable += 1
        elif self.unreachable:
            _log.info("The mail server answers again.")
            self.unreachable = 0
        return outcome


def show_alive(now: datetime) -> None:
    """Let staff and ``/healthz`` see that a worker runs, and whether messages can be stored."""
    state = {"at": now, "can_store": could_store()}
    Heartbeat.objects.update_or_create(pk=1, defaults=state)


def count_from_now(now: datetime) -> None:
    """After the clock was set back, mail of a later time is of now, and waits from now."""
    later = Delivery.objects.waiting().filter(created_at__gt=now + CLOCKS_DIFFER)
    if later.exists():
        later.update(created_at=now, next_try_at=now)


def attempt(delivery: Delivery, stop: Event | None = None) -> Outcome:
    """Send one leased mail in one SMTP transaction of its own, and mark what became of it."""
    server = get_connection()
    with watched(server, stop or Event()):
        try:
            return _send(delivery, server)
        finally:
            with suppress(OSError):
                server.close()


def _send(delivery: Delivery, server: BaseEmailBackend) -> Outcome:
    try:
        server.open()
    except OSError as error:
        _mark_not_sent(delivery, error, wait=FIRST_WAIT)
        _log.warning("The mail server cannot be reached: %s", describe(error))
        return Outcome.UNREACHABLE
    # A summary may be given more to tell while this one is on its way.
    told = list(delivery.tells.values_list("pk", flat=True))
    try:
        mail = mail_for(delivery)
        if mail is None:
            delivery.delete()
            return Outcome.NOT_SENT
        server.send_messages([mail])
    except DatabaseDown:
        raise
    except Exception as error:
        # Whatever it is, the next mail must have its turn.
        _mark_attempt_failed(delivery, error)
        return Outcome.NOT_SENT
    _mark_sent(delivery, told)
    return Outcome.SENT


def _mark_sent(delivery: Delivery, told: list[int]) -> None:
    """Not only while the lease is ours: it was sent, whoever thinks to have it now."""
    sent_at = timezone.now()
    for pause in _PAUSES_TO_MARK:
        time.sleep(pause)
        try:
            Delivery.objects.filter(pk__in=[delivery.pk, *told]).update(
                state=Delivery.State.SENT,
                sent_at=sent_at,
                attempts=F("attempts") + 1,
                refusals=0,
                refused_since=None,
                last_error="",
                leased_until=None,
                lease_holder="",
            )
            delivery.tells.waiting().update(told_by=None)
        except DatabaseDown as error:
            _log.error("A sent mail could not be marked: %s", type(error).__name__)
            connection.close()
        else:
            return


def _mark_attempt_failed(delivery: Delivery, error: Exception) -> None:
    delivery.attempts += 1
    wait = wait_after(delivery.attempts, FIRST_WAIT, LONGEST_WAIT)
    if is_permanent(error):
        _count_refusal(delivery)
    _mark_not_sent(delivery, error, wait=wait)
    if delivery.state == Delivery.State.FAILED:
        _give_up_what_it_tells(delivery)
    _log.warning("Mail %s was not taken: %s", delivery.pk, describe(error))


def _count_refusal(delivery: Delivery) -> None:
    """One more; the last one if they were many, over a long time."""
    now = timezone.now()
    delivery.refusals += 1
    delivery.refused_since = delivery.refused_since or now
    if delivery.refusals >= MOST_REFUSALS and now - delivery.refused_since >= REFUSED_FOR:
        delivery.state = Delivery.State.FAILED


def _mark_not_sent(delivery: Delivery, error: Exception, *, wait: timedelta) -> None:
    """Back in the queue or given up, unless another worker has it by now."""
    Delivery.objects.filter(pk=delivery.pk, lease_holder=delivery.lease_holder).update(
        state=delivery.state,
        attempts=delivery.attempts,
        refusals=delivery.refusals,
        refused_since=delivery.refused_since,
        last_error=describe(error),
        next_try_at=timezone.now() + wait,
        leased_until=None,
        lease_holder="",
    )


def _give_up_what_it_tells(delivery: Delivery) -> None:
    """Each message of a summary that failed shows that nobody was told of it."""
    delivery.tells.waiting().update(
        state=Delivery.State.FAILED, told_by=None, last_error="The summary was refused"
    )


def is_permanent(error: Exception) -> bool:
    """True if the mail server refused this mail or its recipient for good, or it cannot be sent."""
    if isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError):
        return (_code(error) or 0) >= 500
    # Every other trouble with the server or the network is an OSError, and passes.
    return isinstance(error, smtplib.SMTPNotSupportedError) or not isinstance(error, OSError)


def describe(error: Exception) -> str:
    """What went wrong, in at most 80 characters. The server's words may name the recipient."""
    if isinstance(error, ssl.SSLCertVerificationError):
        # OpenSSL's text, of which the first few say enough.
        return f"TLS: {error.verify_message}"[:80]
    code = _code(error)
    return f"{type(error).__name__} {code}"[:80] if code else type(error).__name__[:80]


def _code(error: Exception) -> int | None:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next((code for code, _text in error.recipients.values()), None)
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else None
