"""A colleague is invited and comes in, forgets the password, and leaves, in a real browser."""

import os
import re
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import STAFF_RULES, scrolls_sideways, violations
from tests.browser.conftest import Arrive, Visitor
from tests.browser.stack import Stack
from tests.browser.states import open_account
from tests.colleagues import code_of, key_in

FIRST, SECOND = "lamp gravel sunday", "otter ladder window"


def look(page: Page, name: str) -> None:
    """Nothing bars anyone from this page, and none of it lies beside the screen."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
    assert violations(page, STAFF_RULES) == []
    assert not scrolls_sideways(page)


def link_mailed_to(stack: Stack, address: str, subject: str) -> str:
    """The way in, out of the newest of these mails."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        found = [one for one in stack.postbox.mails if one["To"] == address]
        for mail in [one for one in found if subject in one["Subject"]][::-1]:
            body = mail.get_body(("plain",))
            assert body
            link = re.search(r"http://\S+", body.get_content())
            assert link
            parts = urlsplit(link[0])
            return f"{parts.path}?{parts.query}"
        time.sleep(0.2)
    raise TimeoutError(subject)


def set_up_phone(page: Page) -> str:
    """Codes from a phone, and ten on paper; what the phone knows."""
    page.get_by_text("I cannot scan it").click()
    key = key_in(page.locator(".phone-key").inner_text())
    page.get_by_label("Code", exact=True).fill(code_of(key))
    page.get_by_role("button", name="That is my phone").click()
    page.get_by_label("I have put them in a safe place").check()
    page.get_by_role("button", name="Done").click()
    return key


def sign_in(page: Page, name: str, password: str, key: str) -> None:
    page.get_by_label("Username:").fill(name)
    page.get_by_label("Password:").fill(password)
    page.get_by_role("button", name="Sign in").click()
    # One later than the last that was given.
    page.get_by_label("Code from your phone").fill(code_of(key, 1))
    page.get_by_role("button", name="Sign in").click()


@dataclass(frozen=True)
class Invited:
    """Someone new, and the size of their screen."""

    name: str
    address: str
    browser: Visitor
    width: int


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1440, "light")])
def test_invited_forgotten_and_gone(
    staff: Arrive, visitor: Arrive, stack: Stack, width: int, scheme: str
) -> None:
    address = f"tomas{width}@clinic.example"
    manager = staff(width, 900, color_scheme=scheme).open("/staff/colleagues/")
    browser = visitor(width, 900, color_scheme=scheme)
    tomas = Invited(f"tomas{width}", address, browser, width)
    manager.get_by_role("link", name="Invite a colleague").click()
    manager.get_by_label("Mail address").fill(address)
    look(manager, f"invite-{width}")
    manager.get_by_label("Front desk", exact=True).check()
    manager.get_by_role("button", name="Send the invitation").click()
    expect(manager.get_by_text(address).first).to_be_visible()
    look(manager, f"everyone-invited-{width}")
    key = come_in(tomas, link_mailed_to(stack, address, "invites you"))
    forget(tomas, stack, key)
    leave(manager, tomas)


def come_in(tomas: Invited, link: str) -> str:
    page = tomas.browser.open(link)
    look(page, f"invited-{tomas.width}")
    page.get_by_label("Your name").fill(f"Tomas Bell {tomas.width}")
    page.get_by_label("Name to sign in with").fill(tomas.name)
    page.get_by_label("Password").fill(FIRST)
    page.get_by_role("button").last.click()
    key = set_up_phone(page)
    open_account(page)
    page.get_by_role("link", name="My sign-in").click()
    look(page, f"mine-{tomas.width}")
    return key


def forget(tomas: Invited, stack: Stack, key: str) -> None:
    page = tomas.browser.page
    open_account(page)
    page.get_by_role("button", name="Sign out").click()
    page = tomas.browser.open("/staff/")
    page.get_by_role("link", name="Forgotten?").click()
    page.get_by_label("Your mail address").fill(tomas.address)
    look(page, f"forgotten-{tomas.width}")
    page.get_by_role("button").last.click()
    expect(page.get_by_text("If a colleague here has this address")).to_be_visible()
    page = tomas.browser.open(link_mailed_to(stack, tomas.address, "A new password"))
    page.get_by_label("New password").fill(SECOND)
    look(page, f"forgotten-new-{tomas.width}")
    page.get_by_role("button").last.click()
    sign_in(page, tomas.name, SECOND, key)
    expect(page.get_by_role("button", name="Your account")).to_be_visible()


def leave(manager: Page, tomas: Invited) -> None:
    manager.reload()
    look(manager, f"everyone-{tomas.width}")
    manager.get_by_role("link", name=f"Tomas Bell {tomas.width}").click()
    look(manager, f"colleague-{tomas.width}")
    manager.get_by_role("link", name="leaves…").click()
    look(manager, f"leave-{tomas.width}")
    manager.get_by_role("button", name="leaves now").click()
    expect(manager.get_by_text("cannot sign in any more")).to_be_visible()
    manager.get_by_text("Who left:").click()
    manager.get_by_role("link", name=f"Tomas Bell {tomas.width}").click()
    look(manager, f"gone-{tomas.width}")
    page = tomas.browser.open("/staff/")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
