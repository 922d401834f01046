"""What Today says of accounts: who waits for a yes, and where one person alone is enough."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse

from clinic_site.models import SlowChange
from clinic_site.staff import new_addresses, new_clinicians, roles, slow
from pages.people import may_approve, name_of


@dataclass(frozen=True)
class AccountToday:
    """Something about an account: whose, who did it, and where to decide."""

    name: str
    by: str
    path: str


def to_do(person: User) -> dict[str, Any]:
    """What this person is asked to confirm, and what a manager should know."""
    return {
        "new_clinicians": [
            _row(one, reverse("admin:auth_user_clinician", args=[one.pk]))
            for one in new_clinicians.waiting()
            if new_clinicians.may_confirm(person, one)
        ],
        "new_addresses": [
            _row(one, reverse("admin:colleague", args=[one.user_id]))
            for one in slow.young(slow.What.ADDRESS).order_by("pk")
            if new_addresses.may_confirm(person, one)
        ],
        "one_alone": roles.may_manage(person) and _one_is_enough(),
    }


def _row(change: SlowChange, path: str) -> AccountToday:
    by = name_of(change.by) if change.by else "somebody who left"
    return AccountToday(name_of(change.user), by, path)


def _one_is_enough() -> bool:
    """True where a clinician and somebody else work here, and nobody asks for both."""
    if settings.TWO_PERSON_APPROVAL:
        return False
    colleagues = User.objects.filter(is_active=True, is_staff=True)
    return colleagues.count() > 1 and any(may_approve(one, "pages") for one in colleagues)
