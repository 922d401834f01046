"""Asks axe what keeps people from using the page in front of it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

Rules = Mapping[str, Mapping[str, str | Sequence[str] | Mapping[str, bool]] | bool]

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
#: The only rules that can tell night from day. The enhanced contrast is level AAA.
COLORS = ["color-contrast", "color-contrast-enhanced", "link-in-text-block"]
ALL_RULES: Rules = {
    "runOnly": {"type": "tag", "values": [*WCAG, "best-practice"]},
    "rules": {rule: {"enabled": True} for rule in [*COLORS, "target-size"]},
}
COLOR_RULES: Rules = {"runOnly": {"type": "rule", "values": COLORS}}
STAFF_RULES: Rules = {
    "runOnly": {"type": "tag", "values": WCAG},
    # It would add inline styles, which the policy of the staff pages refuses, as it should.
    "preload": False,
}
_SCRIPT = Axe().axe_script
#: Words of which a part stands on the next line. Some of more than 13 letters have to.
_BROKEN = r"""() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const broken = [];
    while (texts.nextNode()) {
        const text = texts.currentNode;
        const stands_in = text.parentElement;
        if (!stands_in.checkVisibility() || stands_in.closest(".visually-hidden")) continue;
        for (const word of text.data.matchAll(/[^\s\/–—-]+/g)) {
            const range = document.createRange();
            range.setStart(text, word.index);
            range.setEnd(text, word.index + word[0].length);
            const lines = [...range.getClientRects()].filter(box => box.width);
            if (word[0].length < 14 && new Set(lines.map(box => box.top)).size > 1)
                broken.push(word[0]);
        }
    }
    return broken;
}"""


def violations(page: Page, rules: Rules = ALL_RULES) -> list[str]:
    """What axe says, each with the first element it is about."""
    options = json.dumps({**rules, "resultTypes": ["violations"]})
    if not page.evaluate("'axe' in window"):
        page.evaluate(_SCRIPT)
    found: dict[str, Any] = page.evaluate(f"axe.run(document, {options})")
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found["violations"]]


def scrolls_sideways(page: Page) -> list[str]:
    """Empty, unless the page is wider than its window."""
    over = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return [f"{over} px too wide"] if over > 0 else []


def broken_words(page: Page) -> list[str]:
    """Words that do not fit their line."""
    return [f"“{word}” is broken" for word in page.evaluate(_BROKEN)]
