"""Two texts are compared word by word, as a person would."""

from collections.abc import Callable

import pytest

from pages.models import PageRevision
from pages.profile.models import StartGuideRevision
from pages.revisions.comparing import Piece, compare, in_words, pieces
from pages.revisions.sources import Source

Write = Callable[..., PageRevision]


def kinds(before: str, after: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in pieces(before, after)]


def test_what_goes_stands_before_what_comes() -> None:
    assert kinds("You may drive.", "You can drive.") == [
        ("same", "You "),
        ("gone", "may "),
        ("new", "can "),
        ("same", "drive."),
    ]


def test_only_what_is_there_is_named() -> None:
    assert kinds("One.", "One. Two.")[-1] == ("new", "Two.")
    assert kinds("One. Two.", "One. ")[-1] == ("gone", "Two.")
    assert kinds("", "") == []


def test_a_space_that_nobody_sees_is_no_change() -> None:
    assert kinds("one  two", "one two") == [("same", "one two")]


def test_a_new_line_is_a_change() -> None:
    assert ("new", "\n") in kinds("one two", "one \ntwo")
    assert ("gone", "\n") in kinds("one\n\ntwo", "one\n two")


def test_signs_and_words_are_apart_but_a_word_is_whole() -> None:
    assert kinds("don’t-know.", "don’t-know!") == [
        ("same", "don’t-know"),
        ("gone", "."),
        ("new", "!"),
    ]


def test_common_words_of_a_long_text_are_no_noise() -> None:
    """In a text of more than 200 words, one that is every third must still be found the same."""
    before = " ".join(f"the dose {number}" for number in range(150))
    after = before.replace("dose 75", "amount 75")
    changed = [piece for piece in pieces(before, after) if piece.kind != "same"]
    assert changed == [Piece("dose ", "gone"), Piece("amount ", "new")]
    # Also where nothing else is the same.
    common = "the same " * 150
    assert kinds(f"One {common}", f"Two {common}") == [
        ("gone", "One "),
        ("new", "Two "),
        ("same", common),
    ]


def test_every_field_visitors_read_is_compared_and_the_sources(write: Write) -> None:
    before = write(body="Turn left.")
    before.publish()
    after = write(body="Turn right.", nav="Cars", what_changed="The way.")
    source = Source.objects.create(key="map", author="City", title="Map")
    after.sources.add(source)
    found = compare(before, after)
    labels = [field.label for field in found]
    assert labels == [
        "Title",
        "Short answer",
        "Text",
        "Short name for menus",
        "Description",
        "What changed",
        "Sources",
    ]
    changed = [field.label for field in found if not field.is_same]
    assert changed == ["Text", "Short name for menus", "What changed", "Sources"]
    assert found[-1].pieces == [Piece(f"{source}\n", "new")]
    assert [field.pieces for field in compare(after, before)][-1] == [Piece(f"{source}\n", "gone")]


@pytest.mark.parametrize(
    ("chosen", "label"), [("yes", "Yes"), ("list", "There is a waiting list"), ("", "")]
)
def test_a_choice_is_compared_by_what_staff_chose(chosen: str, label: str) -> None:
    assert in_words(StartGuideRevision(new_patients=chosen), "new_patients") == label
