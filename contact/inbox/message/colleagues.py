"""Colleagues on the pages of messages: who may have a message, and who did what, by real names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from contact.keeping.handing_on import MAY_ANSWER
from contact.models import AuditRecord
from pages.people import name_of

NOBODY = "Nobody yet"


class ColleagueField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Names to choose from, as colleagues say them."""

    def label_from_instance(self, obj: User) -> str:
        """Not the name to sign in with."""
        return name_of(obj)


def who_may_have(message_is_with: int | None) -> QuerySet[User]:
    """Those who work here and may answer messages, and whoever has this one now."""
    able = User.objects.with_perm(MAY_ANSWER).filter(is_staff=True)
    chosen = Q(pk__in=able.values("pk")) | Q(pk=message_is_with)
    return User.objects.filter(chosen).order_by("first_name", "last_name", "pk")


def named(colleague: User | None) -> str:
    """Their name, or that it is nobody's."""
    return name_of(colleague) if colleague else NOBODY


def with_words(colleague: User | None) -> str:
    """The same inside a sentence: with Ana Ruiz, or with nobody yet."""
    return f"with {name_of(colleague) if colleague else NOBODY.lower()}"


@dataclass(frozen=True)
class Entry:
    """One line of what was done with a message."""

    who: str
    at: datetime
    did: str


def entries(records: Iterable[AuditRecord]) -> list[Entry]:
    """What the audit says, by the names that colleagues have now."""
    rows = list(records)
    here = User.objects.filter(pk__in={row.account for row in rows})
    names = {one.pk: name_of(one) for one in here}
    return [Entry(names.get(row.account or 0, row.who), row.at, _did(row)) for row in rows]


def _did(row: AuditRecord) -> str:
    act = row.get_act_display()
    return f"{act}: {row.detail}" if row.detail else act
