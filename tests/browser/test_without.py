"""The site works without a mouse, without script, without its colors, and on paper."""

import re
from collections.abc import Callable
from email.message import EmailMessage

from playwright.sync_api import Page

from tests.browser.conftest import Visitor
from tests.browser.stack import Stack
from tests.browser.states import open_an_answer, open_menu, send_message, send_nothing

PRIVATE = re.compile(r"Ann Keys|keys@patient|private words|ketamine|depress|treatment", re.I)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there; fails when it never comes, as it would for a person."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never reaches {selector}")


def everything(mail: EmailMessage) -> str:
    """All a mail says, subject first."""
    body = mail.get_body(preferencelist=("plain",))
    assert body is not None
    return f"{mail['Subject']}\n{body.get_content()}"


def test_a_message_written_by_keyboard_reaches_the_desk(
    visitor: Callable[..., Visitor], stack: Stack
) -> None:
    page = visitor(1280).open("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    tab_to(page, "header nav a[href='/contact/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/contact/")
    tab_to(page, "#id_name")
    page.keyboard.type("Ann Keys")
    tab_to(page, "#id_reply_by_call")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    tab_to(page, "#id_email")
    page.keyboard.type("keys@patient.example")
    tab_to(page, "#id_message")
    page.keyboard.type("These are private words.")
    tab_to(page, "button.lit")
    page.wait_for_timeout(3100)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="We have your message").wait_for()
    reference = re.search(r"BS-\w+", page.locator("main").inner_text())
    assert reference
    mails = mails_about(stack, reference[0], 3)
    to_staff = [mail for mail in mails if mail["To"].endswith("@clinic.example")]
    assert {mail["To"] for mail in to_staff} == {"desk@clinic.example", "second@clinic.example"}
    assert not [mail for mail in to_staff if PRIVATE.search(everything(mail))]
    (receipt,) = [mail for mail in mails if mail["To"].endswith("keys@patient.example")]
    assert "private words" not in everything(receipt)


def mails_about(stack: Stack, reference: str, number: int) -> list[EmailMessage]:
    """The mails with this reference, once there are so many."""
    for more in range(1, 40):
        mails = [mail for mail in stack.postbox.mails if reference in everything(mail)]
        if len(mails) >= number:
            break
        stack.postbox.wait_for(len(stack.postbox.mails) + 1, seconds=0.05 * more)
    return mails


def test_everything_works_without_script(visitor: Callable[..., Visitor]) -> None:
    person = visitor(java_script_enabled=False)
    page = person.open("/")
    open_menu(page)
    page.locator("#nav").get_by_role("link", name="Questions").click()
    page.wait_for_url("**/questions/")
    closed = page.locator("details:not([open])").count()
    open_an_answer(page)
    assert page.locator("details:not([open])").count() == closed - 1
    page = person.open("/questions/search/?q=drive+home")
    assert page.locator("main").get_by_text("drive").count()
    send_nothing(person.open("/contact/"))
    send_message(page, "Sent without script.")


def test_the_error_summary_takes_the_focus_and_leads_to_the_field(
    visitor: Callable[..., Visitor],
) -> None:
    page = visitor().open("/contact/")
    send_nothing(page)
    assert page.evaluate("document.activeElement.className") == "error-summary"
    assert page.title().startswith("Error: ")
    page.get_by_role("link", name="Enter your name").click()
    assert page.evaluate("document.activeElement.id") == "id_name"


def test_a_link_to_an_answer_opens_it(visitor: Callable[..., Visitor]) -> None:
    page = visitor().open("/questions/")
    answer = page.locator("details:not([open]) [id]").first.get_attribute("id")
    page = visitor().open(f"/questions/#{answer}")
    assert page.locator(f"details[open] #{answer}").count() == 1


def test_forced_colors_leave_controls_visible(visitor: Callable[..., Visitor]) -> None:
    page = visitor(forced_colors="active").open("/contact/")
    for selector in ("#id_name", "#id_message", "button.lit"):
        border = page.locator(selector).evaluate("one => getComputedStyle(one).borderTopStyle")
        width = page.locator(selector).evaluate("one => getComputedStyle(one).borderTopWidth")
        assert (border, width) != ("none", "0px"), selector
    assert page.get_by_role("link", name="Call 988").first.is_visible()


def test_pages_can_be_printed(visitor: Callable[..., Visitor]) -> None:
    person = visitor(1280)
    page = person.open("/your-visit/")
    page.emulate_media(media="print")
    assert not page.locator("header nav").first.is_visible()
    assert page.get_by_role("link", name="Call 988").last.is_visible()
    assert len(page.pdf()) > 10_000
    page = person.open("/questions/")
    page.emulate_media(media="print")
    answers = page.locator("details > :not(summary)")
    assert all(answers.nth(place).is_visible() for place in range(answers.count()))


def test_the_referral_sheet_is_one_page_of_paper(visitor: Callable[..., Visitor]) -> None:
    page = visitor(1280).open("/referral-sheet/")
    page.emulate_media(media="print")
    assert not page.get_by_role("contentinfo").is_visible()
    for paper in ("Letter", "A4"):
        assert len(re.findall(rb"/Type /Page\b", page.pdf(format=paper))) == 1


def test_a_checker_reads_robots_txt_from_within_a_page(visitor: Callable[..., Visitor]) -> None:
    page = visitor(390).open("/")
    ask = "fetch('/robots.txt').then(answer => answer.text(), String)"
    assert "Disallow: /questions/search/" in page.evaluate(ask)
