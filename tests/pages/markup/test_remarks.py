"""What is to look at again leads to the words it is about, however they were typed."""

import re
from pathlib import Path
from time import process_time

import pytest

from faq.models import Entry
from pages.markup.remarks import Remark, Typed, place_of, shown
from pages.markup.samples import SAMPLES, unfilled
from tests.colleagues import Editor, arrive, change, draft_of, said
from tests.html import Page

HOW_TO = Path(__file__).parents[3] / "templates" / "admin" / "how_to_write.html"
CLAIM = "It is safe for everyone, has no side effects and always works."
#: Examples with nothing in them to fill in: their words may stand.
WHOLE = {
    "When to get help",
    "Lines that help",
    "Checklist",
    "Only if a fact is known",
    "Table",
    "Short facts",
}


@pytest.mark.parametrize(
    ("sentence", "typed"),
    [
        ("It always works.", "It always works."),
        ("It always works.", "It **always** works."),
        ("It always works, see it.", "It [always](/a/)\nworks, **see** it."),
        ("“It always works.”", "It always works."),
    ],
)
def test_a_sentence_is_found_as_it_was_typed(sentence: str, typed: str) -> None:
    place = place_of(sentence, {"title": "A title", "body": f"Before.\n\n{typed}\n\nAfter."})
    assert place
    assert place.field == "body"
    assert place.words.strip(".”“") == typed.strip(".”“")


def test_a_sentence_with_a_fact_in_it_is_found_by_the_rest() -> None:
    place = place_of(
        "It always works and costs 400 dollars.", {"body": "It always works and costs {x}."}
    )
    assert place == Typed("body", "It always works and costs")


def test_words_that_were_typed_nowhere_lead_nowhere() -> None:
    assert place_of("It always works.", {"body": "It may help."}) is None
    assert shown(["Plain words", Remark("Nothing typed")], {"body": "x"})[0].place is None


def test_a_long_text_is_searched_in_a_moment() -> None:
    start = process_time()
    body = "It always ](((( " * 9_000
    assert place_of("It always works well here today. " * 9, {"body": body}) is None
    assert process_time() - start < 5


def remarks(page: object) -> dict[str, str]:
    """The words each link to a place shows, by where it leads."""
    links = Page(said(page)).tags("a")
    return {one.get("href"): one.get("data-shows") for one in links if "Show me" in one.words}


def test_each_warning_leads_to_its_sentence(dana: Editor, entry: Entry) -> None:
    dana.press(change(entry), summary="It never fails.", body=f"Come in. {CLAIM}\n")
    links = remarks(dana.get(change(entry)))
    assert links["#id_body"] == CLAIM
    assert links["#id_summary"] == "It never fails."
    assert "id_sources" in said(dana.get(change(entry)))
    assert "A medical answer without a source" in said(dana.get(change(entry)))
    assert links["#id_sources"] == ""


def test_before_publishing_it_leads_to_the_sentence_in_the_editor(
    dana: Editor, entry: Entry
) -> None:
    asked = arrive(dana.publish(change(entry), body=CLAIM))
    [*links] = remarks(asked)
    assert links
    editor = Page(said(dana.get(change(entry))))
    for link in links:
        path, _hash, place = link.partition("#")
        assert path == change(entry)
        assert [one for one in editor.tags("li") if one.get("id") == place]


def test_a_warning_in_spanish_leads_to_its_sentence(dana: Editor, entry: Entry) -> None:
    dana.post(change(entry).replace("/change/", "/translate/"), {"language": "es"})
    spanish = f"{change(entry)}?language=es"
    dana.press(spanish, title="¿Sirve?", summary="Sí.", body="Puede dejar sus otros medicamentos.")
    assert draft_of(entry, "es").body.startswith("Puede")
    page = dana.get(spanish)
    assert "Never tell people to stop a medicine" in said(page)
    assert remarks(page)["#id_body"] == "Puede dejar sus otros medicamentos."


def test_words_that_rest_on_a_source_are_not_asked_for_one(dana: Editor, entry: Entry) -> None:
    Entry.objects.update(medical=False)
    assert "without a source" not in said(dana.get(change(entry)))


@pytest.mark.parametrize(
    "text",
    [
        "::: important Do not drive after a session\nOne short paragraph that says why.\n:::",
        "- Followed for | How long.",
        "::: part A heading",
        "**bold words**",
        "See [what it leads to](/contact/).",
        "Ask [name of the doctor] about it.",
        "TODO: write this",
    ],
)
def test_sample_text_left_in_a_block_is_told(text: str) -> None:
    [found] = unfilled(text)
    assert found.startswith("This is still sample text")


@pytest.mark.parametrize(
    "text", ["[The cost](/cost/) is low.", "One thing is sure.", "- How long | A day", "A question"]
)
def test_words_of_ones_own_are_no_sample(text: str) -> None:
    assert list(unfilled(text)) == []


def test_every_block_that_is_put_in_and_left_as_it_is_is_told() -> None:
    blocks = dict(re.findall(r'<pre data-block="([^"]+)">(.*?)</pre>', HOW_TO.read_text(), re.S))
    silent = {name for name, text in blocks.items() if not list(unfilled(text))}
    assert {name for name in silent if not name.startswith(("Picture", "A session"))} <= WHOLE
    typed = HOW_TO.read_text().lower() + "bold words, what it leads to"
    assert {sample for sample in SAMPLES if sample not in typed} == set()
