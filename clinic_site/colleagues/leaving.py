"""A colleague leaves: the account is closed, and what was theirs is handed on, in one act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache

from clinic_site.staff import new_clinicians, roles, sessions
from clinic_site.staff.door_audit import record_account
from contact.keeping import handing_on as of_messages
from pages import registry
from pages.people import name_of
from pages.revisions.turns import handing_on as of_drafts
from pages.staff import frame


@dataclass(frozen=True)
class Held:
    """What a colleague has in hand."""

    messages: int
    drafts: list[of_drafts.Draft]


def held_by(user: User) -> Held:
    """As it is now."""
    return Held(of_messages.in_hand(user).count(), of_drafts.in_hand(user))


def why_not(user: User, by: User) -> str:
    """Why this account stays open; empty if ``by`` may close it."""
    if not [one for one in roles.managers() if one.pk != user.pk]:
        whose = "You are" if user.pk == by.pk else f"{name_of(user)} is"
        return f"{whose} the only manager. Invite another first."
    if user.pk == by.pk:
        return "Nobody closes their own account. Ask another manager."
    return "" if roles.may_reset(by, user) else "Only who may do everything can close this account."


class LeaveForm(forms.Form):
    """To whom it goes; no question about what there is none of."""

    def __init__(self, user: User, held: Held, *args: Any) -> None:
        """``held``: what ``user`` has in hand."""
        super().__init__(*args)
        others = User.objects.filter(is_active=True, is_staff=True).exclude(pk=user.pk)
        able = list(others.order_by("first_name", "username"))
        if held.messages:
            takers = [one for one in able if one.has_perm(of_messages.MAY_ANSWER)]
            self._ask("messages", _messages_go(held.messages), takers)
        if held.drafts:
            takers = [one for one in able if of_drafts.may_take(one, held.drafts)]
            self._ask("drafts", _drafts_go(held.drafts), takers)

    def _ask(self, name: str, label: str, takers: list[User]) -> None:
        self.fields[name] = forms.TypedChoiceField(
            label=label,
            choices=[("", "Choose a colleague"), *((one.pk, name_of(one)) for one in takers)],
            coerce=lambda pk: User.objects.get(pk=pk),
            error_messages={"required": "Choose who goes on with it."},
        )


def _messages_go(many: int) -> str:
    return "The message goes to" if many == 1 else f"The {many} messages go to"


def _drafts_go(drafts: list[of_drafts.Draft]) -> str:
    if len(drafts) > 1:
        return f"The {len(drafts)} drafts go to"
    title = getattr(drafts[0], "title", "")
    return f"The draft “{title}” goes to" if title else "The draft of a medical fact goes to"


@never_cache
@transaction.atomic
def leave(request: HttpRequest, number: int) -> HttpResponse:
    """Ask to whom things go, then close the account."""
    if request.method == "POST":
        _lock_accounts()
    other = get_object_or_404(User, pk=number, is_staff=True, is_active=True)
    by = sessions.me(request)
    if not by.has_perm("auth.change_user"):
        raise PermissionDenied
    if refused := why_not(other, by):
        messages.error(request, refused)
        return redirect("admin:colleague", other.pk)
    form = LeaveForm(other, held_by(other), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _close(other, by, form.cleaned_data)
        messages.success(request, f"{name_of(other)} cannot sign in any more.")
        return redirect("admin:colleagues")
    context = {"title": f"{name_of(other)} leaves", "name": name_of(other), "other": other}
    return frame.page(request, "admin/colleagues/leave.html", context | {"form": form}, User)


def _lock_accounts() -> None:
    """Two managers who close each other's accounts do so one after the other: one stays."""
    list(User.objects.select_for_update().order_by("pk").values_list("pk"))


def _close(other: User, by: User, chosen: dict[str, Any]) -> None:
    """Hand on, then close. The password of before opens nothing either, should they come back."""
    told = []
    if to := chosen.get("messages"):
        many = of_messages.hand_on(other, to, who=by)
        record_account(by, other, f"handed {_many(many, 'message')} to {to}, from")
        told.append(to)
    if to := chosen.get("drafts"):
        drafts = held_by(other).drafts
        of_drafts.hand_on(drafts, to, by=by)
        record_account(by, other, f"handed {_many(len(drafts), 'draft')} to {to}, from")
        told.append(to)
    other.is_active = False
    other.set_unusable_password()
    with new_clinicians.told(by):
        other.save(update_fields=["is_active", "password"])
    record_account(by, other, "closed the account of")
    registry.tell(one.email for one in told if one != by)


def _many(many: int, what: str) -> str:
    return f"{many} {what}" if many == 1 else f"{many} {what}s"
