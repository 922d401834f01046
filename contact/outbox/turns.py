"""Tells colleagues by mail: whose turn it is, what was done with words, what is at the door."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import Enum

from django.db import transaction
from django.db.models import Max, Model
from django.urls import reverse
from django.utils import timezone

from contact.models import Delivery
from pages.clinic.rule_values import RuleValue
from pages.revisions.turns.leading import path_of

_KIND = Delivery.Kind
#: Of each kind what its subject says, and what to do: no word of any page, note or person.
SUBJECTS: dict[Delivery.Kind, tuple[str, str]] = {
    _KIND.TURN: (
        "Something for you on the staff pages",
        "A colleague handed something to you. Today says what it is, and what comes next.",
    ),
    _KIND.ASKED: (
        "A text waits for you: please read it",
        "A colleague sent words for the site. Visitors see them only after a clinician says yes."
        " Read them, then approve them or send them back with a note.",
    ),
    _KIND.BACK: (
        "A text came back to you with a note",
        "A clinician asks you to change something in your words. Read the note that stands beside"
        " them, change the words, and send them again.",
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
#: The same of a medical rule, which is live as soon as a clinician says yes.
OF_RULES: dict[Delivery.Kind, tuple[str, str]] = {
    _KIND.ASKED: (
        "A medical rule waits for you: please read it",
        "A colleague wrote a new value. Visitors read it only after a clinician says yes. Read how"
        " it stands on each page, then approve it or send it back with a note.",
    ),
    _KIND.BACK: (
        "A medical rule came back to you with a note",
        "A clinician asks you to change the new value. Read the note, change the value, and send it"
        " again.",
    ),
    _KIND.AGREED: (
        "Your new value of a medical rule is live",
        "A clinician approved it, and visitors read it now. You have nothing left to do.",
    ),
}


class Rights(Enum):
    """What a mail about the rights of an account tells: its subject and its sentence."""

    ASKED = (
        "A new clinician waits for a yes",
        "An account is to get the right to approve medical words. It begins when a clinician says"
        " yes; where there is none, a second manager. If that is you, Today shows who it is.",
    )
    GIVEN = (
        "One more account may approve medical words",
        "The account of a colleague was given the right to approve medical words.",
    )
    YOURS = (
        "You may approve medical words from now on",
        "Your account was given the right to approve medical words. Today shows what waits for"
        " you.",
    )
    TAKEN = (
        "An account may not approve medical words any more",
        "The right to approve medical words was taken from an account of a colleague, or it"
        " was closed.",
    )
    MANAGES = (
        "One more account looks after colleagues",
        "An account was given the right to invite colleagues and to change their accounts.",
    )


#: Of a mail from before they said what it was.
_RIGHTS = (
    "Rights on the staff pages have changed",
    "Accounts that approve medical words, or look after colleagues, have changed.",
)
#: What the link says that leads to the one draft a mail is about.
LOOKS: dict[Delivery.Kind, str] = {
    _KIND.ASKED: "Read it and decide",
    _KIND.BACK: "Read the note",
}
#: Where its link leads otherwise, and what it says; all others lead to Today.
PLACES: dict[Delivery.Kind, tuple[str, str, str]] = {
    _KIND.AGREED: ("admin:index", "#yours", "Publish them from Today"),
    _KIND.BINNED: ("admin:bin", "", "Look into the bin"),
}
TODAY = ("admin:index", "", "Look at Today")
#: Between two of one kind to one person; what happens in between is told by the next one.
_BETWEEN = timedelta(minutes=5)


def queue_turns(
    addresses: Iterable[str], what: str = _KIND.TURN, about: Model | None = None
) -> None:
    """One mail of this kind to each, about this draft.

    One that still waits to be sent says the same already; if it is about another draft, it leads to
    Today from now on.
    """
    row = f"{about._meta.label_lower} {about.pk}" if about else ""
    for address in dict.fromkeys(addresses):
        _queue(Delivery.Kind(what), address, row, timezone.now())


def words_of(delivery: Delivery) -> tuple[str, str]:
    """Its subject and its sentence."""
    kind = Delivery.Kind(delivery.kind)
    is_rule = delivery.about.startswith(f"{RuleValue._meta.label_lower} ")
    return OF_RULES.get(kind, SUBJECTS[kind]) if is_rule else SUBJECTS[kind]


def link_of(delivery: Delivery) -> tuple[str, str]:
    """Where it leads, and what the link says: to the draft, if there is one to decide on."""
    kind = Delivery.Kind(delivery.kind)
    model, _space, key = delivery.about.partition(" ")
    if kind is _KIND.AGREED and model == RuleValue._meta.label_lower:
        return reverse(TODAY[0]), TODAY[2]
    if key and kind in LOOKS and (path := path_of(model, int(key))):
        return path, LOOKS[kind]
    page, place, look = PLACES.get(kind, TODAY)
    return reverse(page) + place, look


def queue_rights(addresses: Iterable[str], what: Rights) -> None:
    """One mail about rights to each, at once; one that waits to be sent says the same already."""
    about = what.name.lower()
    for address in dict.fromkeys(addresses):
        same = Delivery.objects.filter(kind=_KIND.RIGHTS, recipient=address, about=about)
        if not same.waiting().exists():
            Delivery.objects.create(kind=_KIND.RIGHTS, recipient=address, about=about)


def rights_in_words(delivery: Delivery) -> tuple[str, str]:
    """Its subject and its sentence; the name of nobody."""
    return next((one.value for one in Rights if one.name.lower() == delivery.about), _RIGHTS)


def queue_door_letter(address: str, about: str) -> None:
    """One mail about signing in; ``about`` is what its writer knows it by."""
    Delivery.objects.create(kind=Delivery.Kind.DOOR, recipient=address, about=about)


def door_letter_since(address: str, about: str, since: datetime) -> bool:
    """True if such a mail was queued for this address since then, or still waits."""
    same = Delivery.objects.filter(kind=Delivery.Kind.DOOR, recipient=address, about=about)
    return same.filter(created_at__gt=since).exists() or same.waiting().exists()


@transaction.atomic
def _queue(kind: Delivery.Kind, address: str, about: str, now: datetime) -> None:
    same = Delivery.objects.filter(kind=kind, recipient=address)
    waiting = same.waiting().filter(attempts=0, leased_until=None)
    if not address or waiting.exists():
        waiting.exclude(about=about).update(about="")
        return
    last = same.filter(sent_at__lte=now).aggregate(Max("sent_at"))["sent_at__max"]
    next_try = max(now, last + _BETWEEN) if last else now
    Delivery.objects.create(kind=kind, recipient=address, about=about, next_try_at=next_try)
