"""What a question is about says more than whose it is, or how old they are."""

import pytest
from django.test import Client

from pages.clinic.models import Clinic
from tests.faq.search.results import search, shown

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("my son has PTSD", "/conditions/ptsd/"),
        ("ptsd son", "/conditions/ptsd/"),
        ("My son is 23 and has PTSD.", "/conditions/ptsd/"),
        ("My son is 23. What does it cost?", "what-does-it-cost"),
        ("my daughter is 19 and has anxiety", "/conditions/anxiety-and-ocd/"),
        ("my son is 12 has anxiety", "can-teenagers-have-it"),
        ("my son is 15", "can-teenagers-have-it"),
        ("can my husband stay with me", "can-someone-stay-with-me"),
        ("mi hijo tiene TEPT", "ptsd"),
        ("dying to know the price", "cost"),
        ("how do i start", "/how-to-start/"),
        ("my son is depressed", "for-family"),
    ],
)
def test_the_topic_comes_first(client: Client, filled_site: None, typed: str, path: str) -> None:
    assert path in shown(search(client, typed))[0].path


def test_whether_it_hurts_is_a_question_of_needles(client: Client, filled_site: None) -> None:
    first = [one.path for one in shown(search(client, "does it hurt"))[:2]]
    assert any("i-am-afraid-of-needles" in path for path in first)


def test_both_worksheets_are_found(client: Client, filled_site: None) -> None:
    assert "/treatment-day/" in [one.path for one in shown(search(client, "worksheet"))]


@pytest.mark.parametrize("typed", ["night phone number", "call at night", "weekend emergency"])
def test_the_phone_for_the_night_is_found_once_it_is_entered(
    client: Client, filled_site: None, typed: str
) -> None:
    assert all("0199" not in one.line for one in shown(search(client, typed)))
    Clinic.objects.update(night_phone="(202) 555-0199")
    assert "(202) 555-0199" in shown(search(client, typed))[0].line
