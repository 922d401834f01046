"""Invitations as such: made by a manager, open for a day, taken once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from clinic_site.models import Invitation
from clinic_site.staff.roles import may_manage

LASTS = timedelta(days=1)
_signer = Signer(salt="clinic_site.invitation")


def open_ones() -> QuerySet[Invitation]:
    """Which somebody can still take; not of a manager who left meanwhile."""
    now = timezone.now()
    fresh = Invitation.objects.filter(made__gt=now - LASTS, made__lte=now, over__isnull=True)
    return fresh.filter(by__is_active=True).select_related("by")


def is_open(invitation: Invitation) -> bool:
    """True while somebody can take it, and whoever invited may still do so."""
    is_there = open_ones().filter(pk=invitation.pk).exists()
    return is_there and may_manage(invitation.by)


def ran_out(since: timedelta) -> QuerySet[Invitation]:
    """Which nobody took, of the time before now that is asked for."""
    now = timezone.now()
    return Invitation.objects.filter(made__gt=now - since, made__lte=now - LASTS, over=None)


def take_back(invitation: Invitation) -> bool:
    """End it, if nobody took it yet; true if that was so."""
    return bool(Invitation.objects.filter(pk=invitation.pk, over=None).update(over=timezone.now()))


@transaction.atomic
def make(email: str, role: str, by: User) -> Invitation:
    """A new one; one of before for the same address does not work any more."""
    now, email = timezone.now(), email.casefold()
    Invitation.objects.filter(email=email, over__isnull=True).update(over=now)
    return Invitation.objects.create(email=email, role=role, by=by, made=now)


def until(invitation: Invitation) -> datetime:
    """When it runs out."""
    return invitation.made + LASTS


def key(invitation: Invitation) -> str:
    """What the link holds: its number, signed."""
    return _signer.sign(str(invitation.pk))


def of_key(key: str) -> Invitation | None:
    """The invitation of this link, open or not; None if we made no such link."""
    try:
        number = _signer.unsign(key)
    except BadSignature:
        return None
    return Invitation.objects.filter(pk=number).select_related("by").first()


def why_over(invitation: Invitation) -> str:
    """Why its link does not work: "replaced" by a newer one, "ended" by somebody, or "late"."""
    same = Invitation.objects.filter(email=invitation.email)
    if same.filter(pk__gt=invitation.pk).exists():
        return "replaced"
    return "late" if invitation.over is None else "ended"


def take(invitation: Invitation) -> bool:
    """True once, while it is open; inside a transaction."""
    mine = Invitation.objects.filter(pk__in=open_ones().filter(pk=invitation.pk).values("pk"))
    return bool(mine.update(over=timezone.now()))
