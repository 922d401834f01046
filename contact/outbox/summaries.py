"""Puts staff mails into one summary while so many messages come in that mail would be a flood."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q

from contact.models import Delivery

HOUR = timedelta(hours=1)
#: With the single mails at most 60 an hour to one address, as the settings ship.
BETWEEN_SUMMARIES = timedelta(minutes=5)
#: A mail of bearable length; also what one SQL statement takes.
MOST_ROWS = 500


def is_flooded(address: str, now: datetime) -> bool:
    """True if this address got as many single mails in the last hour as it should."""
    recent = Delivery.objects.filter(
        kind=Delivery.Kind.STAFF, recipient=address, sent_at__gt=now - HOUR, sent_at__lte=now
    )
    # A mail that went out in a summary made no mail of its own.
    return recent.filter(told_by=None).count() >= settings.STAFF_MAILS_PER_HOUR


@transaction.atomic
def sum_up(address: str, now: datetime) -> None:
    """Let one summary tell what waits for this address, the oldest first."""
    single = Delivery.objects.waiting().filter(
        Q(leased_until__isnull=True) | Q(leased_until__lt=now),
        kind=Delivery.Kind.STAFF,
        recipient=address,
        told_by=None,
    )
    mine = Delivery(kind=Delivery.Kind.SUMMARY, recipient=address, next_try_at=_next(address, now))
    # The database lets only one wait, whichever worker made it.
    Delivery.objects.bulk_create([mine], ignore_conflicts=True)
    summary = Delivery.objects.filter(message_id=mine.message_id).first()
    if summary:
        oldest = list(single.order_by("pk").values_list("pk", flat=True)[:MOST_ROWS])
        single.filter(pk__in=oldest).update(told_by=summary)
    # The rest, or all while another may be on its way already, waits for the next one.
    single.update(next_try_at=now + BETWEEN_SUMMARIES)


def _next(address: str, now: datetime) -> datetime:
    summaries = Delivery.objects.filter(kind=Delivery.Kind.SUMMARY, recipient=address)
    last = summaries.filter(sent_at__lte=now).aggregate(at=Max("sent_at"))["at"]
    return max(now, last + BETWEEN_SUMMARIES) if last else now
