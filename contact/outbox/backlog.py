"""Says how the mail is doing: what waits, what failed, and whether anyone would notice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Min, Q
from django.utils import timezone

from contact.models import Delivery, DeliveryQuerySet, Heartbeat, Status
from contact.outbox.summaries import BETWEEN_SUMMARIES
from pages.revisions.reviews import who_keeps_words

#: So many addresses refused in that time, and none that was not: the trouble is ours.
MANY_REFUSED, LATELY = 5, timedelta(hours=24)
#: So lately a mail was sent: those that wait are being worked off.
MOVES_WITHIN = timedelta(minutes=1)
#: Whoever waits longer for their turn is told to a monitor all the same.
LONGEST_LINE = timedelta(minutes=30)


@dataclass(frozen=True)
class Backlog:
    """How the mail is doing, without saying whose it is."""

    oldest: timedelta | None
    #: The same without mails whose turn just has not come yet, while others are being sent.
    stuck: timedelta | None
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
    alive, oldest = Heartbeat.objects.first(), _age(waiting, now)
    failed = Delivery.objects.failed().of_the_site()
    many_failed = failed.count()
    return Backlog(
        oldest=oldest,
        stuck=_stuck(waiting, oldest, now),
        waiting=waiting.count(),
        failed=many_failed,
        heartbeat=alive.at if alive else None,
        receipts_fail=_receipts_fail(now - LATELY, now),
        cannot_store=alive is not None and not alive.can_store,
        staff_unreached=many_failed > 0 and _is_staff_unreached(failed),
    )


def _age(mails: DeliveryQuerySet, now: datetime) -> timedelta | None:
    """Of the oldest; not below nothing, right after the clock was set back."""
    since = mails.aggregate(since=Min("created_at"))["since"]
    return max(now - since, timedelta()) if since else None


def _stuck(waiting: DeliveryQuerySet, oldest: timedelta | None, now: datetime) -> timedelta | None:
    """Without those that were never tried, while the mail server takes one after the other."""
    if oldest is None or oldest <= BETWEEN_SUMMARIES or not _moves(now):
        return oldest
    return _age(waiting.exclude(attempts=0, created_at__gt=now - LONGEST_LINE), now)


def _moves(now: datetime) -> bool:
    # By recipient (a receipt has none), since sent mails are found in that order.
    sent = Delivery.objects.filter(recipient__in=[*settings.INQUIRY_EMAILS, ""])
    return sent.filter(sent_at__gt=now - MOVES_WITHIN, sent_at__lte=now).exists()


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
