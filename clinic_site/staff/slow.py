"""What one manager alone cannot do at once: it waits, and a second person may confirm it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import Group, User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from clinic_site.models import SlowChange

What = SlowChange.What
#: Time enough to read a mail about it, also after a weekend.
WAITS = timedelta(days=3)


@transaction.atomic
def begin(
    user: User,
    what: SlowChange.What,
    by: User | None,
    role: Group | None = None,
    stands_in: bool = False,
) -> SlowChange:
    """From now on it waits; one of its kind from before is not waited for any more."""
    now = timezone.now()
    open_ones(what, user).update(over=now)
    return SlowChange.objects.create(
        user=user, what=what, by=by, at=now, role=role, stands_in=stands_in
    )


def open_ones(what: SlowChange.What, user: User | None = None) -> QuerySet[SlowChange]:
    """Those of this kind that nobody ended, of one account or of all."""
    found = SlowChange.objects.filter(what=what, over=None).select_related("user", "by", "role")
    return found.filter(user=user) if user else found


def young(what: SlowChange.What) -> QuerySet[SlowChange]:
    """Those that still wait; also one of the future, as the clock was set back."""
    return open_ones(what).filter(at__gt=timezone.now() - WAITS)


def end(change: SlowChange) -> bool:
    """True once: somebody confirmed it, or took it back."""
    mine = SlowChange.objects.filter(pk=change.pk, over=None)
    return bool(mine.update(over=timezone.now()))


def held(user: User) -> SlowChange | None:
    """The new mail address of this account, while no password is mailed to it."""
    return young(What.ADDRESS).filter(user=user).first()


def held_until(user: User) -> datetime | None:
    """Until when; None if nothing is held back."""
    change = held(user)
    return change.at + WAITS if change else None


def is_settled(manager: User | None) -> bool:
    """True for who looks after colleagues since some days: nobody confirms with a new account."""
    return manager is not None and not young(What.MANAGER).filter(user=manager).exists()


def is_second(person: User, change: SlowChange) -> bool:
    """True for another manager than who made this change; both since some days."""
    return person != change.by and is_settled(person) and is_settled(change.by or person)
