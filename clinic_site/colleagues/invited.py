"""Where an invitation leads: name and password, then the second step. Nobody else knows them."""

from __future__ import annotations

from django import forms
from django.contrib.auth import login, password_validation
from django.contrib.auth.models import User
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from clinic_site.colleagues import invitations
from clinic_site.credentials import names
from clinic_site.guessing import known
from clinic_site.models import Invitation
from clinic_site.second import session
from clinic_site.staff import new_clinicians, roles
from clinic_site.staff.door_audit import record_account
from pages.people import name_of
from pages.staff import frame

_BACKEND = "django.contrib.auth.backends.ModelBackend"
HOW = "At least 12 signs. Three words you can remember are good. Not the clinic’s name."


class WelcomeForm(forms.Form):
    """What the colleague chooses."""

    name = forms.CharField(
        label="Your name",
        help_text="As colleagues and patients know you.",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Write your name."},
    )
    username = forms.CharField(
        label="Name to sign in with",
        help_text="Short, such as your first name. Capital letters do not matter.",
        max_length=60,
        validators=[
            UnicodeUsernameValidator(message="Letters, numbers and . - _ only, no spaces.")
        ],
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
        error_messages={"required": "Choose a name to sign in with."},
    )
    password = forms.CharField(
        help_text=HOW,
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Choose a password."},
    )

    def __init__(self, email: str, *args: object) -> None:
        """``email``: no password is made of it."""
        super().__init__(*args)  # type: ignore[arg-type]
        self.email = email

    def clean_username(self) -> str:
        """One that no account has or had."""
        name: str = User.normalize_username(self.cleaned_data["username"])
        if names.is_used(name) or User.objects.filter(username__iexact=name).exists():
            raise forms.ValidationError(names.USED)
        return name

    def clean_password(self) -> str:
        """One that a stranger would not try first."""
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password, self.user())
        return password

    def user(self) -> User:
        """The account as it will be, not stored yet."""
        first, _space, last = self.cleaned_data.get("name", "").strip().partition(" ")
        return User(
            username=self.cleaned_data.get("username", ""),
            first_name=first[:150],
            last_name=last.strip()[:150],
            email=self.email,
            is_staff=True,
        )


@sensitive_post_parameters()
@never_cache
def invited(request: HttpRequest) -> HttpResponse:
    """The form, as long as the link works."""
    invitation = invitations.of_key(request.GET.get("key", ""))
    if invitation is None or not invitations.is_open(invitation):
        return _too_late(request, invitation)
    form = WelcomeForm(invitation.email, request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = _join(form, invitation)
        return _go_on(request, user) if user else _too_late(request, invitation)
    context = {
        "title": "Welcome",
        "form": form,
        "by": name_of(invitation.by),
        "may": roles.in_words()[invitation.role].you,
        "role": invitation.role.lower(),
    }
    return frame.page(request, "admin/colleagues/invited.html", context)


@transaction.atomic
def _join(form: WelcomeForm, invitation: Invitation) -> User | None:
    """The new account; None if somebody took the invitation a moment ago."""
    if not invitations.take(invitation):
        return None
    user = form.user()
    user.set_password(form.cleaned_data["password"])
    with new_clinicians.told(invitation.by):
        user.save()
        role = roles.role(invitation.role)
        user.groups.set(new_clinicians.roles_to_give(user, [role], invitation.by))
    record_account(user, user, f"took the invitation of {invitation.by}, as")
    return user


def _go_on(request: HttpRequest, user: User) -> HttpResponse:
    """Signed in with the password, and with a code that came by mail: the link."""
    login(request, user, backend=_BACKEND)
    known.remember(request, user, after_both=False)
    session.let_set_up(request)
    return redirect("admin:second_set_up")


def _too_late(request: HttpRequest, invitation: Invitation | None) -> HttpResponse:
    context = {
        "title": "This invitation does not work any more",
        "by": name_of(invitation.by) if invitation else "",
        "what": invitations.why_over(invitation) if invitation else "",
        "until": invitations.until(invitation) if invitation else None,
    }
    page = frame.page(request, "admin/colleagues/invited_late.html", context)
    page.status_code = 410
    return page
