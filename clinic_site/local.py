"""What only a site on this machine offers: a sign-in with one click, and the mail it sent."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.models import User
from django.core.signing import BadSignature, TimestampSigner
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

#: How long a printed link works, in seconds.
LINK_LIFE = 60 * 60
#: What Django's file-based mail writes between two messages of one connection.
_BETWEEN = b"\n" + b"-" * 79 + b"\n"

View = Callable[..., HttpResponse]
_signer = TimestampSigner(salt="local staff sign-in")


def only_here(view: View) -> View:
    """View decorator: nothing is here for anyone but a person at this machine."""

    @wraps(view)
    def local_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (settings.LOCAL and request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1")):
            raise Http404
        return view(request, *args, **kwargs)

    return local_view


def local_staff() -> User:
    """The member of staff who may do everything, without a password; added on first use."""
    user, is_new = User.objects.get_or_create(
        username="local", defaults={"is_staff": True, "is_superuser": True}
    )
    if is_new:
        user.set_unusable_password()
        user.save()
    return user


def sign_in_link(user: User) -> str:
    """An address that signs this person in while it is fresh."""
    return settings.SITE_URL + reverse("local-sign-in", args=[_signer.sign(str(user.pk))])


@only_here
@require_safe
@never_cache
def sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """Follow the link that ``make run`` printed."""
    try:
        number = _signer.unsign(token, max_age=LINK_LIFE)
    except BadSignature:
        raise Http404 from None
    user = User.objects.filter(pk=number, is_active=True).first()
    if user is None:
        raise Http404
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return redirect("admin:index")


@dataclass
class Letter:
    """A mail as it would have left."""

    sender: str
    recipient: str
    subject: str
    date: str
    words: str


@only_here
@require_safe
@never_cache
def mail(request: HttpRequest) -> HttpResponse:
    """Mail that stayed on this machine, newest first."""
    return render(request, "local/mail.html", {"letters": list(letters(settings.LOCAL_MAIL_DIR))})


def letters(folder: Path) -> Iterator[Letter]:
    """The messages in the files of this folder, newest first."""
    files = [file for file in folder.glob("*") if file.is_file()]
    for file in sorted(files, key=lambda file: file.stat().st_mtime, reverse=True):
        for raw in file.read_bytes().split(_BETWEEN):
            if raw.strip():
                yield _letter(message_from_bytes(raw, policy=policy.default))


def _letter(message: EmailMessage) -> Letter:
    body = message.get_body(preferencelist=("plain", "html"))
    sender, recipient, subject, date = (
        str(message.get(name, "")) for name in ("From", "To", "Subject", "Date")
    )
    return Letter(sender, recipient, subject, date, body.get_content() if body else "")
