"""Knows a browser in which a colleague signed in before: strangers cannot lock its owner out.

A cookie says so, signed and good for a month. Whoever guesses elsewhere fills no count of this
browser; whoever steals the cookie still has to guess, and has no more tries than any stranger.
"""

from __future__ import annotations

import secrets
import time
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from pages.public import GetResponse

#: In seconds: a month after the last sign-in a browser is like any other.
LASTS = 30 * 24 * 60 * 60
#: Colleagues who share one browser; the one who came longest ago is forgotten first.
_MOST = 8
_SALT = "clinic_site.known_browser"
_NEW = "_known_browsers"

#: By name, hashed with a key: the number of this browser for it, since when, after both steps.
_Known = dict[str, tuple[str, float, bool]]


def browser(request: HttpRequest, name: str, *, after_both: bool = False) -> str:
    """What this browser is called under that name; nothing if nobody signed in so, for a month.

    ``after_both``: only if the second step was given then too.
    """
    number, _since, had_both = _read(request).get(_key(name), ("", 0.0, False))
    return number if had_both or not after_both else ""


def remember(request: HttpRequest, user: User, *, after_both: bool) -> None:
    """From now on this browser is one of theirs; the answer to this request takes it there."""
    known, key = _read(request), _key(user.get_username())
    number, _since, had_both = known.pop(key, (secrets.token_hex(12), 0.0, False))
    known[key] = (number, time.time(), had_both or after_both)
    setattr(request, _NEW, dict(list(known.items())[-_MOST:]))


def keep_browsers(get_response: GetResponse) -> GetResponse:
    """Middleware: a browser that was remembered just now is told so."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if known := getattr(request, _NEW, None):
            response.set_cookie(
                settings.KNOWN_COOKIE_NAME,
                signing.dumps(known, salt=_SALT, compress=True),
                max_age=LASTS,
                path=settings.SESSION_COOKIE_PATH,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response

    return middleware


def _read(request: HttpRequest) -> _Known:
    """What the cookie says, and of that what is not too old."""
    kept = request.COOKIES.get(settings.KNOWN_COOKIE_NAME, "")
    try:
        found: dict[str, Any] = signing.loads(kept, salt=_SALT, max_age=LASTS)
    except signing.BadSignature:
        return {}
    return {key: tuple(one) for key, one in found.items() if time.time() - one[1] <= LASTS}


def _key(name: str) -> str:
    """A copy of the cookie says of no one who they are."""
    return salted_hmac(_SALT, name.casefold(), algorithm="sha256").hexdigest()[:24]
