"""A colleague in words: what they may do, when they were last seen, what they sign in with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from clinic_site.colleagues.unlock import locked_until
from clinic_site.models import Passkey, PhoneCodes
from clinic_site.staff.new_clinicians import role_waited_for
from clinic_site.staff.roles import InWords, in_words, may_reset
from clinic_site.staff.sessions import last_requests
from pages.people import name_of


@dataclass(frozen=True)
class Account:
    """A row of the list of colleagues."""

    user: User
    name: str
    role: str
    seen: str
    second_step: str
    locked_until: datetime | None
    is_me: bool


def accounts(people: list[User], asks: User) -> list[Account]:
    """Each of these, as ``asks`` may know: who may not unlock somebody need not know of a lock."""
    requests = last_requests()
    return [_account(one, asks, requests.get(one.pk)) for one in people]


def _account(user: User, asks: User, request: datetime | None) -> Account:
    return Account(
        user=user,
        name=name_of(user),
        role=role_of(user),
        seen=seen_in_words(user.last_login, request),
        second_step=second_step_in_words(user),
        locked_until=locked_until(user) if may_reset(asks, user) else None,
        is_me=user.pk == asks.pk,
    )


def role_of(user: User) -> str:
    """The names of the roles, in a few words."""
    roles = [group.name for group in user.groups.order_by("name")]
    if asked := role_waited_for(user):
        roles.append(f"{asked.role} waits for a yes")
    return ", ".join(["Everything"] if user.is_superuser else roles) or "Nothing yet"


def may_in_words(user: User) -> list[InWords]:
    """What the roles of this colleague let them do; nothing for those a clinic made itself."""
    words = in_words()
    roles = [words[one.name] for one in user.groups.order_by("name") if one.name in words]
    return [one.of(user) for one in roles]


def seen_in_words(*times: datetime | None) -> str:
    """The last of these: a day is enough, and no one is watched by the minute."""
    known = [timezone.localdate(one) for one in times if one]
    if not known:
        return "Never"
    last, today = max(known), timezone.localdate()
    if last >= today:
        return "Today"
    return "Yesterday" if last == today - timedelta(days=1) else f"{last:%b %-d, %Y}"


def second_step_in_words(user: User) -> str:
    """What they sign in with beside the password."""
    there = ["passkey"] if Passkey.objects.filter(user=user).exists() else []
    there += ["codes"] if PhoneCodes.objects.filter(user=user, confirmed=True).exists() else []
    return " and ".join(there).capitalize() or "Not set up yet"
