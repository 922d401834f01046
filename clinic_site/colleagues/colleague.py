"""The page of one colleague: what they may do, how they sign in, what they did last."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache

from clinic_site.colleagues import did
from clinic_site.colleagues.account import accounts, may_in_words
from clinic_site.colleagues.leaving import held_by, why_not
from clinic_site.second import recovery
from clinic_site.staff import new_addresses, new_clinicians, sessions, slow
from clinic_site.staff.roles import may_reset
from pages.people import can_see
from pages.staff import frame


@never_cache
def colleague(request: HttpRequest, number: int) -> HttpResponse:
    """Show one, and what a manager may do for them."""
    if not can_see(request.user, "auth.view_user"):
        raise PermissionDenied
    other, me = get_object_or_404(User, pk=number, is_staff=True), sessions.me(request)
    (account,) = accounts([other], me)
    change = slow.held(other)
    may_see_audit = can_see(me, "contact.view_auditrecord")
    context = {
        "title": account.name,
        "other": other,
        "account": account,
        "may": may_in_words(other),
        "left": recovery.left(other),
        "last": did.last(other) if may_see_audit else [],
        "asked": new_clinicians.role_waited_for(other),
        "new_address": change,
        "held_until": slow.held_until(other),
        "may_confirm": change is not None and new_addresses.may_confirm(me, change),
        "held": held_by(other),
        "why_not": why_not(other, me),
        "may_help": may_reset(me, other),
        "may_change": me.has_perm("auth.change_user") and (may_reset(me, other) or other == me),
    }
    return frame.page(request, "admin/colleagues/colleague.html", context)
