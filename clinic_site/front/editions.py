"""Knows which edition of the words is current, as cheaply as the database allows."""

from __future__ import annotations

import sqlite3
import threading
import time
from datetime import date
from typing import Any

from django.db import Error as DatabaseDown
from django.db import close_old_connections, connection, connections
from django.utils import timezone

from clinic_site.front.kept_page import Edition
from clinic_site.front.version_file import VersionFile
from pages.revisions import content_version

#: How long PostgreSQL is not asked again, in seconds. SQLite answers at once, so always.
_PAUSE = 1.0
#: In seconds. Wherever the clinic is, a day begins with such a quarter of an hour.
_QUARTER = 15 * 60


class Editions:
    """Knows which edition of the words is current; from this file, or else by asking Django."""

    def __init__(self, file: VersionFile | None = None) -> None:
        self._last: Edition | None = None
        self._ask_at = 0.0
        self._asking = threading.Lock()
        self._file = file

    def now(self) -> Edition | None:
        """The current edition, or None while the database does not answer.

        One thread at a time asks PostgreSQL, so that a database that hangs cannot hold them all.
        """
        if self._file:
            return _read_from(self._file)
        if connection.vendor == "sqlite":
            return _read_edition()
        if time.monotonic() >= self._ask_at and self._asking.acquire(blocking=False):
            try:
                self._last = _read_edition()
            finally:
                self._ask_at = time.monotonic() + _PAUSE
                self._asking.release()
        return self._last


def version_file() -> VersionFile | None:
    """The file of the database, if it is one: PostgreSQL is none, nor is SQLite in memory."""
    database: Any = connections["default"]
    if not database.settings_dict["ENGINE"].endswith("sqlite3") or database.is_in_memory_db():
        return None
    return VersionFile(str(database.settings_dict["NAME"]))


def _read_from(file: VersionFile) -> Edition | None:
    try:
        version, which = file.read()
    except (OSError, sqlite3.Error):
        return None
    return version, _today(), which


def _read_edition() -> Edition | None:
    # Outside a Django request nobody else drops a connection that has died.
    close_old_connections()
    try:
        return content_version.current(), _today(), None
    except DatabaseDown:
        return None


#: A quarter of an hour, the zone, and the day it is in.
_known_day: tuple[int, object, date] | None = None


def _today() -> date:
    """The day at the clinic; to work it out takes longer than all else that a kept page needs."""
    global _known_day  # noqa: PLW0603
    quarter, zone = int(time.time()) // _QUARTER, timezone.get_default_timezone()
    known = _known_day
    if known is None or known[:2] != (quarter, zone):
        known = _known_day = (quarter, zone, timezone.localdate(timezone=zone))
    return known[2]
