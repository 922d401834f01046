"""What the page cache keeps, sends and asks, shown with a small site behind it."""

import re
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from django.db import connections
from django.db.utils import OperationalError

from clinic_site.front.kept_page import best_encoding
from clinic_site.front.page_cache import PageCache
from pages.public import PUBLIC
from tests.wsgi import Reply, ask

Headers = list[tuple[str, str]]
HTML = ("Content-Type", "text/html; charset=utf-8")
SAME = ("Cache-Control", PUBLIC)


class Body:
    """What a site answers with; it wants to be told when nobody reads any more."""

    def __init__(self, *pieces: bytes) -> None:
        self.pieces = pieces
        self.closed = 0

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.pieces)

    def close(self) -> None:
        self.closed += 1


class SmallSite:
    """Answers each request with what it is told to; counts them."""

    def __init__(self) -> None:
        self.status = "200 OK"
        self.headers: Headers = [HTML, SAME]
        self.pieces: tuple[bytes, ...] = (b"<p>Hello, ", b"hello.</p>")
        self.bodies: list[Body] = []
        self.cache = PageCache(self._answer)

    def _answer(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response(self.status, list(self.headers))
        pieces = () if environ["REQUEST_METHOD"] == "HEAD" else self.pieces
        self.bodies.append(Body(*pieces))
        return self.bodies[-1]

    @property
    def asked(self) -> int:
        return len(self.bodies)

    def ask(self, target: str = "/", **more: Any) -> Reply:
        return ask(self.cache, target, **more)

    def is_kept(self) -> bool:
        """True if a second visitor costs no work."""
        before = self.asked
        self.ask()
        self.ask()
        return self.asked == before + 1


@pytest.fixture
def edition(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The number of the content as the only one in a list: put in another, or an error."""
    answers: list[Any] = [1]

    def current() -> int:
        if isinstance(answers[0], Exception):
            raise answers[0]
        return int(answers[0])

    monkeypatch.setattr("clinic_site.front.editions.content_version.current", current)
    monkeypatch.setattr("clinic_site.front.editions.close_old_connections", lambda: None)
    # Asked each time, on whichever database the tests run.
    monkeypatch.setattr(type(connections["default"]), "vendor", "sqlite")
    return answers


@pytest.fixture
def site(edition: list[Any]) -> SmallSite:
    return SmallSite()


# What is kept


def test_a_page_is_kept_until_a_new_edition(site: SmallSite, edition: list[Any]) -> None:
    assert site.is_kept()
    edition[0] = 2
    site.ask()
    assert site.asked == 2


@pytest.mark.parametrize(
    "headers",
    [
        [HTML],
        [HTML, ("Cache-Control", "private")],
        [HTML, SAME, ("Set-Cookie", "a=b")],
        [HTML, SAME, ("Content-Encoding", "gzip")],
        [HTML, SAME, ("Vary", "Cookie")],
        [HTML, SAME, ("Vary", "Accept-Encoding, Cookie")],
    ],
)
def test_a_page_that_is_not_the_same_for_everyone_is_not_kept(
    site: SmallSite, headers: Headers
) -> None:
    site.headers = headers
    assert not site.is_kept()
    assert site.ask().body == b"".join(site.pieces)


@pytest.mark.parametrize("vary", [[], [("Vary", "Accept-Encoding")]])
def test_a_page_that_depends_on_the_encoding_only_is_kept(site: SmallSite, vary: Headers) -> None:
    site.headers += vary
    assert site.is_kept()


@pytest.mark.parametrize("status", ["404 Not Found", "301 Moved Permanently", "500 Oh"])
def test_only_a_page_that_was_found_is_kept(site: SmallSite, status: str) -> None:
    site.status = status
    assert not site.is_kept()
    assert site.ask().status == int(status[:3])


def test_only_what_is_read_is_kept(site: SmallSite) -> None:
    for _ in range(2):
        site.ask(method="POST", body=b"a=b")
        site.ask(method="OPTIONS")
    assert site.asked == 4
    site.ask(method="HEAD")
    assert site.ask().body == b"".join(site.pieces), "HEAD keeps the whole page"
    assert site.asked == 5


def test_a_server_need_not_name_an_empty_query(site: SmallSite) -> None:
    def without(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        return site.cache({k: v for k, v in environ.items() if k != "QUERY_STRING"}, start_response)

    for _ in range(2):
        assert ask(without, "/").status == 200
    assert site.asked == 1


def test_memory_has_a_bound(site: SmallSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clinic_site.front.page_cache._MOST_PAGES", 2)
    for path in ("/a", "/b", "/a", "/b"):
        site.ask(path)
    assert site.asked == 2
    site.ask("/c")
    assert len(site.cache.pages) <= 2
    site.ask("/c")
    assert site.asked == 3


def test_two_thousand_pages_are_kept_and_no_more(site: SmallSite) -> None:
    site.ask()
    (page,) = site.cache.pages.values()
    site.cache.pages = {(False, f"/{number}", ""): page for number in range(1999)}
    site.ask("/last")
    assert len(site.cache.pages) == 2000
    site.ask("/one-more")
    assert [path for _, path, _ in site.cache.pages] == ["/one-more"]


# What is sent


def test_each_header_is_sent_once(site: SmallSite) -> None:
    site.headers += [("Vary", "Accept-Encoding"), ("ETag", '"old"'), ("Content-Length", "999")]
    site.headers += [("X-Frame-Options", "DENY")]
    sent: list[Headers] = []

    def look(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        def start(status: str, headers: Headers, *rest: Any) -> Any:
            sent.append(headers)
            return start_response(status, headers, *rest)

        return site.cache(environ, start)

    body = ask(look, "/").body
    names = [name for name, _ in sent[0]]
    assert sorted(names) == [
        "Cache-Control",
        "Content-Length",
        "Content-Type",
        "ETag",
        "Vary",
        "X-Frame-Options",
    ]
    assert dict(sent[0])["Content-Length"] == str(len(body))


def test_the_tag_names_the_page_and_its_encoding(site: SmallSite) -> None:
    tag = site.ask(HTTP_ACCEPT_ENCODING="br").headers["etag"]
    assert re.fullmatch(r'"[0-9a-f]{12}-br"', tag)
    other = SmallSite()
    assert other.ask(HTTP_ACCEPT_ENCODING="br").headers["etag"] == tag, "whoever made it"
    other = SmallSite()
    other.pieces = (b"<p>Bye.</p>",)
    assert other.ask(HTTP_ACCEPT_ENCODING="br").headers["etag"] != tag


def test_the_time_at_which_a_page_was_packed_is_not_in_it(site: SmallSite) -> None:
    assert site.ask(HTTP_ACCEPT_ENCODING="gzip").body[4:8] == bytes(4)


def test_a_page_is_packed_once(site: SmallSite, monkeypatch: pytest.MonkeyPatch) -> None:
    first = site.ask(HTTP_ACCEPT_ENCODING="br").body
    monkeypatch.setattr("clinic_site.front.kept_page.brotli.compress", lambda *_a, **_k: b"again")
    assert site.ask(HTTP_ACCEPT_ENCODING="br").body == first


def test_a_plain_page_says_nothing_of_an_encoding(site: SmallSite) -> None:
    assert "content-encoding" not in site.ask().headers


@pytest.mark.parametrize("known", ["{tag}", "W/{tag}", '"other", {tag}', '"other",W/{tag} ', "*"])
def test_who_has_the_page_gets_no_second_one(site: SmallSite, known: str) -> None:
    tag = site.ask().headers["etag"]
    reply = site.ask(HTTP_IF_NONE_MATCH=known.format(tag=tag))
    assert (reply.status, reply.body) == (304, b"")
    assert not {"content-type", "content-length"} & reply.headers.keys()
    assert reply.headers["etag"] == tag


@pytest.mark.parametrize("known", ["", '"other"', '*, "other"', '"W/{bare}"'])
def test_who_has_another_page_gets_this_one(site: SmallSite, known: str) -> None:
    tag = site.ask().headers["etag"]
    reply = site.ask(HTTP_IF_NONE_MATCH=known.format(bare=tag.strip('"')))
    assert (reply.status, reply.body) == (200, b"".join(site.pieces))


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("br;q=, gzip", "br"),
        ("gzip;q=, br", "br"),
        ("gzip;q=1, br", "br"),
        ("br;q=1, gzip", "br"),
        ("gzip; q=0.5, br; q=0.4", "gzip"),
        ("*;q=0.5, br;q=0.1", "gzip"),
        ("gzip;q=0.1, *;q=0", "gzip"),
        ("identity;q=0", "identity"),
        ("gzip;q=0.00005", "identity"),
        ("identity;q=0.5, *;q=0", "identity"),
        ("br;q=zzz, *", "gzip"),
    ],
)
def test_weights_decide_between_encodings(accepted: str, chosen: str) -> None:
    assert best_encoding(accepted) == chosen


# Who is told that nobody reads any more


def test_the_site_behind_is_told_when_a_page_was_read(site: SmallSite) -> None:
    site.ask()
    assert site.bodies[0].closed == 1


def test_the_site_behind_is_told_when_reading_failed(site: SmallSite) -> None:
    def fail(_body: Body) -> Iterator[bytes]:
        raise RuntimeError("half a page")

    body = type("Broken", (Body,), {"__iter__": fail})()

    def broken(_environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response(site.status, list(site.headers))
        return body  # type: ignore[no-any-return]

    site.cache.application = broken
    with pytest.raises(RuntimeError):
        site.ask()
    assert body.closed == 1
    assert not site.cache.pages


def test_the_site_behind_is_told_that_nobody_reads_the_body_for_head(site: SmallSite) -> None:
    site.headers = [HTML]
    assert site.ask(method="HEAD").body == b""
    assert site.bodies[0].closed == 1


def test_a_list_of_pieces_needs_not_be_told(site: SmallSite) -> None:
    def simple(_environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response(site.status, list(site.headers))
        return [b"Hello."]

    site.cache.application = simple
    assert site.ask().body == b"Hello."


def test_a_site_that_writes_instead_of_answering_is_an_error(site: SmallSite) -> None:
    def writes(_environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response(site.status, list(site.headers))(b"Hello.")
        return []

    site.cache.application = writes
    with pytest.raises(NotImplementedError, match="returns its body"):
        site.ask()


# While something is down


def test_a_kept_page_is_shown_while_the_edition_is_unknown(
    site: SmallSite, edition: list[Any]
) -> None:
    site.ask()
    edition[0] = OperationalError("gone")
    assert site.ask().status == 200
    assert site.asked == 1


def test_nothing_new_is_kept_while_the_edition_is_unknown(
    site: SmallSite, edition: list[Any]
) -> None:
    edition[0] = OperationalError("gone")
    assert site.ask().body == b"".join(site.pieces)
    assert not site.cache.pages
    edition[0] = 1
    site.ask()
    assert site.asked == 2


def test_the_old_page_is_shown_while_the_site_cannot_make_the_new(
    site: SmallSite, edition: list[Any]
) -> None:
    site.ask()
    edition[0], site.status, site.pieces = 2, "503 Service Unavailable", (b"Later.",)
    reply = site.ask()
    assert (reply.status, reply.body) == (200, b"<p>Hello, hello.</p>")
    assert site.bodies[-1].closed == 1
    site.status, site.pieces = "200 OK", (b"New.",)
    assert site.ask().body == b"New."


def test_a_connection_that_died_is_dropped_before_the_edition_is_asked_for(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody else does it: what is kept is answered outside of Django."""
    order: list[str] = []

    def current() -> int:
        order.append("ask")
        return 1

    monkeypatch.setattr(
        "clinic_site.front.editions.close_old_connections", lambda: order.append("drop")
    )
    monkeypatch.setattr("clinic_site.front.editions.content_version.current", current)
    site.ask()
    assert order == ["drop", "ask"]


def test_without_an_old_page_visitors_are_told_to_come_later(site: SmallSite) -> None:
    site.status = "503 Service Unavailable"
    assert site.ask().status == 503


# A database on another machine


@pytest.fixture
def postgresql(site: SmallSite, monkeypatch: pytest.MonkeyPatch) -> SmallSite:
    """The small site with a database that is asked now and then."""
    # Of all connections: each thread has its own.
    monkeypatch.setattr(type(connections["default"]), "vendor", "postgresql")
    return site


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Lets seconds pass."""
    now = [1000.0]
    monkeypatch.setattr("clinic_site.front.editions.time.monotonic", lambda: now[0])

    def wait(seconds: float) -> None:
        now[0] += seconds

    return wait


def test_postgresql_is_asked_once_a_second(
    postgresql: SmallSite, edition: list[Any], clock: Callable[[float], None]
) -> None:
    postgresql.ask()
    edition[0] = 2
    clock(0.75)
    postgresql.ask()
    assert postgresql.asked == 1
    clock(0.25)
    postgresql.ask()
    assert postgresql.asked == 2


def test_sqlite_is_asked_each_time(
    site: SmallSite,
    edition: list[Any],
    clock: Callable[[float], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(type(connections["default"]), "vendor", "sqlite")
    site.ask()
    edition[0] = 2
    site.ask()
    assert site.asked == 2


def test_an_error_while_asking_does_not_keep_others_from_asking(
    postgresql: SmallSite, edition: list[Any], clock: Callable[[float], None]
) -> None:
    edition[0] = RuntimeError("a mistake of our own")
    with pytest.raises(RuntimeError):
        postgresql.cache.editions.now()
    edition[0] = 7
    assert postgresql.cache.editions.now() is None, "not asked again at once"
    clock(1)
    now = postgresql.cache.editions.now()
    assert now is not None
    assert now[0] == 7


def test_a_database_that_hangs_holds_one_visitor_only(
    postgresql: SmallSite,
    monkeypatch: pytest.MonkeyPatch,
    clock: Callable[[float], None],
) -> None:
    postgresql.ask()
    asking, answer = threading.Event(), threading.Event()

    def hang() -> int:
        asking.set()
        answer.wait(10)
        return 1

    monkeypatch.setattr("clinic_site.front.editions.content_version.current", hang)
    clock(1)
    held = threading.Thread(target=postgresql.cache.editions.now, daemon=True)
    held.start()
    assert asking.wait(10)
    assert postgresql.ask().status == 200
    assert held.is_alive()
    answer.set()
    held.join(10)
