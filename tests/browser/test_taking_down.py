"""From Today, a wrong sentence is off the site by two presses, and on it again by two."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import STAFF_RULES, scrolls_sideways, violations
from tests.browser.conftest import Arrive
from tests.browser.stack import Stack
from tests.browser.states import open_question

pytestmark = pytest.mark.parametrize(("width", "height"), [(390, 844), (1440, 900)])
TITLE = "Can I drive home?"
PATH = "/questions/transport/can-i-drive-home/"
HEADING = {200: TITLE, 404: "We are checking this page"}


def calm(page: Page, name: str = "") -> None:
    """Nothing that axe finds, and nothing wider than the screen."""
    if name and (folder := os.environ.get("PICTURES")):
        width = page.evaluate("innerWidth")
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
    assert violations(page, STAFF_RULES) == []
    assert not scrolls_sideways(page)


@dataclass
class Presses:
    """Buttons and links pressed on this page, counted from Today."""

    page: Page
    many: int = 0

    def start(self) -> None:
        self.page.goto("/".join([*self.page.url.split("/")[:3], "staff/"]))
        self.many = 0

    def press(self, role: Literal["button", "link"], name: str, *, exact: bool = True) -> None:
        self.page.get_by_role(role, name=name, exact=exact).first.click()
        self.many += 1

    def says(self, text: str, picture: str = "") -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()
        calm(self.page, picture)


@pytest.fixture
def presses(staff: Arrive, width: int, height: int) -> Presses:
    return Presses(staff(width, height).open("/staff/"))


def test_taken_off_by_two_presses_from_today_and_put_back_by_two(
    presses: Presses, visitor: Arrive, width: int, height: int
) -> None:
    page, patient = presses.page, visitor(width, height)
    page.get_by_label("A wrong sentence on the site?").fill(TITLE)
    presses.press("button", "Take off the site…")
    calm(page, "take-off")
    page.get_by_label("Why").fill("It names the wrong hours.")
    presses.press("button", "Take off the site now")
    presses.says("is off the site now.", "off")
    assert presses.many == 2
    _reads(patient.open(PATH, 404), 404)

    presses.start()
    presses.says("“It names the wrong hours.”", "today-off")
    presses.press("link", TITLE)
    presses.press("button", "Put back on the site")
    presses.says("is back on the site.")
    assert presses.many == 2
    _reads(patient.open(PATH), 200)


def test_thrown_away_and_taken_back_by_two_presses_from_today(
    presses: Presses, visitor: Arrive, width: int, height: int
) -> None:
    page, patient = presses.page, visitor(width, height)
    throw_away(page)
    patient.open(PATH, 404)
    presses.start()
    presses.press("link", "Open the bin")
    presses.says("“Nobody asks this.”", "bin")
    presses.press("button", f"Put back on the site: {TITLE}")
    presses.says("is back on the site.")
    assert presses.many == 2
    _reads(patient.open(PATH), 200)


def test_what_is_being_typed_comes_back_when_it_is_thrown_away_meanwhile(
    staff: Arrive, presses: Presses, visitor: Arrive, width: int, height: int
) -> None:
    writer = staff(width, height).open("/staff/")
    open_question(writer)
    writer.get_by_label("Short answer").fill("Never on the same day.")
    throw_away(presses.page)
    writer.get_by_role("button", name="Save draft").click()
    expect(writer.get_by_text("threw this away on")).to_be_visible()
    expect(writer.get_by_text("Never on the same day.")).to_be_visible()
    calm(writer, "in-the-bin")
    writer.get_by_role("button", name=f"Put back on the site: {TITLE}").click()
    calm(writer, "kept")
    writer.get_by_role("button", name="Go on with it").click()
    expect(writer.get_by_label("Short answer")).to_have_value("Never on the same day.")
    _reads(visitor(width, height).open(PATH), 200)
    writer.once("dialog", lambda asked: asked.accept())
    writer.goto(writer.url)
    writer.get_by_role("button", name="Throw it away").click()
    expect(writer.get_by_text("Kept while typing on")).to_have_count(0)


def test_a_page_that_always_stays_says_so_where_the_button_would_be(
    presses: Presses, width: int, height: int
) -> None:
    page = presses.page
    page.get_by_label("A wrong sentence on the site?").fill("help now")
    presses.press("button", "Take off the site…")
    presses.says("This page always stays: the site cannot be without it.")
    presses.says("This page always stays on the site.", "stays")
    expect(page.get_by_role("link", name="Take off the site…")).to_have_count(0)


def throw_away(page: Page) -> None:
    open_question(page)
    page.get_by_role("link", name="Throw away…").click()
    calm(page)
    page.get_by_label("Why").fill("Nobody asks this.")
    page.get_by_role("button", name="Throw away").click()
    expect(page.get_by_text("is in the bin.")).to_be_visible()


def test_first_reviews_take_one_press_each(
    staff: Arrive, stack: Stack, width: int, height: int
) -> None:
    stack.command("create_roles")
    page = staff(width, height).open("/staff/")
    page.get_by_role("link", name="Go on with the first reviews").click()
    titles = set()
    for _one in range(3):
        titles.add(page.get_by_role("heading", level=1).inner_text())
        page.get_by_role("button", name="Reviewed, and the next").click()
        expect(page.get_by_text("Marked as reviewed.")).to_be_visible()
    assert len(titles) == 3


def _reads(page: Page, status: int) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(HEADING[status])
