"""Makes guessing a second step slow: whoever guesses knows the password already.

A browser that gave both steps before has a count of its own: a thief cannot make its owner wait.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from clinic_site.guessing import known
from clinic_site.models import Door, TriesInBrowser
from contact.keeping import audit
from contact.models import AuditRecord

#: So many mistakes cost nothing. Then each doubles the wait, up to the longest: a guess of six
#: digits, of which three are right at a time, needs twenty years for one chance in two.
FREE, FIRST, LONGEST = 5, timedelta(seconds=30), timedelta(minutes=30)
_FORGOTTEN = timedelta(days=1)


class WaitError(Exception):
    """Nobody gives a second step for this account for now."""

    def __init__(self, until: datetime) -> None:
        """``until``: from then on there is a try."""
        super().__init__()
        self.until = until


@transaction.atomic
def count(request: HttpRequest, user: User) -> None:
    """Count a try before it is made, so that many at once are not more than one after the other.

    Raises WaitError; such a try is not counted, so waiting always helps.
    """
    row, now = _row(request, user), timezone.now()
    if row.failed_at is None or not timedelta(0) <= now - row.failed_at < _FORGOTTEN:
        # Also if it lies in the future: then the clock was set back.
        row.failed, row.failed_at = 0, now
    until = row.failed_at + _wait(row.failed)
    if now < until:
        raise WaitError(until)
    row.failed, row.failed_at = row.failed + 1, now
    row.save(update_fields=["failed", "failed_at"])


def _row(request: HttpRequest, user: User) -> Door | TriesInBrowser:
    """The count this try is in; inside a transaction, with the door of the account locked."""
    door = lock(user)
    browser = known.browser(request, user.get_username(), after_both=True)
    if not browser:
        return door
    return TriesInBrowser.objects.get_or_create(user=user, browser=browser)[0]


def lock(user: User) -> Door:
    """The door of this account, for one at a time; inside a transaction."""
    Door.objects.get_or_create(user_id=user.pk)
    return Door.objects.select_for_update().get(user_id=user.pk)


@transaction.atomic
def forget(request: HttpRequest, user: User) -> None:
    """The right one came, in this browser: what failed elsewhere still counts there."""
    row = _row(request, user)
    row.failed, row.failed_at = 0, None
    row.save(update_fields=["failed", "failed_at"])


def waits_until(user: User) -> datetime | None:
    """Until when a browser that this colleague does not know waits; None if it does not."""
    door = Door.objects.filter(user_id=user.pk, failed_at__isnull=False).first()
    if door is None or door.failed_at is None:
        return None
    until, now = door.failed_at + _wait(door.failed), timezone.now()
    return until if door.failed_at <= now < until else None


def unlock(user: User) -> None:
    """A manager says that it was this colleague: forget what failed, wherever."""
    Door.objects.filter(user_id=user.pk).update(failed=0, failed_at=None)
    TriesInBrowser.objects.filter(user_id=user.pk).delete()


def tell(user: User) -> None:
    """Write a wrong one down. There are few: each has to wait its turn."""
    audit.record(AuditRecord.Act.SIGN_IN_FAILED, who=user, detail="second step")


def _wait(failed: int) -> timedelta:
    return timedelta(0) if failed < FREE else min(FIRST * 2 ** min(failed - FREE, 9), LONGEST)
