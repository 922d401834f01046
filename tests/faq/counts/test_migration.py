"""The migration takes rare words out of a database in use, and out of what SQLite leaves."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from faq.counts.unanswered import fingerprint
from faq.models import UnansweredSearch

BEFORE = "0004_workflow"
#: As the release before wrote them: words and on how many days.
DAYS = {"xylophone": 1, "zither": 2, "parking": 3, "want to die": 4}
_ADD = "INSERT INTO faq_unansweredsearch (words, day, count) VALUES (%s, %s, %s)"
_ONE_MORE_BEFORE = f"""
{_ADD} ON CONFLICT (words, day) DO UPDATE SET count = faq_unansweredsearch.count + 1
"""


def rows_before() -> list[tuple[str, str, int]]:
    return [
        (words, (date(2026, 11, 20) + timedelta(days=day)).isoformat(), day + 1)
        for words, days in DAYS.items()
        for day in range(days)
    ]


def add(statement: str, *rows: tuple[str, str, int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)


@pytest.fixture
def migrated(transactional_db: None) -> Iterator[None]:
    """A database of the release before with its searches, after the migration."""
    call_command("migrate", "faq", BEFORE, verbosity=0)
    add(_ADD, *rows_before())
    call_command("migrate", verbosity=0)
    yield
    call_command("migrate", verbosity=0)


def kept() -> set[tuple[Any, ...]]:
    return set(UnansweredSearch.objects.values_list("fingerprint", "words", "count"))


def test_rare_words_become_fingerprints_and_danger_goes(migrated: None) -> None:
    assert kept() == {
        (fingerprint("xylophone"), None, 1),
        (fingerprint("zither"), None, 1),
        (fingerprint("zither"), None, 2),
        *((fingerprint("parking"), "parking", count) for count in (1, 2, 3)),
    }


def test_back_again_words_stay_and_fingerprints_go(migrated: None) -> None:
    call_command("migrate", "faq", BEFORE, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT words, count FROM faq_unansweredsearch ORDER BY day")
        assert cursor.fetchall() == [("parking", 1), ("parking", 2), ("parking", 3)]
    add(_ONE_MORE_BEFORE, ("zither", "2026-11-23", 1))
    call_command("migrate", verbosity=0)
    assert (fingerprint("zither"), None, 1) in kept()


def test_the_release_before_can_still_count(migrated: None) -> None:
    row = ("xylophone", "2026-11-20", 1)
    add(_ONE_MORE_BEFORE, row, row)
    assert (None, "xylophone", 2) in kept()


def test_no_byte_of_rare_words_is_left_in_the_files_of_sqlite(tmp_path: Path) -> None:
    file, log = tmp_path / "site.sqlite3", tmp_path / "site.sqlite3-wal"
    environment = {
        "DATABASE_URL": f"sqlite:///{file}",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PATH": os.environ["PATH"],
    }

    def migrate(*arguments: str) -> None:
        command = [sys.executable, "manage.py", "migrate", "-v0", *arguments]
        subprocess.run(command, env=environment, check=True)  # noqa: S603

    migrate()
    migrate("faq", BEFORE)
    # While the site runs, its connections stay open: so the log is not emptied by the last one.
    with closing(sqlite3.connect(file, isolation_level=None)) as site:
        site.execute("PRAGMA secure_delete=ON")
        site.executemany(_ADD.replace("%s", "?"), rows_before())
        # Reading the database file itself would end the lock of this connection.
        assert b"xylophone" in log.read_bytes()
        migrate()
        left = log.read_bytes() + file.read_bytes()
        assert site.execute("SELECT count(*) FROM faq_unansweredsearch").fetchone() == (6,)
    assert [words for words in DAYS if words.encode() in left] == ["parking"]
