"""An editor puts a picture onto the site without help, from the file to the page visitors see."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import STAFF_RULES, scrolls_sideways, violations
from tests.browser.conftest import Arrive
from tests.browser.states import open_in_menu
from tests.pictures import photo


def choose(page: Page, name: str, data: bytes) -> None:
    file = {"name": name, "mimeType": "image/jpeg", "buffer": data}
    page.get_by_label("File").set_input_files(file)  # type: ignore[arg-type]


@pytest.mark.parametrize("width", [390, 1440])
def test_from_the_file_to_the_page(staff: Arrive, visitor: Arrive, width: int) -> None:
    page = staff(width).open("/staff/")
    open_in_menu(page, "Pictures")
    page.get_by_role("link", name="Add picture").first.click()
    assert violations(page, STAFF_RULES) + scrolls_sideways(page) == []
    page.get_by_label("Name").fill(f"A door {width}")
    choose(page, "IMG_1.jpg", photo((3_000, 2_000)))
    page.get_by_role("button", name="Save").first.click()
    files = page.get_by_label("File").evaluate("box => box.files.length")
    assert files == 1, "Without a description the file is not lost."
    page.get_by_label("Description:").fill("Photograph of a green door")
    choose(page, "IMG_1.HEIC", b"\0\0\0\x18ftypheic" + bytes(99))
    page.get_by_role("button", name="Save").first.click()
    mistakes = page.get_by_role("alert")
    expect(mistakes.get_by_text("HEIC, as phones make it")).to_be_visible()
    choose(page, "IMG_1.jpg", photo((3_000, 2_000)))
    page.get_by_label("What matters is, from left to right").select_option("left")
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_text("It is being prepared")).to_be_visible()
    for _second in range(60):
        page.reload()
        if not page.get_by_text("It is being prepared").count():
            break
        page.wait_for_timeout(1_000)
    seen = page.get_by_alt_text("Photograph of a green door")
    expect(seen).to_be_visible()
    assert seen.first.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    assert violations(page, STAFF_RULES) + scrolls_sideways(page) == []
    key = page.locator("code").first.inner_text()
    page.goto(page.url.split("/staff/")[0] + "/staff/pages/picture/")
    assert violations(page, STAFF_RULES) + scrolls_sideways(page) == []
    page.goto(page.url.split("/staff/")[0] + "/staff/pages/page/")
    page.get_by_role("link", name="Cookies").first.click()
    page.get_by_role("button", name="Plain text").click()
    body = page.locator("#id_body")
    body.fill(f"{body.input_value()}\n{key}\n:::\n")
    page.get_by_role("button", name="Publish").first.click()
    page.wait_for_load_state()
    if page.get_by_role("button", name="Publish").count() and "/publish/" in page.url:
        page.get_by_role("button", name="Publish").first.click()
    person = visitor(width)
    reader = person.open("/cookies/")
    picture = reader.get_by_alt_text("Photograph of a green door").last
    box = picture.bounding_box()
    assert box
    assert abs(box["width"] / box["height"] - 1.5) < 0.02, "Its place is kept before it is there."
    assert box["width"] <= width
    picture.scroll_into_view_if_needed()
    reader.wait_for_function("[...document.images].at(-1).complete")
    assert reader.evaluate("[...document.images].at(-1).naturalWidth") > 0
    assert violations(reader) + scrolls_sideways(reader) == []
