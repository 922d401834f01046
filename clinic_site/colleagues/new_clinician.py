"""The page on which somebody confirms that a colleague is a clinician, and may approve words."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache

from clinic_site.models import SlowChange
from clinic_site.staff import new_clinicians, sessions, slow
from pages.people import name_of
from pages.staff import frame


@never_cache
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Say who it is, and take a yes or a no."""
    waiting = slow.open_ones(slow.What.CLINICIAN).filter(user__is_active=True)
    asked, me = get_object_or_404(waiting, pk=number), sessions.me(request)
    if not new_clinicians.may_confirm(me, asked):
        raise PermissionDenied
    if request.method == "POST":
        _decide(request, asked, me)
        return redirect("admin:index")
    context = {
        "title": f"Is {name_of(asked.user)} a clinician?",
        "asked": asked,
        "name": name_of(asked.user),
        "by": name_of(asked.by) if asked.by else "Somebody who left",
    }
    return frame.page(request, "admin/colleagues/new_clinician.html", context, User)


def _decide(request: HttpRequest, asked: SlowChange, me: User) -> None:
    name = name_of(asked.user)
    if "yes" in request.POST and new_clinicians.confirm(asked, me):
        messages.success(request, f"{name} may approve medical words from now on.")
    elif "no" in request.POST and new_clinicians.refuse(asked, me):
        messages.success(request, f"{name} does not approve medical words. It is written down.")
