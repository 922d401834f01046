"""What colleagues read who may not open a page: in the staff frame, with who can help."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db.models import Q
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse

from pages.staff import frame

_MOST_NAMES = 5


def is_colleague(request: HttpRequest) -> bool:
    """True for someone of the staff, at a staff page."""
    user = getattr(request, "user", None)
    is_there = request.path.startswith(reverse("admin:index"))
    return is_there and bool(user and user.is_active and user.is_staff)


def page(request: HttpRequest) -> TemplateResponse:
    """Who may give rights is named, and nothing of the page that was asked for."""
    context = {"title": "You may not open this page", "helpers": _helpers()}
    shown = frame.page(request, "admin/refused.html", context)
    shown.status_code = 403
    shown.render()
    return shown


def _helpers() -> list[str]:
    """Names of those who give colleagues their rights."""
    can_help = Q(is_superuser=True) | Q(groups__name="Manager")
    people = User.objects.filter(can_help, is_active=True, is_staff=True).distinct()
    return [one.get_full_name() or one.get_username() for one in people[:_MOST_NAMES]]
