"""Pages are short enough for someone who is tired."""

import pytest

from tests.browser.conftest import Arrive

PHONE = (390, 844)
#: Our letters may come after the page; what a machine has in their place may be wider, and the page
#: a few lines longer until they are there.
_HEIGHT_IN_OUR_LETTERS = """async () => {
    await document.fonts.ready;
    const ours = [...document.fonts].filter(one => !one.family.includes("stand-in"));
    if (ours.some(one => one.status !== "loaded")) throw new Error("Our letters did not come.");
    return document.documentElement.scrollHeight;
}"""


@pytest.mark.parametrize(("path", "screens"), [("/", 8), ("/treatment/research/", 7)])
def test_it_ends_after_so_many_screens_of_a_phone(visitor: Arrive, path: str, screens: int) -> None:
    page = visitor(*PHONE).open(path)
    height = page.evaluate(_HEIGHT_IN_OUR_LETTERS)
    assert height / PHONE[1] <= screens


def test_text_stands_under_its_heading_on_a_desk(visitor: Arrive) -> None:
    person = visitor(1440, 900)
    for path in ("/", "/treatment/", "/treatment/research/", "/cost/", "/privacy/", "/questions/"):
        page = person.open(path)
        starts = page.eval_on_selector_all(
            "main h1, main .section h2:first-child, main article > h2, main article > p",
            "all => all.filter(one => !one.closest('.columns, summary'))"
            ".map(one => Math.round(one.getBoundingClientRect().left))",
        )
        assert len(set(starts)) == 1, path


#: Where words stand that staff type, and how long one word of theirs may be.
_TYPED = {
    ".priced tbody th": 80,
    ".priced tbody td": 80,
    ".amount b": 40,
    ".person h2": 120,
    ".person p": 120,
    ".person dd": 120,
    ".start li :is(h3, p, span)": 80,
    ".facts :is(dt, dd)": 80,
    ".lead": 120,
}
_TYPE = """([where, many]) => {
    const found = document.querySelectorAll(`main ${where}`);
    found.forEach(one => { one.textContent = "W".repeat(many); });
    return [found.length, document.documentElement.scrollWidth - innerWidth];
}"""


@pytest.mark.parametrize("width", [320, 390, 820])
def test_a_word_as_long_as_staff_may_type_it_fits_the_page(visitor: Arrive, width: int) -> None:
    person, seen = visitor(width, 844), set()
    for path in ("/prices/", "/team/", "/how-to-start/"):
        for where, many in _TYPED.items():
            found, wider = person.open(path).evaluate(_TYPE, [where, many])
            assert wider <= 0, f"{path} {where}"
            seen |= {where} if found else set()
    assert seen == _TYPED.keys()
