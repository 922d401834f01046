"""Which database a run may take: an empty one, and one that is this site's already."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from clinic_site import environment
from clinic_site.setup import sites
from clinic_site.setup.dotenv import refuse_no_file
from clinic_site.setup.talk import ROOT, Refused, name_of, say

_APPLIED = "django_migrations"
#: Stands among the applied migrations before the first of them: what is cut short goes on later.
_TAKEN = ("brainstim", "0000_taken")
#: Of these, another project has none. Its apps may be called pages and contact, too.
_OURS = (_TAKEN, ("clinic_site", "0001_failed_sign_ins"))
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


def refuse_foreign() -> set[str]:
    """Raise Refused for a database of something else, untouched; else the tables that are there.

    That Django's own tables are there says nothing, and neither do names like ours: only what was
    applied does.
    """
    refuse_wrong_file()
    is_sqlite = connection.vendor == "sqlite"
    tables = {str(name) for (name,) in rows(_TABLES if is_sqlite else _TABLES_OF_POSTGRESQL)}
    applied = rows(f"SELECT * FROM {_APPLIED}") if _APPLIED in tables else []  # noqa: S608
    if tables and not any(app in row and name in row for row in applied for app, name in _OURS):
        names = {*connection.introspection.django_table_names(), _APPLIED}
        foreign = min(tables - names or tables)
        what = f"a database of something else, with a table {foreign}. It is untouched."
        if not environment.text("DATABASE_URL"):
            again = f"make {sites.this().command} makes one."
            raise Refused(f"{name_of(file())} is {what} Move it away, and {again}")
        raise environment.wrong("DATABASE_URL", f"names {what}")
    return tables


def say_if_newer() -> None:
    """Say that a newer version of this site has changed the database, as after a switch of branch.

    That is no reason to refuse it: most of it works, and the words in it are wanted.
    """
    loader = MigrationLoader(connection)
    known = {*loader.disk_migrations, *_replaced(loader)}
    apps = {app for app, _name in known}
    unknown = sorted(
        f"{app} {name}" for app, name in {*loader.applied_migrations} - known if app in apps
    )
    if unknown:
        say(
            f"The database is from a newer version of this site: it has {unknown[-1]}, which "
            "this code does not know. Pages may fail until the code is up to date."
        )


def _replaced(loader: MigrationLoader) -> set[tuple[str, str]]:
    """Those that are one with others by now."""
    return {old for migration in loader.replacements.values() for old in migration.replaces}


def mark() -> None:
    """Make an empty database this site's, before anything is put into it."""
    # One transaction: there is never a table of ours without the mark.
    with connection.schema_editor() as editor:
        recorder = MigrationRecorder(connection)
        editor.create_model(recorder.Migration)
        recorder.record_applied(*_TAKEN)


def refuse_wrong_file() -> None:
    """Raise Refused for what is no file of SQLite, or one that git would take up."""
    if connection.vendor != "sqlite":
        return
    path = file()
    refuse_no_file(path, name_of(path))
    folder = path.resolve().parent
    if (
        folder.is_dir()
        and folder.is_relative_to(ROOT)
        and not folder.is_relative_to(sites.RUN.folder)
    ):
        taken_up = f"{name_of(path.resolve())}, which git would take up"
        if not environment.text("DATABASE_URL"):
            raise Refused(
                f"{name_of(path.parent)} is a link, so the database would be {taken_up}. "
                "Make it a folder, or a link to one outside this project."
            )
        raise environment.wrong(
            "DATABASE_URL",
            f"names {taken_up}; of this folder it leaves only var alone: "
            f"sqlite:///var/{path.name}.",
        )


def file() -> Path:
    """The file of an SQLite database."""
    return Path(str(settings.DATABASES["default"]["NAME"]))


def rows(query: str) -> list[tuple[Any, ...]]:
    """What the database answers. A file is only read; Django would change its kind of log."""
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(query)
            return list(cursor.fetchall())
    if file().parent.is_dir() and not file().exists():
        return []
    with closing(sqlite3.connect(f"file:{quote(str(file()))}?mode=ro", uri=True)) as reader:
        return reader.execute(query).fetchall()
