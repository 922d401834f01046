"""The migration takes rare words out of a database in use, and out of what SQLite leaves."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from faq.counts import unanswered
from faq.counts.unanswered import fingerprint
from faq.models import UnansweredSearch
from tests import database
from tests.contact.trouble import files_of_sqlite

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


@pytest.fixture(scope="module")
def database_migrated(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A database of the release before with its searches, after the migration."""
    with (
        django_db_blocker.unblock(),
        database.copy(connection.settings_dict["NAME"], "migrated") as name,
    ):
        with database.on(name):
            call_command("migrate", "faq", BEFORE, verbosity=0)
            add(_ADD, *rows_before())
            call_command("migrate", verbosity=0)
        yield name


@pytest.fixture
def migrated(transactional_db: None, database_migrated: str) -> Iterator[None]:
    """A copy of it for one test."""
    with database.copy(database_migrated, "one") as name, database.on(name):
        yield


def kept() -> set[tuple[Any, ...]]:
    return set(UnansweredSearch.objects.values_list("fingerprint", "words", "count"))


def test_rare_words_become_fingerprints_and_danger_goes(migrated: None) -> None:
    assert kept() == {
        (fingerprint("xylophone"), None, 1),
        (fingerprint("zither"), None, 1),
        (fingerprint("zither"), None, 2),
        *((fingerprint("parking"), "parking", count) for count in (1, 2, 3)),
    }


def migrate_anew() -> None:
    call_command("migrate", "faq", BEFORE, verbosity=0)
    UnansweredSearch.objects.all().delete()
    add(_ADD, *rows_before())
    call_command("migrate", verbosity=0)


def test_it_makes_the_same_hashes_whatever_the_site_does_since(
    migrated: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = kept()
    monkeypatch.setattr(unanswered, "fingerprint", lambda words: f"another of {words}")
    migrate_anew()
    assert kept() == before


def test_where_nothing_reads_danger_any_more_no_words_stay_in_clear(
    migrated: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("pages.crisis.mentions_crisis")
    migrate_anew()
    assert {words for _code, words, _count in kept()} == {None}
    assert UnansweredSearch.objects.count() == sum(DAYS.values())


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


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_no_byte_of_rare_words_is_left_in_the_files_of_sqlite(transactional_db: None) -> None:
    with database.copy(connection.settings_dict["NAME"], "bytes") as file, database.on(file):
        call_command("migrate", "faq", BEFORE, verbosity=0)
        connection.close()
        # While the site runs, its connections stay open: so the log is not emptied by the last one.
        with closing(sqlite3.connect(file, isolation_level=None)) as site:
            site.execute("PRAGMA secure_delete=ON")
            site.executemany(_ADD.replace("%s", "?"), rows_before())
            assert b"xylophone" in files_of_sqlite(only_log=True)
            call_command("migrate", verbosity=0)
            connection.close()
            left = files_of_sqlite()
            count = site.execute("SELECT count(*) FROM faq_unansweredsearch").fetchone()
    assert count == (6,)
    assert [words for words in DAYS if words.encode() in left] == ["parking"]
