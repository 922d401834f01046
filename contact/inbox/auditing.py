"""Records in the audit what the person at the screen did with a message."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import pluralize
from django.template.response import TemplateResponse
from django.utils import timezone

from contact.keeping import audit
from contact.models import AuditRecord, Inquiry

Act = AuditRecord.Act
#: A list that is seen again within this time is one look.
_ONE_LOOK = timedelta(hours=1)


def record_act(
    request: HttpRequest, act: AuditRecord.Act, inquiry: Inquiry, detail: str = ""
) -> None:
    """One row more, signed by whoever is signed in."""
    audit.record(act, who=request.user, reference=inquiry.reference, detail=detail)


def recorded_list(request: HttpRequest, page: HttpResponse) -> HttpResponse:
    """This page of the inbox; that someone saw it is recorded once an hour, and how many there."""
    listed = (page.context_data or {}).get("cl") if isinstance(page, TemplateResponse) else None
    if listed is not None:
        _record_list(request, len(listed.result_list))
    return page


def _record_list(request: HttpRequest, shown: int) -> None:
    now = timezone.now()
    looks = AuditRecord.objects.filter(act=Act.LISTED, account=request.user.pk)
    if not looks.filter(at__gt=now - _ONE_LOOK, at__lte=now).exists():
        audit.record(Act.LISTED, who=request.user, detail=_on_the_page(shown))


def _on_the_page(shown: int) -> str:
    return f"{shown} message{pluralize(shown)} on the first page"
