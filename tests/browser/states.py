"""Every page and every state of it that a visitor can come to."""

import re
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from playwright.sync_api import Page

Act = Callable[[Page], None]
WORKSHEET = "/prices/what-it-may-cost/"


@dataclass
class State:
    """An address, what comes back, and what the visitor then does there."""

    path: str
    status: int = 200
    then: Act | None = None
    name: str = ""

    def __str__(self) -> str:
        return f"{self.path} {self.name}".strip()


def paths(address: str) -> list[str]:
    """What the sitemap names."""
    with urllib.request.urlopen(f"{address}/sitemap.xml") as answer:  # noqa: S310
        return re.findall(rf"<loc>{re.escape(address)}([^<]*)</loc>", answer.read().decode())


def states(address: str) -> Iterator[State]:
    """All of them; pages first."""
    yield from (State(path) for path in paths(address))
    yield State("/questions/?open=all")
    yield State("/questions/", then=open_an_answer, name="with an answer open")
    yield State("/questions/search/?q=drive+home")
    yield State("/questions/search/?q=qwertzuiop")
    yield State("/questions/search/?q=i+want+to+die")
    yield State("/questions/search/?q=my+husband+hits+me")
    yield State("/questions/search/?q=me+tome+todas+las+pastillas")
    yield State("/questions/search/?q=does+it+reduce+suicidal+thoughts")
    yield State("/questions/transport/can-i-drive-home/", then=say_no, name="after a No")
    yield State("/contact/", then=send_nothing, name="with errors")
    yield State("/contact/", then=choose_text, name="with the phone asked for")
    yield State(WORKSHEET, then=add_up, name="worked out")
    yield State(WORKSHEET, then=type_letters, name="with errors")
    yield State("/nothing-here/", 404)
    yield State("/questions/search/?q=%00", 400)
    yield State("/fails/500/", 500)
    yield State("/fails/503/", 503)


def open_menu(page: Page) -> None:
    page.get_by_role("button", name="Menu", exact=True).click()
    page.get_by_role("button", name="Close menu").wait_for()


def open_question(page: Page, name: str = "Can I drive home?") -> None:
    open_in_menu(page, "Questions")
    page.get_by_role("link", name=name).click()


def open_in_menu(page: Page, name: str) -> None:
    """A word of the staff's menu, which a phone folds."""
    folded = page.get_by_role("button", name="Menu", exact=True)
    if folded.is_visible():
        folded.click()
    page.locator("#menu").get_by_role("link", name=name, exact=True).click()


def open_account(page: Page) -> None:
    """What is behind the first letters of one's name."""
    page.get_by_role("button", name="Your account").click()


def open_an_answer(page: Page) -> None:
    page.locator("details:not([open]) > summary").first.click()


def say_no(page: Page) -> None:
    page.get_by_role("button", name="No", exact=True).click()
    page.get_by_role("heading", name="Thank you").wait_for()


def send_nothing(page: Page) -> None:
    page.get_by_role("button", name="Send message").click()
    page.get_by_role("heading", name="There is a problem").wait_for()


def choose_text(page: Page) -> None:
    page.get_by_label("Text message").check()
    page.get_by_label("Phone number").wait_for()


def add_up(page: Page) -> None:
    page.get_by_label("Sessions later").fill("2")
    page.get_by_label("What your plan pays for each session").fill("100")
    page.get_by_role("button", name="Show what it may cost").click()
    page.get_by_role("heading", name="Change the numbers").wait_for()


def type_letters(page: Page) -> None:
    page.get_by_label("Sessions at the start").fill("letters")
    page.get_by_label("What your plan pays for each session").fill("99,50")
    page.get_by_role("button", name="Show what it may cost").click()
    page.get_by_role("heading", name="There is a problem").wait_for()


def send_message(page: Page, words: str) -> None:
    """Fill in the form and send it, at the pace of a person."""
    page.get_by_label("Your name").fill("Ann")
    page.get_by_label("Email", exact=True).check()
    page.get_by_label("Email address").fill("ann@patient.example")
    page.get_by_label("Your question").fill(words)
    page.wait_for_timeout(3100)
    page.get_by_role("button", name="Send message").click()
    page.get_by_role("heading", name="We have your message").wait_for()
