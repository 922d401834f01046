"""A nurse writes on the surface: headings, lists, links, blocks, facts, from Word, by keyboard."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import STAFF_RULES, scrolls_sideways, violations
from tests.browser.conftest import Arrive
from tests.browser.stack import Stack
from tests.browser.states import open_in_menu, open_question

ADD = "/staff/faq/entry/add/"
#: What Word puts on the clipboard, and what somebody hid in it.
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<style>p {color: red}</style></head><body><!--StartFragment-->
<h1 style='color:#2F5496'>Before you come<o:p></o:p></h1>
<p class=MsoNormal style='margin:0'><b style='mso-bidi-font-weight:normal'>Bring</b> a
<a href="https://www.fda.gov/" onclick="alert(1)" style='color:red'>list</a>.</p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-.25in;mso-list:l0 level1 lfo1'>
<![if !supportLists]><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times"'>&nbsp;
</span></span><![endif]>your medicines</p>
<p class=MsoListParagraphCxSpLast style='text-indent:-.25in;mso-list:l0 level2 lfo1'>
<![if !supportLists]><span style='mso-list:Ignore'>o<span>&nbsp;</span></span><![endif]>with
doses</p>
<p class=MsoNormal>Then:</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'>
<span style='mso-list:Ignore'>1.</span>Rest</p>
<table style='border:1px'><tr><td style='width:10pt'><p>What</p></td><td><p>When</p></td></tr>
<tr><td><p>Eat</p></td><td><p>before</p></td></tr></table>
<script>window.hostile = 1</script><img src=x onerror="window.hostile = 2">
<a href="javascript:window.hostile = 3">a trap</a>
<iframe src="javascript:window.hostile = 4"></iframe>
<!--EndFragment--></body></html>"""
PASTED = """## Before you come

**Bring** a [list](https://www.fda.gov/).

- your medicines
  - with doses

Then:

1. Rest

| What | When |
|---|---|
| Eat | before |

a trap
"""
_PASTE = """(sheet, [kind, text]) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData(kind, text);
    const about = {clipboardData, bubbles: true, cancelable: true};
    sheet.dispatchEvent(new ClipboardEvent("paste", about));
}"""


def text_of(page: Page) -> str:
    """What would be sent, as a browser has it."""
    return page.locator("#id_body").input_value()


def press(page: Page, *names: str) -> None:
    for name in names:
        page.get_by_role("button", name=name, exact=True).click()


def new_question(staff: Arrive, title: str, width: int = 1440) -> Page:
    page = staff(width, 900).open(ADD)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_label("Question:").fill(title)
    page.get_by_label("Short answer:").fill("Ask us first.")
    page.get_by_label("Topic:").select_option(index=1)
    page.wait_for_load_state("networkidle")
    page.get_by_label("Text:").click()
    return page


def choose(page: Page, words: str, name: str) -> None:
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("searchbox").fill(words)
    dialog.get_by_role("button", name=name).first.click()
    expect(dialog).to_have_count(0)


WRITTEN = """Do not come alone.

## What to bring

- Your list
- [Can I drive home?](/questions/transport/can-i-drive-home/)

::: important Call *us* first
Our number is {phone}.
:::

The end.
"""


@pytest.mark.parametrize("width", [1440, 390])
def test_a_heading_a_list_a_link_and_a_block_are_written_and_read_by_visitors(
    staff: Arrive, stack: Stack, width: int
) -> None:
    title = f"May I bring a friend {width}?"
    page = new_question(staff, title, width)
    keys = page.keyboard
    keys.type("Do not come alone.")
    keys.press("Enter")
    press(page, "Heading")
    keys.type("What to bring")
    keys.press("Enter")
    keys.type("- Your list")
    keys.press("Enter")
    keys.press("Control+k")
    choose(page, "drive home", "Can I drive home?")
    keys.press("Enter")
    keys.press("Enter")
    press(page, "Block")
    choose(page, "warning", "Warning")
    keys.press("Control+Shift+ArrowDown")
    page.get_by_label("Text:").get_by_text("Do not drive after a session").select_text()
    keys.type("Call ")
    keys.press("Control+i")
    keys.type("us")
    keys.press("Control+i")
    keys.type(" first")
    page.get_by_label("Text:").get_by_text("One short paragraph that says why.").select_text()
    keys.type("Our number is {phone}.")
    keys.press("Enter")
    keys.press("Enter")
    keys.type("The end.")
    assert text_of(page) == WRITTEN
    assert scrolls_sideways(page) == []
    press(page, "Save draft")
    expect(page.get_by_text("The draft is saved")).to_be_visible()
    assert text_of(page) == WRITTEN
    draft = page.url.split("/entry/")[1].split("/")[0]
    words = f"from faq.models import Entry; print(Entry.objects.get(pk={draft}).draft('en').body)"
    assert stack.command("shell", "-v0", "-c", words) == WRITTEN.strip()
    shown = page.frame_locator("iframe[name=preview]")
    expect(shown.get_by_role("heading", name="What to bring")).to_be_visible()
    link = shown.get_by_role("link", name="Can I drive home?").first
    expect(link).to_have_attribute("href", "/questions/transport/can-i-drive-home/")
    expect(shown.locator(".important")).to_contain_text("Our number is (202) 555-0142.")


def test_what_is_pasted_from_word_becomes_structure_and_nothing_hostile(staff: Arrive) -> None:
    page = new_question(staff, "From Word?")
    page.get_by_label("Text:").evaluate(_PASTE, ["text/html", WORD])
    assert text_of(page) == PASTED
    assert page.evaluate("window.hostile") is None
    assert page.locator(".sheet [style], .sheet [onclick], .sheet img:not([class])").count() == 0


def test_plain_text_that_is_pasted_is_read_as_markdown(staff: Arrive) -> None:
    page = new_question(staff, "Plain?")
    pasted = "## Head\n\n•\tone\n•\ttwo\n\n::: status\nNot approved.\n:::\n"
    page.get_by_label("Text:").evaluate(_PASTE, ["text/plain", pasted])
    assert text_of(page) == "## Head\n\n- one\n- two\n\n::: status\nNot approved.\n:::\n"


def test_plain_text_is_one_press_away_and_back(staff: Arrive) -> None:
    page = staff().open("/staff/")
    page.on("dialog", lambda dialog: dialog.accept())
    open_question(page)
    before = text_of(page)
    press(page, "Plain text")
    area = page.get_by_label("Text:")
    expect(area).to_have_value(before)
    area.fill(f"{before}\n## More\n\n- **one**\n")
    press(page, "Plain text")
    sheet = page.get_by_label("Text:")
    expect(sheet.get_by_role("heading", name="More")).to_be_visible()
    sheet.get_by_text("one", exact=True).click()
    page.keyboard.press("End")
    page.keyboard.type(" two")
    press(page, "Plain text")
    expect(page.get_by_label("Text:")).to_have_value(f"{before}\n## More\n\n- **one two**\n")


def test_opening_and_saving_changes_nothing(staff: Arrive, stack: Stack) -> None:
    page = staff().open("/staff/")
    open_question(page)
    page.locator(".paper").get_by_role("textbox", name="Text:").click()
    press(page, "Save draft")
    expect(page.get_by_text("Saved. The words are the same as before.")).to_be_visible()


def test_a_fact_is_taken_out_whole_and_shows_its_value(staff: Arrive) -> None:
    page = new_question(staff, "Facts?")
    page.keyboard.type("Call {phone}")
    chip = page.get_by_label("Text:").locator(".fact")
    expect(chip).to_have_text("(202) 555-0142")
    assert text_of(page) == "Call {phone}\n"
    page.keyboard.press("Backspace")
    expect(chip).to_have_count(0)
    assert text_of(page).strip() == "Call"
    press(page, "Fact")
    choose(page, "retention", "retention days")
    assert text_of(page) == "Call {retention_days}\n"


def test_the_keyboard_reaches_everything_and_is_not_caught(staff: Arrive) -> None:
    page = new_question(staff, "Keys?")
    keys = page.keyboard
    keys.type("words")
    keys.press("Shift+Home")
    # A person's hand is slower than this.
    page.wait_for_timeout(200)
    keys.press("Alt+F10")
    focused = "document.activeElement.textContent"
    assert page.evaluate(focused) == "Heading"
    keys.press("ArrowRight")
    keys.press("ArrowRight")
    assert page.evaluate(focused) == "Bold"
    keys.press("Enter")
    assert text_of(page) == "**words**\n"
    expect(page.get_by_role("button", name="Bold")).to_have_attribute("aria-pressed", "true")
    keys.press("Alt+F10")
    assert page.evaluate(focused) == "Bold", "the toolbar is one stop, where one was"
    keys.press("Escape")
    expect(page.get_by_label("Text:")).to_be_focused()
    keys.press("Control+z")
    assert text_of(page) == "words\n"
    keys.press("Tab")
    assert not page.evaluate("document.activeElement.closest('.surface')")
    keys.press("Shift+Tab")
    expect(page.get_by_label("Text:")).to_be_focused()


def test_a_check_leads_to_its_sentence_on_the_surface(staff: Arrive) -> None:
    page = new_question(staff, "Claims?")
    page.keyboard.type("First words. It is a **proven** cure. More words.")
    link = page.locator("[data-checks-shown] a").filter(has_text="cure").first
    link.click()
    expect(page.get_by_label("Text:")).to_be_focused()
    assert "proven cure" in page.evaluate("getSelection().toString()").replace("*", "")


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_the_surface_and_its_dialogs_are_accessible(staff: Arrive, width: int, scheme: str) -> None:
    page = staff(width, 844, color_scheme=scheme).open("/staff/pages/page/")
    page.get_by_role("link", name="After a session", exact=True).click()
    page.wait_for_load_state("networkidle")
    sheet = page.get_by_role("textbox", name="Text:")
    expect(sheet).to_have_attribute("aria-multiline", "true")
    expect(sheet.get_by_role("group", name="Block: Call us the same day").first).to_be_visible()
    assert violations(page, STAFF_RULES) + scrolls_sideways(page) == []
    for name in ("Link", "Block", "Fact"):
        press(page, name)
        expect(page.get_by_role("dialog")).to_be_visible()
        assert violations(page, STAFF_RULES) + scrolls_sideways(page) == []
        page.keyboard.press("Escape")
        expect(sheet).to_be_focused()


def test_what_is_typed_is_kept_by_itself_and_given_back(staff: Arrive, stack: Stack) -> None:
    page = new_question(staff, "Kept?")
    page.keyboard.type("Half a sent")
    expect(page.get_by_text("Kept while typing at")).to_be_visible()
    page.goto(f"{stack.address}/staff/")
    page.goto(f"{stack.address}{ADD}")
    expect(page.get_by_text("Kept while typing on")).to_be_visible()
    assert violations(page, STAFF_RULES) == []
    press(page, "Go on with it")
    sheet = page.get_by_role("textbox", name="Text:")
    expect(sheet).to_contain_text("Half a sent")
    expect(page.get_by_label("Question:")).to_have_value("Kept?")
    expect(page.get_by_text("What you typed before is below")).to_be_visible()
    page.goto(f"{stack.address}{ADD}")
    press(page, "Throw it away")
    expect(page.get_by_text("Kept while typing on")).to_have_count(0)
    expect(page.get_by_role("textbox", name="Text:")).not_to_contain_text("Half")


def test_what_cannot_be_kept_is_said(staff: Arrive) -> None:
    page = new_question(staff, "Not kept?")
    page.route("**/keep/", lambda route: route.fulfill(status=503))
    page.keyboard.type("words")
    expect(page.get_by_text("What you type cannot be kept now.")).to_be_visible()
    assert text_of(page) == "words\n"
    page.unroute("**/keep/")
    page.keyboard.type(" more")
    expect(page.get_by_text("Kept while typing at")).to_be_visible()
    expect(page.get_by_text("What you type cannot be kept now.")).to_have_count(0)


#: Where all stands that one looks at or presses while writing, and how tall it is.
_PLACES = """() => Object.fromEntries(
    ["#id_title", "#id_summary", ".paper", "[data-checks-shown]", "iframe[name=preview]",
     ".submit-row", "input[name=_save]", "#id_topic"].map((what) => {
        const box = document.querySelector(what).getBoundingClientRect();
        return [what, [box.x, box.y + scrollY, box.width].map(Math.round)];
    }))"""


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_nothing_moves_when_something_is_said_while_one_writes(staff: Arrive, width: int) -> None:
    page = staff(width, 900).open(ADD)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_label("Short answer:").fill("Short.")
    page.get_by_label("Topic:").select_option(index=1)
    page.get_by_role("textbox", name="Text:").fill("Words.")
    page.get_by_role("textbox", name="Text:").focus()
    before = page.evaluate(_PLACES)
    scrolled = page.evaluate("scrollY")
    page.get_by_label("Question:").fill("It is a proven cure, 100 % safe, and works at once?")
    warning = page.locator("[data-checks-shown] .warnings li")
    expect(warning.first).to_be_attached()
    expect(page.locator("[data-kept-said]")).not_to_be_empty()
    page.evaluate(f"scrollTo(0, {scrolled})")
    assert page.evaluate(_PLACES) == before
    assert violations(page, STAFF_RULES) == []


@pytest.mark.parametrize("width", [390, 1440])
def test_a_new_answer_with_a_new_source_takes_six_presses(staff: Arrive, width: int) -> None:
    page = staff(width, 844).open("/staff/")
    open_in_menu(page, "Questions")
    presses = 2 if width == 390 else 1
    page.get_by_role("link", name="Add question").click()
    page.get_by_label("Question:").fill(f"Ponies {width}?")
    page.get_by_label("Short answer:").fill("Yes.")
    page.get_by_label("Topic:").select_option(index=1)
    page.get_by_text("Add a source").click()
    page.get_by_label("Title of the source:").fill(f"A study of {width} ponies")
    page.get_by_label("Author of the source:").fill("Pony P")
    page.get_by_label("Address of the source:").fill(f"https://ponies.example.org/{width}")
    page.get_by_role("button", name="Save draft").click()
    presses += 4
    assert presses <= 6
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Ponies {width}?")
    first = page.get_by_role("group", name="Sources").get_by_role("checkbox").first
    expect(first).to_be_checked()
    expect(page.get_by_label(f"Pony P: A study of {width} ponies")).to_be_checked()
    assert scrolls_sideways(page) == []


def test_a_mistake_leads_to_its_field_also_into_the_surface(staff: Arrive) -> None:
    page = staff(390, 844).open(ADD)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("textbox", name="Text:").press_sequentially("{{nothing}")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("link", name="Question: Fill this in.")).to_be_focused()
    assert violations(page, STAFF_RULES) == []
    page.get_by_role("link", name="Text: ").click()
    expect(page.get_by_role("textbox", name="Text:")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.get_by_role("link", name="Question: Fill this in.").press("Enter")
    expect(page.get_by_label("Question:")).to_be_focused()
