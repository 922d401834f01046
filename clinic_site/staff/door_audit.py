"""Writes into the audit who came in, who tried to, and whose account was changed.

What fails again and again is counted and told in a sum: rows of the audit can never be deleted, so
nobody may fill the disk with them from outside.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import Group, User
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from clinic_site.credentials import names
from clinic_site.models import FailedTries
from contact.intake import throttle
from contact.keeping import audit
from contact.models import AuditRecord

Act = AuditRecord.Act

#: Tries of one name within this time are one row, and one with the sum of the others.
_TOGETHER = timedelta(hours=1)
#: A name that nobody has may be a password in the wrong field, so it is not written down.
_NOBODY, _UNKNOWN = 0, "an unknown name"


def signed_in(user: User, **_signal: Any) -> None:
    """Someone came in; what failed under their name before is told first."""
    with transaction.atomic():
        _tell_the_rest(user.pk)
        audit.record(Act.SIGNED_IN, who=user)


def sign_in_failed(credentials: dict[str, str], **_signal: Any) -> None:
    """Someone gave a wrong password, or has to wait."""
    name = str(credentials.get(User.USERNAME_FIELD, ""))
    user = names.account_of(name)
    account, now = user.pk if user else _NOBODY, timezone.now()
    with transaction.atomic():
        throttle.take_turn(salted_hmac(__name__, str(account), algorithm="sha256").hexdigest())
        together = FailedTries.objects.filter(
            account=account, since__gt=now - _TOGETHER, since__lte=now
        )
        if together.update(more=F("more") + 1):
            return
        _tell_the_rest(account)
        FailedTries.objects.create(account=account, since=now)
        audit.record(Act.SIGN_IN_FAILED, who=user or _UNKNOWN)


def tell_of_failed_tries(now: datetime) -> None:
    """The sum of each name whose hour is over; also of those that the clock put into the future."""
    waiting = FailedTries.objects.exclude(since__gt=now - _TOGETHER, since__lte=now)
    for account in waiting.values_list("account", flat=True):
        with transaction.atomic():
            _tell_the_rest(account)


def _tell_the_rest(account: int) -> None:
    """Write down how many there were beside the first, and begin anew."""
    for tries in FailedTries.objects.select_for_update().filter(account=account):
        if tries.more:
            who = User.objects.filter(pk=account).first() or _UNKNOWN
            since = timezone.localtime(tries.since)
            times = "time" if tries.more == 1 else "times"
            detail = f"{tries.more} more {times} from {since:%b %-d, %H:%M}"
            audit.record(Act.SIGN_IN_FAILED, who=who, detail=detail)
        tries.delete()


def record_account(by: audit.Who, changed: User | Group, what: str) -> None:
    """That an account or a role was added, changed or deleted, and what it may do now."""
    state = _may(changed) if isinstance(changed, User) else "role"
    audit.record(Act.ACCOUNT, who=by, detail=f"{what} {changed}: {state}")


def _may(user: User) -> str:
    """What this account is now, in a few words; the longest list of roles comes last."""
    parts = [] if user.is_active else ["switched off"]
    parts += ["may do everything"] if user.is_superuser else []
    roles = user.groups.order_by("name").values_list("name", flat=True)
    return "; ".join([*parts, ", ".join(roles) or "no role"])
