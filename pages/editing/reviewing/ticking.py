"""Warnings that a person ticks one by one before words go live over them."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest

from pages.editing.checks import Checks
from pages.markup.remarks import Shown
from pages.revisions.revision import Revision

#: The field in which the key of each ticked warning is sent.
FIELD = "ticked"
#: Said where one was left out.
TICK_EACH = (
    "Nothing was done yet. Read each warning, and tick it if the words are right all the same."
)
_SECOND = (
    "These words promise what nobody can promise of a treatment, or put people in danger. Change"
    " them, or a clinician who did not write them has to agree first."
)


def lacks_any(request: HttpRequest, remarks: Iterable[Shown]) -> bool:
    """True if this person left one of these without its tick."""
    return not {one.key for one in remarks}.issubset(request.POST.getlist(FIELD))


def to_tick(checked: Checks) -> list[Shown]:
    """All that may be wrong.

    Not what is missing: a source is asked for at each look, and words may go without one.
    """
    return [one for one in checked.shown if getattr(one.remark, "asks", True)]


def still_open(draft: Revision, checked: Checks) -> list[Shown]:
    """Those of them that the clinician who approved this draft did not tick."""
    ticked = draft.published_over.splitlines() if draft.approved_by_id else []
    return [one for one in to_tick(checked) if one.remark not in ticked]


def refusal(draft: Revision, checked: Checks) -> str:
    """Why nobody can publish this draft yet, in words for staff; empty if someone can.

    Nowhere does one person alone publish a promise or dangerous advice, in whatever words it is,
    not even where one person is enough for all else.
    """
    if draft.refusal:
        return draft.refusal
    if not checked.claims:
        return ""
    unseen = {one.remark for one in still_open(draft, checked)}
    return "" if draft.was_seen_by_two and unseen.isdisjoint(checked.claims) else _SECOND


def waits_for_clinician(draft: Revision, checked: Checks) -> bool:
    """True if what is in the way is that a second person has not agreed."""
    return draft.waits_for_approval or refusal(draft, checked) == _SECOND
