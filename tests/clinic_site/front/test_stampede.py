"""Many ask for a page at once: one has it made, and nobody waits for what serves one alone."""

import threading
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from clinic_site.front import making
from clinic_site.front.making import Making
from clinic_site.front.page_cache import PageCache
from pages.public import PUBLIC
from tests.wsgi import ask

MANY = 6


class Slow:
    """A site that takes its time, and counts."""

    def __init__(self, cached: str = PUBLIC) -> None:
        self.cached, self.asked, self.at_once, self.most = cached, 0, 0, 0
        self.lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        with self.lock:
            self.asked += 1
            self.at_once += 1
            self.most = max(self.most, self.at_once)
        time.sleep(0.1)
        with self.lock:
            self.at_once -= 1
        start_response("200 OK", [("Content-Type", "text/html"), ("Cache-Control", self.cached)])
        return [b"words"]


@pytest.fixture
def edition(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    number = [1]
    monkeypatch.setattr("clinic_site.front.editions.Editions.now", lambda _self: (number[0],))
    return number


def crowd(cache: PageCache) -> list[bytes]:
    with ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(lambda _: ask(cache, "/").body, range(MANY)))


def test_a_page_is_made_once_for_a_crowd(edition: list[int]) -> None:
    site = Slow()
    cache = PageCache(site)
    assert crowd(cache) == [b"words"] * MANY
    assert site.asked == 1
    edition[0] = 2
    assert crowd(cache) == [b"words"] * MANY
    assert site.asked == 2


def test_nobody_waits_twice_for_what_serves_one_alone(edition: list[int]) -> None:
    site = Slow("private")
    cache = PageCache(site)
    crowd(cache)
    assert site.asked == MANY
    site.most = 0
    crowd(cache)
    assert site.most > 1


def test_a_page_that_failed_is_made_by_the_next(edition: list[int]) -> None:
    failed: list[int] = []

    def fails_once(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if not failed:
            failed.append(1)
            raise RuntimeError("a mistake")
        return Slow()(environ, start_response)

    cache = PageCache(fails_once)
    with pytest.raises(RuntimeError):
        ask(cache, "/")
    assert ask(cache, "/").body == b"words"


def test_waiting_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "_PATIENCE", 0.05)
    making_ = Making()
    with making_.alone("/") as first, making_.alone("/") as second:
        assert (first, second) == (False, True)


def test_what_is_remembered_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "_MOST", 2)
    making_ = Making()
    for number in range(5):
        making_.note(number, is_kept=False)
        assert len(making_._unshared) <= 2
