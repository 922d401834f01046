"""Whom to call stays in sight and in reach, however many rows it takes."""

import pytest

from tests.browser.conftest import Arrive

#: Of each link of the bar, whether a finger on it finds it, and whether all of it can be seen.
_REACHED = """() => [...document.querySelectorAll(".crisis a")].map(link => {
    const box = link.getBoundingClientRect();
    const found = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const free = document.elementFromPoint(box.x + 1, box.bottom - 1);
    return link.contains(found) && !free.closest(".nav") && box.bottom <= innerHeight;
})"""
#: A phone; the same held sideways; with everything at twice its size.
_WINDOWS = [(390, 844), (844, 390), (195, 422)]


@pytest.mark.parametrize(("width", "height"), _WINDOWS)
@pytest.mark.parametrize("path", ["/", "/es/"])
def test_the_open_menu_leaves_it_free(visitor: Arrive, path: str, width: int, height: int) -> None:
    page = visitor(width, height).open(path)
    for down in (0, 600):
        page.evaluate("down => scrollTo(0, down)", down)
        page.evaluate("document.querySelector('.nav').showPopover()")
        assert page.evaluate(_REACHED) == [True, True, True], down
        page.evaluate("document.querySelector('.nav').hidePopover()")


def test_the_open_menu_leaves_it_free_with_large_text(visitor: Arrive) -> None:
    page = visitor(reduced_motion="reduce").open("/")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    page.evaluate("document.querySelector('.nav').showPopover()")
    assert page.evaluate(_REACHED) == [True, True, True]


@pytest.mark.parametrize(("width", "height"), _WINDOWS)
@pytest.mark.parametrize("path", ["/", "/es/"])
def test_it_stays_while_one_reads_and_leaves_room_for_words(
    visitor: Arrive, path: str, width: int, height: int
) -> None:
    page = visitor(width, height).open(path)
    page.evaluate("scrollTo(0, 600)")
    bar = page.locator(".crisis").bounding_box()
    assert bar
    assert bar["y"] == 0
    assert bar["height"] <= height / 3


def test_a_window_too_low_for_it_opens_the_menu_at_its_top(visitor: Arrive) -> None:
    page = visitor(320, 256).open("/es/")
    page.evaluate("scrollTo(0, 600)")
    page.evaluate("document.querySelector('.nav').showPopover()")
    menu = page.locator(".nav").bounding_box()
    assert menu
    assert menu["y"] == 0
