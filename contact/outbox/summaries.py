"""Puts staff mails into one summary while so many messages come in that mail would be a flood."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from contact.models import Delivery, DeliveryQuerySet, InboxPlace, Inquiry

HOUR = timedelta(hours=1)
#: With the single mails at most 60 an hour to one address, as the settings ship.
BETWEEN_SUMMARIES = timedelta(minutes=5)
#: After a summary has gone, so that what it had no room for finds the next one.
SOON = timedelta(seconds=10)
#: A mail of bearable length; also what one SQL statement takes.
MOST_ROWS = 500


def is_flooded(delivery: Delivery, now: datetime) -> bool:
    """True if its address got as many single mails in the last hour as it should.

    What may be about a crisis is told at once: of those the same number again, by themselves.
    """
    recent = Delivery.objects.filter(
        kind=Delivery.Kind.STAFF, recipient=delivery.recipient, sent_at__gt=now - HOUR
    )
    # A mail that went out in a summary made no mail of its own.
    recent = recent.filter(sent_at__lte=now, told_by=None)
    if delivery.inquiry and delivery.inquiry.crisis:
        recent = recent.filter(inquiry__crisis=True)
    return recent.count() >= settings.STAFF_MAILS_PER_HOUR


@transaction.atomic
def sum_up(flooded: Delivery, now: datetime) -> None:
    """Let one summary tell what waits for the address of this mail, the oldest first."""
    single = _singles(flooded, now)
    summary = _summary_for(flooded.recipient, now)
    if summary:
        room = MOST_ROWS - summary.tells.count()
        oldest = list(single.order_by("pk").values_list("pk", flat=True)[:room])
        single.filter(pk__in=oldest).update(told_by=summary)
    # The rest, or all while one is on its way, asks again when the next one can be made.
    goes = summary.next_try_at if summary else now
    single.update(next_try_at=max(now, goes) + SOON)


def _singles(flooded: Delivery, now: datetime) -> DeliveryQuerySet:
    """What waits for this address. A crisis is told by itself unless there are too many of them."""
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    waiting = Delivery.objects.waiting().filter(
        free, kind=Delivery.Kind.STAFF, recipient=flooded.recipient, told_by=None
    )
    if flooded.inquiry and flooded.inquiry.crisis:
        return waiting
    crisis = Inquiry.objects.filter(place=InboxPlace.CRISIS)
    return waiting.exclude(inquiry__in=crisis.values("pk"))


def _summary_for(address: str, now: datetime) -> Delivery | None:
    """The one that waits for this address, made if there is none; None while it is on its way."""
    mine = Delivery(kind=Delivery.Kind.SUMMARY, recipient=address, next_try_at=_next(address, now))
    # The database lets only one wait, whichever worker made it.
    Delivery.objects.bulk_create([mine], ignore_conflicts=True)
    summaries = Delivery.objects.waiting().filter(kind=Delivery.Kind.SUMMARY, recipient=address)
    # Locked: nobody takes it while it is given more to tell.
    return summaries.filter(leased_until=None).select_for_update().first()


def _next(address: str, now: datetime) -> datetime:
    """Five minutes after the last one; at once if that one had no room for all."""
    sent = Delivery.objects.filter(
        kind=Delivery.Kind.SUMMARY, recipient=address, sent_at__lte=now
    ).order_by("sent_at")
    last = sent.last()
    if last is None or last.sent_at is None or last.tells.count() >= MOST_ROWS:
        return now
    return max(now, last.sent_at + BETWEEN_SUMMARIES)
