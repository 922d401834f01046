"""axe finds nothing on any page, in any state, by day and by night, on a phone and on a desk."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Visitor
from tests.browser.stack import Stack
from tests.browser.states import State, open_menu, states

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: The only rules that can tell night from day. The enhanced contrast is level AAA.
COLORS = ["color-contrast", "color-contrast-enhanced", "link-in-text-block"]
ALL_RULES = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {rule: {"enabled": True} for rule in [*COLORS, "target-size"]},
}
COLOR_RULES = {"runOnly": {"type": "rule", "values": COLORS}}
AXE = Axe().axe_script


def violations(page: Page, rules: dict[str, Any] = ALL_RULES) -> list[str]:
    """What axe says, each with the first element it is about."""
    options = json.dumps(rules | {"resultTypes": ["violations"]})
    found: dict[str, Any] = page.evaluate(f"axe.run(document, {options})")
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found["violations"]]


def test_axe_sees_what_is_wrong(visitor: Callable[..., Visitor]) -> None:
    page = visitor().open("/")
    page.evaluate(AXE)
    page.evaluate("document.querySelector('h1').style.color = '#aaa'")
    page.evaluate("document.querySelector('.lead').style.color = '#666'")
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<a href=/></a>')"
    )
    found = {line.split(":")[0] for line in violations(page)}
    assert {"color-contrast", "color-contrast-enhanced", "link-name"} <= found
    assert {line.split(":")[0] for line in violations(page, COLOR_RULES)} <= set(COLORS)


@pytest.mark.parametrize("width", [390, 1440])
def test_every_state_is_accessible_by_day_and_by_night(
    visitor: Callable[..., Visitor], stack: Stack, thanked: list[str], width: int
) -> None:
    person = visitor(width, 900, color_scheme="light")
    todo = [*states(stack.address), *(State(path) for path in thanked)]
    if width < 736:
        todo.append(State("/", then=open_menu, name="with the menu open"))
    assert len(todo) > 50
    problems = {}
    for state in todo:
        page = person.open(state.path, state.status)
        if state.then:
            state.then(page)
        page.evaluate(AXE)
        page.emulate_media(color_scheme="light")
        found = violations(page) + scrolls_sideways(page)
        page.emulate_media(color_scheme="dark")
        if found := found + [f"by night: {one}" for one in violations(page, COLOR_RULES)]:
            problems[str(state)] = found
    assert problems == {}


def scrolls_sideways(page: Page) -> list[str]:
    """Empty, unless the page is wider than its window."""
    over = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return [f"{over} px too wide"] if over > 0 else []


@pytest.mark.parametrize(("width", "text"), [(320, "100%"), (390, "200%"), (1280, "200%")])
def test_nothing_is_cut_off_on_a_small_screen_or_with_large_text(
    visitor: Callable[..., Visitor], stack: Stack, width: int, text: str
) -> None:
    person = visitor(width, 800)
    problems = {}
    for state in states(stack.address):
        page = person.open(state.path, state.status)
        page.evaluate("size => { document.documentElement.style.fontSize = size }", text)
        if state.then:
            state.then(page)
        if found := scrolls_sideways(page):
            problems[str(state)] = found
    assert problems == {}
