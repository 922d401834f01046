"""A wrong sentence is found by itself, as visitors read it, on Today and in the lists."""

import pytest

from faq.models import Topic
from tests.colleagues import Editor, change, make_entry, said

TITLE = "Where do I park?"
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "typed",
    [
        "It doesn't hurt, and you can eat at once.",
        "it doesn’t hurt and you can eat",
        "“It doesn’t hurt, and you can **eat** at once”",
    ],
)
def test_a_sentence_leads_to_the_page_that_takes_it_off(
    dana: Editor, topic: Topic, typed: str
) -> None:
    entry = make_entry(topic, body="First. It doesn’t hurt, and you can **eat** at once.\n")
    make_entry(topic, slug="other", title="Other?", body="You can eat later.\n")
    answer = dana.get("/staff/take-off/", {"what": typed})
    assert answer["Location"] == change(entry).replace("/change/", "/take-off/")


def test_what_nobody_says_is_said_plainly(dana: Editor, topic: Topic) -> None:
    make_entry(topic)
    page = said(dana.get("/staff/take-off/", {"what": "The moon is made of cheese."}))
    assert "Nothing on the site is called or says “The moon is made of cheese.”" in page


def test_a_list_looks_into_the_texts_of_now(dana: Editor, topic: Topic) -> None:
    entry = make_entry(topic, body="You can eat at once.\n")
    listed = change(entry).replace(f"{entry.pk}/change/", "")
    assert TITLE in said(dana.get(listed, {"q": "eat at once"}))
    new = entry.shown.copy_as_draft()
    new.body = "You can eat later.\n"
    new.save()
    new.publish(first_edition=True)
    assert TITLE not in said(dana.get(listed, {"q": "eat at once"}))
    assert TITLE in said(dana.get(listed, {"q": "eat later"}))
