"""Opens the account of a colleague who comes back: with a new password, as what they were."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from clinic_site.colleagues import letters
from clinic_site.staff import new_clinicians, sessions
from clinic_site.staff.door_audit import record_account
from clinic_site.staff.roles import may_reset
from pages.people import name_of


def bring_back(request: HttpRequest, number: int) -> HttpResponse:
    """Open it, mail the way in, and tell those who answer if a clinician is one again."""
    other, by = (
        get_object_or_404(User, pk=number, is_staff=True, is_active=False),
        sessions.me(request),
    )
    if not may_reset(by, other):
        raise PermissionDenied
    if request.method != "POST":
        # From the second step, which was asked for in between.
        return redirect("admin:colleague", other.pk)
    with transaction.atomic(), new_clinicians.told(by):
        new_clinicians.ask_anew(other, by)
        other.is_active = True
        # Also of one who was switched off before closing took the password away.
        other.set_unusable_password()
        other.save(update_fields=["is_active", "password"])
        record_account(by, other, "brought back")
        letters.queue_back(other)
    how = "gets mail with the way in" if other.email else "has no mail address: enter one here"
    messages.success(request, f"{name_of(other)} is back, and {how}.")
    return redirect("admin:colleague", other.pk)
