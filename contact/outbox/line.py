"""A line to the mail server that is cut when one mail takes too long, or the worker has to stop.

A timeout counts from the last byte: a server that sends one every few seconds never runs into it.
"""

from __future__ import annotations

import os
import smtplib
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from threading import Event, Thread
from typing import Any

from django.conf import settings
from django.core.mail.backends import smtp

#: So many timeouts of one answer may a whole mail take; a lease is eight of them.
TIMEOUTS = 3
#: In seconds. A mail in hand may still be finished after the worker was told to stop.
TO_FINISH = 5.0
_LOOK_EVERY = 0.1


class _Line(smtplib.SMTP):
    """A connection that tells its socket as soon as it has one."""

    def __init__(self, *where: Any, hold: Callable[[socket.socket], None], **how: Any) -> None:
        self._hold = hold
        super().__init__(*where, **how)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        found: socket.socket = super()._get_socket(host, port, timeout)  # type: ignore[misc]
        self._hold(found)
        return found


class _LineOverTls(_Line, smtplib.SMTP_SSL):
    """The same where TLS comes before the first word."""


class EmailBackend(smtp.EmailBackend):
    """Django's own, with a line that another thread may cut."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._held: list[socket.socket] = []
        self._is_cut = False

    @property
    def connection_class(self) -> Callable[..., smtplib.SMTP]:  # type: ignore[override]
        """What Django calls to connect."""
        return partial(_LineOverTls if self.use_ssl else _Line, hold=self._hold)

    def _hold(self, line: socket.socket) -> None:
        # Another handle of the same connection: TLS, which may begin later, takes the first one.
        self._held.append(socket.socket(fileno=os.dup(line.fileno())))
        if self._is_cut:
            self.cut()

    def cut(self) -> None:
        """End the line now: whoever waits for an answer on it gets an OSError."""
        self._is_cut = True
        for line in list(self._held):
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close the connection; a server that drips its goodbye may be cut then too."""
        try:
            super().close()
        finally:
            while self._held:
                self._held.pop().close()


@contextmanager
def watched(server: object, stop: Event) -> Iterator[None]:
    """Cut the line of this server if the block takes too long, or after ``stop`` was set."""
    if not isinstance(server, EmailBackend):
        # Mail to a file, on this machine.
        yield
        return
    over = Event()
    watch = Thread(target=_watch, args=(server, stop, over), daemon=True)
    watch.start()
    try:
        yield
    finally:
        over.set()
        watch.join()


def _watch(server: EmailBackend, stop: Event, over: Event) -> None:
    until = time.monotonic() + TIMEOUTS * settings.EMAIL_TIMEOUT
    is_stopping = False
    while not over.wait(_LOOK_EVERY):
        if stop.is_set() and not is_stopping:
            is_stopping, until = True, min(until, time.monotonic() + TO_FINISH)
        if time.monotonic() >= until:
            server.cut()
            return
