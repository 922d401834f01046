"""Tells visitors apart by where on the internet they come from, as our own proxies saw it."""

from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest


def network_of(request: HttpRequest) -> str:
    """The visitor's address; of IPv6 only the /64 that a whole home or phone has.

    Each trusted proxy adds one entry at the right end of X-Forwarded-For; what stands further left
    is what the visitor claims. Never store it as it is.
    """
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    seen = [entry.strip() for entry in forwarded if entry.strip()]
    seen.append(request.META.get("REMOTE_ADDR", ""))
    client = seen[-min(settings.TRUSTED_PROXIES + 1, len(seen))]
    try:
        address = ip_address(client)
    except ValueError:
        return client
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or int(address) >> 64)
    return str(address)
