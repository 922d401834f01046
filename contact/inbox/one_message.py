"""The page of one message: what it shows beside the form, and what saving and buttons do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.utils import timezone

from contact.inbox import columns
from contact.inbox.auditing import Act, record_act
from contact.inbox.message import crisis, one_press
from contact.inbox.message.changes import steps
from contact.inbox.message.colleagues import Entry, entries, with_words
from contact.inbox.rights import can_change, can_redact
from contact.intake.danger import danger_in
from contact.intake.receiving import queue_mails, release
from contact.models import AuditRecord, Inquiry, Note, ReplyBy, Status
from contact.promise import due_shortly
from pages.crisis import Kind
from pages.people import colleague, name_of
from pages.typed import call_link, mail_link, text_link

_MOST_RECORDS = 200
_LAST_OPENED = 5
#: Someone who opened a message so lately may be replying to it.
_AT_WORK = timedelta(minutes=15)

#: Nothing that a person wrote is stored again: it may have been removed a moment ago.
_CHANGED_BY_STAFF = ["status", "assigned_to", "outcome", "closed_at", "replied_at", "version"]

_LEFT = "someone who left"

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

Parts = list[tuple[str, dict[str, Any]]]


def parts(request: HttpRequest, inquiry: Inquiry) -> Parts:
    """What the page shows, from the top; a text names a field as it is stored."""
    asked = columns.given(inquiry, columns.THEIR_QUESTION)
    reach = columns.given(inquiry, columns.HOW_TO_REACH_THEM)
    shown: Parts = [
        ("What they asked", {"fields": asked}),
        ("Our reply", {"fields": _our_reply(request, inquiry)}),
        ("How to reach them", {"fields": reach}),
    ]
    if inquiry.deliveries.exists():
        shown.append(("Mail about this message", {"fields": (columns.mails,)}))
    return shown


def _our_reply(request: HttpRequest, inquiry: Inquiry) -> tuple[Any, ...]:
    outcome = ("outcome",) if inquiry.crisis else ()
    if not can_change(request):
        return (("status", columns.with_whom), *outcome)
    return ("note", ("status", "assigned_to"), *outcome, "seen")


def beside_the_form(request: HttpRequest, inquiry: Inquiry) -> dict[str, Any]:
    """How to reach them, whether a mail failed, who else looks at it, and what else they sent."""
    others = _opened_by_others(request, inquiry)
    now = timezone.now()
    at_work = others.filter(at__gt=now - _AT_WORK, at__lte=now)
    return {
        "stored": inquiry,
        "reach": _how_to_reach(inquiry),
        "speaks_of": _speaks_of(inquiry),
        "tell": crisis.whom_to_tell() if inquiry.is_open_crisis else "",
        "leave": crisis.what_to_leave(inquiry),
        "ending": crisis.ending(inquiry),
        "notes": _notes(inquiry),
        "presses": one_press.offered(inquiry) if can_change(request) else {},
        "due": due_shortly(inquiry.due_at),
        "failed_mails": [delivery.whose for delivery in inquiry.deliveries.all().failed()],
        "refused": inquiry.deliveries.all().refused_receipts().first(),
        "opened": entries(others[:_LAST_OPENED]),
        "at_work": next(iter(entries(at_work[:1])), None),
        "kept_days": settings.INQUIRY_RETENTION_DAYS,
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
    best = columns.best_times(inquiry) if inquiry.times else ""
    return {"verb": verb, "link": link, "shown": shown, "times": best}


def _notes(inquiry: Inquiry) -> list[tuple[str, Note]]:
    """What colleagues wrote down, the first note first, each with the name of who did."""
    notes = inquiry.notes.select_related("author")
    return [(name_of(note.author) if note.author else _LEFT, note) for note in notes]


def _speaks_of(inquiry: Inquiry) -> list[str]:
    """The kinds of danger in words for staff; none once the words were removed."""
    danger = danger_in(inquiry) if inquiry.crisis else None
    return [_DANGERS[kind] for kind in danger.kinds] if danger else []


def _opened_by_others(request: HttpRequest, inquiry: Inquiry) -> QuerySet[AuditRecord]:
    opened = AuditRecord.objects.filter(reference=inquiry.reference, act=Act.OPENED)
    # Those of before have no number: by the name of then.
    mine = Q(account=request.user.pk) | Q(account=None, who=request.user.get_username())
    return opened.exclude(mine)


def history(inquiry: Inquiry | None) -> list[Entry]:
    """Who opened and changed it, the latest first."""
    reference = inquiry.reference if inquiry else ""
    return entries(AuditRecord.objects.filter(reference=reference)[:_MOST_RECORDS])


@transaction.atomic
def save(request: HttpRequest, inquiry: Inquiry, note: str) -> None:
    """Store what the form changed; if it was held and is open now, the mails go out."""
    before = Inquiry.objects.select_related("assigned_to").get(pk=inquiry.pk)
    press = one_press.pressed(before, request.POST)
    if press and inquiry.assigned_to is None:
        inquiry.assigned_to = colleague(request.user)
    inquiry.moved_from(before.status)
    inquiry.version += 1
    inquiry.save(update_fields=_CHANGED_BY_STAFF)
    if note:
        text = f"{inquiry.get_outcome_display()}: {note}" if _closes(before, inquiry) else note
        Note.objects.create(inquiry=inquiry, text=text, author=colleague(request.user))
    if before.status == Status.HELD and inquiry.status in (Status.NEW, Status.WAITING):
        queue_mails(inquiry)
    record_act(request, Act.CHANGED, inquiry, steps(request, before, inquiry, note))


def _closes(before: Inquiry, after: Inquiry) -> bool:
    """True if a crisis ends here: the note says how, also for a version that does not know that."""
    return bool(after.outcome) and before.outcome != after.outcome


def press(request: HttpRequest, inquiry: Inquiry) -> HttpResponseRedirect | None:
    """What is told after a save; where the buttons lead that stay on the page, else None."""
    stays = True
    if "_release" in request.POST:
        release(inquiry)
        receipt = f"{inquiry} is released. The team gets its mail."
    elif "_resend" in request.POST:
        receipt = f"{inquiry.deliveries.all().try_again()} to be sent again."
    else:
        state = f"{inquiry.get_status_display().lower()}, {with_words(inquiry.assigned_to)}"
        receipt = f"{inquiry} is saved: {state}."
        stays = inquiry.is_open_crisis or "_continue" in request.POST
    messages.success(request, receipt)
    return HttpResponseRedirect(request.path) if stays else None
