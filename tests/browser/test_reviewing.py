"""Words go live by few presses, and over a warning only once each is ticked; a review shows all."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import STAFF_RULES, scrolls_sideways, violations
from tests.browser.conftest import Arrive
from tests.browser.stack import Stack
from tests.browser.states import open_question

pytestmark = pytest.mark.parametrize(("width", "height"), [(390, 844), (1440, 900)])
TITLE = "Can I stop before the course is over?"
#: Warned of, and no promise: one person may publish it.
VAGUE = "Most people come by bus."


def calm(page: Page) -> None:
    """Nothing that axe finds, and nothing wider than the screen."""
    assert violations(page, STAFF_RULES) == []
    assert not scrolls_sideways(page)


def write(page: Page, summary: str) -> None:
    """Typed into the form that is open."""
    page.get_by_label("Short answer").fill(summary)
    page.get_by_label("What changed").fill("We say it in other words.")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_from_today_one_person_publishes_by_three_presses_and_a_look_at_the_change(
    staff: Arrive, width: int, height: int
) -> None:
    page = staff(width, height).open("/staff/")
    open_question(page, TITLE)
    write(page, f"Yes. You can stop at any time, also at {width}.")
    press(page, "Publish")
    expect(page.get_by_role("heading", name="What changes for visitors")).to_be_visible()
    press(page, "Publish now")
    expect(page.get_by_text("See it as visitors do")).to_be_visible()


def test_over_a_warning_nothing_goes_live_until_each_is_ticked(
    staff: Arrive, stack: Stack, width: int, height: int
) -> None:
    stack.command("create_roles")
    page = staff(width, height).open("/staff/")
    open_question(page, TITLE)
    write(page, VAGUE)
    press(page, "Publish")
    expect(page.get_by_text("How many? Give the number").first).to_be_visible()
    calm(page)
    press(page, "Publish anyway")
    expect(page.get_by_role("heading", name="Publish these words?")).to_be_visible()
    page.get_by_role("link", name="Go on writing").first.click()

    page.get_by_role("link", name="Notes and review").click()
    expect(page.get_by_role("heading", name="What changes for visitors")).to_be_visible()
    page.frame_locator("iframe").get_by_text(VAGUE).wait_for()
    calm(page)
    page.get_by_role("link", name="Show me").first.click()
    shown = page.locator("iframe").element_handle().content_frame()
    assert shown
    assert shown.evaluate("getSelection().toString()") == VAGUE
    press(page, "Approve")
    expect(page.get_by_role("button", name="Approve", exact=True)).to_be_visible()
    boxes = page.get_by_role("group", name="Tick each warning").get_by_role("checkbox")
    for number in range(boxes.count()):
        boxes.nth(number).check()
    press(page, "Approve")
    expect(page.get_by_text("Approved: “")).to_be_visible()
    page.goto(f"{page.url.split('/staff/')[0]}/staff/")
    open_question(page, TITLE)
    page.get_by_role("link", name="Discard draft").click()
    page.get_by_role("button").filter(has_text="Discard").click()
