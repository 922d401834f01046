"""Who worries about another is thanked first; help that stands alone is for clear danger."""

import pytest

from contact.models import Inquiry
from tests.contact.visitor import BY_TEXT, Visitor
from tests.html import Page

WORRY = "My son is 23 and has PTSD. I am so scared"


def answer_to(visitor: Visitor, message: str) -> Page:
    visitor.send(**BY_TEXT | {"message": message})
    return Page(visitor.follow().content.decode())


@pytest.mark.parametrize(
    "message", [WORRY, "My son is 23 and has PTSD. He does not sleep.", "nothing works"]
)
def test_the_thanks_come_first_and_one_block_of_help_after_them(
    visitor: Visitor, message: str
) -> None:
    page = answer_to(visitor, message)
    assert page.tags("h1")[0].words == "Thank you. We have your message."
    order = ["We are glad you wrote", "talk to someone now", "More lines to call", "A person reads"]
    places = [page.main.index(words) for words in order]
    assert places == sorted(places)
    assert "Leave this page now" not in page.main
    assert "Poison" not in page.main
    links = [one.get("href") for one in page.tags("a") if one.is_inside("main")]
    assert links[:4] == ["tel:988", "sms:988", "tel:911", "/help-now/"]


def test_staff_still_see_worry_as_a_crisis(visitor: Visitor) -> None:
    answer_to(visitor, WORRY)
    assert Inquiry.objects.get().crisis


def test_despair_is_met_with_gladness_then_help_then_when_it_is_read(visitor: Visitor) -> None:
    page = answer_to(visitor, "I don't want to live anymore")
    order = ["We are glad you wrote", "Call 988", "We have your message", "A person reads it"]
    places = [page.main.index(words) for words in order]
    assert places == sorted(places)


def test_where_minutes_count_nothing_stands_before_the_call(visitor: Visitor) -> None:
    assert "We are glad" not in answer_to(visitor, "I took too many pills").main


def test_a_form_that_is_not_sent_yet_is_as_gentle(visitor: Visitor) -> None:
    page = Page(visitor.send(**BY_TEXT | {"message": WORRY, "phone": ""}).content.decode())
    assert "If it is heavy right now" in page.main
    assert "Leave this page now" not in page.main
