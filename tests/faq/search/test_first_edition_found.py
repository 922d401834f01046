"""A search of the first edition knows its pages and says what it does not know."""

import re

import pytest
from django.test import Client

from faq.models import UnansweredSearch
from tests.faq.search.results import no_answer, search, shown

MISSING = [
    *("phone number", "where are you located", "are you open saturday", "parking"),
    *("what bus goes there", "who are the doctors"),
]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_once")]


@pytest.mark.parametrize("typed", MISSING)
def test_a_fact_that_nobody_entered_is_no_answer(client: Client, typed: str) -> None:
    page = search(client, typed)
    assert no_answer(page)
    assert "/contact/" in [one.get("href") for one in page.tags("a") if one.is_inside("li")]
    assert not [one for one in shown(page) if one.path.startswith(("/find-us/", "/team/"))]


@pytest.mark.parametrize("typed", ["ketamine", "Ketamine therapy", "clinic", "infusion", "therapy"])
def test_the_commonest_words_find_something(client: Client, typed: str) -> None:
    page = search(client, typed)
    assert not no_answer(page)
    assert shown(page)


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("what is ketamine", "/treatment/what-it-is/"),
        ("choices", "/choices/"),
        ("my treatment day", "/treatment-day/"),
        ("referral sheet", "/referral-sheet/"),
        ("ptsd", "/conditions/ptsd/"),
        ("can i drive home", "/questions/transport/can-i-drive-home/"),
    ],
)
def test_a_page_comes_first_for_who_asks_for_it(client: Client, typed: str, path: str) -> None:
    assert shown(search(client, typed))[0].path == path


def test_what_has_no_answer_says_so_and_shows_a_few_that_are_near(client: Client) -> None:
    page = search(client, "autism")
    assert no_answer(page)
    assert "Perhaps close to it" in page.main
    assert 0 < len(shown(page)) <= 3
    assert not re.search(r"\d+ (answers?|results?)", page.main)
    assert UnansweredSearch.objects.count() == 1
