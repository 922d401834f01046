"""Lets one address send so many messages and no more, exactly, whichever process they reach."""

from __future__ import annotations

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from contact.models import Arrival

MOST = 10
WINDOW = timedelta(minutes=10)


class TooManyError(Exception):
    """This address has sent as many messages as it may for now."""


def address_of(request: HttpRequest) -> str:
    """A keyed hash of the visitor's address, as our own proxies saw it.

    Each trusted proxy adds one entry at the right end of X-Forwarded-For; what stands further left
    is what the visitor claims. A home or phone has a whole /64 of IPv6, so that counts as one.
    """
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    seen = [entry.strip() for entry in forwarded if entry.strip()]
    seen.append(request.META.get("REMOTE_ADDR", ""))
    client = seen[-min(settings.TRUSTED_PROXIES + 1, len(seen))]
    return salted_hmac("contact.throttle", _network(client), algorithm="sha256").hexdigest()


def _network(client: str) -> str:
    try:
        address = ip_address(client)
    except ValueError:
        return client
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or int(address) >> 64)
    return str(address)


def take_turn(address: str) -> None:
    """Wait until no other message of this address is being stored; inside a transaction."""
    if connection.vendor == "postgresql":
        # SQLite has only one writer at a time anyway.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(address[:15], 16)])


def count(address: str) -> None:
    """Count one more message; raise TooManyError if it is one too many. After ``take_turn``."""
    now = timezone.now()
    arrivals = Arrival.objects.filter(address=address)
    arrivals.filter(at__lte=now - WINDOW).delete()
    # Up to now only: after the clock was set back, what lies in the future locks nobody out.
    if arrivals.filter(at__gt=now - WINDOW, at__lte=now).count() >= MOST:
        raise TooManyError
    Arrival.objects.create(address=address, at=now)


def forget(now: datetime) -> None:
    """Remove what no longer counts, of every address."""
    Arrival.objects.filter(at__lte=now - WINDOW).delete()
