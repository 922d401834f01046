"""How long the web server and the mail worker wait for a PostgreSQL that says nothing."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any

#: In seconds, for one answer. A visitor has one within ten: after one silence there is no second.
LONGEST = 6.0
#: In whole seconds, for a connection; psycopg waits at least two.
TO_CONNECT = 3
#: What a server that is well ends by itself, before we take it for silent.
SERVER_LIMITS = "-c statement_timeout=5s -c lock_timeout=4s"
#: So long nobody asks again, so that one request waits once and threads are free.
_PAUSE = 1.0


class Limit:
    """Whether waiting has an end in this process, and when it last came to that."""

    def __init__(self) -> None:
        self.is_set = False
        self._again_at = 0.0

    def note(self) -> None:
        """The database did not answer."""
        self._again_at = monotonic() + _PAUSE

    def fell_silent(self) -> bool:
        """True right after it did not answer."""
        return self.is_set and monotonic() < self._again_at


LIMIT = Limit()


def limit() -> None:
    """From now on, new connections of this process wait no longer than this."""
    LIMIT.is_set = True


def ending(connection: Any) -> Callable[..., Any]:
    """The wait of this psycopg connection, with an end after which it is closed."""
    # Whoever has no PostgreSQL has no use for its library, which is large.
    from psycopg import errors  # noqa: PLC0415

    usual = connection.wait

    def wait(generator: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return usual(generator, *args, **{"timeout": LONGEST} | kwargs)
        except errors._WaitTimeout:
            LIMIT.note()
            connection.close()
            raise

    return wait
