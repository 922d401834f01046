"""What all pages of the staff share: the frame they stand in, and the history they write into."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import Model
from django.http import HttpRequest
from django.template.response import TemplateResponse


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    model: type[Model] | None = None,
) -> TemplateResponse:
    """A page in the frame of the staff site; ``model`` if it is about one kind of thing."""
    shown = admin.site.each_context(request)
    if model:
        shown["opts"] = model._meta
    shown.update(context)
    return TemplateResponse(request, template, shown)


def record(request: HttpRequest, changed: Model, text: str, flag: int = CHANGE) -> None:
    """Write into the history of a stored thing who did what with it."""
    LogEntry.objects.log_actions(  # type: ignore[call-overload]  # Somebody is signed in.
        request.user.pk, [changed], flag, change_message=text, single_object=True
    )
