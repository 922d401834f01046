"""Ten codes on paper for the day the phone is lost: shown once, kept as hashes, each used once."""

from __future__ import annotations

import secrets

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django_otp import verify_token

from clinic_site.models import RecoveryCode, RecoveryCodes

#: Without those that look like another one on paper.
_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
MANY, _HALF = 10, 4
#: No code is longer; what is would only be hashed for nothing.
_LONGEST = 20


@transaction.atomic
def renew(user: User) -> list[str]:
    """Ten new ones, to be shown now and never again; those of before stop working."""
    RecoveryCodes.objects.filter(user=user).delete()
    kept = RecoveryCodes.objects.create(
        user=user, name="Recovery codes", salt=secrets.token_hex(16)
    )
    codes = [f"{_part()}-{_part()}" for _ in range(MANY)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(of=kept, code=kept.hash_of(code)) for code in codes
    )
    return codes


def _part() -> str:
    return "".join(secrets.choice(_SIGNS) for _ in range(_HALF))


def give(user: User, code: str) -> RecoveryCodes | None:
    """The set this code is of, which from now on is used up."""
    kept: RecoveryCodes | None = RecoveryCodes.objects.filter(user=user).first()
    if kept is None or len(code) > _LONGEST:
        return None
    if verify_token(user, kept.persistent_id, code) is None:
        return None
    # Whoever has one at hand has kept them.
    RecoveryCodes.objects.filter(pk=kept.pk).update(used=timezone.now(), are_kept=True)
    return kept


def say_kept(user: User) -> None:
    """Their owner put them in a safe place."""
    RecoveryCodes.objects.filter(user=user).update(are_kept=True)


def were_left(user: User) -> bool:
    """True for codes that were shown, and nobody said that they are in a safe place."""
    return RecoveryCodes.objects.filter(user=user, are_kept=False).exists()


def left(user: User) -> int:
    """How many were not used yet."""
    return RecoveryCode.objects.filter(of__user=user).count()
