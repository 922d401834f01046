"""Mail addresses of colleagues: one opens one account, or a mailed link would not know which."""

from __future__ import annotations

from django.contrib.auth.models import User

TAKEN = "A colleague has this address already."


def is_taken(address: str, by_others_than: User | None = None) -> bool:
    """True if another account that is open has this address; capital letters do not matter."""
    there = User.objects.filter(email__iexact=address, is_active=True)
    others = there.exclude(pk=by_others_than.pk) if by_others_than else there
    return others.exists()
