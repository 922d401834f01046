"""Two versions are compared field by field and word by word."""

import pytest

from faq.models import Entry, EntryRevision
from pages.models import Page, PageRevision
from pages.revisions.comparing import Compared, Piece, compare, pieces
from pages.revisions.sources import Source


def steps(before: str, after: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in pieces(before, after)]


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("One two", "One two", [("same", "One two")]),
        ("", "New", [("new", "New")]),
        ("Old", "", [("gone", "Old")]),
        ("", "", []),
        ("It is a", "It was a", [("same", "It "), ("gone", "is "), ("new", "was "), ("same", "a")]),
        ("Two  spaces", "Two spaces", [("same", "Two spaces")]),
        ("End ", "End", [("same", "End")]),
        ("One\ntwo", "One two", [("same", "One"), ("gone", "\n"), ("same", "two")]),
    ],
)
def test_what_was_taken_out_stands_before_what_came(
    before: str, after: str, found: list[tuple[str, str]]
) -> None:
    assert [(kind, text.strip(" ")) for kind, text in steps(before, after)] == [
        (kind, text.strip(" ")) for kind, text in found
    ]


def test_one_new_word_in_a_long_text_is_one_new_word() -> None:
    half = "one two " * 150
    assert steps(half + half, f"{half}three {half}") == [
        ("same", half),
        ("new", "three "),
        ("same", half),
    ]


@pytest.mark.django_db
def test_every_field_is_compared_and_called_as_staff_know_it() -> None:
    page = Page.objects.create(slug="way")
    before = PageRevision(document=page, title="Way", summary="By bus.", language="es")
    before.save()
    written = {"title": "The way", "summary": "By bus.", "body": "Text.", "what_changed": "All."}
    after = PageRevision.objects.create(document=page, **written)
    fields = {field.label: field.is_same for field in compare(before, after)}
    assert fields == dict.fromkeys(fields, True) | {
        "Title": False,
        "Short answer": True,
        "Text": False,
        "What changed": False,
        "Sources": True,
    }
    assert len(fields) == len(PageRevision.WORDS) + 1, "all but the language, and two more"
    title, _, body, *_ = compare(before, after)
    assert title.pieces == [Piece("Way", "gone"), Piece("The way", "new")]
    assert body.pieces == [Piece("Text.", "new")]


@pytest.mark.django_db
def test_a_source_is_there_or_not(entry: Entry) -> None:
    live = entry.revisions.get(state="live")
    draft = EntryRevision.objects.create(document=entry, title="T", summary="S")
    names = ("City", "Country", "State")
    city, country, state = (
        Source.objects.create(key=name.lower(), author=name, title="Map") for name in names
    )
    live.sources.set([city, country])
    draft.sources.set([city, state])
    assert compare(live, draft)[-1] == Compared(
        "Sources",
        [
            Piece("City: Map\n"),
            Piece("Country: Map\n", "gone"),
            Piece("State: Map\n", "new"),
        ],
        "sources",
    )
