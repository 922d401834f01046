"""Staff learn which answers are missing, and never who looked for them."""

import logging
import sqlite3
import threading
import time
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client

from faq.counts import counting, unanswered
from faq.counts.unanswered import fingerprint
from faq.models import UnansweredSearch
from tests.faq.conftest import Write

pytestmark = pytest.mark.django_db


def counted() -> dict[str | None, int]:
    """By fingerprint: nothing here is asked on so many days that its words are kept."""
    assert not UnansweredSearch.objects.in_clear().exists()
    return dict(UnansweredSearch.objects.values_list("fingerprint", "count"))


def search(client: Client, query: str, method: str = "get") -> None:
    reply = getattr(client, method)("/questions/search/", {"q": query})
    assert reply.status_code == 200


@pytest.fixture(autouse=True)
def drive(answer: Write) -> None:
    answer("drive", "Can I drive home?")


def test_a_search_in_vain_is_counted(client: Client) -> None:
    search(client, "parking")
    search(client, " PARKING? ")
    search(client, "pàrking")
    search(client, "Wi-Fi")
    assert counted() == {fingerprint("parking"): 3, fingerprint("wi fi"): 1}


def test_a_search_with_an_answer_is_not_counted(client: Client) -> None:
    search(client, "drive")
    assert counted() == {}


def test_asking_for_the_head_only_is_not_counted(client: Client) -> None:
    search(client, "parking", "head")
    assert counted() == {}


def test_each_day_counts_for_itself(client: Client) -> None:
    for day in (23, 24):
        with time_machine.travel(datetime(2026, 11, day, 17, tzinfo=UTC)):
            search(client, "parking")
    assert [row.day.day for row in UnansweredSearch.objects.all()] == [24, 23]


@pytest.mark.parametrize(
    "query",
    [
        "zed@example.org",
        "zed @ example",
        "202 555 0142",
        "5 5 5 1",
        "٥٥٥١ zed",
        "zed 1984",
        "i want to die",
        "want to kill myself zed",
        "quiero morir",
        "zed " * 30 + "suicide",
    ],
)
def test_what_may_tell_who_or_a_crisis_is_never_written_down(
    client: Client, query: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        search(client, query)
    assert counted() == {}
    assert query not in caplog.text


def test_what_is_kept_is_short(client: Client) -> None:
    for day in (23, 24, 25):
        with time_machine.travel(datetime(2026, 11, day, 17, tzinfo=UTC)):
            search(client, "zed zed " * 30)
    assert {row.words for row in UnansweredSearch.objects.all()} == {("zed " * 20).strip()}


def test_signs_alone_are_not_counted(client: Client) -> None:
    search(client, "???")
    assert counted() == {}


def test_nobody_can_fill_the_table(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unanswered, "MOST_A_DAY", 2)
    for query in ("parking", "weather", "elevator", "parking"):
        search(client, query)
    assert counted() == {fingerprint("parking"): 2, fingerprint("weather"): 1}


@pytest.mark.django_db(transaction=True)
def test_many_searches_at_once_are_all_counted() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite in memory lets threads see each other's locks and does not wait")

    def search_often() -> None:
        for _ in range(5):
            unanswered.count("parking")
        connection.close()

    threads = [threading.Thread(target=search_often) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counted() == {fingerprint("parking"): 20}


def test_the_page_answers_while_nothing_can_be_written(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unanswered, "_ONE_MORE", "INSERT INTO nowhere VALUES (%s, %s)")
    search(client, "parking")
    assert counted() == {}
    monkeypatch.undo()
    search(client, "parking")
    assert counted() == {fingerprint("parking"): 1}


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_the_page_answers_while_another_writer_holds_the_database(client: Client) -> None:
    connection.close()
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        search(client, "parking")
        assert time.monotonic() - began < 3
        writer.execute("ROLLBACK")
        assert counted() == {}
        search(client, "parking")
        assert counted() == {fingerprint("parking"): 1}


def test_the_usual_patience_comes_back(client: Client) -> None:
    ask = "SHOW lock_timeout" if connection.vendor == "postgresql" else "PRAGMA busy_timeout"

    def patience() -> Any:
        with connection.cursor() as cursor:
            cursor.execute(ask)
            return cursor.fetchone()[0]

    before = patience()
    search(client, "parking")
    with pytest.raises(ZeroDivisionError), counting.impatient(), transaction.atomic():
        raise ZeroDivisionError
    assert patience() == before
