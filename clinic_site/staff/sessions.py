"""Keeps who is signed in so that a copy of the database signs nobody in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

#: In a session: when the last request came, in seconds since 1970.
SEEN = "seen_at"


def kept_as(session_key: str) -> str:
    """What the database has instead of a cookie's value: its hash, as long as a key may be."""
    return blake2b(session_key.encode(errors="replace"), digest_size=20).hexdigest()


def me(request: HttpRequest) -> User:
    """The account, of which the password was given."""
    return User.objects.get(pk=request.user.pk or 0)


def sessions_of(user: User) -> Iterator[Session]:
    """Each session of this account; whose it is stands inside."""
    for session in Session.objects.iterator():
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            yield session


def last_requests() -> dict[int, datetime]:
    """By the number of an account: when somebody signed in as it was seen last."""
    seen: dict[int, float] = {}
    for session in Session.objects.iterator():
        data = session.get_decoded()
        if number := str(data.get(SESSION_KEY, "")):
            seen[int(number)] = max(seen.get(int(number), 0), data.get(SEEN, 0))
    return {number: datetime.fromtimestamp(at, UTC) for number, at in seen.items() if at}


class SessionStore(db.SessionStore):
    """Django's sessions in the database, under the hash of their key."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing if there is none, or it is over."""
        found = Session.objects.filter(session_key=kept_as(self.session_key or ""))
        for session in found.filter(expire_date__gt=timezone.now()):
            return self.decode(session.session_data)
        self._session_key = None
        return {}

    def exists(self, session_key: str) -> bool:
        """True if there is one of this key."""
        return super().exists(kept_as(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """The row to keep."""
        session = super().create_model_instance(data)
        session.session_key = kept_as(session.session_key)
        return session

    def delete(self, session_key: str | None = None) -> None:
        """End the session of this key, or this one."""
        if key := session_key or self.session_key:
            super().delete(kept_as(key))
