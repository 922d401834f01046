"""What colleagues sign in as: capital letters do not matter, and no name is used a second time."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from clinic_site.models import UsedName

USED = "Somebody signs in, or signed in, with this name. Choose another one."


def kept_as(name: str) -> str:
    """A name as it is compared: without a difference that nobody types on purpose."""
    return unicodedata.normalize("NFKC", name).casefold()


def account_of(name: str) -> User | None:
    """Who signs in with this name. Accounts of before that differ by capitals keep them."""
    if exact := User.objects.filter(username=name).first():
        return exact
    number = UsedName.objects.filter(name=kept_as(name)).values_list("account", flat=True).first()
    user = User.objects.filter(pk=number).first() if number else None
    # One that was renamed keeps its old name from others, and signs in with the new one.
    return user if user and kept_as(user.username) == kept_as(name) else None


def as_written(name: str) -> str:
    """The name as it stands in the account; as it was typed if nobody has it."""
    user = account_of(name)
    return user.username if user else name


def is_used(name: str, by_others_than: User | None = None) -> bool:
    """True if another account has this name, or had it."""
    used = UsedName.objects.filter(name=kept_as(name))
    return used.exclude(account=(by_others_than and by_others_than.pk) or 0).exists()


def keep(instance: User, raw: bool = False, **_signal: Any) -> None:
    """Signal, after an account is saved: from now on this name is used."""
    if not raw:
        UsedName.objects.get_or_create(
            name=kept_as(instance.username), defaults={"account": instance.pk}
        )


def refuse_used(
    instance: User, raw: bool = False, update_fields: Iterable[str] | None = None, **_signal: Any
) -> None:
    """Signal, before an account is saved: what it did stands in the audit under this name.

    Raises ValidationError for a new name that another account has or had.
    """
    if raw or (update_fields is not None and "username" not in update_fields):
        return
    old = User.objects.filter(pk=instance.pk).values_list("username", flat=True).first()
    if instance.username != old and is_used(instance.username, instance if old else None):
        raise ValidationError({"username": USED})
