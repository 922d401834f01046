"""Lets only some threads of a process wait for the database, so that the others serve pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition
from time import monotonic

from django.conf import settings
from django.db import OperationalError

#: In seconds. Nobody who waits has come further for so long: then more of them are of no use.
_PATIENCE = 0.5


class Places:
    """So many may wait at once; the rest is refused as soon as those come no further."""

    def __init__(self, many: int) -> None:
        self._free = many
        self._changed = Condition()
        self._moved = monotonic()

    @contextmanager
    def one(self) -> Iterator[None]:
        """Have a place; raises OperationalError if there is none, which loses nobody's words."""
        with self._changed:
            while not self._free:
                left = self._moved + _PATIENCE - monotonic()
                if left <= 0 or not self._changed.wait(left):
                    raise OperationalError("As many as may wait for the database do so.")
            self._take(1)
        try:
            yield
        finally:
            with self._changed:
                self._take(-1)
                self._changed.notify()

    def _take(self, many: int) -> None:
        self._free -= many
        self._moved = monotonic()


#: Those of this process.
PLACES = Places(settings.WAITING_AT_ONCE)
