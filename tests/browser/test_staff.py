"""Staff write with ease in a real browser: live preview, tools, dragging, and axe finds nothing."""

import re

import pytest
from playwright.sync_api import Dialog, FrameLocator, Locator, Page, expect

from tests.browser.axe import COLOR_RULES, STAFF_RULES, scrolls_sideways, violations
from tests.browser.conftest import Arrive, Visitor
from tests.browser.stack import Stack
from tests.browser.states import open_question, say_no

ADD = "/staff/faq/entry/add/"


def preview_of(page: Page) -> FrameLocator:
    return page.frame_locator("iframe[name=preview]")


def test_the_preview_follows_the_typing_and_leaves_the_back_button_alone(staff: Arrive) -> None:
    page = staff().open("/staff/")
    open_question(page)
    preview = preview_of(page)
    expect(preview.get_by_role("heading", level=1)).to_have_text("Can I drive home?")
    for words in ("May I drive home?", "Who drives me home?"):
        page.get_by_label("Question:").fill(words)
        expect(preview.get_by_role("heading", level=1)).to_have_text(words)
    page.get_by_role("button", name="Plain text").click()
    page.get_by_label("Text:").fill("::: nothing\n:::")
    expect(preview.get_by_text("there is no block “nothing”")).to_be_visible()
    page.on("dialog", lambda dialog: dialog.accept())
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Questions")


def test_words_that_are_not_saved_are_not_left_without_a_question(staff: Arrive) -> None:
    page = staff().open("/staff/")
    open_question(page)
    page.get_by_label("Question:").fill("Not saved")
    asked: list[str] = []

    def accept(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", accept)
    page.get_by_role("link", name="Today", exact=True).first.click()
    page.wait_for_url("**/staff/")
    assert asked == ["beforeunload"]


def test_the_preview_is_as_wide_as_a_phone_or_a_desk(staff: Arrive) -> None:
    page = staff().open("/staff/")
    open_question(page)
    page.wait_for_load_state("networkidle")
    width = "document.documentElement.clientWidth"
    frame = page.frame(name="preview")
    assert frame is not None
    assert frame.evaluate(width) == 390
    page.get_by_text("Desktop", exact=True).click()
    assert frame.evaluate(width) == 1280


def test_the_tools_only_put_markdown_into_the_text_and_can_be_undone(staff: Arrive) -> None:
    page = staff().open(ADD)
    page.get_by_role("button", name="Plain text").click()
    text = page.get_by_label("Text:")
    text.fill("words")
    text.select_text()
    page.get_by_role("button", name="Bold").click()
    expect(text).to_have_value("**words**")
    text.press("Control+z")
    expect(text).to_have_value("words")
    text.select_text()
    page.get_by_role("button", name="Link").click()
    expect(text).to_have_value("[words](/contact/)")
    text.fill("one\ntwo")
    text.select_text()
    page.get_by_role("button", name="List").click()
    expect(text).to_have_value("- one\n- two")
    text.fill("Title")
    page.get_by_role("button", name="Heading").click()
    expect(text).to_have_value("## Title")


def test_every_block_of_the_tools_is_accepted_and_drawn(staff: Arrive) -> None:
    page = staff().open(ADD)
    page.get_by_label("Question:").fill("All blocks?")
    page.get_by_label("Short answer:").fill("All.")
    page.get_by_label("Topic:").select_option(index=1)
    page.get_by_role("button", name="Plain text").click()
    menu, text = page.get_by_label("Block to put in"), page.get_by_label("Text:")
    names = menu.locator("option").all_text_contents()[1:]
    for name in names:
        menu.select_option(label=name)
        page.get_by_role("button", name="Add", exact=True).click()
    assert len(re.findall(r"^::: ", text.input_value(), re.M)) > len(names)
    preview = preview_of(page)
    expect(preview.get_by_role("heading", level=1)).to_have_text("All blocks?")
    pictures = sum(name.startswith("Picture: ") for name in names)
    expect(preview.locator("figure")).to_have_count(3 + pictures)
    expect(preview.get_by_text("A ride home")).to_be_visible()
    expect(preview.get_by_role("heading", name="Get help right now")).to_be_visible()
    typed = text.input_value()
    page.get_by_role("button", name="Plain text").click()
    expect(
        page.get_by_role("textbox", name="Text:").locator(".box").nth(len(names))
    ).to_be_visible()
    page.get_by_role("button", name="Plain text").click()
    expect(text).to_have_value(typed)
    page.on("dialog", lambda dialog: dialog.accept())


def test_a_question_is_written_and_published_without_script(staff: Arrive) -> None:
    page = staff(390, 844, java_script_enabled=False).open(ADD)
    page.get_by_label("Question:").fill("May I bring my dog?")
    page.get_by_label("Short answer:").fill("Ask us first.")
    page.get_by_label("Topic:").select_option(index=1)
    with page.expect_popup() as shown:
        page.get_by_role("button", name="Preview").click()
    expect(shown.value.get_by_role("heading", level=1)).to_have_text("May I bring my dog?")
    page.get_by_role("button", name="Save draft").click()
    page.get_by_role("link", name="Throw away…").click()
    page.get_by_label("Why").fill("A trial.")
    page.get_by_role("button", name="Throw away").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Questions")


def names(rows: Locator) -> list[str]:
    return [" ".join(name.split()) for name in rows.all_text_contents()]


def test_rows_are_dragged_and_moved_with_the_keyboard(staff: Arrive) -> None:
    page = staff().open("/staff/faq/topic/order/")
    rows = page.locator("form[data-order] li .row-name")
    before = names(rows)
    rows.nth(2).hover()
    page.mouse.down()
    target = rows.nth(0).bounding_box()
    assert target is not None
    page.mouse.move(target["x"] + 5, target["y"] + 5, steps=8)
    page.mouse.up()
    expect(page.locator("[data-order-said]")).to_have_text("The new order is saved.")
    page.reload()
    expect(rows).to_have_text([before[2], *before[:2], *before[3:]])
    page.get_by_role("button", name=f"Move down {before[2]}").press("Enter")
    expect(rows).to_have_text([before[0], before[2], before[1], *before[3:]])
    assert page.evaluate("document.activeElement.name") == "down"
    page.keyboard.press("Enter")
    expect(rows).to_have_text(before)


def test_what_a_browser_sends_is_counted(staff: Arrive, visitor: Arrive) -> None:
    for _ in range(2):
        page = visitor().open("/questions/cost/can-i-get-a-refund/")
        assert page.context.cookies() == []
        say_no(page)
        assert page.context.cookies() == []
    row = staff().open("/staff/faq/gaps/").get_by_role("listitem").filter(has_text="No, 0 Yes")
    expect(row.filter(has_text="What if I stop")).to_contain_text("2 No, 0 Yes")


PAGES = [
    "/staff/",
    "/staff/faq/entry/",
    ADD,
    "/staff/faq/entry/order/",
    "/staff/faq/topic/",
    "/staff/faq/unansweredsearch/",
    "/staff/faq/gaps/",
    "/staff/pages/page/",
    "/staff/about/",
    "/staff/pages/person/add/",
    "/staff/pages/place/add/",
    "/staff/pages/pricelist/add/",
    "/staff/pages/startguide/add/",
    "/staff/pages/picture/",
    "/staff/pages/picture/add/",
    "/staff/pages/source/",
    "/staff/pages/source/add/",
    "/staff/pages/clinic/1/change/",
    "/staff/pages/clinic/said/?words=next+day",
    "/staff/contact/inquiry/",
    "/staff/contact/inquiry/figures/",
    "/staff/contact/delivery/",
    "/staff/contact/auditrecord/",
    "/staff/colleagues/",
    "/staff/colleagues/invite/",
    "/staff/auth/user/1/change/",
]
#: Where the way there is a link on a list.
FIRST_ROWS = ["/staff/faq/entry/", "/staff/pages/page/", "/staff/colleagues/", "/staff/faq/topic/"]
FIRST_ROW = "#content-main tbody th a"


def look(person: Visitor, path: str, problems: dict[str, list[str]]) -> None:
    page = person.open(path)
    page.wait_for_load_state("networkidle")
    if found := violations(page, STAFF_RULES) + scrolls_sideways(page):
        problems[path] = found


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_the_staff_pages_are_accessible(staff: Arrive, width: int, scheme: str) -> None:
    problems: dict[str, list[str]] = {}
    person = staff(width, 900, color_scheme=scheme)
    paths = list(PAGES)
    for path in FIRST_ROWS:
        link = person.open(path).locator(FIRST_ROW).first.get_attribute("href")
        assert link is not None
        paths.append(link)
        paths.append(link.replace("/change/", "/history/"))
    paths.append(paths[-2].replace("/change/", "/delete/"))
    version = person.open(paths[len(PAGES)]).locator(".revisions th a").first.get_attribute("href")
    assert version is not None
    for path in [*paths, version]:
        look(person, path, problems)
    assert problems == {}


#: A message and a draft as staff have them before them; their numbers.
AT_WORK = """
from django.utils import timezone
from contact.models import Inquiry
from faq.models import Entry
message = Inquiry.objects.create(
    reference="BS-{0}", submission_key="{0}", name="Rob", reply_by="text", phone="(202) 555-0188",
    message="A question", language="en", page_language="en", due_at=timezone.now(),
)
entry = Entry.objects.get(slug="do-i-need-more-later")
live = entry.revisions.get(state="live")
draft = entry.draft("en") or live.copy_as_draft(None)
type(draft).objects.filter(pk=draft.pk).update(body="It is a proven cure.")
print(message.pk, entry.pk, live.pk, draft.pk)
"""


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_the_pages_of_a_message_and_a_draft_are_accessible(
    staff: Arrive, stack: Stack, width: int, scheme: str
) -> None:
    person = staff(width, 900, color_scheme=scheme)
    script = AT_WORK.format(f"W{width}")
    message, entry, live, draft = stack.command("shell", "-v0", "-c", script).split()[-4:]
    inbox, words = f"/staff/contact/inquiry/{message}/", f"/staff/faq/entry/{entry}/"
    problems: dict[str, list[str]] = {}
    for path in (
        *(f"{inbox}change/", f"{inbox}redact/", f"{inbox}history/", f"{words}change/"),
        *(f"{words}compare/?from={live}&to={draft}", f"{words}words/{draft}/publish/"),
        *(f"{words}words/{draft}/", "/staff/faq/gaps/", "/staff/pages/clinic/said/"),
    ):
        look(person, path, problems)
    assert problems == {}


CRISIS = """
from django.utils import timezone
from contact.models import Inquiry
print(Inquiry.objects.create(
    reference="BS-{0}", submission_key="{0}", name="Chris Alexander Montgomery-Whitfield",
    reply_by="call", phone="(202) 555-0188", message="I want to die", crisis=True,
    language="es", page_language="es", due_at=timezone.now(),
).pk)
"""


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "light"), (390, "dark")])
def test_danger_is_plain_to_see_and_today_fits_a_phone(
    staff: Arrive, stack: Stack, width: int, scheme: str
) -> None:
    person = staff(width, 844, color_scheme=scheme)
    script = CRISIS.format(f"D{width}{scheme}")
    number = stack.command("shell", "-v0", "-c", script).split()[-1]
    page = person.open("/staff/")
    assert violations(page, COLOR_RULES) == []
    table = page.locator(".scrolls:has(.replies)")
    assert table.evaluate("box => box.scrollWidth <= box.clientWidth")
    page = person.open(f"/staff/contact/inquiry/{number}/change/")
    assert violations(page, COLOR_RULES) == []
    alarm = page.get_by_role("region", name="Reach this person first")
    ground = "box => getComputedStyle(box).backgroundColor"
    assert alarm.evaluate(ground) != page.locator(".reach").evaluate(ground)
    # It would lie over the words of the person who may be in danger.
    expect(page.locator(".submit-row")).to_have_css("position", "static")


def test_the_sign_in_page_is_accessible(visitor: Arrive) -> None:
    problems: dict[str, list[str]] = {}
    look(visitor(390, 844, color_scheme="dark"), "/staff/login/", problems)
    look(visitor(1440, 900, color_scheme="light"), "/staff/login/", problems)
    assert problems == {}
