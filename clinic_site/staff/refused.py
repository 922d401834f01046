"""What colleagues read where an address of the staff site leads nowhere, or not them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from clinic_site.staff.gone import thrown_away
from pages.staff import frame

_MOST_NAMES = 5


def is_colleague(request: HttpRequest) -> bool:
    """True at a staff page for who is signed in with both steps: others learn nothing of it."""
    is_there = request.path.startswith(reverse("admin:index"))
    return is_there and hasattr(request, "user") and admin.site.has_permission(request)


def forbidden(request: HttpRequest) -> HttpResponse:
    """Who may give rights is named, and nothing of the page that was asked for."""
    context = {"title": "You may not open this page", "helpers": _helpers()}
    return _page(request, "admin/refused.html", context, 403)


def not_found(request: HttpRequest) -> HttpResponse:
    """Nothing stands there, or not any more."""
    has_bin = bool(thrown_away.kinds_of(request))
    context = {"title": "There is nothing here", "has_bin": has_bin}
    return _page(request, "admin/nothing_here.html", context, 404)


def not_sent(request: HttpRequest) -> HttpResponse:
    """A form whose token is missing or old, of which nothing could be kept."""
    context = {"title": "This was not done"}
    return _page(request, "admin/not_sent.html", context, 403)


def _page(
    request: HttpRequest, template: str, context: dict[str, Any], status: int
) -> TemplateResponse:
    shown = frame.page(request, template, context)
    shown.status_code = status
    shown.render()
    return shown


def _helpers() -> list[str]:
    """Names of those who give colleagues their rights."""
    can_help = Q(is_superuser=True) | Q(groups__name="Manager")
    people = User.objects.filter(can_help, is_active=True, is_staff=True).distinct()
    return [one.get_full_name() or one.get_username() for one in people[:_MOST_NAMES]]
