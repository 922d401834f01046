"""Forgotten? A link by mail to choose a new password; the answer is the same for everyone.

What was typed is only written down. The worker looks whose address it is, so that neither the words
nor the time of the answer tell who works here.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django import forms
from django.contrib import messages
from django.contrib.auth import password_validation
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.core.validators import EmailValidator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from clinic_site.colleagues import letters
from clinic_site.colleagues.invited import HOW
from clinic_site.guessing import counts, known
from clinic_site.models import AskedForLink
from clinic_site.staff import slow
from clinic_site.staff.door_audit import record_account
from contact.models.sealed import Unreadable
from contact.outbox.turns import door_letter_since, queue_door_letter
from pages.staff import frame

#: After one link no other is mailed to the same colleague for so long.
_BETWEEN = timedelta(minutes=5)
#: What is older was typed while no worker ran; nobody waits for it any more.
_FORGET = timedelta(hours=1)


class AskForm(forms.Form):
    """Whose password."""

    email = forms.CharField(
        label="Your mail address",
        max_length=254,
        validators=[EmailValidator("This address is not whole. It should end like example.com.")],
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": "Write your mail address."},
    )


class NewPasswordForm(forms.Form):
    """The new one."""

    password = forms.CharField(
        label="New password",
        help_text=HOW,
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Choose a password."},
    )

    def __init__(self, user: User, *args: object) -> None:
        """``user``: no password is made of what they are called."""
        super().__init__(*args)  # type: ignore[arg-type]
        self.user = user

    def clean_password(self) -> str:
        """One that a stranger would not try first."""
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password, self.user)
        return password


@never_cache
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for the address, and answer everyone alike."""
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _write_down(request, form.cleaned_data["email"])
        except counts.TooManyTriesError as error:
            form.add_error("email", counts.in_words(error))
        else:
            context = {"title": "Look at your mail"}
            return frame.page(request, "admin/colleagues/forgotten_sent.html", context)
    return frame.page(
        request, "admin/colleagues/forgotten.html", {"title": "Forgotten?", "form": form}
    )


@transaction.atomic
def _write_down(request: HttpRequest, address: str) -> None:
    """Raises TooManyTriesError after many from one network."""
    counts.count_asking(request)
    AskedForLink.objects.create(address=address, at=timezone.now())


def send_links(now: datetime) -> None:
    """For the worker: mail a link to each colleague who has one of these addresses."""
    for asked in AskedForLink.objects.order_by("pk")[:100]:
        with transaction.atomic():
            is_mine, _by_model = AskedForLink.objects.filter(pk=asked.pk).delete()
            # Also one of the future: then the clock was set back.
            if is_mine and now - asked.at < _FORGET and not isinstance(asked.address, Unreadable):
                _send_link(asked.address, now)


def _send_link(address: str, now: datetime) -> None:
    who = User.objects.filter(email__iexact=address, is_active=True, is_staff=True)
    for user in who.exclude(email=""):
        if slow.held(user):
            continue
        about = letters.about_forgotten(user)
        if not door_letter_since(user.email, about, now - _BETWEEN):
            queue_door_letter(user.email, about)


@sensitive_post_parameters()
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """Where the link leads: a new password. The second step is asked for as ever."""
    user = _who(request)
    if user is None:
        page = frame.page(
            request, "admin/colleagues/forgotten_late.html", {"title": "This link ran out"}
        )
        page.status_code = 410
        return page
    form = NewPasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        _change(request, user, form.cleaned_data["password"])
        return redirect("admin:login")
    context = {"title": "A new password", "form": form, "name": user.username}
    return frame.page(request, "admin/colleagues/forgotten_new.html", context)


def _who(request: HttpRequest) -> User | None:
    """Whose link it is; None once it was used, after an hour, or for who left."""
    number, key = request.GET.get("who", ""), request.GET.get("key", "")
    is_number = number.isascii() and number.isdigit() and len(number) < 19
    user = User.objects.filter(
        pk=int(number) if is_number else 0, is_active=True, is_staff=True
    ).first()
    if user is None or slow.held(user):
        return None
    return user if default_token_generator.check_token(user, key) else None


@transaction.atomic
def _change(request: HttpRequest, user: User, password: str) -> None:
    """Every session of before ends with the old password; this browser is one of theirs."""
    user.set_password(password)
    user.save(update_fields=["password"])
    record_account(user, user, "chose a new password by a mailed link:")
    known.remember(request, user, after_both=False)
    messages.success(request, "Your new password works. Sign in with it.")
