"""Codes of an app on a phone: a new key, the picture that the app reads, and a code that fits."""

from __future__ import annotations

import secrets
from base64 import b32encode
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.safestring import SafeString
from django_otp import verify_token

from clinic_site.models import PhoneCodes

_ISSUER = "BrainStim staff"
#: Bytes of a key: as long as the hash it is used with (RFC 4226, section 4).
_LONG = 20
NAME = "Codes from my phone"


@dataclass(frozen=True)
class Shown:
    """A new key, as the page shows it: drawn for the app, and in letters."""

    picture: SafeString
    letters: str
    #: Opens an app on the same phone.
    link: str


@transaction.atomic
def begin(user: User) -> PhoneCodes:
    """A new key, which counts once a code of it was given. One of before is forgotten."""
    PhoneCodes.objects.filter(user=user, confirmed=False).delete()
    codes: PhoneCodes = PhoneCodes.objects.create(
        user=user, name=NAME, confirmed=False, key=secrets.token_hex(_LONG)
    )
    return codes


def show(codes: PhoneCodes) -> Shown:
    """The picture and the letters, in groups of four."""
    # Read here alone: no public page draws such a picture.
    import segno  # noqa: PLC0415

    letters = b32encode(bytes.fromhex(codes.key)).decode()
    link = _address(codes.user, letters)
    drawn = segno.make(link, error="m").svg_inline(
        scale=5, dark="#000", light="#fff", title="A picture code for your app"
    )
    groups = " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))
    return Shown(SafeString(drawn), groups, link)


def _address(user: User, letters: str) -> str:
    """What apps read (otpauth, key URI format)."""
    label = quote(f"{_ISSUER}:{user.get_username()} at {settings.SITE_HOST}")
    return f"otpauth://totp/{label}?{urlencode({'secret': letters, 'issuer': _ISSUER})}"


@transaction.atomic
def confirm(user: User, number: int, code: str) -> PhoneCodes | None:
    """The key counts from now on, in place of the one before; None if the code does not fit."""
    codes: PhoneCodes | None = PhoneCodes.objects.filter(pk=number, confirmed=False).first()
    if codes is None or verify_token(user, codes.persistent_id, tidy(code)) is None:
        return None
    PhoneCodes.objects.filter(user=user, confirmed=True).delete()
    PhoneCodes.objects.filter(pk=number).update(confirmed=True)
    codes.confirmed = True
    return codes


def give(user: User, code: str) -> PhoneCodes | None:
    """The phone whose code this is; each code works once, in whichever process."""
    codes = PhoneCodes.objects.filter(user=user, confirmed=True).first()
    found = codes and verify_token(user, codes.persistent_id, tidy(code))
    return found if isinstance(found, PhoneCodes) else None


def tidy(code: str) -> str:
    """Apps show digits in two groups."""
    return "".join(code.split()).replace("-", "")


def is_there(user: User) -> bool:
    """True if this account has a phone that counts."""
    return PhoneCodes.objects.filter(user=user, confirmed=True).exists()
