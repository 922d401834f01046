"""Another mail address for an account: told to all it concerns, and trusted after some days.

Whoever reads its mail can choose a new password, so a manager alone must not come in that way.
"""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from clinic_site.colleagues import letters
from clinic_site.models import SlowChange
from clinic_site.second import door
from clinic_site.staff import new_clinicians, roles, slow
from contact.keeping import audit
from contact.models import AuditRecord
from pages.people import name_of


def note(user: User, before: str, by: User) -> bool:
    """With the transaction that changes it; false if it is the same mailbox."""
    if user.email.casefold() == before.casefold():
        return False
    change = slow.begin(user, slow.What.ADDRESS, by)
    detail = f"mail address of {user}: {before or 'none'} → {user.email or 'none'}"
    audit.record(AuditRecord.Act.ACCOUNT, who=by, detail=detail)
    others = [one.email for one in new_clinicians.answering() if one not in (by, user)]
    for address in dict.fromkeys([before, user.email, *others]):
        if address:
            letters.queue_new_address(change, address)
    return True


def may_confirm(person: User, change: SlowChange) -> bool:
    """True for another manager than who changed it."""
    return roles.may_manage(person) and slow.is_second(person, change)


def confirm(change: SlowChange, by: audit.Who) -> None:
    """From now on mail with a link goes there."""
    if slow.end(change):
        detail = f"confirmed the mail address of {change.user}: {change.user.email}"
        audit.record(AuditRecord.Act.ACCOUNT, who=by, detail=detail)


@transaction.atomic
def confirm_here(request: HttpRequest, number: int) -> HttpResponse:
    """A second manager says that it is right."""
    user, me = get_object_or_404(User, pk=number, is_staff=True), door.me(request)
    change = slow.held(user)
    if change is None or not may_confirm(me, change):
        raise PermissionDenied
    # Not if it is only opened: from the second step, which was asked for in between.
    if request.method == "POST":
        confirm(change, me)
        messages.success(request, f"The new mail address of {name_of(user)} counts now.")
    return redirect("admin:colleague", user.pk)
