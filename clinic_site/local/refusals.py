"""Why a site does not start on this machine, each in one line that says what helps."""

import re
import socket
import sqlite3
from contextlib import closing
from errno import EADDRINUSE
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError
from django.db import DatabaseError, connection

from clinic_site import environment
from clinic_site.setup.talk import Refused, name_of
from clinic_site.setup.trouble import cannot_write, disk_is_full, line_for
from contact.models import Inquiry
from contact.models.sealed import Unreadable
from pages.models import ContentVersion

_TABLES = (
    "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'"
)
#: Of every schema, with its name where tables are not looked for: those of extensions are nobody's.
_TABLES_OF_POSTGRESQL = """
    SELECT CASE WHEN pg_table_is_visible(c.oid) THEN '' ELSE n.nspname || '.' END || c.relname
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
      AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
      AND NOT EXISTS (
        SELECT FROM pg_depend d
        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
      )
"""
#: What can go wrong through no fault of the code.
EXPECTED = (Refused, CommandError, ImproperlyConfigured, DatabaseError, sqlite3.Error, OSError)


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
            f"Port {port} cannot be used ({error.strerror}). {choose} another: make run PORT=8001"
        ) from error
    return listener


def refuse_foreign_database() -> None:
    """Raise Refused for a database of something else, before our tables are put into it."""
    tables = tables_there()
    ours = {*connection.introspection.django_table_names(), "django_migrations"}
    if (foreign := sorted(tables - ours)) and ContentVersion._meta.db_table not in tables:
        what = f"a database of something else, with a table {foreign[0]}. It is untouched."
        if not environment.text("DATABASE_URL"):
            file = name_of(settings.DATABASES["default"]["NAME"])
            raise Refused(f"{file} is {what} Move it away, and make run makes one.")
        raise environment.wrong("DATABASE_URL", f"names {what}")


def tables_there() -> set[str]:
    """The tables and views of the database, whatever their schema.

    A file is only read; Django would change its kind of log.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_TABLES_OF_POSTGRESQL)
            return {name for (name,) in cursor.fetchall()}
    file = Path(str(settings.DATABASES["default"]["NAME"]))
    if not file.is_file():
        return set(connection.introspection.table_names())
    with closing(sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True)) as reader:
        return {name for (name,) in reader.execute(_TABLES)}


def refuse_wrong_keys() -> None:
    """Raise Refused if the messages were sealed with keys that are not in .env any more."""
    newest = Inquiry.objects.order_by("-pk").only("name").first()
    if newest and isinstance(newest.name, Unreadable):
        raise environment.wrong(
            "INQUIRY_KEYS", "opens none of the messages in this database. Put the old keys back."
        )


def explain(error: Exception) -> str:
    """What went wrong and what helps, in one line."""
    if isinstance(error, OSError):
        return line_for(error)
    if isinstance(error, DatabaseError | sqlite3.Error):
        return _about_the_database(error)
    return str(error)


def _about_the_database(error: Exception) -> str:
    first = (str(error).strip() or type(error).__name__).splitlines()[0]
    if connection.vendor != "sqlite":
        if re.search(r'database ".*" does not exist', first):
            first += ". Create it, or empty DATABASE_URL"
        return str(environment.wrong("DATABASE_URL", f"names a database that says: {first}."))
    file = Path(str(settings.DATABASES["default"]["NAME"]))
    if "disk is full" in first or "disk I/O" in first:
        return disk_is_full(file.parent)
    if not file.parent.is_dir():
        missing = f"names {file}. The folder {file.parent} does not exist."
        return str(environment.wrong("DATABASE_URL", missing))
    if "readonly" in first or "unable to open" in first:
        return cannot_write(file, first)
    return (
        f"The database {file.name} in {name_of(file.parent)} says: {first}. "
        "Put a backup of it back, or move it away."
    )
