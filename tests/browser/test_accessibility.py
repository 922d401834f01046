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

RULES = {
    "resultTypes": ["violations"],
    "runOnly": [
        *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"),
    ],
    "rules": {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}},
}
AXE = Axe().axe_script


def violations(page: Page) -> list[str]:
    """What axe says, each with the first element it is about."""
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate(f"axe.run(document, {json.dumps(RULES)})")
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found["violations"]]


def test_axe_sees_what_is_wrong(visitor: Callable[..., Visitor]) -> None:
    page = visitor().open("/")
    page.evaluate(
        "document.querySelector('main').innerHTML ="
        '\'<h1 style="color:#777">Pale</h1><img src="data:,"><a href="/"></a>\''
    )
    found = {line.split(":")[0] for line in violations(page)}
    assert {"color-contrast-enhanced", "image-alt", "link-name"} <= found


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_state_is_accessible(
    visitor: Callable[..., Visitor], stack: Stack, thanked: list[str], scheme: str, width: int
) -> None:
    person = visitor(width, 900, color_scheme=scheme)
    todo = [*states(stack.address), *(State(path) for path in thanked)]
    if width < 736:
        todo.append(State("/", then=open_menu, name="with the menu open"))
    assert len(todo) > 50
    problems = {}
    for state in todo:
        page = person.open(state.path, state.status)
        if state.then:
            state.then(page)
        if found := violations(page) + scrolls_sideways(page):
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
