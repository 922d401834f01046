"""Knows whether a session has passed the second step, and how long ago."""

from __future__ import annotations

import time
from collections.abc import Mapping

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django_otp import login as remember_device
from django_otp.models import Device

from pages.public import GetResponse

#: In seconds: how long a session may wait for its second step, and for one to be set up, which
#: begins with looking for an app. What someone typed before is carried by the page itself.
HALF, SETTING_UP = 5 * 60, 20 * 60
#: In seconds: before export, roles, resets and deletion it is asked again after this time.
FRESH = 15 * 60
BROWSER = "browser"
#: Each says it is several others too: the first that fits is it.
_BROWSERS = (
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
_MACHINES = (
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "a Mac"),
    ("Linux", "Linux"),
)
_HERE, _AT, _MAY_SET_UP, _BEGAN = "signed_in_here", "second_at", "may_set_up", "signed_in_at"


def browser_of(request: HttpRequest) -> str:
    """What someone knows their browser by, roughly."""
    sent = request.headers.get("User-Agent", "")
    browser = next((name for sign, name in _BROWSERS if sign in sent), "A browser")
    machine = next((name for sign, name in _MACHINES if sign in sent), "")
    return f"{browser} on {machine}" if machine else browser


def is_done(request: HttpRequest) -> bool:
    """True after both steps, and for the person at this machine who followed the printed link."""
    # Right after the password was taken nobody has looked for a device yet.
    is_verified = getattr(getattr(request, "user", None), "is_verified", None)
    return is_from_here(request) or bool(is_verified and is_verified())


def is_from_here(request: HttpRequest) -> bool:
    """True for a session of a link that only this machine prints, on a site of this machine."""
    session = getattr(request, "session", {})
    return bool(settings.LOCAL and session.get(_HERE))


def is_fresh(request: HttpRequest) -> bool:
    """True if the second step was given a few minutes ago; nobody at this machine has one."""
    given = request.session.get(_AT, 0)
    return is_from_here(request) or (is_done(request) and 0 <= time.time() - given <= FRESH)


def is_half(data: Mapping[str, object]) -> bool:
    """True for the data of a session that has given the password alone."""
    return _AT not in data and not (settings.LOCAL and data.get(_HERE))


def begin_here(request: HttpRequest) -> None:
    """This session came by the link that only this machine prints."""
    request.session[_HERE] = True
    request.session[BROWSER] = browser_of(request)


def finish(request: HttpRequest, device: Device) -> None:
    """Both steps are done. The cookie changes: who knew it before has nothing."""
    request.session.cycle_key()
    remember_device(request, device)
    request.session[_AT] = time.time()
    request.session[BROWSER] = browser_of(request)
    request.session.pop(_MAY_SET_UP, None)


def let_set_up(request: HttpRequest) -> None:
    """This session gave a code that came by another way than the password."""
    request.session[_MAY_SET_UP] = time.time()


def may_set_up(request: HttpRequest) -> bool:
    """True for a while after such a code, and for who has just given the second step."""
    since = time.time() - request.session.get(_MAY_SET_UP, 0)
    return is_fresh(request) or 0 <= since <= SETTING_UP


def limit_half_sessions(get_response: GetResponse) -> GetResponse:
    """Middleware: who gave the password and not the second step is out again after minutes."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(settings.SESSION_COOKIE_PATH) and _is_half(request):
            longest = SETTING_UP if may_set_up(request) else HALF
            if time.time() - request.session.get(_BEGAN, 0) > longest:
                logout(request)
        return get_response(request)

    return middleware


def _is_half(request: HttpRequest) -> bool:
    return request.user.is_authenticated and not is_done(request)
