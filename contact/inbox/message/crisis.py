"""A message that may be about a crisis: whom to tell of it, and what has to be said to close it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from contact.inbox.message import one_press
from contact.models import Inquiry, Outcome, ReplyBy, Status
from pages.people import approvers, name_of

_MOST_NAMES = 3
_MAY_LEAVE = "You may leave a voicemail: your name and our number, and nothing else."
_MISSING = {
    "assigned_to": "Say who took it.",
    "outcome": "Say what happened.",
    "note": "Say in a line what happened. Colleagues read it.",
}
_NO_TRIES = (
    "Nobody noted a try yet. Press “I called, no answer” or “I wrote” for each one first:"
    " that notes when, and who."
)
_NOT_DONE = "This closes it: set Status to Done, or choose nothing here."

_KEPT = (
    "It may be about a crisis: first say under “Our reply” who took it and what happened, and set"
    " it to Done."
)


def keep(request: HttpRequest, inquiry: Inquiry | None) -> HttpResponse | None:
    """Instead of deleting it: why not, and back to it; None of all that may be deleted."""
    may_delete = request.user.has_perm("contact.delete_inquiry")
    if not (inquiry and inquiry.is_open_crisis and may_delete):
        return None
    messages.warning(request, f"{inquiry} is not deleted. {_KEPT}")
    return redirect(inquiry.get_absolute_url())


def whom_to_tell() -> str:
    """Clinicians by name, as far as there are some."""
    clinicians = approvers("pages").filter(is_staff=True).order_by("pk")[:_MOST_NAMES]
    return " or ".join(map(name_of, clinicians)) or "a clinician or a manager"


def what_to_leave(inquiry: Inquiry) -> str:
    """What they allow where someone else may hear or read it."""
    if inquiry.reply_by != ReplyBy.CALL:
        means = {ReplyBy.TEXT: "a text", ReplyBy.EMAIL: "an email"}[ReplyBy(inquiry.reply_by)]
        return f"They asked for {means}, not for a call. Do not write in it what it is about."
    voicemail = _MAY_LEAVE if inquiry.voicemail else "They want no voicemail: leave none."
    return f"{voicemail} If someone else answers, do not say why you call."


def is_new(outcome: str | None, inquiry: Inquiry) -> bool:
    """True if someone says now what happened."""
    return bool(outcome) and outcome != inquiry.outcome


def missing_to_close(inquiry: Inquiry, chosen: dict[str, Any]) -> dict[str, str]:
    """What is wrong, by field, with how this message would be left.

    One that was closed before any of this was asked stays as it is.
    """
    if not inquiry.crisis:
        return {}
    if chosen.get("status") != Status.DONE:
        return {"outcome": _NOT_DONE} if is_new(chosen.get("outcome"), inquiry) else {}
    if inquiry.status == Status.DONE:
        return {}
    wrong = {field: words for field, words in _MISSING.items() if not chosen.get(field)}
    if chosen.get("outcome") == Outcome.NOT_REACHED and not one_press.tries(inquiry):
        wrong["outcome"] = _NO_TRIES
    return wrong


def ending(inquiry: Inquiry) -> str:
    """How it ended, inside a sentence; empty if nobody was asked then."""
    if not inquiry.outcome:
        return ""
    # "988" stays as it is; of the others the first letter is small.
    label = Outcome(inquiry.outcome).label
    words = f"{label[0].lower()}{label[1:]}"
    if inquiry.outcome != Outcome.NOT_REACHED:
        return words
    number = one_press.tries(inquiry)
    return f"{words} after {number} {'try' if number == 1 else 'tries'}"
