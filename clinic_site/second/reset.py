"""Gives a colleague who lost the phone a new second step, with a code that is handed over."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache

from clinic_site.models import Door, Passkey, PhoneCodes, RecoveryCodes
from clinic_site.second import entry, letters
from clinic_site.staff import new_clinicians, sessions, slow
from clinic_site.staff.roles import may_reset
from clinic_site.staff.sessions import sessions_of
from contact.keeping import audit
from contact.models import AuditRecord
from pages.people import name_of
from pages.staff import frame


@transaction.atomic
def take_away(user: User, *, by: audit.Who) -> None:
    """Phone, recovery codes and codes to set one up stop working, and every session ends."""
    PhoneCodes.objects.filter(user=user).delete()
    Passkey.objects.filter(user=user).delete()
    RecoveryCodes.objects.filter(user=user).delete()
    Door.objects.filter(user=user).delete()
    for session in sessions_of(user):
        session.delete()
    detail = f"a new second step for {user.get_username()}"
    audit.record(AuditRecord.Act.SET_UP, who=by, detail=detail)
    new_clinicians.tell_of_reset(user, by)


@transaction.atomic
def make_code(user: User, *, by: audit.Who) -> tuple[str, datetime]:
    """A code for someone who has no second step, and until when it works."""
    detail = f"a code to set one up, for {user.get_username()}"
    audit.record(AuditRecord.Act.SET_UP, who=by, detail=detail)
    return entry.make(user)


@never_cache
def reset(request: HttpRequest, number: int) -> HttpResponse:
    """Ask, then do it, mail it to the colleague and show the code, this once."""
    other = get_object_or_404(User, pk=number, is_active=True)
    if not may_reset(request.user, other):
        raise PermissionDenied
    context = {
        "title": f"A new second step for {name_of(other)}",
        "name": name_of(other),
        "other": other,
        "had_one": entry.has_second_step(other),
        "held_until": slow.held_until(other),
    }
    if request.method == "POST" and not context["held_until"]:
        context |= _do(request, other)
    return frame.page(request, "admin/second/reset.html", context, User)


def _do(request: HttpRequest, other: User) -> dict[str, object]:
    by = sessions.me(request)
    with transaction.atomic():
        take_away(other, by=by)
        code, until = entry.make(other)
    # After the step is done: mail must not undo it.
    return {"code": code, "until": until, "is_told": letters.mail_reset(other, name_of(by))}
