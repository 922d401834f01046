"""What the pages of the second step share: who may see them, what they carry, where they lead."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django_otp.models import Device

from clinic_site.guessing import known
from clinic_site.second import session, tries
from clinic_site.staff import interrupted
from contact.keeping import audit
from contact.models import AuditRecord
from pages.staff import frame

View = Callable[..., HttpResponse]

WRONG = (
    "This code is too old or not right. Wait for the next one. If that is refused too, your "
    "phone’s clock may be wrong: let the phone set its time by itself."
)


def for_colleagues(view: View) -> View:
    """View decorator: only after the password. Text that was typed before is carried on."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if _is_colleague(request):
            return view(request, *args, **kwargs)
        if request.method == "POST":
            site: Any = admin.site
            answer: HttpResponse = site.sign_in_again(request)
            return answer
        return redirect_to_login(next_page(request), reverse("admin:login"))

    return guarded


def _is_colleague(request: HttpRequest) -> bool:
    user = request.user
    return bool(user.is_authenticated and user.is_active and user.is_staff)


def is_next(request: HttpRequest) -> bool:
    """True for a colleague who gave the password and not the second step."""
    return _is_colleague(request) and not session.is_done(request)


def address(request: HttpRequest, name: str = "admin:second") -> str:
    """Where the second step is asked for, which knows where someone wants to go."""
    return f"{reverse(name)}?{urlencode({'next': next_page(request)})}"


def next_page(request: HttpRequest) -> str:
    """Where someone wants to go: a page of ours, or Today."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if is_ours and wanted.startswith("/staff/") else reverse("admin:index")


def wait(error: tries.WaitError) -> str:
    """How long, in words."""
    seconds = max(1, round((error.until - timezone.now()).total_seconds()))
    if seconds <= 90:
        return f"Too many tries. Wait {seconds} seconds."
    return f"Too many tries. Wait {-(-seconds // 60)} minutes."


def let_in(request: HttpRequest, user: User, device: Device, how: str) -> None:
    """Both steps are done, which the audit knows."""
    audit.record(AuditRecord.Act.SECOND_STEP, who=user, detail=how)
    session.finish(request, device)
    known.remember(request, user, after_both=True)


def go_on(request: HttpRequest) -> HttpResponse:
    """To the text that was typed before, or where someone wanted to go."""
    if kept := interrupted.read(request.POST.get(interrupted.KEPT, "")):
        return interrupted.give_back(request, kept)
    return redirect(next_page(request))


def page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page of the door; each form in it carries the text that was typed before."""
    sent = request.POST.get(interrupted.KEPT, "")
    carried = {
        interrupted.KEPT: sent if interrupted.read(sent) else "",
        "second_address": address(request),
        "set_up_address": address(request, "admin:second_set_up"),
        "next": next_page(request),
    }
    return frame.page(request, template, carried | context)
