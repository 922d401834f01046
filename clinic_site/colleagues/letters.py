"""Writes the mails about signing in: an invitation, and a link for a forgotten password.

A row of the outbox holds a word and a number. The secret is made when the mail leaves, so that a
copy of the database opens nothing.
"""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone

from clinic_site.colleagues import invitations
from clinic_site.models import Invitation, SlowChange
from clinic_site.staff import new_addresses, new_clinicians, slow
from clinic_site.staff.roles import in_words
from contact.models import Delivery
from contact.outbox import letters
from contact.outbox.turns import queue_door_letter
from pages.clinic.models import Clinic
from pages.people import name_of

_INVITED, _FORGOTTEN, _UNLOCKED, _BACK = "invited", "forgotten", "unlocked", "back"


def register() -> None:
    """When the site starts: this kind of mail is written here."""
    letters.write_as(Delivery.Kind.DOOR, _write)


def queue_invitation(invitation: Invitation) -> None:
    """With the transaction that invites."""
    queue_door_letter(invitation.email, f"{_INVITED} {invitation.pk}")


def about_forgotten(user: User) -> str:
    """What a row about this colleague's password says."""
    return f"{_FORGOTTEN} {user.pk}"


def queue_unlocked(user: User) -> None:
    """Whoever was locked out hears that they are not any more."""
    if user.email:
        queue_door_letter(user.email, f"{_UNLOCKED} {user.pk}")


def queue_back(user: User) -> None:
    """Whoever was away is told how to come in."""
    if user.email:
        queue_door_letter(user.email, f"{_BACK} {user.pk}")


def _write(delivery: Delivery, _clinic: Clinic) -> EmailMultiAlternatives | None:
    """Nothing if it would say nothing true any more."""
    what, _space, number = delivery.about.partition(" ")
    if what == _INVITED:
        invitation = invitations.open_ones().filter(pk=number).first()
        return _invited(invitation) if invitation and invitations.is_open(invitation) else None
    if what == new_addresses.LETTER:
        return _new_address(SlowChange.objects.filter(pk=number).first())
    user = User.objects.filter(pk=number, is_active=True, is_staff=True).first()
    if what == new_clinicians.RESET:
        return _reset(user) if user else None
    if user is None or user.email.casefold() != delivery.recipient.casefold():
        return None
    return _WRITERS[what](user)


def _invited(invitation: Invitation) -> EmailMultiAlternatives:
    by = name_of(invitation.by)
    context = {
        "by": by,
        "role": invitation.role.lower(),
        "may": in_words()[invitation.role].you,
        "until": timezone.localtime(invitations.until(invitation)),
        "link": _link("invited", key=invitations.key(invitation)),
    }
    subject = f"{by} invites you to {Clinic.load().name}’s staff pages"
    return letters.to_staff("staff_invited", " ".join(subject.split()), context)


def _new_address(change: SlowChange | None) -> EmailMultiAlternatives | None:
    """The same to all, whatever became of it since; no address stands in it."""
    if change is None:
        return None
    context = {
        "name": name_of(change.user),
        "by": name_of(change.by) if change.by else "whoever runs the site",
        "until": timezone.localtime(change.at + slow.WAITS),
        "is_back": change.over == change.at,
        "link": settings.SITE_URL + reverse("admin:index"),
    }
    return letters.to_staff("staff_address", "A mail address was changed", context)


def _reset(user: User) -> EmailMultiAlternatives:
    """To those who answer for the site: they know whether a phone was lost."""
    context = {
        "name": name_of(user),
        "link": settings.SITE_URL + reverse("admin:index"),
    }
    return letters.to_staff("staff_reset", "A second step was reset", context)


def _forgotten(user: User) -> EmailMultiAlternatives:
    key = default_token_generator.make_token(user)
    context = {
        "name": user.username,
        "link": _link("forgotten_new", who=str(user.pk), key=key),
    }
    return letters.to_staff("staff_forgotten", "A new password for the staff pages", context)


def _unlocked(user: User) -> EmailMultiAlternatives:
    context = {"link": settings.SITE_URL + reverse("admin:login")}
    return letters.to_staff("staff_unlocked", "You can sign in to the staff pages again", context)


def _back(user: User) -> EmailMultiAlternatives:
    """No link that opens anything: with this one a new password is asked for."""
    context = {"name": user.username, "link": settings.SITE_URL + reverse("admin:forgotten")}
    return letters.to_staff("staff_back", "You can use the staff pages again", context)


_WRITERS = {_FORGOTTEN: _forgotten, _UNLOCKED: _unlocked, _BACK: _back}


def _link(page: str, **query: str) -> str:
    """The secret stands in the query, which no log of ours has."""
    return f"{settings.SITE_URL}{reverse(f'admin:{page}')}?{urlencode(query)}"
