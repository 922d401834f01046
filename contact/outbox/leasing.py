"""Takes the mail that is next for one worker alone, for a while."""

from __future__ import annotations

from django.db import connection, transaction
from django.utils import timezone

from contact.models import LEASE, Delivery


def lease(holder: str) -> Delivery | None:
    """The mail that is next in line, now this worker's alone for a while; None without one."""
    now = timezone.now()
    if not Delivery.objects.due(now).exists():
        # Looked at first because taking one locks the database, and mostly there is none.
        return None
    with transaction.atomic():
        due = Delivery.objects.due(now)
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        found = (part.values_list("pk", flat=True).first() for part in due.in_line())
        first = next((pk for pk in found if pk is not None), None)
        if first is None:
            return None
        taken = Delivery.objects.due(now).filter(pk=first)
        if not taken.update(lease_holder=holder, leased_until=now + LEASE):
            return None
    return Delivery.objects.select_related("inquiry").get(pk=first)


def give_back(delivery: Delivery) -> None:
    """Let others have it, unless another worker has it by now."""
    mine = Delivery.objects.filter(pk=delivery.pk, lease_holder=delivery.lease_holder)
    mine.update(leased_until=None, lease_holder="")
