"""Public pages are kept whole, shown only while current, and never mixed up."""

import gzip
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import brotli
import pytest
import time_machine
from django.core.wsgi import get_wsgi_application
from django.db import connection, connections
from django.db.utils import OperationalError
from pytest_django import Settings

from clinic_site.front import editions as editions_module
from clinic_site.front import page_cache
from clinic_site.front.editions import Editions
from clinic_site.front.kept_page import Edition, best_encoding
from clinic_site.front.page_cache import PageCache
from pages.clinic.models import Clinic
from pages.models import Page, PageRevision
from pages.public import PUBLIC
from pages.revisions import content_version
from tests.wsgi import Reply, ask


class Site:
    """The whole site behind the page cache; counts how often Django had to work."""

    def __init__(self) -> None:
        self.rendered = 0
        self.django = get_wsgi_application()
        self.application = PageCache(self._count)

    def _count(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.rendered += 1
        return self.django(environ, start_response)

    def ask(self, target: str, **more: Any) -> Reply:
        return ask(self.application, target, **more)


@pytest.fixture
def site(db: None, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setattr("clinic_site.front.editions._PAUSE", 0)
    content_version.install_triggers()
    return Site()


@pytest.fixture
def page(site: Site) -> Page:
    Clinic.objects.create(pk=1, phone="(202) 555-0142")
    page = Page.objects.create(slug="hello", layout="plain")
    write(page, "Hello")
    return page


def write(page: Page, title: str) -> None:
    """Publish new words, as staff do."""
    revision = PageRevision.objects.create(document=page, title=title, summary="Short.")
    revision.publish()


def body(reply: Reply) -> str:
    return reply.body.decode()


def test_the_second_visitor_gets_the_kept_page(site: Site, page: Page) -> None:
    first, second = site.ask("/hello/"), site.ask("/hello/")
    assert first.status == second.status == 200
    assert first.body == second.body
    assert site.rendered == 1


def test_what_staff_publish_is_on_the_next_page(site: Site, page: Page) -> None:
    assert "Hello" in body(site.ask("/hello/"))
    write(page, "Good evening")
    assert "Good evening" in body(site.ask("/hello/"))


def test_a_bulk_update_is_on_the_next_page(site: Site, page: Page) -> None:
    site.ask("/hello/")
    Clinic.objects.update(phone="(202) 555-0199")
    assert "(202) 555-0199" in body(site.ask("/hello/"))


def test_a_change_by_hand_in_the_database_is_on_the_next_page(site: Site, page: Page) -> None:
    site.ask("/hello/")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE pages_clinic SET phone = '(202) 555-0188'")
    assert "(202) 555-0188" in body(site.ask("/hello/"))


def test_a_new_day_makes_new_pages(site: Site, page: Page) -> None:
    with time_machine.travel(datetime(2026, 11, 23, 17, tzinfo=UTC)):
        site.ask("/hello/")
        site.ask("/hello/")
    with time_machine.travel(datetime(2026, 11, 24, 17, tzinfo=UTC)):
        site.ask("/hello/")
    assert site.rendered == 2


def test_an_unknown_page_is_not_kept(site: Site) -> None:
    assert [site.ask("/nothing/").status for _ in range(2)] == [404, 404]
    assert site.rendered == 2


@pytest.mark.parametrize("path", ["/contact/", "/staff/login/", "/questions/search/?q=drive"])
def test_a_form_or_a_search_is_never_kept(site: Site, path: str) -> None:
    for _ in range(2):
        reply = site.ask(path)
        assert "public" not in reply.headers.get("cache-control", "")
    assert site.rendered == 2
    assert not site.application.pages


def test_a_query_does_not_fill_the_memory(site: Site, page: Page) -> None:
    for number in range(3):
        site.ask(f"/hello/?{number}")
    assert not site.application.pages


def test_all_answers_open_is_a_page_of_its_own(site: Site) -> None:
    for _ in range(2):
        site.ask("/questions/")
        site.ask("/questions/?open=all")
    assert site.rendered == 2


def test_a_stranger_host_gets_nothing_kept_and_leaves_nothing(site: Site, page: Page) -> None:
    assert site.ask("/hello/", HTTP_HOST="evil.example").status == 400
    assert not site.application.pages
    site.ask("/hello/")
    assert site.ask("/hello/", HTTP_HOST="evil.example").status == 400


def test_http_and_https_are_kept_apart(site: Site, page: Page, settings: Settings) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    site.ask("/hello/", HTTP_X_FORWARDED_PROTO="https")
    site.ask("/hello/")
    assert site.rendered == 2


@pytest.mark.parametrize(
    ("encoding", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)]
)
def test_pages_leave_compressed(
    site: Site, page: Page, encoding: str, unpack: Callable[[bytes], bytes]
) -> None:
    plain = site.ask("/hello/")
    packed = site.ask("/hello/", HTTP_ACCEPT_ENCODING=encoding)
    assert packed.headers["content-encoding"] == encoding
    assert packed.headers["vary"] == "Accept-Encoding"
    assert int(packed.headers["content-length"]) == len(packed.body) < len(plain.body)
    assert unpack(packed.body) == plain.body


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("", "identity"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0.1, gzip;q=0.9", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("BR", "br"),
        ("*", "br"),
        ("*;q=0", "identity"),
        ("identity, br;q=0.5", "identity"),
        ("br;q=zzz, gzip;q=0.2", "gzip"),
        ("gzip;q=0, br;q=0, identity;q=0", "identity"),
        ("compress, ;;;", "identity"),
    ],
)
def test_the_encoding_is_the_one_the_browser_likes_best(accepted: str, chosen: str) -> None:
    assert best_encoding(accepted) == chosen


def test_a_page_the_browser_has_is_not_sent_again(site: Site, page: Page) -> None:
    for encoding in ("br", "gzip", "identity"):
        tag = site.ask("/hello/", HTTP_ACCEPT_ENCODING=encoding).headers["etag"]
        again = site.ask("/hello/", HTTP_ACCEPT_ENCODING=encoding, HTTP_IF_NONE_MATCH=tag)
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
        assert again.headers["cache-control"] == PUBLIC
    write(page, "New")
    assert site.ask("/hello/", HTTP_IF_NONE_MATCH=tag).status == 200


def test_each_encoding_has_a_tag_of_its_own(site: Site, page: Page) -> None:
    encodings = ("br", "gzip", "identity")
    tags = {site.ask("/hello/", HTTP_ACCEPT_ENCODING=one).headers["etag"] for one in encodings}
    assert len(tags) == 3


@pytest.mark.parametrize("path", ["/hello/", "/contact/", "/nothing/"])
def test_head_answers_like_get_without_the_body(site: Site, page: Page, path: str) -> None:
    head, get = site.ask(path, method="HEAD"), site.ask(path)
    assert head.body == b""
    assert head.status == get.status
    assert head.headers.keys() == get.headers.keys()


@pytest.fixture
def database_down(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Call it, and the database no longer answers."""

    def refuse(*_args: Any, **_kwargs: Any) -> None:
        raise OperationalError("the server closed the connection")

    def go_down() -> None:
        monkeypatch.setattr(connections["default"], "cursor", refuse)

    yield go_down
    monkeypatch.undo()


def test_kept_pages_stay_up_while_the_database_is_down(
    site: Site, page: Page, database_down: Callable[[], None]
) -> None:
    site.ask("/hello/")
    database_down()
    assert site.ask("/hello/").status == 200
    assert site.ask("/contact/thanks/x/").status in (404, 503)
    assert site.ask("/treatment/").status == 503


def test_an_old_page_is_better_than_none(
    site: Site, page: Page, database_down: Callable[[], None]
) -> None:
    site.ask("/hello/")
    write(page, "New")
    site.application.editions.now()
    database_down()
    assert "Hello" in body(site.ask("/hello/"))


@pytest.fixture
def edition_unknown(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Call it, and nobody can say which edition is current; the rest of the database answers."""

    def fail() -> int:
        raise OperationalError("the server closed the connection")

    return lambda: monkeypatch.setattr(content_version, "current", fail)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_while_the_edition_is_unknown_the_kept_page_is_shown_and_django_not_asked(
    site: Site, page: Page, edition_unknown: Callable[[], None], method: str
) -> None:
    kept = site.ask("/hello/")
    edition_unknown()
    again = site.ask("/hello/", method=method)
    assert again.headers["etag"] == kept.headers["etag"]
    assert again.body == (b"" if method == "HEAD" else kept.body)
    assert site.rendered == 1


def test_while_the_edition_is_unknown_nothing_is_kept(
    site: Site, page: Page, edition_unknown: Callable[[], None]
) -> None:
    edition_unknown()
    assert "Hello" in body(site.ask("/hello/"))
    assert "Hello" in body(site.ask("/hello/"))
    assert site.rendered == 2
    assert not site.application.pages


def test_a_page_is_kept_as_what_was_current_before_it_was_made(
    site: Site, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else words that are published while it is made would never be seen."""
    django = site.django

    def publish_meanwhile(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        answer = django(environ, start_response)
        site.django = django
        write(page, "Newer")
        return answer

    site.django = publish_meanwhile  # type: ignore[assignment]
    assert "Hello" in body(site.ask("/hello/"))
    assert "Newer" in body(site.ask("/hello/"))


class Clock:
    """Time that passes when it is told to."""

    now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def on_postgresql(monkeypatch: pytest.MonkeyPatch) -> tuple[Clock, list[int]]:
    """Editions as with PostgreSQL: a clock, and each time that the database was asked."""
    clock, asked = Clock(), []

    def read() -> Edition:
        asked.append(1)
        return len(asked), date(2026, 1, 1), None

    monkeypatch.setattr(editions_module, "connection", SimpleNamespace(vendor="postgresql"))
    monkeypatch.setattr(editions_module, "time", clock)
    monkeypatch.setattr(editions_module, "_read_edition", read)
    return clock, asked


def test_postgresql_is_asked_once_a_second(on_postgresql: tuple[Clock, list[int]]) -> None:
    clock, asked = on_postgresql
    editions = Editions()
    assert [editions.now(), editions.now()] == [(1, date(2026, 1, 1), None)] * 2
    clock.now += 0.99
    editions.now()
    assert len(asked) == 1
    clock.now += 0.01
    assert editions.now() == (2, date(2026, 1, 1), None)


def test_one_thread_at_a_time_asks_postgresql(on_postgresql: tuple[Clock, list[int]]) -> None:
    clock, asked = on_postgresql
    editions = Editions()
    known = editions.now()
    clock.now += 5
    with editions._asking:
        assert editions.now() == known
    assert len(asked) == 1
    editions.now()
    assert len(asked) == 2


def test_the_memory_has_a_bound(site: Site, page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_cache, "_MOST_PAGES", 2)
    for path in ("/questions/", "/robots.txt"):
        site.ask(path)
    assert len(site.application.pages) == 2
    site.ask("/hello/")
    assert [path for _, path, _ in site.application.pages] == ["/hello/"]


TYPE = ("Content-Type", "text/html; charset=utf-8")


def answer(status: str = "200 OK", *headers: tuple[str, str]) -> PageCache:
    """A cache before an application that gives this answer, unless told otherwise a public one."""

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response(status, [("Cache-Control", PUBLIC), TYPE, *headers])
        return [b"<p>", b"words</p>"]

    return PageCache(application)


@pytest.mark.parametrize(
    ("status", "headers", "is_kept"),
    [
        ("200 OK", [], True),
        ("200 OK", [("Vary", "Accept-Encoding")], True),
        ("200 OK", [("Vary", "Cookie")], False),
        ("200 OK", [("Set-Cookie", "a=b")], False),
        ("200 OK", [("Content-Encoding", "gzip")], False),
        ("200 OK", [("Cache-Control", "no-store")], False),
        ("404 Not Found", [], False),
        ("301 Moved Permanently", [], False),
    ],
)
def test_only_what_is_the_same_for_everyone_is_kept(
    db: None, status: str, headers: list[tuple[str, str]], is_kept: bool
) -> None:
    cache = answer(status, *headers)
    reply = ask(cache, "/hello/")
    assert (reply.status, reply.body) == (int(status[:3]), b"<p>words</p>")
    assert bool(cache.pages) == is_kept


@pytest.mark.parametrize("known", ["W/{tag}", "x, {tag}", "*"])
def test_a_tag_is_known_in_every_way_a_browser_may_say_it(
    site: Site, page: Page, known: str
) -> None:
    tag = site.ask("/hello/").headers["etag"]
    again = site.ask("/hello/", HTTP_IF_NONE_MATCH=known.format(tag=tag))
    assert again.status == 304
    assert "content-type" not in again.headers
    assert again.headers["vary"] == "Accept-Encoding"


def test_what_is_sent_has_its_type_and_length_once(site: Site, page: Page) -> None:
    site.ask("/hello/")
    again = site.ask("/hello/")
    assert again.headers["content-type"] == "text/html; charset=utf-8"
    assert again.headers["content-length"] == str(len(again.body))
    assert "content-encoding" not in again.headers


def test_what_is_sent_with_a_form_is_never_answered_from_memory(site: Site, page: Page) -> None:
    site.ask("/hello/")
    site.ask("/hello/", method="POST")
    assert site.rendered == 2


def test_an_answer_nobody_reads_is_closed(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Django ends the request, and gives back its connection, when the answer is closed."""
    monkeypatch.setattr("clinic_site.front.editions._PAUSE", 0)
    closed = []

    class Body(list[bytes]):
        def close(self) -> None:
            closed.append(1)

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response(status, [("Cache-Control", PUBLIC), TYPE])
        return Body([b"words"])

    cache, status = PageCache(application), "200 OK"
    ask(cache, "/hello/")
    assert len(closed) == 1
    Clinic.objects.create(pk=1)
    status = "503 Service Unavailable"
    assert ask(cache, "/hello/").body == b"words"
    assert len(closed) == 2
    status = "404 Not Found"
    ask(cache, "/other/", method="HEAD")
    assert len(closed) == 3
