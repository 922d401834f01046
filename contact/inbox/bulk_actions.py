"""What staff do with several messages at once from the list. Each one is in the audit."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import pluralize
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from contact.inbox.auditing import Act, record_act
from contact.inbox.export import spreadsheet
from contact.inbox.message.changes import handed, moved
from contact.intake.receiving import release
from contact.keeping import audit
from contact.models import Inquiry, Status
from pages.people import colleague
from pages.staff import frame

_MOST_NAMED = 10
#: What the list sends when something is to be done with several.
_OF_A_CHOICE = ("action", "select_across", ACTION_CHECKBOX_NAME)


@admin.action(description="Assign to me", permissions=["change"])
@transaction.atomic
def assign_to_me(
    _admin: admin.ModelAdmin[Inquiry], request: HttpRequest, chosen: QuerySet[Inquiry]
) -> None:
    """Whoever takes a message is the one colleagues ask about it."""
    me = colleague(request.user)
    for inquiry in chosen.select_related("assigned_to"):
        before, inquiry.assigned_to = inquiry.assigned_to, me
        _save(request, inquiry, "assigned_to", handed(before, me))


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
    """Nothing more to do: from here the days run until a message is deleted.

    A crisis is closed on its own page, where someone says what happened.
    """
    left = list(chosen.filter(crisis=True).exclude(status=Status.DONE))
    many = _move(request, chosen.exclude(pk__in=[one.pk for one in left]), Status.DONE)
    if many:
        messages.success(request, f"{many} message{pluralize(many)} done.")
    if left:
        messages.warning(request, _still_open(left))


@admin.action(description="Release what was held", permissions=["change"])
@transaction.atomic
def release_held(
    _admin: admin.ModelAdmin[Inquiry], request: HttpRequest, chosen: QuerySet[Inquiry]
) -> None:
    """They are real messages."""
    for inquiry in chosen.filter(status=Status.HELD):
        release(inquiry)
        record_act(request, Act.CHANGED, inquiry, "released")


@admin.action(description="Export as a file…", permissions=["export"])
def export(
    _admin: admin.ModelAdmin[Inquiry], request: HttpRequest, chosen: QuerySet[Inquiry]
) -> HttpResponse:
    """First a page that says what the file holds, then the file."""
    return _file_of(request, chosen) if "sure" in request.POST else _warned_of(request, chosen)


def _warned_of(request: HttpRequest, chosen: QuerySet[Inquiry]) -> TemplateResponse:
    sent = [(name, value) for name in _OF_A_CHOICE for value in request.POST.getlist(name)]
    context = {"title": "Export messages as a file", "many": chosen.count(), "sent": sent}
    return frame.page(request, "admin/contact/inquiry/export.html", context, Inquiry)


@transaction.atomic
def _file_of(request: HttpRequest, chosen: QuerySet[Inquiry]) -> HttpResponse:
    """For a spreadsheet, each message recorded as taken out."""
    inquiries = list(chosen.select_related("assigned_to"))
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


def _still_open(left: Sequence[Inquiry]) -> SafeString:
    """Which were left out, each with the way to its page."""
    link = '<a href="{}">{}</a>'
    named = ((one.get_absolute_url(), one) for one in left[:_MOST_NAMED])
    more = len(left) - _MOST_NAMED
    return format_html(
        "Not done, as they may be about a crisis: {}{}. Open each and say who took it and what"
        " happened.",
        format_html_join(", ", link, named),
        f" and {more} more" if more > 0 else "",
    )


@transaction.atomic
def _move(request: HttpRequest, chosen: QuerySet[Inquiry], status: Status) -> int:
    """Only those that are not there yet: what does not change is no change in the audit."""
    moving = list(chosen.exclude(status=status))
    for inquiry in moving:
        before, inquiry.status = inquiry.status, status
        inquiry.moved_from(before)
        _save(request, inquiry, "status", moved(before, status))
    return len(moving)


def _save(request: HttpRequest, inquiry: Inquiry, field: str, detail: str) -> None:
    inquiry.version += 1
    inquiry.save(update_fields=[field, "outcome", "closed_at", "replied_at", "version"])
    record_act(request, Act.CHANGED, inquiry, detail)
