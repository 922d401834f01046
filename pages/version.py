"""The number of all that visitors can read, and what is remembered while it stays the same."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from django.db import connections
from django.http import HttpRequest

#: Also for who asks without Django, before a request of it is there.
READ = "SELECT number FROM pages_contentversion WHERE id = 1"

T = TypeVar("T")


def current() -> int:
    """The number now. Read it before rendering: a page must never be kept as newer than it is."""
    with connections["default"].cursor() as cursor:
        cursor.execute(READ)
        row = cursor.fetchone()
    return int(row[0]) if row else 0


class Memory:
    """What was made of the words of one moment, by what it is."""

    def __init__(self, moment: object = None) -> None:
        self.moment = moment
        self._made: dict[Hashable, Any] = {}

    def once(self, what: Hashable, make: Callable[[], T]) -> T:
        """It, made when somebody asks for it first."""
        if what not in self._made:
            self._made[what] = make()
        made: T = self._made[what]
        return made


_mine = threading.local()


def memory() -> Memory:
    """What this thread remembers of the words as they are now; nothing once they have changed.

    Another connection may lead to another database with the same number. Inside a transaction
    nothing is remembered for later: if that is taken back, the number will mean other words.
    """
    connection = connections["default"]
    if connection.in_atomic_block:
        return Memory()
    moment = current(), connection.connection
    if getattr(_mine, "memory", Memory()).moment != moment:
        _mine.memory = Memory(moment)
    mine: Memory = _mine.memory
    return mine


_by_request: WeakKeyDictionary[HttpRequest, Memory] = WeakKeyDictionary()


def memory_of(request: HttpRequest) -> Memory:
    """The same; asked for once in the answer to a request, whose parts then agree."""
    if request not in _by_request:
        _by_request[request] = memory()
    return _by_request[request]


def forget() -> None:
    """Start anew, for tests, which set the number back."""
    _mine.memory = Memory()
