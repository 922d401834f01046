"""Keeps what staff typed when their session ends in the middle of an edit (WCAG 2.2.5).

Instead of a redirect, which would drop the text, they get the sign-in page with their text inside.
Once signed in, one button takes them back to the form, where it stands as they typed it, unsaved.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from clinic_site.staff import refused
from pages.staff import frame
from pages.staff.form import RETURNED

#: The name of the hidden field that carries the text.
KEPT = "kept_text"
_SALT = "clinic_site.interrupted"
_NOT_TEXT = ("csrfmiddlewaretoken", KEPT, RETURNED)


@dataclass(frozen=True)
class Kept:
    """A form that was sent too late: where to, and every field as it was typed."""

    path: str
    fields: list[tuple[str, str]]


def is_edit(request: HttpRequest) -> bool:
    """True for a form that adds or changes something, but for accounts: they hold passwords."""
    if request.method != "POST":
        return False
    try:
        name = resolve(request.path_info).url_name or ""
    except Resolver404:
        return False
    return name.endswith(("_add", "_change")) and not name.startswith(("auth_", "password_"))


def keep(request: HttpRequest) -> str:
    """What was typed, for the hidden field; signed, so that nobody else can put words there."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in _NOT_TEXT
        for value in values
    ]
    return signing.dumps([request.get_full_path(), fields], salt=_SALT, compress=True)


def read(value: str) -> Kept | None:
    """The form as it was; None if there is none, or we did not keep it."""
    try:
        path, fields = signing.loads(value, salt=_SALT)
    except signing.BadSignature:
        return None
    return Kept(path, [(name, text) for name, text in fields])


def give_back(request: HttpRequest, kept: Kept) -> HttpResponse:
    """A page with one button, which puts the text into the form again."""
    context = {"title": "Your text is safe", "kept": kept, "returned": RETURNED}
    return frame.page(request, "admin/kept_text.html", context)


def token_is_stale(request: HttpRequest) -> HttpResponse:
    """What staff get for a missing or old token: what they typed, if the form was ours."""
    site: Any = admin.site
    if not _comes_from_us(request):
        return _refuse(request)
    if not site.has_permission(request):
        answer: HttpResponse = site.sign_in_again(request)
        return answer
    kept = read(typed_in(request))
    return give_back(request, kept) if kept else _refuse(request)


def _refuse(request: HttpRequest) -> HttpResponse:
    """Nothing of what was sent is shown: it may be of another site."""
    if refused.is_colleague(request):
        return refused.not_sent(request)
    return render(request, "403.html", status=403)


def typed_in(request: HttpRequest) -> str:
    """What this form holds, or what the sign-in page carries on; nothing for any other form."""
    return keep(request) if is_edit(request) else request.POST.get(KEPT, "")


def _comes_from_us(request: HttpRequest) -> bool:
    """Else another site could put words into our form under a colleague's name."""
    sender = request.headers.get("Origin") or request.headers.get("Referer", "")
    ours = (settings.SITE_URL, f"{request.scheme}://{request.get_host()}")
    return any(sender == origin or sender.startswith(f"{origin}/") for origin in ours)
