"""Another mail address for an account: told to all it concerns, and trusted after some days.

Whoever reads its mail can choose a new password, so a manager alone must not come in that way.
"""

from __future__ import annotations

from django.contrib.auth.models import User

from clinic_site.models import SlowChange
from clinic_site.staff import new_clinicians, roles, slow
from contact.keeping import audit
from contact.models import AuditRecord
from contact.outbox.turns import queue_door_letter

#: How a mail about it begins in the outbox: to the mailbox of before, the new one, and those who
#: answer for the site.
LETTER = "address"


def note(user: User, before: str, by: User) -> bool:
    """With the transaction that changes it; true if the new one waits."""
    if user.email.casefold() == before.casefold():
        return False
    change = _begin(user, before, by)
    detail = f"mail address of {user}: {before or 'none'} → {user.email or 'none'}"
    audit.record(AuditRecord.Act.ACCOUNT, who=by, detail=detail)
    others = [one.email for one in new_clinicians.answering() if one not in (by, user)]
    for address in dict.fromkeys([before, user.email, *others]):
        if address:
            queue_door_letter(address, f"{LETTER} {change.pk}")
    return change.over is None


def _begin(user: User, before: str, by: User) -> SlowChange:
    """It waits, unless it is the one that counted before what waits now."""
    held = slow.held(user)
    counted = held.before if held else before
    change = slow.begin(user, slow.What.ADDRESS, by)
    is_back = counted and counted.casefold() == user.email.casefold()
    change.before, change.over = counted, change.at if is_back else None
    change.save(update_fields=["before", "over"])
    return change


def may_confirm(person: User, change: SlowChange) -> bool:
    """True for another manager than who changed it."""
    return roles.may_manage(person) and slow.is_second(person, change)


def confirm(change: SlowChange, by: audit.Who) -> None:
    """From now on mail with a link goes there."""
    if slow.end(change):
        detail = f"confirmed the mail address of {change.user}: {change.user.email}"
        audit.record(AuditRecord.Act.ACCOUNT, who=by, detail=detail)
