"""The page of one message: what it shows beside the form, and what its buttons do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.utils import timezone

from contact.inbox import columns
from contact.inbox.auditing import Act
from contact.inbox.rights import can_redact
from contact.intake.danger import danger_in
from contact.intake.receiving import queue_mails, release
from contact.models import AuditRecord, Inquiry, ReplyBy, Status
from contact.promise import due_shortly
from pages.crisis import Kind
from pages.typed import call_link, mail_link, text_link

_MOST_RECORDS = 200
_LAST_OPENED = 5
#: Someone who opened a message so lately may be replying to it.
_AT_WORK = timedelta(minutes=15)

#: Nothing that a person wrote is stored again: it may have been removed a moment ago.
_CHANGED_BY_STAFF = ["status", "assigned_to", "closed_at", "replied_at", "version"]

#: What a message may speak of, as staff say it.
_DANGERS = {
    Kind.BODY: "an emergency of the body",
    Kind.OVERDOSE: "an overdose or poisoning",
    Kind.SUICIDE: "suicide",
    Kind.VIOLENCE: "violence by someone close",
    Kind.CHILD: "harm to a child",
    Kind.ASSAULT: "sexual assault",
    Kind.TO_OTHERS: "harm to others",
    Kind.SELF_HARM: "self-harm",
    Kind.MIND: "hearing voices or losing touch with what is real",
    Kind.BIRTH: "pregnancy or birth",
    Kind.VETERAN: "military service",
    Kind.UNKNOWN: "danger of some kind, by all its words together",
}

#: What the page shows, from the top; a text names a field as it is stored.
PARTS = (
    ("What they asked", {"fields": columns.THEIR_QUESTION}),
    ("Our reply", {"fields": (("status", "assigned_to"), "seen")}),
    ("How to reach them", {"fields": columns.HOW_TO_REACH_THEM}),
    ("Mail about this message", {"fields": (columns.mails,)}),
)


def beside_the_form(request: HttpRequest, inquiry: Inquiry) -> dict[str, Any]:
    """How to reach them, whether a mail failed, who else looks at it, and what else they sent."""
    others = _opened_by_others(request, inquiry)
    now = timezone.now()
    return {
        "reach": _how_to_reach(inquiry),
        "speaks_of": _speaks_of(inquiry),
        "due": due_shortly(inquiry.due_at),
        "failed_mails": [delivery.whose for delivery in inquiry.deliveries.all().failed()],
        "refused": inquiry.deliveries.all().refused_receipts().first(),
        "opened": others[:_LAST_OPENED],
        "at_work": others.filter(at__gt=now - _AT_WORK, at__lte=now).first(),
        "same_person": Inquiry.objects.of_the_same_person(inquiry),
        "can_redact": can_redact(request),
    }


def _how_to_reach(inquiry: Inquiry) -> dict[str, str]:
    """The verb, what to click, and when: the first thing one has to know."""
    verb, link, shown = {
        ReplyBy.CALL: ("Call", call_link(inquiry.phone), inquiry.phone),
        ReplyBy.TEXT: ("Text", text_link(inquiry.phone), inquiry.phone),
        ReplyBy.EMAIL: ("Email", mail_link(inquiry.email), inquiry.email),
    }[ReplyBy(inquiry.reply_by)]
    return {"verb": verb, "link": link, "shown": shown, "times": columns.best_times(inquiry)}


def _speaks_of(inquiry: Inquiry) -> list[str]:
    """The kinds of danger in words for staff; none once the words were removed."""
    danger = danger_in(inquiry) if inquiry.crisis else None
    return [_DANGERS[kind] for kind in danger.kinds] if danger else []


def _opened_by_others(request: HttpRequest, inquiry: Inquiry) -> QuerySet[AuditRecord]:
    opened = AuditRecord.objects.filter(reference=inquiry.reference, act=Act.OPENED)
    # Those of before have no number: by the name of then.
    mine = Q(account=request.user.pk) | Q(account=None, who=request.user.get_username())
    return opened.exclude(mine)


def history(inquiry: Inquiry | None) -> QuerySet[AuditRecord]:
    """Who opened and changed it, the latest first."""
    reference = inquiry.reference if inquiry else ""
    return AuditRecord.objects.filter(reference=reference)[:_MOST_RECORDS]


@transaction.atomic
def save(inquiry: Inquiry, *, before: str) -> None:
    """Store what the form changed; if it was held and is open now, the mails go out."""
    inquiry.moved_from(before)
    inquiry.version += 1
    inquiry.save(update_fields=_CHANGED_BY_STAFF)
    if before == Status.HELD and inquiry.status in (Status.NEW, Status.WAITING):
        queue_mails(inquiry)


def press(request: HttpRequest, inquiry: Inquiry) -> HttpResponseRedirect | None:
    """After the two buttons that do more than save; None if neither was pressed."""
    if "_release" in request.POST:
        release(inquiry)
        receipt = f"{inquiry} is released. The team gets its mail."
    elif "_resend" in request.POST:
        receipt = f"{inquiry.deliveries.all().try_again()} to be sent again."
    else:
        return None
    messages.info(request, receipt)
    return HttpResponseRedirect(request.path)
