"""Lets one visitor of many have a page made, and the others wait for that one."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from threading import Event, Lock

#: In seconds: longer than a database may say nothing. Who waited so long asks like the first.
_PATIENCE = 10
#: A bound so that memory has one: anybody can make up addresses.
_MOST = 2000


class Making:
    """Which pages are being made in this process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._ready: dict[Hashable, Event] = {}
        #: What was made there is not the same for everyone: to wait for it is of no use.
        self._unshared: set[Hashable] = set()

    @contextmanager
    def alone(self, address: Hashable) -> Iterator[bool]:
        """Be the one who makes this page; True after waiting for someone else who did."""
        with self._lock:
            other = self._ready.get(address)
            mine = None if other or address in self._unshared else Event()
            if mine:
                self._ready[address] = mine
        if other and address not in self._unshared:
            other.wait(_PATIENCE)
        try:
            yield other is not None
        finally:
            if mine:
                self._ready.pop(address, None)
                mine.set()

    def note(self, address: Hashable, *, is_kept: bool) -> None:
        """Whether what was made there serves others too."""
        if is_kept:
            self._unshared.discard(address)
            return
        if len(self._unshared) >= _MOST:
            self._unshared.clear()
        self._unshared.add(address)
