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
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import Error as DatabaseDown
from django.db import connection, transaction
from django.db.models import F, Min, Q
from django.utils import timezone

from contact.models import (
    CLOCKS_DIFFER,
    FIRST_WAIT,
    LEASE,
    LONGEST_WAIT,
    Delivery,
    Heartbeat,
    Status,
    wait_after,
)
from contact.models.mail import DeliveryQuerySet
from contact.outbox.letters import mail_for
from contact.outbox.summaries import is_flooded, sum_up
from contact.outbox.trial import could_store
from pages.revisions.reviews import who_keeps_words

#: Refused for good this often over this long: a person has to look.
MOST_REFUSALS, REFUSED_FOR = 5, timedelta(hours=24)
#: So many addresses refused in that time, and none that was not: the trouble is ours.
MANY_REFUSED = 5
_PAUSES_TO_MARK = (0, 1, 2, 4, 8, 15, 30)

_log = logging.getLogger(__name__)


class Outcome(enum.Enum):
    """What became of sending the next mail."""

    NOTHING_DUE = enum.auto()
    SENT = enum.auto()
    NOT_SENT = enum.auto()
    UNREACHABLE = enum.auto()


@dataclass(frozen=True)
class Backlog:
    """How the mail is doing, without saying whose it is."""

    oldest: timedelta | None
    waiting: int
    failed: int
    heartbeat: datetime | None
    #: So many receipts were refused, and none taken, that it is not the visitors' addresses.
    receipts_fail: bool = False
    #: The worker found a moment ago that it could store no message of a visitor.
    cannot_store: bool = False
    #: Mail to staff was given up, and nobody may have been told.
    staff_unreached: bool = False


def backlog() -> Backlog:
    """Age of the oldest unsent mail, how many wait or failed, and when the worker last ran.

    A receipt that was turned away is told on its message, and is no trouble of the site.
    """
    now = timezone.now()
    waiting = Delivery.objects.waiting().of_the_site()
    since = waiting.aggregate(since=Min("created_at"))["since"]
    failed = Delivery.objects.failed().of_the_site()
    many_failed = failed.count()
    alive = Heartbeat.objects.first()
    return Backlog(
        # Not below nothing: right after the clock was set back.
        oldest=max(now - since, timedelta()) if since else None,
        waiting=waiting.count(),
        failed=many_failed,
        heartbeat=alive.at if alive else None,
        receipts_fail=_receipts_fail(now - REFUSED_FOR, now),
        cannot_store=alive is not None and not alive.can_store,
        staff_unreached=many_failed > 0 and _is_staff_unreached(failed),
    )


def _receipts_fail(since: datetime, now: datetime) -> bool:
    receipts = Delivery.objects.filter(kind=Delivery.Kind.RECEIPT)
    refused = receipts.refused_receipts().filter(created_at__gt=since, created_at__lte=now)
    many = refused.values("inquiry__email_index").distinct().count()
    taken = receipts.filter(sent_at__gt=since, sent_at__lte=now)
    return many >= MANY_REFUSED and not taken.exists()


def _is_staff_unreached(failed: DeliveryQuerySet) -> bool:
    """Mail was given up to an address we write to, or about a message nobody replied to."""
    in_use = {*settings.INQUIRY_EMAILS, *who_keeps_words()}
    return failed.filter(Q(recipient__in=in_use) | Q(inquiry__status=Status.NEW)).exists()


class Sender:
    """Sends one mail at a time; any number may send, on any number of machines."""

    def __init__(self) -> None:
        self.holder = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"
        #: How often in a row the mail server could not be reached.
        self.unreachable = 0

    def send_next(self) -> Outcome:
        """Take the oldest mail that is due and send it."""
        delivery = lease(self.holder)
        if delivery is None:
            return Outcome.NOTHING_DUE
        if delivery.kind == Delivery.Kind.STAFF and is_flooded(delivery.recipient, timezone.now()):
            _give_back(delivery)
            sum_up(delivery.recipient, timezone.now())
            return Outcome.NOT_SENT
        outcome = attempt(delivery)
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


def lease(holder: str) -> Delivery | None:
    """The oldest mail that is due, now this worker's alone for a while; None without one."""
    now = timezone.now()
    if not Delivery.objects.due(now).exists():
        # Looked at first because taking one locks the database, and mostly there is none.
        return None
    with transaction.atomic():
        due = Delivery.objects.due(now).order_by("pk")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        oldest = due.values_list("pk", flat=True).first()
        if oldest is None:
            return None
        taken = Delivery.objects.due(now).filter(pk=oldest)
        if not taken.update(lease_holder=holder, leased_until=now + LEASE):
            return None
    return Delivery.objects.select_related("inquiry").get(pk=oldest)


def attempt(delivery: Delivery) -> Outcome:
    """Send one leased mail in one SMTP transaction of its own, and mark what became of it."""
    server = get_connection()
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
    _mark_sent(delivery)
    return Outcome.SENT


def _mark_sent(delivery: Delivery) -> None:
    """Not only while the lease is ours: it was sent, whoever thinks to have it now."""
    sent_at = timezone.now()
    for pause in _PAUSES_TO_MARK:
        time.sleep(pause)
        try:
            Delivery.objects.filter(Q(pk=delivery.pk) | Q(told_by=delivery.pk)).update(
                state=Delivery.State.SENT,
                sent_at=sent_at,
                attempts=F("attempts") + 1,
                refusals=0,
                refused_since=None,
                last_error="",
                leased_until=None,
                lease_holder="",
            )
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


def _give_back(delivery: Delivery) -> None:
    mine = Delivery.objects.filter(pk=delivery.pk, lease_holder=delivery.lease_holder)
    mine.update(leased_until=None, lease_holder="")


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
