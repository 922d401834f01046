"""Reads the content version from an SQLite file without Django, in microseconds."""

from __future__ import annotations

import os
import sqlite3
import threading
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from django.db import connections

from pages.revisions.content_version import READ

#: In seconds. Who writes in WAL mode keeps nobody from reading; a lock of all, for longer than
#: this, is answered with what was kept.
_PATIENCE = 0.5

#: Which file it is: its device and its number on it.
Which = tuple[int, int]


class VersionFile:
    """The content version in one file; each thread has a connection of its own, that only reads."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._address = f"file:{quote(str(Path(path).absolute()))}?mode=ro"
        self._mine = threading.local()

    def read(self) -> tuple[int, Which]:
        """The version now, and in which file; raises OSError or sqlite3.Error if it cannot say."""
        there = os.stat(self.path)  # Path.stat takes twice as long.
        which = (there.st_dev, there.st_ino)
        if getattr(self._mine, "which", None) != which:
            self._open(which)
        try:
            row = self._mine.connection.execute(READ).fetchone()
        except sqlite3.Error:
            self._close()
            raise
        return int(row[0]) if row else 0, which

    def _open(self, which: Which) -> None:
        """Read the file that is there now.

        What Django has open may be the one that was there before: it would make pages from that.
        Like Django itself, close nothing in the middle of a transaction.
        """
        self._close()
        if not connections["default"].in_atomic_block:
            connections["default"].close()
        self._mine.connection = sqlite3.connect(
            self._address, timeout=_PATIENCE, isolation_level=None, uri=True
        )
        self._mine.which = which

    def _close(self) -> None:
        self._mine.which = None
        with suppress(AttributeError, sqlite3.Error):
            self._mine.connection.close()
