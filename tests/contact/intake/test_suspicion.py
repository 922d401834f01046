"""What looks like advertising is held for staff; the sender is thanked like everyone."""

import pytest

from contact.models import Delivery, Inquiry
from tests.contact.visitor import BY_EMAIL, BY_TEXT, Visitor, is_thanked

LINKS = " ".join(f"https://www.shop.example/{number}" for number in range(3))


@pytest.mark.parametrize(
    "typed",
    [
        {"leave_empty": "http://shop.example"},
        {"message": LINKS},
        {"message": "www.a.example www.b.example WWW.c.example"},
        {"message": "[url=http://shop.example]cheap[/url]"},
        {"message": "[URL]shop[/URL]"},
        {"name": "Win https://shop.example"},
    ],
)
def test_advertising_is_held_without_any_mail(visitor: Visitor, typed: dict[str, str]) -> None:
    assert is_thanked(visitor.send(**BY_EMAIL | typed))
    held = Inquiry.objects.get()
    assert held.status == "held"
    assert held.held_reason
    assert not Delivery.objects.exists()
    assert b"We have your message" in visitor.follow().content


@pytest.mark.parametrize(
    "message",
    [
        "I read https://www.nih.example/page and https://www.fda.example/page, is that you?",
        "My plan [Blue Cross] said no.",
        "Does wwwell mean anything?",
    ],
)
def test_an_ordinary_question_is_not_held(visitor: Visitor, message: str) -> None:
    visitor.send(**BY_TEXT | {"message": message})
    assert Inquiry.objects.get().status == "new"


def test_someone_in_crisis_is_never_held(visitor: Visitor) -> None:
    visitor.send(**BY_TEXT | {"message": f"I want to die {LINKS}", "leave_empty": "x"})
    stored = Inquiry.objects.get()
    assert (stored.status, stored.crisis) == ("new", True)
    assert Delivery.objects.exists()


def test_the_trap_is_out_of_reach_for_people(visitor: Visitor) -> None:
    page = visitor.open_form().page.content.decode()
    trap = page[page.index('name="leave_empty"') - 100 : page.index('name="leave_empty"') + 100]
    assert 'tabindex="-1"' in trap
    assert 'autocomplete="off"' in trap
    assert "Leave this empty" in page
