"""A colleague sets a second step up on a phone's screen, by code and by passkey, and loses it."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.axe import STAFF_RULES, violations
from tests.browser.conftest import Visitor
from tests.browser.stack import Stack
from tests.browser.states import open_account
from tests.colleagues import code_of, key_in

PASSWORD = "a-long-enough-password"
HIRE = f"""
from django.contrib.auth.models import User
user, _ = User.objects.get_or_create(username="{{0}}", is_staff=True, is_superuser=True)
user.set_password("{PASSWORD}")
user.save()
"""
Arrive = Callable[..., Visitor]


@pytest.fixture
def enter(visitor: Arrive, stack: Stack) -> Callable[..., Page]:
    """A browser at the site's name, at which passkeys work, in which the password was typed."""

    def enter(name: str, hire: bool = True, **more: Any) -> Page:
        if hire:
            stack.command("shell", "-c", HIRE.format(name))
        person = visitor(**more)
        person.address = person.address.replace("127.0.0.1", "localhost")
        page = person.open("/staff/")
        type_password(page, name)
        return page

    return enter


def type_password(page: Page, name: str) -> None:
    page.get_by_label("Username:").fill(name)
    page.get_by_label("Password:").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def look(page: Page, name: str) -> None:
    """Nothing bars anyone from this page, and none of it lies beside the screen."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
    assert violations(page, STAFF_RULES) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def with_a_device(page: Page) -> CDPSession:
    """This browser has a device that holds passkeys, and always agrees."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return device


def hand_over(page: Page, stack: Stack, name: str) -> None:
    """Type the code that the operator reads to them."""
    code = stack.command("second_step", name).splitlines()[0]
    page.get_by_label("The code that you got").fill(code)
    page.get_by_role("button", name="Go on").click()


def keep_recovery_codes(page: Page) -> list[str]:
    expect(page.locator(".codes li")).to_have_count(10)
    codes = page.locator(".codes li").all_inner_texts()
    page.get_by_label("I have put them in a safe place").check()
    page.get_by_role("button", name="Done").click()
    return codes


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_by_code_and_the_day_the_phone_is_lost(
    enter: Callable[..., Page], stack: Stack, scheme: str
) -> None:
    name = f"cody-{scheme}"
    page = enter(name, color_scheme=scheme)
    look(page, f"entry-{scheme}")
    hand_over(page, stack, name)
    page.get_by_text("I cannot scan it").click()
    key = key_in(page.locator(".phone-key").inner_text())
    look(page, f"phone-{scheme}")
    page.get_by_label("Code", exact=True).fill("000000")
    page.get_by_role("button", name="That is my phone").click()
    expect(page.get_by_text("your phone’s clock may be wrong")).to_be_visible()
    look(page, f"phone-wrong-{scheme}")
    page.get_by_label("Code", exact=True).fill(code_of(key))
    page.get_by_role("button", name="That is my phone").click()
    look(page, f"recovery-{scheme}")
    codes = keep_recovery_codes(page)
    expect(page.get_by_role("button", name="Your account")).to_be_visible()
    lost = enter(name, hire=False, color_scheme=scheme)
    look(lost, f"step-{scheme}")
    lost.get_by_text("Lost the phone?").click()
    lost.get_by_label("One of your ten codes").fill(codes[4])
    look(lost, f"step-lost-{scheme}")
    lost.get_by_role("button", name="Use this code").click()
    open_account(lost)
    lost.get_by_role("link", name="My sign-in").click()
    expect(lost.get_by_text("9 of 10 left")).to_be_visible()
    look(lost, f"mine-{scheme}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_by_passkey(enter: Callable[..., Page], stack: Stack, scheme: str) -> None:
    name = f"peg-{scheme}"
    page = enter(name, color_scheme=scheme)
    device = with_a_device(page)
    hand_over(page, stack, name)
    expect(page.get_by_text("Your device made no passkey")).to_be_hidden()
    page.get_by_label("Name of the device").fill("Peg’s phone")
    page.get_by_role("button", name="Use this device or a key").click()
    keep_recovery_codes(page)
    open_account(page)
    page.get_by_role("link", name="My sign-in").click()
    expect(page.get_by_text("Peg’s phone").first).to_be_visible()
    page.context.clear_cookies()
    page.goto(page.url)
    type_password(page, name)
    expect(page.get_by_role("button", name="Use my passkey")).to_be_visible()
    look(page, f"passkey-{scheme}")
    page.get_by_role("button", name="Use my passkey").click()
    expect(page.get_by_role("heading", name="My sign-in")).to_be_visible()
    page.context.clear_cookies()
    page.goto(page.url)
    type_password(page, name)
    device.send("WebAuthn.disable")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('none')) }")
    page.get_by_role("button", name="Use my passkey").click()
    expect(page.get_by_text("Your device gave no passkey")).to_be_visible()
    look(page, f"passkey-none-{scheme}")
