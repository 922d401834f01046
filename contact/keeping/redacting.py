"""Removes what a person wrote when it should not be kept, and leaves that there was a message."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from contact.keeping import audit
from contact.keeping.retention import clean_the_log_once
from contact.models import AuditRecord, Delivery, Inquiry, ReplyBy, Status

REMOVED = "(removed)"
#: What can be removed, in words for staff.
PARTS = {
    "message": "Their question",
    "name": "Their name",
    "phone": "Their phone number",
    "email": "Their email address",
    "notes": "Our notes",
}


@transaction.atomic
def redact(inquiry: Inquiry, parts: Collection[str], *, who: audit.Who) -> None:
    """Remove these of PARTS for good. Without a way left to reach the person it is done,
    but for a crisis, of which someone has to say what happened.

    What the message is now counts, not what the caller read: nothing that was removed comes back.
    """
    inquiry.refresh_from_db(from_queryset=Inquiry.objects.select_for_update())
    for part in {"message", "name"} & set(parts):
        setattr(inquiry, part, REMOVED)
    for part in {"phone", "email"} & set(parts):
        setattr(inquiry, part, "")
    if "notes" in parts:
        inquiry.notes.all().delete()
    if not inquiry.email:
        inquiry.deliveries.waiting().filter(kind=Delivery.Kind.RECEIPT).delete()
    way_left = inquiry.email if inquiry.reply_by == ReplyBy.EMAIL else inquiry.phone
    if not way_left and not inquiry.is_open_crisis:
        inquiry.status = Status.DONE
    inquiry.redacted_at = timezone.now()
    inquiry.save()
    Inquiry.objects.filter(pk=inquiry.pk).update(version=F("version") + 1)
    removed = ", ".join(part for part in PARTS if part in parts)
    audit.record(
        AuditRecord.Act.REDACTED, who=who, reference=inquiry.reference, detail=f"removed {removed}"
    )
    transaction.on_commit(clean_the_log_once)
