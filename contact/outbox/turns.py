"""Tells colleagues by mail: whose turn it is, what was done with words, what is at the door."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from contact.models import Delivery

_KIND = Delivery.Kind
#: Of each kind what its subject says, and its one sentence: no word of any page, note or person.
SUBJECTS: dict[Delivery.Kind, tuple[str, str]] = {
    _KIND.TURN: (
        "Something for you on the staff pages",
        "A colleague sent you something to read, or decided on something you sent.",
    ),
    _KIND.ASKED: (
        "A text waits for you: please read it",
        "A colleague sent words for the site. Visitors see them only after a clinician says yes.",
    ),
    _KIND.BACK: (
        "A text came back to you with a note",
        "A clinician asks you to change something in your words. The note stands beside them.",
    ),
    _KIND.AGREED: (
        "Your text is approved",
        "A clinician approved your words. If they are not live yet, publish them now.",
    ),
    _KIND.OFF: (
        "A text was taken off the site",
        "Visitors do not see it any more. Today says which it is; the reason stands beside it.",
    ),
    _KIND.BINNED: (
        "A text was thrown away",
        "It is in the bin, and visitors do not see it. The bin says which it is, why, and who can"
        " take it back.",
    ),
    _KIND.AGAIN: (
        "A text is back on the site",
        "Visitors read it again, word for word as it was before it was taken off.",
    ),
}
#: Where its link leads, and what the link says; all others lead to Today.
PLACES: dict[Delivery.Kind, tuple[str, str, str]] = {
    _KIND.AGREED: ("admin:index", "#yours", "Publish them from Today"),
    _KIND.BINNED: ("admin:bin", "", "Look into the bin"),
}
TODAY = ("admin:index", "", "Look at Today")
#: Between two of one kind to one person; what happens in between is told by the next one.
_BETWEEN = timedelta(minutes=5)


def queue_turns(addresses: Iterable[str], what: str = _KIND.TURN) -> None:
    """One mail of this kind to each; one that still waits to be sent says the same already."""
    for address in dict.fromkeys(addresses):
        _queue(Delivery.Kind(what), address, timezone.now())


def queue_new_clinician(addresses: Iterable[str]) -> None:
    """One mail to each of those who answer for the site."""
    queue_turns(addresses, Delivery.Kind.RIGHTS)


def queue_door_letter(address: str, about: str) -> None:
    """One mail about signing in; ``about`` is what its writer knows it by."""
    Delivery.objects.create(kind=Delivery.Kind.DOOR, recipient=address, about=about)


def door_letter_since(address: str, about: str, since: datetime) -> bool:
    """True if such a mail was queued for this address since then, or still waits."""
    same = Delivery.objects.filter(kind=Delivery.Kind.DOOR, recipient=address, about=about)
    return same.filter(created_at__gt=since).exists() or same.waiting().exists()


@transaction.atomic
def _queue(kind: Delivery.Kind, address: str, now: datetime) -> None:
    same = Delivery.objects.filter(kind=kind, recipient=address)
    if not address or same.waiting().filter(attempts=0, leased_until=None).exists():
        return
    last = same.filter(sent_at__lte=now).aggregate(Max("sent_at"))["sent_at__max"]
    waits = last and kind != _KIND.RIGHTS
    next_try = max(now, last + _BETWEEN) if waits else now
    Delivery.objects.create(kind=kind, recipient=address, next_try_at=next_try)
