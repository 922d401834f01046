"""A colleague is signed out while writing, and goes on where they were, with and without script."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.axe import STAFF_RULES, violations
from tests.browser.conftest import Visitor
from tests.browser.stack import Stack
from tests.browser.states import open_question
from tests.colleagues import PHONE, code_of

PASSWORD = "a-long-enough-password"
WORDS = "First line,\nthen “quotes”, 2 < 3 & 4, é and 😀."
MAKE_DANA = f"""
from django.contrib.auth.models import User
dana, _ = User.objects.get_or_create(username="dana", is_staff=True, is_superuser=True)
dana.set_password("{PASSWORD}")
dana.save()
from tests.colleagues import give_phone
give_phone(dana)
"""


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
@pytest.mark.parametrize("script", [True, False])
def test_words_typed_before_the_session_ended_stand_in_the_form_again(
    visitor: Callable[..., Visitor], stack: Stack, script: bool, width: int, scheme: str
) -> None:
    stack.command("shell", "-c", MAKE_DANA)
    more: dict[str, Any] = {"java_script_enabled": script, "color_scheme": scheme}
    person = visitor(width, 900, **more)
    page = person.open(urlsplit(stack.command("sign_in_link")).path)
    open_question(page)
    editing = page.url
    page.get_by_label("Short answer:").fill(WORDS)
    page.context.clear_cookies()
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("What you typed is kept")).to_be_visible()
    assert not script or violations(page, STAFF_RULES) == []
    page.get_by_label("Username:").fill("dana")
    page.get_by_label("Password:").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Code from your phone").fill(code_of(PHONE))
    assert not script or violations(page, STAFF_RULES) == []
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Nothing you typed is lost")).to_be_visible()
    assert not script or violations(page, STAFF_RULES) == []
    page.get_by_role("button", name="Go on with your text").click()
    expect(page.get_by_label("Short answer:")).to_have_value(WORDS)
    expect(page.get_by_text("not saved yet").first).to_be_visible()
    assert page.url == editing
    assert not script or violations(page, STAFF_RULES) == []
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(editing)
    expect(page.get_by_label("Short answer:")).not_to_have_value(WORDS)
