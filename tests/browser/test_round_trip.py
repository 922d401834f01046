"""Every text we ship goes through the writing surface and comes back as it was."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from pages.markup.blocks import BLOCKS, CONDITIONS, ROWS
from pages.revisions.edition.first_edition import read
from tests.browser.conftest import Arrive
from tests.browser.stack import ROOT, Stack

ADD = "/staff/faq/entry/add/"
#: Puts each text into the field and goes to the surface and back; what came back.
_THROUGH = """texts => {
    const area = document.getElementById("id_body");
    const toggle = document.querySelector(".plain-text");
    const was_open = () => toggle.getAttribute("aria-pressed") === "false";
    if (was_open()) toggle.click();
    return texts.map(text => {
        area.value = text;
        toggle.click();
        if (!was_open()) return document.querySelector(".surface [role=status]").textContent;
        toggle.click();
        return area.value;
    });
}"""
_UNCHANGED = """texts => texts.map(text => {
    const {doc, memory} = WritingSurface.read(text);
    return WritingSurface.write(doc, memory);
})"""
_ANEW = "texts => texts.map(text => WritingSurface.write(WritingSurface.read(text).doc))"
#: Types a word at the end of each paragraph, row, heading and cell, one at a time; the lines of the
#: text that changed each time.
_TOUCHED = """texts => texts.map(text => {
    const {doc, memory} = WritingSurface.read(text);
    const lines = text.split("\\n");
    const changed = [];
    doc.descendants((node, at) => {
        if (!node.isTextblock) return;
        const end = at + 1 + node.content.size;
        const word = doc.type.schema.text("Zq");
        const touched = doc.replace(end, end, doc.slice(0, 0).constructor.maxOpen(
            doc.content.constructor.from(word)));
        const now = WritingSurface.write(touched, memory).split("\\n");
        const differ = lines.filter((line, row) => line !== now[row]).length;
        changed.push(now.length === lines.length ? differ : 999);
    });
    return changed;
})"""


def _bodies(table: Any) -> Iterator[str]:
    """Each text of people and places, however deep it stands."""
    if isinstance(table, list):
        for one in table:
            yield from _bodies(one)
    elif isinstance(table, dict):
        yield from (f"{text.strip()}\n" for key, text in table.items() if key == "body")
        yield from (text for part in table.values() for text in _bodies(part))


def shipped() -> dict[str, str]:
    """Texts of pages and answers, and of the people and places of the sample, by where they are."""
    folders = (
        ROOT / app / "content" / language for app in ("pages", "faq") for language in ["en", "es"]
    )
    files = [file for folder in folders for file in sorted(folder.glob("*.md"))]
    texts = {str(file.relative_to(ROOT)): read(file)[1] for file in files}
    for file in sorted(Path(ROOT, "pages/content/demo").glob("*/*.toml")):
        bodies = _bodies(tomllib.loads(file.read_text("utf-8")))
        texts |= {f"{file.relative_to(ROOT)} {number}": text for number, text in enumerate(bodies)}
    return texts


@pytest.fixture
def page(staff: Arrive) -> Page:
    page = staff().open(ADD)
    page.on("dialog", lambda dialog: dialog.accept())
    return page


def different(before: dict[str, str], after: list[str]) -> list[str]:
    return [name for (name, text), now in zip(before.items(), after, strict=True) if text != now]


def test_opening_a_text_and_saving_it_changes_no_byte(page: Page) -> None:
    texts = shipped()
    assert len(texts) > 234, "people and places are among them"
    assert different(texts, page.evaluate(_THROUGH, [*texts.values()])) == []
    assert different(texts, page.evaluate(_UNCHANGED, [*texts.values()])) == []


#: Draws the texts of a file with every fact, and with none.
_DRAW = """
import json, pathlib
from pages.clinic.declared import IN_BRACES
from pages.markup.html import to_html
file = pathlib.Path({path!r})
kinds = ({{}}, dict.fromkeys(IN_BRACES, "x"))
drawn = [[str(to_html(text, facts)) for facts in kinds] for text in json.loads(file.read_text())]
file.write_text(json.dumps(drawn))
"""


def drawn(stack: Stack, file: Path, texts: list[str]) -> list[str]:
    """The pages that these texts become."""
    file.write_text(json.dumps(texts))
    stack.command("shell", "-v0", "-c", _DRAW.format(path=str(file)))
    return [str(one) for one in json.loads(file.read_text())]


def test_a_text_written_anew_from_end_to_end_is_the_same_page(
    page: Page, stack: Stack, tmp_path: Path
) -> None:
    texts = shipped()
    anew = page.evaluate(_ANEW, [*texts.values()])
    assert len(different(texts, anew)) / len(texts) < 0.1, "nearly all are the same byte for byte"
    pages = dict(zip(texts, drawn(stack, tmp_path / "texts", [*texts.values()]), strict=True))
    assert different(pages, drawn(stack, tmp_path / "texts", anew)) == []


def test_a_word_typed_anywhere_changes_its_own_line_alone(page: Page) -> None:
    texts = shipped()
    changed = dict(zip(texts, page.evaluate(_TOUCHED, [*texts.values()]), strict=True))
    assert {name: rows for name, rows in changed.items() if set(rows) - {1}} == {}


#: What staff may have typed as plain text and nobody shipped.
ODD = [
    "A [page][1] by its number.\n\n[1]: /cost/\n",
    "One\n<!-- ask Dr. Lee -->\n\nTwo\n",
    "    a line with an indent\n\nWords\n",
    "* a star\n* another\n\n1) one\n2) two\n",
    "Words\nthat go on\n\n\n\nafter three empty lines\n",
    "::: important Call *us* {phone}\n\n- one\n\n:::\n",
    ":::::: care\n::: no-rush\n- A question\n:::\n::::::\n",
    "| a | b |\n|:--|--:|\n| one \\| two | |\n",
    "> said\n> twice\n\n---\n\n`code`\n",
    '[a link](/x/ "title") and <https://www.fda.gov/> &amp; &nbsp; \\* {nothing}\n',
    "**bold *and* italic** __bold__ _it_\\\nnext line\n",
    "::: how\n- a | b\n  - deeper\nWhat is not certain.\n:::\n",
    "\n\nWords after empty lines",
]


def test_what_nobody_shipped_comes_back_too(page: Page) -> None:
    texts = {text: text for text in ODD}
    assert different(texts, page.evaluate(_THROUGH, ODD)) == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("::: important\nnever closed\n", "Line 1: the block “important” is never closed."),
        ("::: nothing\n:::\n", "Line 1: there is no block “nothing”."),
        (":::\n", "Line 1: ::: closes no block."),
        ("<!-- one\n\ntwo -->\n", "The text has a comment of several paragraphs."),
    ],
)
def test_a_text_that_has_to_be_mended_stays_plain_and_says_why(
    page: Page, text: str, why: str
) -> None:
    (said,) = page.evaluate(_THROUGH, [text])
    assert said.startswith(why)
    assert page.get_by_label("Text:").input_value() == text


def test_the_surface_knows_the_blocks_of_the_site(page: Page) -> None:
    known = page.evaluate(
        "['BLOCKS', 'CONDITIONS', 'ROWS'].map(name => Object.keys(WritingSurface[name]))"
    )
    assert [set(names) for names in known] == [BLOCKS, CONDITIONS, ROWS]
