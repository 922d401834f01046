"""The list of colleagues: what each may do, when they were last seen, and their second step."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache

from clinic_site.colleagues import invitations
from clinic_site.colleagues.account import accounts
from clinic_site.models import Invitation
from clinic_site.staff import sessions
from clinic_site.staff.roles import may_manage
from contact.keeping import audit
from contact.models import AuditRecord
from pages.people import can_see
from pages.staff import frame

#: An invitation that nobody took is shown for so long.
_REMEMBERED = timedelta(days=30)


@never_cache
def everyone(request: HttpRequest) -> HttpResponse:
    """Who works here, who was invited, and who left."""
    if not can_see(request.user, "auth.view_user"):
        raise PermissionDenied
    here = list(_colleagues().filter(is_active=True))
    context = {
        "title": "Colleagues",
        "people": accounts(here, sessions.me(request)),
        "invited": invitations.open_ones().order_by("made"),
        "ran_out": _ran_out(),
        "outside": User.objects.filter(is_active=True, is_staff=False).order_by("username"),
        "left": _colleagues().filter(is_active=False),
        "may_manage": may_manage(request.user),
    }
    return frame.page(request, "admin/colleagues/everyone.html", context)


def _colleagues() -> QuerySet[User]:
    return User.objects.filter(is_staff=True).order_by("first_name", "last_name", "username")


def _ran_out() -> list[Invitation]:
    """Nobody came: but for those who came by another invitation."""
    found = invitations.ran_out(_REMEMBERED).order_by("made")
    emails = User.objects.filter(is_active=True).values_list("email", flat=True)
    have_accounts = {email.casefold() for email in emails}
    return [one for one in found if one.email not in have_accounts]


@transaction.atomic
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """End an invitation that went to a wrong address, or is not wanted any more."""
    if not may_manage(request.user):
        raise PermissionDenied
    invitation = get_object_or_404(Invitation, pk=number)
    # Not if it is only opened: from the second step, which was asked for in between.
    if request.method == "POST" and invitations.take_back(invitation):
        detail = f"took back the invitation of {invitation.email}: {invitation.role}"
        audit.record(AuditRecord.Act.ACCOUNT, who=sessions.me(request), detail=detail)
        messages.success(request, f"The link sent to {invitation.email} does not work any more.")
    return redirect("admin:colleagues")
