"""Lets one address send so many messages and no more, exactly, whichever process they reach."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from contact.models import Arrival
from pages.visitor_address import network_of

MOST = 10
WINDOW = timedelta(minutes=10)


class TooManyError(Exception):
    """This address has sent as many messages as it may for now."""


def address_of(request: HttpRequest) -> str:
    """A keyed hash of the visitor's network, so that the address itself is not stored."""
    network = network_of(request)
    return salted_hmac("contact.throttle", network, algorithm="sha256").hexdigest()


def take_turn(*hashes: str) -> None:
    """Wait until no other message of these is being stored; inside a transaction.

    Each is the keyed hash of a network, of an email address or of a number.
    """
    if connection.vendor == "postgresql":
        # SQLite has only one writer at a time anyway.
        with connection.cursor() as cursor:
            # Networks before people, always: so no two wait for each other.
            for one in filter(None, hashes):
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(one[:15], 16)])


def count(address: str) -> None:
    """Count one more message; raise TooManyError if it is one too many. After ``take_turn``."""
    now = timezone.now()
    arrivals = Arrival.objects.filter(address=address)
    arrivals.filter(at__lte=now - WINDOW).delete()
    # Up to now only: after the clock was set back, what lies in the future locks nobody out.
    if arrivals.filter(at__lte=now).count() >= MOST:
        raise TooManyError
    Arrival.objects.create(address=address, at=now)


def forget(now: datetime) -> None:
    """Remove what no longer counts, of every address."""
    Arrival.objects.filter(at__lte=now - WINDOW).delete()
