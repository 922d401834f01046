"""Keeps who came in, and who opened, changed or deleted what: added to, never changed, no words.

Each row carries a hash over itself and the row before. The database refuses to change or delete
rows; whoever gets around that breaks the chain, and ``manage.py check_audit`` says where.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import connection, transaction
from django.utils import timezone

from contact.models import AuditRecord
from pages.revisions import triggers

#: Any number that no other lock of ours uses; addresses of the throttle are far larger.
_LOCK = 4_115_001
_BATCH = 1_000

_TABLE = AuditRecord._meta.db_table
_KEEP = triggers.Trigger(
    "keep_audit", _TABLE, ("UPDATE", "DELETE"), message="what was recorded stays as it is"
)


#: A colleague, or what else did it: "the nightly purge".
Who = AbstractBaseUser | AnonymousUser | str


def record(act: AuditRecord.Act, *, who: Who, reference: str = "", detail: str = "") -> None:
    """Add one row. It is there exactly if what the caller's transaction did is there."""
    record_each(act, who=who, references=[reference], detail=detail)


@transaction.atomic
def record_each(
    act: AuditRecord.Act, *, who: Who, references: Iterable[str], detail: str = ""
) -> None:
    """Add one row for each message, in one step."""
    _wait_for_my_turn()
    link = AuditRecord.objects.values_list("link", flat=True).first() or ""
    name, account = _signature(who)
    rows = []
    for reference in references:
        row = AuditRecord(
            at=timezone.now(),
            who=name[:150],
            account=account,
            act=act,
            reference=reference,
            detail=detail[:120],
        )
        row.link = link = _link(row, link)
        rows.append(row)
    AuditRecord.objects.bulk_create(rows, batch_size=_BATCH)


def _signature(who: Who) -> tuple[str, int | None]:
    """The name as it is now, and the number that stays."""
    return (who, None) if isinstance(who, str) else (who.get_username(), who.pk)


def _wait_for_my_turn() -> None:
    """Two rows must not follow the same one. SQLite has only one writer at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _link(row: AuditRecord, before: str) -> str:
    fields = [before, row.at.isoformat(), row.who, row.act, row.reference, row.detail]
    if row.account is not None:
        # Not in rows of before: their hash stays as it was.
        fields.append(str(row.account))
    return hashlib.sha256(json.dumps(fields).encode()).hexdigest()


def broken_links() -> Iterator[AuditRecord]:
    """Rows that do not follow the row before them: one of the two was changed, or one is gone."""
    before = ""
    for row in AuditRecord.objects.order_by("pk").iterator(chunk_size=_BATCH):
        if row.link != _link(row, before):
            yield row
        before = row.link


def install_triggers(using: str = "default", **_kwargs: Any) -> None:
    """Let the database refuse changes; run after each migrate, which may drop triggers."""
    if _TABLE in triggers.tables(using):
        triggers.install([_KEEP], using)


def remove_triggers(using: str = "default") -> None:
    """For tests, which empty the table."""
    triggers.remove([_KEEP], using)
