"""What can go wrong stands no later than what may be gained, wherever both are said."""

import re

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first_edition")]

OFTEN = "Use more than once a week can lead to dependence."
RESOLVED = (
    "A usual course is 6 sessions over 2 to 3 weeks. That is more often, so this risk is real."
)


def read(path: str) -> str:
    """The HTML, without the links of single words to the glossary."""
    html = Client().get(path).content.decode()
    return re.sub(r'<a href="[^"]*" class="term">([^<]*)</a>', r"\1", html)


@pytest.mark.parametrize(
    ("path", "first", "then"),
    [
        ("/", "What can go wrong", "works in hours to days"),
        ("/", "got worse", "26 of 100"),
        ("/treatment/who-it-may-help/", OFTEN, "half better"),
        ("/questions/results/how-likely-is-it-to-help/", OFTEN, "Half better"),
        ("/questions/results/how-soon-does-it-work/", OFTEN, "within hours of the first"),
        ("/treatment/", 'id="safety-and-side-effects"', 'id="a-course-of-treatment"'),
    ],
)
def test_harm_stands_before_the_gain(path: str, first: str, then: str) -> None:
    page = read(path)
    assert -1 < page.index(first) < page.index(then)


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/treatment/", "/treatment/what-it-is/", "/treatment/who-it-may-help/"),
        *("/treatment/research/", "/questions/results/how-likely-is-it-to-help/"),
        *("/questions/results/how-soon-does-it-work/",),
        *("/questions/results/does-it-work-for-other-conditions/",),
    ],
)
def test_dependence_is_weighed_against_how_often_a_course_is(path: str) -> None:
    page = read(path)
    assert 0 < page.index(RESOLVED) - page.index(OFTEN) < 160


@pytest.mark.parametrize("path", ["/", "/treatment/", "/treatment/safety/"])
def test_more_thoughts_of_suicide_are_said_before_fewer(path: str) -> None:
    page = read(path)
    assert 0 < page.index("73 in 100") - page.index("bout 6 in 100 people") < 120
