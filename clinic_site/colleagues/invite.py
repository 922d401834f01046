"""The page on which a manager invites a colleague."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.validators import EmailValidator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from clinic_site.colleagues import invitations, letters
from clinic_site.credentials import mailboxes
from clinic_site.models import Invitation
from clinic_site.staff import sessions
from clinic_site.staff.roles import ROLES, in_words, may_manage
from contact.keeping import audit
from contact.models import AuditRecord
from pages.staff import frame

_NOT_WHOLE = "This address is not whole. It should end like example.com."


class InviteForm(forms.Form):
    """Whom, and what they may do."""

    email = forms.CharField(
        label="Mail address",
        help_text="A work address that only this person reads.",
        max_length=254,
        validators=[EmailValidator(_NOT_WHOLE)],
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _NOT_WHOLE},
    )
    role = forms.ChoiceField(
        label="What may this colleague do?",
        choices=[(name, name) for name in ROLES],
        error_messages={"required": "Choose what this colleague may do."},
    )
    #: The number of the invitation that the page said this one replaces.
    replaces = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_email(self) -> str:
        """Nobody has two accounts under one address: a mailed link would not know which."""
        email: str = self.cleaned_data["email"]
        if mailboxes.is_taken(email):
            raise forms.ValidationError(mailboxes.TAKEN)
        return email


def invite(request: HttpRequest) -> HttpResponse:
    """Ask whom, then mail them a link."""
    if not may_manage(request.user):
        raise PermissionDenied
    form = InviteForm(request.POST if request.method == "POST" else None, initial=_again(request))
    replaced = None
    if request.method == "POST" and form.is_valid():
        replaced = _not_told_of(form.cleaned_data)
        if replaced is None:
            _send(request, form.cleaned_data)
            return redirect("admin:colleagues")
    context = {
        "title": "Invite a colleague",
        "form": form,
        "roles": list(in_words().items()),
        "replaced": replaced,
    }
    return frame.page(request, "admin/colleagues/invite.html", context)


def _not_told_of(chosen: dict[str, Any]) -> Invitation | None:
    """An open invitation as something else, which the page did not name yet."""
    email, role = chosen["email"].casefold(), chosen["role"]
    other = invitations.open_ones().filter(email=email).exclude(role=role).first()
    return other if other and other.pk != chosen["replaces"] else None


def _again(request: HttpRequest) -> dict[str, str]:
    """What an invitation said that is to be sent again: its number, as addresses show no mail.

    Or only the role, of a step on Today.
    """
    if (role := request.GET.get("role", "")) in ROLES:
        return {"role": role}
    number = request.GET.get("again", "")
    is_number = number.isascii() and number.isdigit() and len(number) < 19
    found = Invitation.objects.filter(pk=int(number) if is_number else 0).first()
    return {"email": found.email, "role": found.role} if found else {}


@transaction.atomic
def _send(request: HttpRequest, chosen: dict[str, Any]) -> None:
    by = sessions.me(request)
    invitation = invitations.make(chosen["email"], chosen["role"], by)
    letters.queue_invitation(invitation)
    detail = f"invited {invitation.email}: {invitation.role}"
    audit.record(AuditRecord.Act.ACCOUNT, who=by, detail=detail)
    words = f"{invitation.email} gets an invitation by mail. It lasts one day."
    messages.success(request, words)
