"""Guards the staff door: guessing passwords is slow, and no session outlives the working day."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_login_failed
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from clinic_site.credentials import names
from clinic_site.guessing import counts
from clinic_site.staff.sessions import SEEN, sessions_of
from pages.public import GetResponse

#: Seconds without a request, and seconds since signing in, after which a session is over.
IDLE, LONGEST = 30 * 60, settings.SESSION_COOKIE_AGE
#: A request writes its time only if the last one is older than this, in seconds. A clock that is
#: set right by no more than this ends no session.
_PRECISION = 60
_BEGAN, _SEEN = "signed_in_at", SEEN


class SignInForm(AdminAuthenticationForm):
    """Name and password. After too many tries even the right ones wait; it never says which."""

    def clean(self) -> dict[str, Any]:
        """Let them in, or refuse with the same words whether or not there is such a name."""
        name = self.cleaned_data.get("username")
        if not (name and self.cleaned_data.get("password")):
            return super().clean()
        assert self.request is not None  # noqa: S101
        try:
            counted = counts.count(self.request, name)
        except counts.TooManyTriesError as error:
            known_as = {"username": name}
            user_login_failed.send(__name__, credentials=known_as, request=self.request)
            raise ValidationError(counts.in_words(error), code="too_many") from None
        # Capital letters do not matter.
        self.cleaned_data["username"] = names.as_written(name)
        cleaned = super().clean()
        counts.forget(counted)
        return cleaned


def limit_sessions(get_response: GetResponse) -> GetResponse:
    """Middleware: a session nobody used for a while, or of another day, is over."""

    def middleware(request: HttpRequest) -> HttpResponse:
        # Elsewhere there is no session, and public pages must not ask for one.
        in_the_house = request.path.startswith(settings.SESSION_COOKIE_PATH)
        if in_the_house and request.user.is_authenticated:
            if _is_over(request.session):
                logout(request)
            else:
                _note(request.session)
        return get_response(request)

    return middleware


def _is_over(session: SessionBase) -> bool:
    """Also if it began in the future: then the clock was set back, and it would last too long."""
    now = time.time()
    since_sign_in = now - session.get(_BEGAN, now)
    since_request = now - session.get(_SEEN, now)
    return not (-_PRECISION <= since_sign_in <= LONGEST and -_PRECISION <= since_request <= IDLE)


def _note(session: SessionBase) -> None:
    now = time.time()
    session.setdefault(_BEGAN, now)
    if now - session.get(_SEEN, 0) > _PRECISION:
        session[_SEEN] = now


def begin_session(request: HttpRequest, **_kwargs: Any) -> None:
    """From now on the time counts, also if the same person was signed in before."""
    request.session[_BEGAN] = request.session[_SEEN] = time.time()


def end_sessions_of_who_left(instance: User, **_kwargs: Any) -> None:
    """An account that is switched off has no session that could come back with it."""
    if instance.is_active:
        return
    for session in sessions_of(instance):
        session.delete()
