"""Buttons that note with one press what was done: that we spoke, called in vain, or wrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from contact.models import AuditRecord, Inquiry, Status

#: As the buttons are called in the form.
NAME = "_did"


@dataclass(frozen=True)
class Press:
    """One button: what stands on it, what it notes, and how far the reply is then."""

    label: str
    noted: str
    then: Status


_SPOKE = Press("We spoke: done", "We spoke", Status.DONE)
_NO_ANSWER = Press("I called, no answer", "Called, no answer", Status.WAITING)
_WROTE = Press("I wrote", "Wrote to them", Status.WAITING)
#: Each press of these is one try.
_TRIES = {"no_answer": _NO_ANSWER, "wrote": _WROTE}
_ALL = {"spoke": _SPOKE, **_TRIES}


def offered(inquiry: Inquiry) -> dict[str, Press]:
    """None for what is held or done; a crisis is not closed by a press alone."""
    if inquiry.status not in (Status.NEW, Status.WAITING):
        return {}
    return _TRIES if inquiry.crisis else _ALL


def pressed(inquiry: Inquiry, sent: Mapping[str, object]) -> Press | None:
    """The button that sent the form, if it was one of these."""
    return offered(inquiry).get(str(sent.get(NAME, "")))


def status_after(press: Press, inquiry: Inquiry) -> str:
    """Someone in a crisis who was called in vain still waits for us."""
    return inquiry.status if inquiry.crisis and press is _NO_ANSWER else press.then


def tries(inquiry: Inquiry) -> int:
    """How often someone noted so that they called in vain, or wrote."""
    changes = AuditRecord.objects.filter(
        reference=inquiry.reference, act=AuditRecord.Act.CHANGED
    ).values_list("detail", flat=True)
    return sum(detail.startswith(press.noted) for detail in changes for press in _TRIES.values())
