"""Whoever may approve medical words from now on is written down and told to those who answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.models import Permission, User
from django.db import transaction
from django.db.models import Q

from contact.keeping import audit
from contact.models import AuditRecord
from contact.outbox.turns import queue_new_clinician
from pages.people import approvers


@contextmanager
def told(by: audit.Who) -> Iterator[None]:
    """Around a change of accounts or roles: who can approve after it and could not before."""
    with transaction.atomic():
        before = _who()
        yield
        new = _who() - before
        for user in User.objects.filter(pk__in=new).order_by("pk"):
            detail = f"{user} may approve medical words from now on"
            audit.record(AuditRecord.Act.ACCOUNT, who=by, detail=detail)
        if new:
            queue_new_clinician(_who_answers(by))


def _who() -> set[int]:
    return {pk for app in ("pages", "faq") for pk in approvers(app).values_list("pk", flat=True)}


def _who_answers(by: audit.Who) -> list[str]:
    """Addresses of those who look after colleagues or approve words, but for who did it."""
    right = Q(codename="change_user", content_type__app_label="auth")
    managers = User.objects.filter(
        Q(is_superuser=True)
        | Q(user_permissions__in=Permission.objects.filter(right))
        | Q(groups__permissions__in=Permission.objects.filter(right)),
        is_active=True,
    )
    everyone = managers.union(approvers("pages"), approvers("faq"))
    return sorted({user.email for user in everyone if user.email and user != by})
