"""What is kept leaves exactly as Django would have answered, whoever asks and however."""

import gzip
from collections.abc import Callable
from typing import Any

import brotli
import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application
from pytest_django import Settings

from clinic_site.front import page_cache
from clinic_site.front.page_cache import PageCache
from clinic_site.wsgi import uncached
from tests import filled, spanish
from tests.colleagues import open_site
from tests.visit import Visit
from tests.wsgi import Reply, ask

_UNPACK: dict[str, Callable[[bytes], bytes]] = {
    "br": brotli.decompress,
    "gzip": gzip.decompress,
    "identity": bytes,
}
#: What only a page that is kept says, since Django packs none.
_OF_KEEPING = {"etag", "vary", "content-encoding", "content-length"}


def without(reply: Reply, names: set[str] = _OF_KEEPING) -> dict[str, str]:
    return {name: value for name, value in reply.headers.items() if name not in names}


@pytest.fixture
def cache(first_edition: None) -> PageCache:
    open_site()
    return PageCache(uncached)


def test_every_page_leaves_as_django_made_it(
    cache: PageCache, filled_visits: dict[str, Visit]
) -> None:
    """In both languages, packed in each way; the first visitor gets what the second does."""
    filled.fill()
    spanish.publish_everything()
    paths = [path for path, visit in filled_visits.items() if visit.is_kept]
    assert {path.startswith("/es/") for path in paths} == {True, False}
    for path in paths:
        made = ask(uncached, path)
        for encoding, unpack in _UNPACK.items():
            first = ask(cache, path, HTTP_ACCEPT_ENCODING=encoding)
            again = ask(cache, path, HTTP_ACCEPT_ENCODING=encoding)
            assert first == again, path
            assert unpack(again.body) == made.body, path
            assert without(again) == without(made), path
            assert again.headers["content-length"] == str(len(again.body))
            head = ask(cache, path, method="HEAD", HTTP_ACCEPT_ENCODING=encoding)
            assert (head.headers, head.body) == (again.headers, b""), path
    assert len(cache.pages) == len(paths)


def test_a_page_before_the_site_opens_says_so_until_it_does(
    first_edition: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clinic_site.front.editions._PAUSE", 0)
    cache = PageCache(uncached)
    before = [ask(cache, "/").body, ask(cache, "/").body]
    assert b"noindex" in before[0]
    assert before[0] == before[1] == ask(uncached, "/").body
    open_site()
    assert b"noindex" not in ask(cache, "/").body


@pytest.fixture
def no_request(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Call it, and nobody can build a request of Django's any more."""

    def fail(*_args: Any) -> WSGIRequest:
        raise AssertionError("a request was built")

    return lambda: monkeypatch.setattr(page_cache, "WSGIRequest", fail)


@pytest.mark.parametrize(
    "target", ["/", "/?utm_source=mail&fbclid=1", "/es/", "/questions/?open=all&gclid=2"]
)
def test_no_request_is_built_for_what_is_kept(
    cache: PageCache, no_request: Callable[[], None], target: str
) -> None:
    kept = ask(cache, target)
    no_request()
    assert ask(cache, target) == kept
    assert ask(cache, target, HTTP_COOKIE="sessionid=whoever; csrftoken=x") == kept


@pytest.mark.parametrize(
    "odd",
    [
        {"HTTP_HOST": "evil.example"},
        {"HTTP_HOST": "localhost.evil.example"},
        {"HTTP_HOST": "localhost,evil.example"},
        {"HTTP_HOST": "localhost@evil.example"},
        {"HTTP_HOST": "localhost:80:80"},
        {"HTTP_HOST": ""},
        {"HTTP_HOST": "LOCALHOST"},
        {"HTTP_HOST": "localhost."},
        {"HTTP_HOST": "localhost:8000"},
        {"HTTP_HOST": "127.0.0.1"},
        {"HTTP_HOST": "[::1]:8000"},
        {"HTTP_X_FORWARDED_HOST": "evil.example"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
        {"HTTP_RANGE": "bytes=0-9"},
        {"HTTP_IF_MODIFIED_SINCE": "Fri, 01 Jan 2100 00:00:00 GMT"},
        {"HTTP_ACCEPT_LANGUAGE": "es"},
        {"HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE"},
        {"wsgi.url_scheme": "https"},
        {"SCRIPT_NAME": "/elsewhere"},
        {"PATH_INFO": "//"},
        {"PATH_INFO": "/\xff"},
        {"PATH_INFO": "/treatment"},
        {"PATH_INFO": "/TREATMENT/"},
        {"PATH_INFO": ""},
        {"QUERY_STRING": "%00"},
        {"QUERY_STRING": "open=all&open=all"},
        {"REQUEST_METHOD": "OPTIONS"},
        {"REQUEST_METHOD": "DELETE"},
        {"REQUEST_METHOD": "POST"},
    ],
    ids=str,
)
def test_whatever_is_odd_is_answered_as_django_would(
    cache: PageCache, settings: Settings, odd: dict[str, Any]
) -> None:
    """Also when the page it is like was kept, and when it was asked for before."""
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ask(cache, "/")
    made = ask(uncached, "/", **odd)
    for _ in range(2):
        reply = ask(cache, "/", **odd)
        assert (reply.status, reply.body) == (made.status, made.body)
        assert without(reply) == without(made)


def test_who_comes_by_http_is_led_to_https(cache: PageCache, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    site = PageCache(_anew())
    for said in ("https", "https,http"):
        assert ask(site, "/", HTTP_X_FORWARDED_PROTO=said).status == 200
    for said in ("http", "http,https", "", "HTTPS", "https;"):
        reply = ask(site, "/", HTTP_X_FORWARDED_PROTO=said)
        assert (reply.status, reply.headers["location"]) == (301, "https://localhost/")


def _anew() -> Any:
    """Django with middleware that reads the settings now."""
    return get_wsgi_application()


def test_doors_have_a_bound(cache: PageCache, monkeypatch: pytest.MonkeyPatch) -> None:
    """Anybody can make up ports."""
    monkeypatch.setattr(page_cache, "_MOST_PAGES", 3)
    for port in range(1, 9):
        assert ask(cache, "/", HTTP_HOST=f"localhost:{port}").status == 200
        assert len(cache._doors) <= 3
