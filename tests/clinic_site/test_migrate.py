"""The power may go at any moment of a migration: the next one goes on from there."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from django.conf import settings

#: Migrates to the first tables of the words, and ends where Django would write that they are there.
UNTIL_IT_IS_NOTED = """
import os, sys
import django
from django.core.management import call_command
from django.db.migrations.recorder import MigrationRecorder

django.setup()
note = MigrationRecorder.record_applied

def end(self, app, name):
    if f"{app}.{name}" == "pages.0001_initial" and "end" in sys.argv:
        os._exit(9)
    note(self, app, name)

MigrationRecorder.record_applied = end
call_command("migrate", "pages", "0001_initial", verbosity=0)
"""


def migrate(file: Path, *how: str) -> int:
    """Its exit code."""
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{file}",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    command = [sys.executable, "-c", UNTIL_IT_IS_NOTED, *how]
    return subprocess.run(command, env=environment, cwd=settings.BASE_DIR, check=False).returncode  # noqa: S603


def tables(file: Path) -> set[str]:
    with closing(sqlite3.connect(file)) as database:
        return {name for (name,) in database.execute("SELECT name FROM sqlite_master")}


def test_tables_are_there_with_the_note_of_them_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "site.sqlite3"
    assert migrate(file, "end") == 9
    assert "django_migrations" in tables(file)
    assert "pages_page" not in tables(file)
    assert migrate(file) == 0
    assert "pages_page" in tables(file)
