"""A source is kept only if a visitor could look it up; what is wrong is said at its field."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from pages.revisions.sources import Source
from tests.colleagues import Editor, said

ADD = "/staff/pages/source/add/"
WHOLE: dict[str, Any] = {
    "key": "lee-2024",
    "author": "Lee A",
    "title": "Rides home",
    "where": "Journal",
    "year": "2024",
    "url": "https://journal.example/1",
}
NOTHING_TO_SEE = "\u200b\u200d"


def errors(page: Any) -> dict[str, str]:
    """What is said at each field; nothing where it was saved."""
    if page.status_code == 302:
        return {}
    found = page.context["adminform"].form.errors
    return {name: " ".join(messages) for name, messages in found.items()}


def test_a_whole_source_is_kept(dana: Editor) -> None:
    assert errors(dana.press(ADD, **WHOLE)) == {}
    assert Source.objects.get().title == "Rides home"


def test_its_form_says_what_the_key_is_for(dana: Editor) -> None:
    assert "A short name for staff, like lee-2024." in said(dana.get(ADD))


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"year": "0"}, "year", "Enter a year from 1900"),
        ({"year": "1823"}, "year", "Enter a year from 1900"),
        ({"year": "3000"}, "year", "Enter a year from 1900"),
        ({"year": ""}, "year", "or below the day it was read"),
        ({"author": NOTHING_TO_SEE}, "author", "Enter the author."),
        ({"title": NOTHING_TO_SEE}, "title", "Enter the title."),
        ({"url": ""}, "url", "or below why it has none"),
        ({"url": "", "no_address": NOTHING_TO_SEE}, "url", "or below why it has none"),
        ({"url": "ftp://journal.example/1"}, "url", "starts with https://"),
        ({"url": "https://www.fda.gov/study"}, "url", "No work is at this address of fda.gov"),
        ({"url": "https://doi.org/study"}, "url", "https://doi.org/10."),
        ({"url": "https://pubmed.ncbi.nlm.nih.gov/?term=x"}, "url", "No work is at this address"),
    ],
)
def test_what_nobody_could_look_up_is_refused_at_its_field(
    dana: Editor, changes: dict[str, str], field: str, words: str
) -> None:
    said = errors(dana.press(ADD, **WHOLE | changes))
    assert words in said.pop(field)
    assert said == {}
    assert not Source.objects.exists()


def test_the_day_it_was_read_has_come(dana: Editor) -> None:
    today = timezone.localdate()
    ahead = WHOLE | {"year": "", "read_on": str(today + timedelta(days=1))}
    assert errors(dana.press(ADD, **ahead)) == {"read_on": "This day is still to come."}
    assert errors(dana.press(ADD, **ahead | {"read_on": str(today)})) == {}


def test_what_has_no_address_says_why(dana: Editor) -> None:
    assert errors(dana.press(ADD, **WHOLE | {"url": "", "no_address": "A printed book."})) == {}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "Other words", "url": "HTTPS://journal.example/1"}, "url"),
        ({"author": "LEE A", "title": "rides home", "url": "https://other.example/"}, "title"),
    ],
)
def test_no_work_is_there_twice(dana: Editor, changes: dict[str, str], field: str) -> None:
    dana.press(ADD, **WHOLE)
    assert errors(dana.press(ADD, **WHOLE | {"key": "second"} | changes)).keys() == {field}
    assert Source.objects.count() == 1
    own = f"/staff/pages/source/{Source.objects.get().pk}/change/"
    assert errors(dana.press(own, where="Another journal")) == {}


def test_another_work_of_the_same_author_is_kept(dana: Editor) -> None:
    dana.press(ADD, **WHOLE)
    other = {"key": "lee-2025", "year": "2025", "url": "https://journal.example/2"}
    assert errors(dana.press(ADD, **WHOLE | other)) == {}
    assert Source.objects.count() == 2
