"""What pages of the staff that belong to no list share: their frame, and the clinic's history."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.http import HttpRequest
from django.template.response import TemplateResponse

from pages.clinic.models import Clinic


def page(request: HttpRequest, template: str, context: dict[str, Any]) -> TemplateResponse:
    """A page in the frame of the staff site."""
    shown = admin.site.each_context(request)
    shown.update(context)
    return TemplateResponse(request, template, shown)


def record(request: HttpRequest, message: str) -> None:
    """Write into the history of the clinic who did what; the clinic has to be stored."""
    LogEntry.objects.log_actions(  # type: ignore[call-overload]  # Somebody is signed in.
        request.user.pk, Clinic.objects.all(), CHANGE, message, single_object=True
    )
