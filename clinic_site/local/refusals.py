"""Why a site does not start on this machine, each in one line that says what helps."""

import re
import socket
import sqlite3
from errno import EADDRINUSE

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.db.migrations.exceptions import InconsistentMigrationHistory

from clinic_site import environment
from clinic_site.local import database
from clinic_site.setup import sites
from clinic_site.setup.talk import Refused, name_of
from clinic_site.setup.trouble import cannot_write, disk_is_full, line_for

#: What can go wrong through no fault of the code.
EXPECTED = (
    Refused,
    CommandError,
    ImproperlyConfigured,
    DatabaseError,
    InconsistentMigrationHistory,
    sqlite3.Error,
    OSError,
)


def refuse_real_site() -> None:
    """Raise Refused if visitors find the site elsewhere."""
    if not settings.LOCAL:
        raise Refused(
            f"SITE_URL is not on this machine ({settings.SITE_URL}). "
            "docs/deploy.md is for a server."
        )


def listen(port: int) -> socket.socket:
    """The port, ours from now on. Raises Refused if it is not to be had."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen(2048)
    except OSError as error:
        listener.close()
        is_used = error.errno == EADDRINUSE
        choose = "Stop the program that uses it, or choose" if is_used else "Choose"
        raise Refused(
            f"Port {port} cannot be used ({error.strerror}). {choose} another: "
            f"make {sites.this().command} PORT=8001"
        ) from error
    return listener


def is_anothers(address: str, port: int) -> bool:
    """True if another program answers there: by the name localhost a browser may find it first."""
    try:
        socket.create_connection((address, port), timeout=1).close()
    except OSError:
        return False
    return True


def explain(error: Exception) -> str:
    """What went wrong and what helps, in one line."""
    if isinstance(error, OSError):
        return line_for(error)
    if isinstance(error, DatabaseError | sqlite3.Error | InconsistentMigrationHistory):
        return _about_the_database(error)
    return str(error)


def _about_the_database(error: Exception) -> str:
    first = (str(error).strip() or type(error).__name__).splitlines()[0]
    if connection.vendor != "sqlite":
        if re.search(r'database ".*" does not exist', first):
            first += ". Create it, or empty DATABASE_URL"
        if "lock timeout" in first or "deadlock" in first:
            first += ". Another program is using it: end that one first"
        return str(environment.wrong("DATABASE_URL", f"names a database that says: {first}."))
    path = database.file()
    if "disk is full" in first or "disk I/O" in first:
        return disk_is_full(path.parent)
    if not path.parent.is_dir():
        missing = f"names {name_of(path)}. The folder {name_of(path.parent)} does not exist."
        return str(environment.wrong("DATABASE_URL", missing))
    if "locked" in first:
        return (
            f"Another program is using {name_of(path)} and has not finished ({first}). End it: "
            "a manage.py, a viewer of databases, a backup. Then: make run"
        )
    if "readonly" in first or "unable to open" in first:
        return cannot_write(path, first)
    return (
        f"The database {path.name} in {name_of(path.parent)} says: {first}. "
        "Put a backup of it back, or move it away."
    )
