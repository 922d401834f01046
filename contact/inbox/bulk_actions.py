"""What staff do with several messages at once from the list. Each one is in the audit."""

from __future__ import annotations

from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from contact.inbox.auditing import Act, record_act
from contact.inbox.export import spreadsheet
from contact.intake.receiving import release
from contact.keeping import audit
from contact.models import Inquiry, Status


@admin.action(description="Assign to me", permissions=["change"])
@transaction.atomic
def assign_to_me(
    _admin: admin.ModelAdmin[Inquiry], request: HttpRequest, chosen: QuerySet[Inquiry]
) -> None:
    """Whoever takes a message is the one colleagues ask about it."""
    for inquiry in chosen:
        inquiry.assigned_to_id = request.user.pk
        _save(request, inquiry, "assigned_to", f"with {request.user}")


@admin.action(description="Waiting for them", permissions=["change"])
def wait_for_them(
    _admin: admin.ModelAdmin[Inquiry], request: HttpRequest, chosen: QuerySet[Inquiry]
) -> None:
    """We replied and wait for an answer; nobody has replied to what is held."""
    _move(request, chosen.exclude(status=Status.HELD), Status.WAITING)


@admin.action(description="Done", permissions=["change"])
def mark_done(
    _admin: admin.ModelAdmin[Inquiry], request: HttpRequest, chosen: QuerySet[Inquiry]
) -> None:
    """Nothing more to do: from here the days run until a message is deleted."""
    _move(request, chosen, Status.DONE)


@admin.action(description="Release what was held", permissions=["change"])
@transaction.atomic
def release_held(
    _admin: admin.ModelAdmin[Inquiry], request: HttpRequest, chosen: QuerySet[Inquiry]
) -> None:
    """They are real messages."""
    for inquiry in chosen.filter(status=Status.HELD):
        release(inquiry)
        record_act(request, Act.CHANGED, inquiry, "released")


@admin.action(description="Export as a file", permissions=["export"])
@transaction.atomic
def export(
    _admin: admin.ModelAdmin[Inquiry], request: HttpRequest, chosen: QuerySet[Inquiry]
) -> HttpResponse:
    """The messages for a spreadsheet, each recorded as taken out."""
    inquiries = list(chosen)
    audit.record_each(
        Act.EXPORTED,
        who=request.user,
        references=[inquiry.reference for inquiry in inquiries],
    )
    name = f"inquiries-{timezone.localdate():%Y-%m-%d}.csv"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
    return HttpResponse(
        spreadsheet(inquiries), content_type="text/csv; charset=utf-8", headers=headers
    )


ALL = (assign_to_me, wait_for_them, mark_done, release_held, export)


@transaction.atomic
def _move(request: HttpRequest, chosen: QuerySet[Inquiry], status: Status) -> None:
    """Only those that are not there yet: what does not change is no change in the audit."""
    for inquiry in chosen.exclude(status=status):
        before, inquiry.status = inquiry.status, status
        inquiry.moved_from(before)
        _save(request, inquiry, "status", f"status {status.label.lower()}")


def _save(request: HttpRequest, inquiry: Inquiry, field: str, detail: str) -> None:
    inquiry.version += 1
    inquiry.save(update_fields=[field, "closed_at", "replied_at", "version"])
    record_act(request, Act.CHANGED, inquiry, detail)
