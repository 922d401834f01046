"""Guesses which email address someone meant whose address ends as none does: dana@gmial.com."""

from typing import Final

from rapidfuzz.distance import OSA

#: Where most people have their mail.
_COMMON: Final = (
    "gmail.com",
    "yahoo.com",
    "hotmail.com",
    "outlook.com",
    "icloud.com",
    "comcast.net",
    "verizon.net",
    "protonmail.com",
)
#: Places that are one letter away from those, and are right.
_RIGHT: Final = frozenset({"mail.com", "email.com", "ymail.com", "rocketmail.com", "fmail.com"})
#: Slips of the ending of any address.
_ENDINGS: Final = {
    "con": "com",
    "cmo": "com",
    "ocm": "com",
    "vom": "com",
    "xom": "com",
    "comm": "com",
    "cpm": "com",
    "nte": "net",
    "ogr": "org",
}
#: So many letters may be wrong, missing or in the wrong order.
_SLIPS: Final = 1


def meant(address: str) -> str:
    """The address that was probably meant; empty if this one may well be right."""
    name, at, domain = address.rpartition("@")
    better = _better(domain.lower())
    return "" if better == domain.lower() else f"{name}{at}{better}"


def _better(domain: str) -> str:
    place, dot, ending = domain.rpartition(".")
    domain = f"{place}{dot}{_ENDINGS.get(ending, ending)}"
    if domain in _RIGHT:
        return domain
    near = (one for one in _COMMON if OSA.distance(domain, one) <= _SLIPS)
    return next(near, domain)
