"""My sign-in: what a colleague signs in with, the codes left on paper, and where they are in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from clinic_site.models import Passkey, PhoneCodes, RecoveryCodes
from clinic_site.second import again, recovery, session, set_up
from clinic_site.second.tries import lock
from clinic_site.staff import sessions
from clinic_site.staff.sessions import kept_as, sessions_of
from contact.keeping import audit
from contact.models import AuditRecord
from pages.staff import frame


@dataclass(frozen=True)
class SignedIn:
    """One browser in which a colleague is signed in."""

    key: str
    browser: str
    since: datetime
    seen: datetime
    is_this: bool
    is_half: bool


@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """Show it all, or do what the pressed button says."""
    user = sessions.me(request)
    if request.method == "POST":
        return _press(request, user)
    context = {
        "title": "My sign-in",
        "phone": PhoneCodes.objects.filter(user=user, confirmed=True).first(),
        "passkeys": Passkey.objects.filter(user=user).order_by("since"),
        "recovery": RecoveryCodes.objects.filter(user=user).first(),
        "left": recovery.left(user),
        "many": recovery.MANY,
        "sessions": _signed_in(request, user),
    }
    return frame.page(request, "admin/second/mine.html", context)


def _press(request: HttpRequest, user: User) -> HttpResponse:
    if "end" in request.POST:
        _end(request, user, request.POST["end"])
    elif not session.is_fresh(request):
        return again.ask(request)
    elif "renew" in request.POST:
        audit.record(AuditRecord.Act.SET_UP, who=user, detail="new recovery codes")
        return set_up.show_recovery(request, user)
    elif "take_out" in request.POST:
        _take_out(request, user, request.POST["take_out"])
    return redirect("admin:my_sign_in")


def _signed_in(request: HttpRequest, user: User) -> list[SignedIn]:
    """The newest first."""
    this = kept_as(request.session.session_key or "")
    found = []
    for one in sessions_of(user):
        data = one.get_decoded()
        found.append(
            SignedIn(
                key=one.session_key,
                browser=data.get(session.BROWSER, "A browser"),
                since=_time(data.get("signed_in_at", 0)),
                seen=_time(data.get("seen_at", 0)),
                is_this=one.session_key == this,
                is_half=session.is_half(data),
            )
        )
    return sorted(found, key=lambda one: (one.is_this, one.seen), reverse=True)


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _end(request: HttpRequest, user: User, key: str) -> None:
    """End one session of this colleague, or with "others" all but this one."""
    this = kept_as(request.session.session_key or "")
    for one in sessions_of(user):
        if one.session_key != this and key in (one.session_key, "others"):
            one.delete()
    messages.success(request, "Signed out there.")


@transaction.atomic
def _take_out(request: HttpRequest, user: User, which: str) -> None:
    """Take one way out, but never the last one. What it let in is out too."""
    lock(user)
    phones, keys = PhoneCodes.objects.filter(user=user), Passkey.objects.filter(user=user)
    is_phone = which == "phone"
    chosen = phones if is_phone else keys.filter(pk=int(which) if which.isdecimal() else 0)
    if phones.filter(confirmed=True).count() + keys.count() < 2:
        messages.error(request, "This is your only way in. Set up another one first.")
        return
    if chosen.delete()[0]:
        detail = "took out the codes of a phone" if is_phone else "took out a passkey"
        audit.record(AuditRecord.Act.SET_UP, who=user, detail=detail)
        messages.success(request, "Taken out. What was signed in with it is signed out.")
