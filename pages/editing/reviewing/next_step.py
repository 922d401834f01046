"""Who must act next on a draft, and how: one sentence for whoever looks at it."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser, User
from django.utils import timezone
from django.utils.formats import date_format

from pages.editing.checks import Checks
from pages.editing.reviewing import ticking
from pages.people import name_of
from pages.revisions import approval
from pages.revisions.revision import NoteKind, Revision
from pages.revisions.turns import telling

#: More names are no help.
_MOST = 3
_NOBODY = (
    "Nobody here can approve it: that takes a clinician who did not write it. A manager gives a"
    " colleague who is one the role Clinician, under Colleagues."
)


def says(draft: Revision, person: User | AnonymousUser, checked: Checks) -> str:
    """What has to happen before visitors read it, and who does that."""
    changed = "Changed since it was sent. " if approval.changed_since_sent(draft) else ""
    return f"{changed}{_says(draft, person, checked)}"


def _says(draft: Revision, person: User | AnonymousUser, checked: Checks) -> str:
    if ticking.waits_for_clinician(draft, checked):
        return _needs_clinician(draft, person)
    if reason := ticking.refusal(draft, checked):
        return reason
    if draft.publish_at:
        return "It goes live by itself, at the time that is planned."
    agreed = f"{_short(draft.approved_by)} approved it. " if draft.approved_by else ""
    return f"{agreed}It can go live: whoever may change it publishes it."


def can_decide(draft: Revision, person: User | AnonymousUser, checked: Checks) -> bool:
    """True for a clinician who may say yes or no to it: not for who wrote what two agree on."""
    if not approval.can_approve(person, draft):
        return False
    is_own = draft.author_id == person.pk
    return not (is_own and ticking.waits_for_clinician(draft, checked))


def _needs_clinician(draft: Revision, person: User | AnonymousUser) -> str:
    asked = [one for one in telling.who_may_approve(draft) if one.pk != draft.author_id]
    if not asked:
        return _NOBODY
    # First whoever looks at it.
    asked.sort(key=lambda one: one != person)
    who = " or ".join("you" if one == person else name_of(one) for one in asked[:_MOST])
    if draft.sent_at:
        since = date_format(timezone.localtime(draft.sent_at), "M j")
        return f"It waits for {who} to approve it, since {since}. Until then nobody publishes it."
    last = draft.notes.exclude(did=NoteKind.NOTE).last()
    is_back = last is not None and last.did == NoteKind.BACK
    start = "It was sent back: change it, and send it again" if is_back else "Send it for review"
    return f"{start}. Then it waits for {who} to approve it."


def _short(user: User | None) -> str:
    return name_of(user) if user else "A clinician"
