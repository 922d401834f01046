"""What a colleague changed of a message, old and new, as the audit keeps it."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import User
from django.http import HttpRequest

from contact.inbox.message import one_press
from contact.inbox.message.colleagues import NOBODY
from contact.models import Inquiry, Outcome, Status
from pages.people import name_of

#: Buttons that do more than save, and how the audit calls that.
_BUTTONS = {"_release": "released", "_resend": "mail sent again"}
#: Of a name: three steps fit into what the audit keeps of one change.
_MOST_OF_A_NAME = 30


def moved(before: str, after: str) -> str:
    """New → Done."""
    return f"{Status(before).label} → {Status(after).label}"


def handed(before: User | None, after: User | None) -> str:
    """with Ana Ruiz → Luis Ono."""
    return f"with {_short(before)} → {_short(after)}"


def _short(colleague: User | None) -> str:
    return name_of(colleague)[:_MOST_OF_A_NAME] if colleague else NOBODY.lower()


def steps(request: HttpRequest, before: Inquiry, after: Inquiry, note: str) -> str:
    """All of it in a line, and nothing that a patient or colleague typed."""
    return "; ".join(_steps(request, before, after, note)) or "nothing"


def _steps(request: HttpRequest, before: Inquiry, after: Inquiry, note: str) -> Iterator[str]:
    press = one_press.pressed(before, request.POST)
    if press:
        # First, and word for word: tries are counted by it.
        yield press.noted
    yield from (act for button, act in _BUTTONS.items() if button in request.POST)
    if before.status != after.status:
        yield moved(before.status, after.status)
    if after.outcome != before.outcome and after.outcome:
        yield Outcome(after.outcome).label.lower()
    if before.assigned_to_id != after.assigned_to_id:
        yield handed(before.assigned_to, after.assigned_to)
    if note and not press:
        yield "note added"
