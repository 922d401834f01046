"""What a question is about says more than whose it is, or how old they are."""

import pytest
from django.test import Client

from pages.clinic.models import Clinic
from tests.faq.search.results import search, shown

#: What is typed, and a part of the address that comes first.
FIRST = {
    "my son has PTSD": "/conditions/ptsd/",
    "ptsd son": "/conditions/ptsd/",
    "My son is 23 and has PTSD.": "/conditions/ptsd/",
    "My son is 23. What does it cost?": "what-does-it-cost",
    "my daughter is 19 and has anxiety": "/conditions/anxiety-and-ocd/",
    "my son is 12 has anxiety": "can-teenagers-have-it",
    "my son is 15": "can-teenagers-have-it",
    "can my husband stay with me": "can-someone-stay-with-me",
    "mi hijo tiene TEPT": "ptsd",
    "dying to know the price": "/prices/",
    "how do i start": "/how-to-start/",
    "my son is depressed": "for-family",
}

pytestmark = pytest.mark.django_db


def test_the_topic_comes_first(client: Client, filled_once: None) -> None:
    found = {typed: shown(search(client, typed))[0].path for typed in FIRST}
    assert {typed: path for typed, path in found.items() if FIRST[typed] not in path} == {}
    hurts = [one.path for one in shown(search(client, "does it hurt"))[:2]]
    assert any("i-am-afraid-of-needles" in path for path in hurts)
    assert "/treatment-day/" in [one.path for one in shown(search(client, "worksheet"))]


def test_the_phone_for_the_night_is_found_once_it_is_entered(
    client: Client, filled_once: None
) -> None:
    typed = ["night phone number", "call at night", "weekend emergency"]
    before = [one.line for each in typed for one in shown(search(client, each))]
    assert not [line for line in before if "0199" in line]
    Clinic.objects.update(night_phone="(202) 555-0199")
    first = [shown(search(client, each))[0].line for each in typed]
    assert [line for line in first if "(202) 555-0199" not in line] == []
    leads_to = {shown(search(client, each))[0].path for each in typed}
    assert leads_to == {"/after-a-session/"}
    assert "(202) 555-0199" in client.get("/after-a-session/").content.decode()


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("my son has PTSD", "/for-family/"),
        ("my wife has anxiety", "/for-family/"),
        ("mi hijo tiene TEPT", "/es/for-family/"),
    ],
)
def test_the_page_for_family_is_among_the_first_three(
    client: Client, filled_once: None, typed: str, path: str
) -> None:
    assert path in [one.path for one in shown(search(client, typed))[:3]]
