"""The sheets as they leave a printer: US Letter, and no more paper than was meant."""

import re

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Arrive
from tests.browser.states import add_up

LETTER = b"/MediaBox [0 0 612 792]"
#: A rule of a clinic, longer than most.
_LONG = "Ask us about this by phone, and write down what we say to you. " * 3
_SAY_MORE = """text => document.querySelectorAll(".sheet .blank").forEach(
    one => { if (one.closest("li")) one.before(text); })"""


def printed(page: Page) -> int:
    """How many sheets of paper come out; each is US Letter."""
    pdf = page.pdf(prefer_css_page_size=True)
    sheets = len(re.findall(rb"/Type\s*/Page\b", pdf))
    assert pdf.count(LETTER) == sheets
    return sheets


@pytest.mark.parametrize("path", ["/treatment-day/", "/es/treatment-day/"])
def test_the_treatment_day_is_two_sheets(visitor: Arrive, path: str) -> None:
    page = visitor().open(path)
    assert printed(page) == 2
    page.evaluate(_SAY_MORE, _LONG)
    assert printed(page) == 2


def test_the_side_for_the_driver_has_its_own_sheet_however_short_the_other(
    visitor: Arrive,
) -> None:
    page = visitor().open("/treatment-day/")
    page.evaluate("document.querySelectorAll('.sheet .columns').forEach(one => one.remove())")
    assert printed(page) == 2


def test_nothing_of_the_frame_is_printed_on_them(visitor: Arrive) -> None:
    page = visitor().open("/treatment-day/")
    page.emulate_media(media="print")
    for frame in (".crisis", ".head .bar", ".page-head", ".foot", "#sources"):
        assert not page.locator(frame).first.is_visible()
    sizes = page.eval_on_selector_all(
        ".sheet :is(p, li, h3)", "all => all.map(one => parseFloat(getComputedStyle(one).fontSize))"
    )
    # In pixels: eleven points are large enough to read in a car.
    assert min(sizes) >= 11 / 0.75


def test_the_worksheet_is_one_sheet_empty_and_worked_out(visitor: Arrive) -> None:
    page = visitor().open("/prices/what-it-may-cost/")
    assert printed(page) == 1
    add_up(page)
    assert printed(page) == 1
    assert page.url.endswith("/prices/what-it-may-cost/#sum")
    page.emulate_media(media="print")
    assert page.get_by_text("You may pay about $3,400.").is_visible()


def test_who_types_letters_is_led_to_the_field(visitor: Arrive) -> None:
    page = visitor().open("/prices/what-it-may-cost/")
    page.get_by_label("Sessions at the start").fill("6 sessions")
    page.get_by_role("button", name="Show what it may cost").click()
    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.get_by_role("link", name="Sessions at the start").click()
    assert page.evaluate("document.activeElement.value") == "6 sessions"
