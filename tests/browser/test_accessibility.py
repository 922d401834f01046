"""axe finds nothing on any page, in any state, by day and by night, on a phone and on a desk."""

import pytest

from tests.browser.axe import COLOR_RULES, COLORS, broken_words, scrolls_sideways, violations
from tests.browser.conftest import Arrive
from tests.browser.stack import Stack
from tests.browser.states import State, open_menu, states


def test_axe_sees_what_is_wrong(visitor: Arrive) -> None:
    page = visitor().open("/")
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
    visitor: Arrive, stack: Stack, thanked: list[str], width: int
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
            page.emulate_media(color_scheme="light")
        found = violations(page) + scrolls_sideways(page)
        page.emulate_media(color_scheme="dark")
        if found := found + [f"by night: {one}" for one in violations(page, COLOR_RULES)]:
            problems[str(state)] = found
    assert problems == {}


@pytest.mark.parametrize(("width", "text"), [(320, "100%"), (390, "200%"), (1280, "200%")])
def test_nothing_is_cut_off_on_a_small_screen_or_with_large_text(
    visitor: Arrive, stack: Stack, width: int, text: str
) -> None:
    person = visitor(width, 800)
    problems = {}
    for state in states(stack.address):
        page = person.open(state.path, state.status)
        page.evaluate("size => { document.documentElement.style.fontSize = size }", text)
        if state.then:
            state.then(page)
        if found := scrolls_sideways(page) + broken_words(page):
            problems[str(state)] = found
    assert problems == {}
