"""A code that comes by another way than the password: with it a second step is set up.

A stolen password alone must not set up the thief's phone.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from clinic_site.models import Door, Passkey, PhoneCodes
from clinic_site.second.tries import lock

#: How long a code works, and how long after one was mailed no other is.
LASTS, BETWEEN_MAILS = timedelta(hours=1), timedelta(minutes=5)


def has_second_step(user: User) -> bool:
    """True once this account has something that gives a second step."""
    has_phone = PhoneCodes.objects.filter(user=user, confirmed=True).exists()
    return has_phone or Passkey.objects.filter(user=user).exists()


@transaction.atomic
def make(user: User) -> tuple[str, datetime]:
    """A new code, and until when it works; one of before stops working."""
    door, now = lock(user), timezone.now()
    code = f"{secrets.randbelow(10**8):08d}"
    door.entry_code, door.entry_made = make_password(code), now
    door.save(update_fields=["entry_code", "entry_made"])
    return f"{code[:4]} {code[4:]}", now + LASTS


def was_made_just_now(user: User) -> bool:
    """True if the last code is so new that another would only fill the mailbox."""
    made = Door.objects.filter(user=user).values_list("entry_made", flat=True).first()
    return made is not None and timedelta(0) <= timezone.now() - made < BETWEEN_MAILS


@transaction.atomic
def use(user: User, code: str) -> bool:
    """True once, within the hour, for the code that was made last."""
    door = lock(user)
    typed = "".join(code.split()).replace("-", "")[:20]
    age = timezone.now() - door.entry_made if door.entry_made and door.entry_code else None
    if (
        age is None
        or not timedelta(0) <= age <= LASTS
        or not check_password(typed, door.entry_code)
    ):
        return False
    door.entry_code = ""
    door.save(update_fields=["entry_code"])
    return True
