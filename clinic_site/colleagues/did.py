"""What a colleague did last: on the site, with messages and accounts, and at the door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db.models import Q

from contact.models import AuditRecord

_LINES = 8
Act = AuditRecord.Act
#: Said in one line by the second step, or too often to be of use.
_LEFT_OUT = (Act.SIGNED_IN, Act.LISTED, Act.OPENED)
#: What these did stands in the audit too, in words without a name of a patient.
_IN_THE_AUDIT = Q(content_type__app_label="contact") | Q(content_type__app_label="auth")


@dataclass(frozen=True)
class Did:
    """One act, in a line."""

    at: datetime
    what: str
    about: str = ""


def last(user: User) -> list[Did]:
    """The newest first; one sign-in at most, so that it does not hide the rest."""
    audit = AuditRecord.objects.filter(account=user.pk).exclude(act__in=_LEFT_OUT)
    acts = [*audit.exclude(act=Act.SECOND_STEP)[:_LINES], *audit.filter(act=Act.SECOND_STEP)[:1]]
    written = LogEntry.objects.filter(user=user).exclude(_IN_THE_AUDIT).select_related("user")
    lines = [
        *(_of_audit(one) for one in acts),
        *(_of_history(one) for one in written.order_by("-action_time", "-pk")[:_LINES]),
    ]
    return sorted(lines, key=lambda one: one.at, reverse=True)[:_LINES]


def _of_audit(one: AuditRecord) -> Did:
    if one.act == Act.SECOND_STEP:
        return Did(one.at, "Signed in")
    return Did(one.at, one.get_act_display(), one.reference or one.detail)


def _of_history(one: LogEntry) -> Did:
    """What its history says of a page, an answer or a fact, in the words that stand there."""
    return Did(one.action_time, one.get_change_message() or "Changed", one.object_repr)
