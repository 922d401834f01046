"""Numbers of a study are shown for both groups or not at all."""

import re

import pytest
from django.core.exceptions import ValidationError

from faq.models import Entry, EntryRevision
from pages.markup.blocks import check_body
from pages.markup.fair_numbers import Arm, arm
from pages.markup.html import to_html
from tests.colleagues import Editor, change, said
from tests.html import Element, Page

TITLE = "::: fair-numbers One infusion, 2013"
PEOPLE = "- People | 73 adults"
KETAMINE = "- With ketamine | 64 of 100 | were much better"
SEDATIVE = "- With a sedative | 7 of 25 | were much better"
TIME = "- Followed for | 24 hours"
WORSE = "- Got worse | Not told"
WHOLE = [TITLE, PEOPLE, KETAMINE, SEDATIVE, TIME, WORSE]


def block(*lines: str) -> str:
    return "\n".join([*lines, ":::"])


def drawn(*lines: str) -> Page:
    return Page(str(to_html(block(*lines), {})))


def dots(svg: Element, page: Page) -> list[int]:
    """How many dots each path has, all of them first: a line of length n.1 has n + 1."""
    paths = [one.get("d") for one in page.tags("path") if svg in one.parents]
    return [sum(int(n) + 1 for n in re.findall(r"h(\d+)\.1", path)) for path in paths]


def words_of(page: Page, tag: str, css_class: str) -> list[str]:
    found = (one for one in page.tags(tag) if one.is_inside(css_class=css_class))
    return [" ".join(one.words.split()) for one in found]


def test_both_groups_are_said_as_people_out_of_a_hundred() -> None:
    page = drawn(*WHOLE)
    assert words_of(page, "dt", "dots") == [
        "With ketamine: 64 of 100 people were much better",
        "With a sedative: about 28 of 100 people were much better (7 of 25)",
    ]
    assert words_of(page, "dd", "facts") == ["73 adults", "24 hours", "Not told"]


def test_a_line_without_a_number_is_no_group() -> None:
    assert len(drawn(*WHOLE, "- Nobody left the study").tags("svg")) == 2


def test_each_group_is_a_hundred_dots_of_the_same_size() -> None:
    page = drawn(*WHOLE)
    drawings = page.tags("svg")
    assert [dots(svg, page) for svg in drawings] == [[100, 64], [100, 28]]
    assert len({svg.get("viewbox") for svg in drawings}) == 1


def test_what_is_drawn_was_said_already_and_is_not_heard_again() -> None:
    page = drawn(*WHOLE)
    assert [svg.get("aria-hidden") for svg in page.tags("svg")] == ["true", "true"]
    assert len(words_of(page, "dt", "dots")) == len(page.tags("svg"))


def test_a_harm_is_counted_in_squares_beside_both_groups() -> None:
    page = drawn(*WHOLE, "- With ketamine | 8 of 100 | got worse | harm")
    assert [svg.get("class") for svg in page.tags("svg")] == ["", "", "bad"]
    assert words_of(page, "dt", "dots")[-1] == "With ketamine: 8 of 100 people got worse"


DOTS = "::: dots Better or worse"
BETTER = "- In clinics | 54 of 100 | got better"
GOT_WORSE = "- In clinics | 8 of 100 | got worse | harm"


def test_people_are_drawn_in_words_first() -> None:
    page = drawn(DOTS, "Who was counted.", "", BETTER, GOT_WORSE)
    assert words_of(page, "dt", "dots") == [
        "In clinics: 54 of 100 people got better",
        "In clinics: 8 of 100 people got worse",
    ]
    assert [dots(svg, page)[1] for svg in page.tags("svg")] == [54, 8]
    assert [svg.get("class") for svg in page.tags("svg")] == ["", "bad"]
    assert [one.words for one in page.tags("h3")] == ["Better or worse"]


@pytest.mark.parametrize(
    "lines",
    [
        [DOTS, BETTER],
        ["::: dots", BETTER, GOT_WORSE],
        [DOTS, BETTER, "- In clinics | some | got worse"],
        [DOTS, BETTER, "- In clinics | 8 of 100"],
    ],
)
def test_one_number_alone_is_not_drawn(lines: list[str]) -> None:
    with pytest.raises(ValidationError, match="One number alone says nothing"):
        check_body(block(*lines))


def test_words_come_before_drawings() -> None:
    page = drawn(*WHOLE)
    tags = [one.tag for one in page.elements]
    assert tags.index("dl") < tags.index("svg")
    assert page.mistakes == []


@pytest.mark.parametrize("better", range(101))
def test_every_number_has_its_dots(better: int) -> None:
    page = drawn(TITLE, PEOPLE, f"- A | {better} of 100", SEDATIVE, TIME, WORSE)
    assert dots(page.tags("svg")[0], page) == [100, better]


@pytest.mark.parametrize(
    ("better", "people", "of_hundred"),
    [(2, 3, 67), (1, 3, 33), (1, 200, 1), (0, 7, 0), (7, 7, 100)],
)
def test_people_are_counted_to_the_nearest_whole_one(
    better: int, people: int, of_hundred: int
) -> None:
    assert Arm(better, people).per_hundred == of_hundred


def test_a_translation_counts_in_its_own_words() -> None:
    assert arm("64 de 100") == Arm(64, 100)


@pytest.mark.parametrize(
    ("left_out", "complaint"),
    [
        (SEDATIVE, "Both groups are needed"),
        (KETAMINE, "Both groups are needed"),
        (PEOPLE, "Rows are missing"),
        (TIME, "Rows are missing"),
        (WORSE, "Rows are missing"),
    ],
)
def test_what_a_fair_reader_needs_cannot_be_left_out(left_out: str, complaint: str) -> None:
    lines = [line for line in WHOLE if line != left_out]
    with pytest.raises(ValidationError) as error:
        check_body("Some text.\n\n" + block(*lines))
    assert error.value.messages[0].startswith(f"Line 3: {complaint}")


@pytest.mark.parametrize(
    ("line", "instead", "complaint"),
    [
        (TITLE, "::: fair-numbers One infusion", "Line 1: Name the study and its year"),
        (SEDATIVE, "- With a sedative | 101 of 100", "Line 1: “101 of 100” cannot be."),
        (SEDATIVE, "- With a sedative | 0 of 0", "Line 1: “0 of 0” cannot be."),
        (SEDATIVE, "- With a sedative | some", "Line 1: Both groups are needed"),
        (WORSE, "- A third | 1 of 2", "Line 1: Both groups are needed"),
    ],
)
def test_numbers_that_cannot_be_are_refused(line: str, instead: str, complaint: str) -> None:
    with pytest.raises(ValidationError) as error:
        check_body(block(*[instead if one == line else one for one in WHOLE]))
    assert error.value.messages[0].startswith(complaint)


def test_one_group_alone_cannot_be_entered(dana: Editor, entry: Entry) -> None:
    body = block(*[line for line in WHOLE if line != SEDATIVE])
    page = dana.publish(change(entry), body=body)
    assert "Line 1: Both groups are needed" in said(page)
    assert "fair-numbers" not in EntryRevision.objects.get(state="live").body
    dana.press(change(entry), "_save", body=block(*WHOLE))
    assert "fair-numbers" in EntryRevision.objects.get(state="draft").body


@pytest.mark.django_db
@pytest.mark.usefixtures("first_edition")
def test_the_page_on_research_draws_its_studies(client: object) -> None:
    page = Page(client.get("/treatment/research/").content.decode())  # type: ignore[attr-defined]
    drawings = [one for one in page.tags("svg") if one.is_inside(css_class="dots")]
    assert [dots(svg, page)[1] for svg in drawings] == [47, 33, 55, 41, 46, 63, 8, 54, 26]
