"""From Today, a wrong sentence is off the site by two presses, and on it again by two."""

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


def calm(page: Page) -> None:
    """Nothing that axe finds, and nothing wider than the screen."""
    assert violations(page, STAFF_RULES) == []
    assert not scrolls_sideways(page)


def test_taken_off_and_put_back_by_two_presses_each(
    staff: Arrive, visitor: Arrive, width: int, height: int
) -> None:
    page, patient = staff(width, height).open("/staff/"), visitor(width, height)
    page.get_by_label("A wrong sentence on the site?").fill(TITLE)
    page.get_by_role("button", name="Take off the site…").click()
    calm(page)
    page.get_by_label("Why").fill("It names the wrong hours.")
    page.get_by_role("button", name="Take off the site now").click()
    expect(page.get_by_text("is off the site now.")).to_be_visible()
    calm(page)
    _reads(patient.open(PATH, 404), 404)

    page.goto(page.url.split("/staff/")[0] + "/staff/")
    expect(page.get_by_text("“It names the wrong hours.”")).to_be_visible()
    page.get_by_role("link", name=TITLE).first.click()
    page.get_by_role("button", name="Put back on the site").click()
    expect(page.get_by_text("is back on the site.")).to_be_visible()
    _reads(patient.open(PATH), 200)


def test_thrown_away_and_taken_out_of_the_bin(
    staff: Arrive, visitor: Arrive, width: int, height: int
) -> None:
    page, patient = staff(width, height).open("/staff/"), visitor(width, height)
    open_question(page)
    page.get_by_role("link", name="Throw away…").click()
    calm(page)
    page.get_by_label("Why").fill("Nobody asks this.")
    page.get_by_role("button", name="Throw away").click()
    page.get_by_role("link", name="Look into the bin").click()
    expect(page.get_by_text("“Nobody asks this.”")).to_be_visible()
    calm(page)
    patient.open(PATH, 404)
    page.get_by_role("button", name=f"Put back: {TITLE}").click()
    page.get_by_role("button", name="Put back on the site").click()
    _reads(patient.open(PATH), 200)


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
