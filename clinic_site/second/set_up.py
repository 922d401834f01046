"""Sets a second step up: with a code that came by another way, then the phone, then the paper."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from clinic_site.models import PhoneCodes
from clinic_site.second import door, entry, letters, passkeys, phone_codes, recovery, session, tries
from clinic_site.staff import sessions, slow
from contact.keeping import audit
from contact.models import AuditRecord

_TO_COME = "phone_to_come"
_NEW_ADDRESS = (
    "Your mail address is new, so no code goes there yet. A second manager can confirm the address."
)
_WRONG_ENTRY = "This code is not right, or it ran out. Ask for a new one."


@door.for_colleagues
def set_up(request: HttpRequest) -> HttpResponse:
    """Whoever has one already gives it first, a few minutes ago at most."""
    if entry.has_second_step(sessions.me(request)) and not session.is_fresh(request):
        return redirect(door.address(request))
    return _press(request) if request.method == "POST" else begin(request)


def _press(request: HttpRequest) -> HttpResponse:
    """What the pressed button does. Who sent no button only carries a text here."""
    buttons = {"mail": _mail, "entry": _use_entry, "code": _use_code, "passkey": _use_passkey}
    pressed = next((name for name in buttons if name in request.POST), None)
    if pressed in ("code", "passkey") and not session.may_set_up(request):
        pressed = None
    return buttons[pressed](request) if pressed else begin(request)


def begin(request: HttpRequest, **said: Any) -> HttpResponse:
    """First the code that came by another way; whoever gave it sees the picture for the phone."""
    user = sessions.me(request)
    if not session.may_set_up(request):
        context = {"title": "A second step for you", "can_be_mailed": bool(user.email)}
        return door.page(request, "admin/second/entry.html", context | said)
    shown = phone_codes.show(_to_come(request, user))
    context = {
        "title": "Set up your second step",
        "shown": shown,
        "passkey_options": passkeys.options_to_begin(request, user),
    }
    return door.page(request, "admin/second/phone.html", context | said)


def _to_come(request: HttpRequest, user: User) -> PhoneCodes:
    """The key of this session alone: none that another one has seen."""
    number = request.session.get(_TO_COME)
    found = PhoneCodes.objects.filter(pk=number, user=user, confirmed=False).first()
    codes = found or phone_codes.begin(user)
    request.session[_TO_COME] = codes.pk
    return codes


def _mail(request: HttpRequest) -> HttpResponse:
    """Mail a code, at most every few minutes."""
    user = sessions.me(request)
    if slow.held(user):
        return begin(request, wrong=_NEW_ADDRESS)
    if entry.was_made_just_now(user):
        return begin(request, said="A code was made a few minutes ago. Please look for it.")
    code, until = entry.make(user)
    if letters.mail_code(user, code, until):
        return begin(request, said="A code is on its way to your mailbox.")
    return begin(request, wrong="The mail could not be sent. Ask a manager for a code.")


def _use_entry(request: HttpRequest) -> HttpResponse:
    user = sessions.me(request)
    try:
        tries.count(request, user)
    except tries.WaitError as error:
        return begin(request, wrong=door.wait(error))
    if not entry.use(user, request.POST["entry"]):
        tries.tell(user)
        return begin(request, wrong=_WRONG_ENTRY)
    tries.forget(request, user)
    session.let_set_up(request)
    return begin(request)


def _use_code(request: HttpRequest) -> HttpResponse:
    """The first code of the phone: from now on it counts."""
    user, number = sessions.me(request), request.session.get(_TO_COME) or 0
    codes = phone_codes.confirm(user, number, request.POST["code"])
    if codes is None:
        return begin(request, wrong=door.WRONG)
    request.session.pop(_TO_COME)
    audit.record(AuditRecord.Act.SET_UP, who=user, detail="codes of a phone")
    door.let_in(request, user, codes, "code of the phone")
    return after(request, user)


def _use_passkey(request: HttpRequest) -> HttpResponse:
    """What the device made: from now on it counts."""
    user = sessions.me(request)
    name = request.POST.get("name", "").strip()[:64] or "My device"
    passkey = passkeys.add(request, user, request.POST["passkey"], name)
    if passkey is None:
        return begin(request, wrong_passkey="This did not work. Try again, or use your phone.")
    audit.record(AuditRecord.Act.SET_UP, who=user, detail="a passkey")
    door.let_in(request, user, passkey, "passkey")
    return after(request, user)


def after(request: HttpRequest, user: User) -> HttpResponse:
    """Ten codes for a bad day, for whoever has none; then on."""
    return door.go_on(request) if recovery.left(user) else show_recovery(request, user)


def show_recovery(request: HttpRequest, user: User, *, again: bool = False) -> HttpResponse:
    """Ten new ones, this once; ``again``: those of before were shown and left."""
    context = {
        "title": "Ten codes for a bad day",
        "codes": recovery.renew(user),
        "is_again": again,
    }
    return door.page(request, "admin/second/recovery.html", context)


@door.for_colleagues
def done(request: HttpRequest) -> HttpResponse:
    """The codes are in a safe place. Without the tick they are asked for at the next sign-in."""
    if not session.is_done(request):
        return redirect(door.address(request))
    if "sure" in request.POST:
        recovery.say_kept(sessions.me(request))
    return door.go_on(request)
