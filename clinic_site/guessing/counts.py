"""Makes guessing a password slow, from one network or a thousand, and locks out nobody else.

Tries are counted for a name with a network and for the name over all networks, so that a clinic
does not wait for one colleague's mistypes. A browser its owner knows is held by its own tries
alone, so that nobody locks a name from outside.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from clinic_site.guessing import known
from clinic_site.models import FailedSignIn
from contact.intake import throttle
from pages.visitor_address import network_of

#: Tries that may fail in this time under one name: from one network, from all, in a known browser.
MOST, WINDOW = 10, timedelta(minutes=15)
#: And from one network under any names: one password tried on every name of a long list.
MOST_OF_A_NETWORK = 100

_HERE = "From this network, this name was tried with a wrong password {many} times."
_NAME = "From several networks, this name was tried with a wrong password {many} times."
_AT = "From this network, {many} sign-ins failed."
_ASKED = "From this network, {many} links were asked for."
_KNOWN = "In this browser, a wrong password was given {many} times."


class TooManyTriesError(Exception):
    """Nobody signs in so for now."""

    def __init__(self, why: str, until: datetime) -> None:
        """``why``: in words, the same whether or not there is such a name."""
        super().__init__(why)
        self.why, self.until = why, until


@transaction.atomic
def count(request: HttpRequest, name: str) -> list[int]:
    """Count a try before it is made, so that many at once are not more than one after the other.

    Returns what to forget if it works. Raises TooManyTriesError; such a try is not counted, so
    waiting always helps.
    """
    limits = _limits(request, name)
    for key in sorted(limits):
        throttle.take_turn(key)
    now = timezone.now()
    FailedSignIn.objects.filter(at__lte=now - WINDOW).delete()
    for key, (most, why) in limits.items():
        if until := _full_until(_recent(now).filter(key=key), most):
            raise TooManyTriesError(why.format(many=most), until)
    rows = [FailedSignIn(key=key, name=_name_key(name), at=now) for key in limits]
    return [row.pk for row in map(_save, rows)]


@transaction.atomic
def count_asking(request: HttpRequest) -> None:
    """Count that this network asked for a link by mail. Raises TooManyTriesError."""
    key, now = _key("asked", network_of(request)), timezone.now()
    throttle.take_turn(key)
    if until := _full_until(_recent(now).filter(key=key), MOST):
        raise TooManyTriesError(_ASKED.format(many=MOST), until)
    FailedSignIn.objects.create(key=key, at=now)


def in_words(error: TooManyTriesError) -> str:
    """Until when, and what helps sooner."""
    until = f"{timezone.localtime(error.until):%-I:%M %p}".lower()
    return f"Too many tries. {error.why} Wait until {until}, or ask a manager to unlock you."


def forget(counted: list[int]) -> None:
    """That try was right."""
    FailedSignIn.objects.filter(pk__in=counted).delete()


def locked_until(name: str) -> datetime | None:
    """Until when a browser that nobody knows waits under this name; None if it does not."""
    return _full_until(_recent(timezone.now()).filter(key=_name_key(name)), MOST)


def unlock(name: str) -> bool:
    """Forget every try under this name, wherever it was made; true if there was one."""
    many, _by_model = FailedSignIn.objects.filter(name=_name_key(name)).delete()
    return many > 0


def _limits(request: HttpRequest, name: str) -> dict[str, tuple[int, str]]:
    """By key: how many tries, and what is said of them."""
    if number := known.browser(request, name):
        return {_key("known", number): (MOST, _KNOWN)}
    network = network_of(request)
    return {
        _key("here", f"{network} {name.casefold()}"): (MOST, _HERE),
        _name_key(name): (MOST, _NAME),
        _key("at", network): (MOST_OF_A_NETWORK, _AT),
    }


def _name_key(name: str) -> str:
    return _key("name", name.casefold())


def _key(kind: str, value: str) -> str:
    return salted_hmac(f"clinic_site.sign_in.{kind}", value, algorithm="sha256").hexdigest()


def _recent(now: datetime) -> QuerySet[FailedSignIn]:
    """Up to now only: after the clock was set back, what lies in the future locks nobody out."""
    return FailedSignIn.objects.filter(at__gt=now - WINDOW, at__lte=now)


def _full_until(tries: QuerySet[FailedSignIn], most: int) -> datetime | None:
    """When there is a try again: once the oldest of the last so many is forgotten."""
    oldest = tries.order_by("-at").values_list("at", flat=True)[most - 1 : most]
    return next((at + WINDOW for at in oldest), None)


def _save(row: FailedSignIn) -> FailedSignIn:
    row.save()
    return row
