"""The frame of the staff site: one row at the top, the list one came for under it, clear labels."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import STAFF_RULES, scrolls_sideways, violations
from tests.browser.conftest import Arrive
from tests.browser.stack import Stack
from tests.browser.states import open_account, open_in_menu

#: An empty band counts as part of the head: nobody reads it.
_HEAD = 72
#: Half of a phone's screen.
_FIRST_ROW = 420
LISTS = [
    "/staff/faq/entry/",
    "/staff/pages/page/",
    "/staff/pages/source/",
    "/staff/faq/topic/",
    "/staff/contact/inquiry/",
    "/staff/colleagues/",
]
FORMS = [
    "/staff/faq/entry/add/",
    "/staff/faq/topic/add/",
    "/staff/pages/person/add/",
    "/staff/pages/place/add/",
    "/staff/pages/pricelist/add/",
    "/staff/pages/source/add/",
    "/staff/pages/picture/add/",
    "/staff/pages/clinic/1/change/",
    "/staff/colleagues/invite/",
]
#: Of each label the lines it stands in, against each field; not inside what scrolls by itself, nor
#: under the buttons that stay at the foot of the screen.
_OVERLAPS = """() => {
    const seen = (one) => one.checkVisibility({visibilityProperty: true, opacityProperty: true})
        && !one.closest(".visually-hidden, .choices, .submit-row");
    const all = (what) => [...document.querySelectorAll(`#content ${what}`)].filter(seen);
    const fields = all(":is(input:not([type=hidden]), select, textarea, [contenteditable=true])");
    const found = new Set();
    for (const label of all(":is(label, legend, .help, h2, h3)")) {
        const lines = document.createRange();
        lines.selectNodeContents(label);
        for (const a of lines.getClientRects()) for (const field of fields) {
            if (label.contains(field) || field.contains(label)) continue;
            const b = field.getBoundingClientRect();
            const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
            const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
            if (width > 2 && height > 2)
                found.add(`${label.textContent.trim().slice(0, 40)} / ${field.name || field.id}`);
        }
    }
    return [...found];
}"""
MESSAGE = """
from django.utils import timezone
from contact.models import Inquiry
Inquiry.objects.create(
    reference="BS-{0}", submission_key="{0}", name="Rob", reply_by="text", phone="(202) 555-0188",
    message="A question", language="en", page_language="en", due_at=timezone.now(),
)
"""


def height_of_head(page: Page) -> float:
    return float(page.evaluate("document.querySelector('#header').getBoundingClientRect().height"))


@pytest.mark.parametrize("width", [320, 390, 820, 1280, 1440])
def test_the_head_is_one_row(staff: Arrive, width: int) -> None:
    page = staff(width, 844).open("/staff/")
    assert height_of_head(page) <= _HEAD
    assert scrolls_sideways(page) == []
    mark = page.get_by_role("link", name="BrainStim staff").bounding_box()
    account = page.get_by_role("button", name="Your account").bounding_box()
    assert mark
    assert account
    assert account["x"] + account["width"] <= width
    assert abs(mark["y"] + mark["height"] / 2 - account["y"] - account["height"] / 2) < 4


def test_on_a_phone_a_list_begins_in_the_upper_half(staff: Arrive, stack: Stack) -> None:
    stack.command("shell", "-v0", "-c", MESSAGE.format("F1"))
    person = staff(390, 844)
    top = "document.querySelector('#content-main tbody tr').getBoundingClientRect().top"
    begins = {path: person.open(path).evaluate(top) for path in LISTS}
    assert {path: at for path, at in begins.items() if at > _FIRST_ROW} == {}


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (390, "dark"), (1440, "dark")])
def test_the_menu_and_the_account_open_and_close(staff: Arrive, width: int, scheme: str) -> None:
    page = staff(width, 844, color_scheme=scheme).open("/staff/")
    if width == 390:
        page.get_by_role("button", name="Menu", exact=True).click()
        assert violations(page, STAFF_RULES) == []
        page.keyboard.press("Escape")
        expect(page.locator("#menu")).to_be_hidden()
    open_account(page)
    expect(page.get_by_role("link", name="My sign-in")).to_be_visible()
    assert violations(page, STAFF_RULES) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="My sign-in")).to_be_hidden()
    open_in_menu(page, "Pages")
    expect(page.get_by_role("heading", level=1)).to_have_text("Pages")


def test_the_menu_and_the_account_need_no_script(staff: Arrive) -> None:
    page = staff(390, 844, java_script_enabled=False).open("/staff/")
    open_in_menu(page, "Questions")
    page.get_by_role("button", name="Filters").click()
    page.locator("#changelist-filter").get_by_role("link", name="Safety").click()
    expect(page.get_by_role("link", name="Clear all filters")).to_be_hidden()
    page.get_by_role("button", name="Filters").click()
    expect(page.get_by_role("link", name="Clear all filters")).to_be_visible()
    open_account(page)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Signed out")


@pytest.mark.parametrize("width", [390, 1440])
def test_what_is_done_with_several_shows_itself_when_some_are_chosen(
    staff: Arrive, width: int
) -> None:
    page = staff(width, 844).open("/staff/pages/source/")
    bar = page.get_by_label("Action:")
    expect(bar).to_be_hidden()
    first = page.locator("#result_list tbody tr").first
    before = first.bounding_box()
    page.locator(".action-select").first.check()
    expect(bar).to_be_in_viewport()
    assert first.bounding_box() == before
    assert violations(page, STAFF_RULES) == []
    assert scrolls_sideways(page) == []


@pytest.mark.parametrize("width", [390, 1440])
def test_one_search_is_one_press_away(staff: Arrive, width: int) -> None:
    page = staff(width, 844).open("/staff/")
    if width == 390:
        page.get_by_role("link", name="Search everything").click()
    field = page.get_by_role("searchbox", name="Search everything you may see").locator(
        "visible=true"
    )
    field.last.fill("can i drvie")
    field.last.press("Enter")
    again = page.get_by_role("link", name="search again")
    # The first search of a process begins with what holds just these words.
    while again.is_visible():
        page.wait_for_timeout(1000)
        again.click()
    expect(page.locator(".found a").first).to_have_text("Can I drive home?")
    assert violations(page, STAFF_RULES) == []
    assert scrolls_sideways(page) == []


@pytest.mark.parametrize("width", [390, 1440])
def test_no_label_lies_over_a_field(staff: Arrive, width: int) -> None:
    person = staff(width, 844)
    overlaps = {path: person.open(path).evaluate(_OVERLAPS) for path in FORMS}
    assert {path: found for path, found in overlaps.items() if found} == {}
