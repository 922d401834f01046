"""Lets a manager take back the tries that failed, for a colleague who made them."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache

from clinic_site.colleagues import letters
from clinic_site.guessing import counts
from clinic_site.second import tries
from clinic_site.staff import sessions
from clinic_site.staff.door_audit import record_account
from clinic_site.staff.roles import may_reset
from pages.people import name_of
from pages.staff import frame


def locked_until(user: User) -> datetime | None:
    """Until when this colleague waits in a browser nobody knows; None if they need not."""
    waits = (counts.locked_until(user.get_username()), tries.waits_until(user))
    return max((until for until in waits if until), default=None)


@never_cache
def unlock(request: HttpRequest, number: int) -> HttpResponse:
    """Ask, then forget what failed under this name, and write down who did."""
    other = get_object_or_404(User, pk=number, is_active=True)
    if not may_reset(request.user, other):
        raise PermissionDenied
    if request.method == "POST":
        with transaction.atomic():
            counts.unlock(other.get_username())
            tries.unlock(other)
            record_account(sessions.me(request), other, "unlocked")
            letters.queue_unlocked(other)
        told = " and gets mail about it" if other.email else ""
        messages.success(request, f"{name_of(other)} is unlocked{told}. It is written down.")
        return redirect("admin:colleagues")
    context = {
        "title": f"Unlock {name_of(other)}",
        "name": name_of(other),
        "other": other,
        "until": locked_until(other),
    }
    return frame.page(request, "admin/colleagues/unlock.html", context, User)
