"""A real Chromium on the real site; what its console says, or a request elsewhere, is an error."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.browser.stack import Stack, running
from tests.browser.states import send_message

CHROMIUM = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]
#: What Chromium itself says about a page that is meant to be an error.
_EXPECTED = "Failed to load resource: the server responded with a status of"

_addresses = count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = str(Path(__file__).parent)
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        reason = f"No Chromium at {CHROMIUM}. Install it, or set CHROMIUM to where it is."
        if os.environ.get("CI") or os.environ.get("REQUIRE_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def stack(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with running(tmp_path_factory.mktemp("site")) as site:
        yield site


@dataclass
class Visitor:
    """A person with a browser window, and what went wrong in it."""

    page: Page
    address: str
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("request", lambda request: self._asked(request.url))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(_EXPECTED):
            self.wrong.append(f"{self.page.url}: {message.text}")

    def _asked(self, url: str) -> None:
        if not url.startswith((f"{self.address}/", "data:", "blob:")):
            self.wrong.append(f"{self.page.url} asked for {url}")

    def open(self, path: str, status: int = 200) -> Page:
        """Go there; the answer must have this status, and so must whatever it loads be there."""
        answer = self.page.goto(self.address + path)
        assert answer is not None
        assert answer.status == status, path
        return self.page


#: Comes with what Playwright knows of a window.
Arrive = Callable[..., Visitor]


@pytest.fixture
def visitor(chromium: Browser, stack: Stack) -> Iterator[Arrive]:
    """Call it with what Playwright knows of a window; whatever went wrong fails the test."""
    visitors: list[Visitor] = []
    with ExitStack() as open_windows:

        def arrive(width: int = 390, height: int = 844, **more: Any) -> Visitor:
            context: BrowserContext = chromium.new_context(
                viewport={"width": width, "height": height},
                extra_http_headers={"X-Forwarded-For": f"192.0.2.{next(_addresses)}"},
                **more,
            )
            open_windows.callback(context.close)
            visitors.append(Visitor(context.new_page(), stack.address))
            return visitors[-1]

        yield arrive
        assert [wrong for visitor in visitors for wrong in visitor.wrong] == []


@pytest.fixture
def staff(visitor: Arrive, stack: Stack) -> Arrive:
    """A member of staff who is signed in."""

    def sign_in(width: int = 1440, height: int = 900, **more: Any) -> Visitor:
        person = visitor(width, height, **more)
        person.open(urlsplit(stack.command("sign_in_link")).path)
        return person

    return sign_in


@pytest.fixture(scope="session")
def thanked(chromium: Browser, stack: Stack) -> list[str]:
    """Where someone is thanked who sent a message, and who sent a cry for help."""
    context = chromium.new_context(base_url=stack.address)
    page = context.new_page()
    paths = []
    for words in ("When are you open?", "I want to kill myself"):
        page.goto("/contact/")
        send_message(page, words)
        paths.append(page.url.removeprefix(stack.address))
    context.close()
    return paths
