"""Rare words of a search are kept in no form that can be read, as the privacy page says."""

import hashlib
import re
import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from faq.counts import counting, retention, unanswered
from faq.counts.unanswered import DAYS_UNTIL_CLEAR, fingerprint
from faq.models import Entry, EntryRevision, UnansweredSearch
from pages.markup.reading import sentences_of_html
from pages.models import Page, PageRevision
from tests.database import never_was

pytestmark = pytest.mark.django_db

FIRST_DAY = datetime(2026, 11, 23, 17, tzinfo=UTC)
OTHER_KEY = "another-secret-0123456789-abcdefghijklmnopqrstuvwxyz"


def search(query: str = "Xylophone?", day: int = 0) -> None:
    with time_machine.travel(FIRST_DAY + timedelta(days=day)):
        assert Client().get("/questions/search/", {"q": query}).status_code == 200


def purge(day: int) -> None:
    with time_machine.travel(FIRST_DAY + timedelta(days=day)):
        call_command("purge_counts", verbosity=0)


def everything_kept() -> str:
    """Every row of every table, as the database has it."""
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            rows += cursor.fetchall()
    return repr(rows).casefold()


def clear_words() -> list[tuple[str | None, int]]:
    rows = UnansweredSearch.objects.in_clear().order_by("day")
    return list(rows.values_list("words", "count"))


def test_words_are_kept_from_the_third_day_with_all_their_counts() -> None:
    for day, times in enumerate((1, 2)):
        for _ in range(times):
            search(day=day)
        assert "xylophone" not in everything_kept()
    search(day=2)
    assert clear_words() == [("xylophone", 1), ("xylophone", 2), ("xylophone", 1)]
    search(day=3)
    assert clear_words()[3:] == [("xylophone", 1)]


def test_the_days_need_not_follow_each_other() -> None:
    for day in (0, 40, 80):
        search(day=day)
    assert len(clear_words()) == 3


def test_rare_words_do_not_even_reach_the_database() -> None:
    """A statement that fails may stand in the log of a database server."""
    with CaptureQueriesContext(connection) as asked:
        search(day=0)
        search(day=1)
    statements = repr(asked.captured_queries).casefold()
    assert fingerprint("xylophone") in statements
    assert "xylophone" not in statements


def test_many_times_on_one_day_is_one_day() -> None:
    for _ in range(DAYS_UNTIL_CLEAR + 2):
        search()
    assert "xylophone" not in everything_kept()


@pytest.mark.parametrize("query", ["i want to die", "quiero morir", "zed@example.org", "zed 1984"])
def test_the_count_itself_refuses_danger_and_what_tells_who(query: str) -> None:
    for day in range(DAYS_UNTIL_CLEAR + 1):
        with time_machine.travel(FIRST_DAY + timedelta(days=day)):
            unanswered.count(query)
    assert not UnansweredSearch.objects.exists()


def test_nobody_can_try_words_on_a_fingerprint_without_the_secret() -> None:
    ours = fingerprint("xylophone")
    assert ours == fingerprint("xylophone")
    assert ours != hashlib.sha256(b"xylophone").hexdigest()
    with override_settings(SECRET_KEY=OTHER_KEY):
        assert fingerprint("xylophone") != ours


def test_after_a_change_of_the_secret_days_count_anew() -> None:
    for day in (0, 1):
        search(day=day)
    with override_settings(SECRET_KEY=OTHER_KEY):
        for day in (2, 3):
            search(day=day)
        assert "xylophone" not in everything_kept()
        search(day=4)
    assert len(clear_words()) == 3


def test_a_change_of_the_secret_does_not_stop_the_count_of_known_words() -> None:
    for day in range(3):
        search(day=day)
    with override_settings(SECRET_KEY=OTHER_KEY):
        for day in (2, 3, 4):
            search(day=day)
    assert len(clear_words()) == 5
    assert UnansweredSearch.objects.not_shown() == 1


def test_the_bound_of_a_day_holds_for_what_is_shown_and_what_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for day in range(3):
        search(day=day)
    monkeypatch.setattr(unanswered, "MOST_A_DAY", 2)
    for query in ("weather", "elevator", "xylophone"):
        search(query, day=2)
    assert UnansweredSearch.objects.filter(day="2026-11-25").count() == 2
    assert clear_words()[2] == ("xylophone", 2)
    assert fingerprint("elevator") not in everything_kept()


def test_codes_are_forgotten_as_soon_as_words() -> None:
    search("weather")
    purge(day=retention.DAYS)
    assert UnansweredSearch.objects.count() == 1
    purge(day=retention.DAYS + 1)
    assert not UnansweredSearch.objects.exists()


def test_words_go_when_too_few_of_their_days_are_left() -> None:
    for day in (0, 10, 20):
        search(day=day)
    purge(day=retention.DAYS)
    assert len(clear_words()) == 3
    purge(day=retention.DAYS + 1)
    assert "xylophone" not in everything_kept()
    assert UnansweredSearch.objects.count() == 2
    search(day=retention.DAYS + 1)
    assert len(clear_words()) == 3


def test_what_the_release_before_wrote_in_clear_goes_at_night() -> None:
    UnansweredSearch.objects.create(words="xylophone", day=FIRST_DAY.date(), count=1)
    search()
    purge(day=0)
    assert "xylophone" not in everything_kept()
    assert UnansweredSearch.objects.count() == 1


def test_words_in_which_danger_is_noticed_only_now_go_at_night() -> None:
    for words in ("want to die", "xylophone"):
        for day in range(DAYS_UNTIL_CLEAR):
            UnansweredSearch.objects.create(
                words=words,
                fingerprint=fingerprint(words),
                day=FIRST_DAY.date() + timedelta(days=day),
                count=1,
            )
    purge(day=DAYS_UNTIL_CLEAR)
    assert {words for words, _ in clear_words()} == {"xylophone"}
    assert UnansweredSearch.objects.count() == DAYS_UNTIL_CLEAR


@pytest.mark.django_db(transaction=True)
def test_many_searches_at_once_on_the_day_they_are_shown_are_all_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(counting, "_PATIENCE", 30_000)
    for ago in (1, 2):
        UnansweredSearch.objects.create(
            fingerprint=fingerprint("xylophone"),
            day=timezone.localdate() - timedelta(days=ago),
            count=1,
        )

    def search_often() -> None:
        for _ in range(5):
            unanswered.count("xylophone")
        connection.close()

    threads = [threading.Thread(target=search_often) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert clear_words() == [("xylophone", 1), ("xylophone", 1), ("xylophone", 20)]


@pytest.fixture
def privacy_page(first_edition: None) -> str:
    """What visitors read under "When you search the questions"."""
    html = Client().get("/privacy/").content.decode()
    section = html.split("When you search the questions</h2>", 1)[1].split("<h2", 1)[0]
    return " ".join(sentences_of_html(section))


def test_the_privacy_page_says_the_numbers_of_the_code(privacy_page: str) -> None:
    told = [
        f"Asked on {DAYS_UNTIL_CLEAR} different days: now we keep the words too",
        f"with more than {unanswered.MOST_DIGITS} digits in all",
        f"We delete these counts after {retention.DAYS} days, with the words and codes",
        f"asked on fewer than {DAYS_UNTIL_CLEAR} of the last {retention.DAYS} days become a code",
    ]
    assert [sentence for sentence in told if sentence not in privacy_page] == []
    numbers = {int(number) for number in re.findall(r"\d+", privacy_page)}
    assert numbers == {DAYS_UNTIL_CLEAR, unanswered.MOST_DIGITS, retention.DAYS}


@pytest.mark.parametrize("path", ["/questions/search/", "/es/questions/search/"])
def test_the_search_page_says_what_the_privacy_page_says(privacy_page: str, path: str) -> None:
    for words in (PageRevision, EntryRevision):
        never_was(words.objects.filter(language="es"))
    home = {"document": Page.objects.get(slug="home"), "language": "es"}
    PageRevision.objects.create(title="x", summary="x", **home).publish(first_edition=True)
    entry = {"document": Entry.objects.get(slug="is-it-a-cure"), "language": "es"}
    EntryRevision.objects.create(title="x", summary="x", **entry).publish(first_edition=True)
    html = Client().get(path, {"q": "qwxz vbnm"}).content.decode()
    said = sentences_of_html(html)
    [told] = [one for one in said if "keep its words" in one or "Guardamos sus palabras" in one]
    assert re.findall(r"\d+", told) == [str(DAYS_UNTIL_CLEAR)]
    assert "never who searched" in told or "nunca quién buscó" in told
    assert 'href="/privacy/"' in html
    assert f"Asked on {DAYS_UNTIL_CLEAR} different days" in privacy_page


def test_what_the_privacy_page_says_is_what_happens(privacy_page: str) -> None:
    """The numbers are those of the page, not those of the code."""
    days = int(re.findall(r"Asked on (\d+) different days", privacy_page)[0])
    digits = int(re.findall(r"more than (\d+) digits", privacy_page)[0])
    kept = int(re.findall(r"after (\d+) days", privacy_page)[0])
    few, many = "qwxzv " + "4" * digits, "qwxzw " + "4" * (digits + 1)
    for day in range(days):
        for query in ("qwxz vbnm", few, many, "qwxzy@vbnm", "qwxzs i want to die"):
            search(query, day)
        assert ("qwxz vbnm" in everything_kept()) == (day + 1 == days)
    words = {"qwxz vbnm", few}
    assert set(UnansweredSearch.objects.values_list("words", flat=True)) == words
    purge(kept)
    assert set(UnansweredSearch.objects.values_list("words", flat=True)) == words
    purge(kept + 1)
    assert "qwxz" not in everything_kept()
    purge(kept + days)
    assert not UnansweredSearch.objects.exists()
