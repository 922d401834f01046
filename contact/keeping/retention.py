"""Deletes messages when the promised time after their closing has passed; only counts remain."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from contact.keeping import audit
from contact.models import AuditRecord, Delivery, Inquiry, InquiryQuerySet, Purge

#: So many are deleted at a time, and then others have a turn to write: seconds, longer than
#: SQLite's own pause before it looks again.
_BATCH, _BETWEEN_BATCHES = 100, 0.15
#: A purge runs every night. If one ran so lately, what is due now is no jump of the clock.
_LATELY = timedelta(days=3)
#: One a second: whoever reads for longer than this keeps the purge from being complete.
_TRIES_TO_CLEAN = 45


class TooMuchError(Exception):
    """More than half of all messages would go; the clock may be wrong."""


def closed_before(now: datetime) -> datetime:
    """What was closed at this time or earlier is deleted now."""
    return now - timedelta(days=settings.INQUIRY_RETENTION_DAYS)


def due_for_deletion(now: datetime) -> InquiryQuerySet:
    """Messages whose time is over."""
    return Inquiry.objects.filter(closed_at__lte=closed_before(now)).order_by("closed_at")


def purge(now: datetime, *, force: bool = False) -> Purge:
    """Delete what is due, with its notes and mails, and record how many.

    Raises TooMuchError before it deletes more than half of all messages, unless forced or the last
    purge was a few days ago: in a quiet clinic one message may be all there is.
    """
    due, total = due_for_deletion(now), Inquiry.objects.count()
    if due.count() * 2 > total and not (force or _ran_lately(now)):
        raise TooMuchError
    deleted = 0
    while batch := list(due.values_list("pk", flat=True)[:_BATCH]):
        deleted += _delete(batch)
        time.sleep(_BETWEEN_BATCHES if len(batch) == _BATCH else 0)
    Delivery.objects.filter(inquiry=None, sent_at__lte=closed_before(now)).delete()
    return Purge.objects.create(
        ran_at=now, closed_before=closed_before(now), deleted=deleted, kept=Inquiry.objects.count()
    )


def _ran_lately(now: datetime) -> bool:
    return Purge.objects.filter(ran_at__gt=now - _LATELY, ran_at__lte=now).exists()


@transaction.atomic
def _delete(batch: list[int]) -> int:
    """How many of these were still there; another purge may run at the same time."""
    _all, by_model = Inquiry.objects.filter(pk__in=batch).delete()
    deleted = by_model.get(Inquiry._meta.label, 0)
    if deleted:
        audit.record(
            AuditRecord.Act.PURGED, who="the nightly purge", detail=f"messages deleted: {deleted}"
        )
    return deleted


def clean_the_log() -> bool:
    """Empty SQLite's write-ahead log, where deleted words would stay; True once it is empty."""
    for _ in range(_TRIES_TO_CLEAN):
        if clean_the_log_once():
            return True
        time.sleep(1)
    return False


def clean_the_log_once() -> bool:
    """Try it once, outside a transaction. If someone is reading, the nightly purge does it."""
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        # What takes long is done first, while others may write.
        _busy, frames, moved = cursor.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        return frames == moved and _truncate(cursor)


def _truncate(cursor: CursorWrapper) -> bool:
    """Not while someone reads: it would wait for them with the right to write in its hand."""
    usual = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
    cursor.execute("PRAGMA busy_timeout = 0")
    try:
        busy, _frames, _moved = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        cursor.execute(f"PRAGMA busy_timeout = {usual}")
    return not busy
