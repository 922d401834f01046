"""Hands on the messages of a colleague who leaves, so that nobody waits for an answer in vain."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, QuerySet

from contact.keeping import audit
from contact.models import AuditRecord, Inquiry, Status
from pages.people import name_of

#: Who lacks it cannot answer.
MAY_ANSWER = "contact.change_inquiry"


def in_hand(colleague: User) -> QuerySet[Inquiry]:
    """Messages with this colleague that are not done; what is done stays with who did it."""
    return Inquiry.objects.filter(assigned_to=colleague).exclude(status=Status.DONE)


@transaction.atomic
def hand_on(colleague: User, to: User, *, who: audit.Who) -> int:
    """They are with ``to`` from now on, each written down as changed by ``who``; how many."""
    mine = list(in_hand(colleague).select_for_update())
    chosen = Inquiry.objects.filter(pk__in=[one.pk for one in mine])
    # Whoever has one of them open is told that it changed.
    chosen.update(assigned_to=to, version=F("version") + 1)
    references = [one.reference for one in mine]
    detail = f"with {name_of(colleague)}, who left → {name_of(to)}"
    audit.record_each(AuditRecord.Act.CHANGED, who=who, references=references, detail=detail)
    return len(mine)
