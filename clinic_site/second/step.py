"""Asks for the second step of a sign-in: a code of the phone, or one from the paper."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse

from clinic_site.second import door, entry, passkeys, phone_codes, recovery, session, set_up, tries
from clinic_site.staff import sessions

WRONG_PASSKEY = "This passkey was not taken. Try again, or use another way below."
WRONG_RECOVERY = "This is none of your codes, or it was used before. Try the next one on the list."


@door.for_colleagues
def give(request: HttpRequest) -> HttpResponse:
    """The page with the code field; a right code leads on."""
    if not entry.has_second_step(sessions.me(request)):
        return door.go_on(request) if session.is_done(request) else ask(request)
    if session.is_fresh(request):
        return door.go_on(request)
    if "passkey" in request.POST:
        return _judge_passkey(request)
    return _judge(request) if {"code", "recovery"} & request.POST.keys() else ask(request)


def ask(request: HttpRequest, **wrong: str) -> HttpResponse:
    """Ask for it, or begin with setting one up; what was typed before stands in the page."""
    user = sessions.me(request)
    if not entry.has_second_step(user):
        return set_up.begin(request)
    context = {
        "title": "Your second step",
        "is_again": session.is_done(request),
        "left": recovery.left(user),
        "has_phone": phone_codes.is_there(user),
        "passkey_options": passkeys.options_to_sign(request, user),
        **wrong,
    }
    return door.page(request, "admin/second/step.html", context)


def _judge(request: HttpRequest) -> HttpResponse:
    user, code = sessions.me(request), request.POST.get("code", "")
    is_signing_in = not session.is_done(request)
    try:
        tries.count(request, user)
    except tries.WaitError as error:
        return ask(request, wait=door.wait(error))
    device = phone_codes.give(user, code) or recovery.give(user, request.POST.get("recovery", ""))
    if device is None:
        tries.tell(user)
        return ask(
            request, **({"wrong_recovery": WRONG_RECOVERY} if not code else {"wrong": door.WRONG})
        )
    tries.forget(request, user)
    door.let_in(request, user, device, "code of the phone" if code else "recovery code")
    return _go_on(request, user, is_signing_in)


def _judge_passkey(request: HttpRequest) -> HttpResponse:
    """What a passkey signed cannot be guessed, so nobody has to wait."""
    user, is_signing_in = sessions.me(request), not session.is_done(request)
    passkey = passkeys.give(request, user, request.POST["passkey"])
    if passkey is None:
        tries.tell(user)
        return ask(request, wrong_passkey=WRONG_PASSKEY)
    door.let_in(request, user, passkey, "passkey")
    return _go_on(request, user, is_signing_in)


def _go_on(request: HttpRequest, user: User, is_signing_in: bool) -> HttpResponse:
    """Ten new codes first, for whoever left those of before without a word."""
    if is_signing_in and recovery.were_left(user):
        return set_up.show_recovery(request, user, again=True)
    return door.go_on(request)
