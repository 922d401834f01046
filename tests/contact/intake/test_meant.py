"""An email address that looks like a slip is asked about once, and sent as it is after that."""

import pytest

from contact.intake.meant import meant
from contact.models import Inquiry
from tests.contact.visitor import BY_EMAIL, BY_TEXT, Visitor
from tests.html import Page

SLIP = BY_EMAIL | {"email": "dana@gmial.com", "message": "What does it cost?"}


@pytest.mark.parametrize(
    ("typed", "better"),
    [
        ("dana@gmial.com", "dana@gmail.com"),
        ("dana@gmail.con", "dana@gmail.com"),
        ("dana@hotmial.com", "dana@hotmail.com"),
        ("dana@yaho.com", "dana@yahoo.com"),
        ("dana@clinic.con", "dana@clinic.com"),
        ("dana@gmail.com", ""),
        ("dana@mail.com", ""),
        ("dana@ymail.com", ""),
        ("dana@example.org", ""),
        ("dana@GMAIL.com", ""),
    ],
)
def test_slips_of_common_places_are_noticed(typed: str, better: str) -> None:
    assert meant(typed) == better


def test_it_asks_once_and_loses_nothing(visitor: Visitor) -> None:
    page = Page(visitor.see(visitor.send(**SLIP)).content.decode())
    assert "Did you mean dana@gmail.com?" in page.main
    assert "One more step" in page.main
    assert "There is a problem" not in page.main
    assert not Inquiry.objects.exists()
    assert visitor.fields["message"] == SLIP["message"]
    assert visitor.send().status_code == 302
    assert Inquiry.objects.get().email == "dana@gmial.com"


def test_another_slip_is_asked_about_as_well(visitor: Visitor) -> None:
    visitor.see(visitor.send(**SLIP))
    visitor.see(visitor.send(email="dana@gmail.con"))
    assert not Inquiry.objects.exists()
    assert visitor.send(email="dana@gmail.com").status_code == 302


def test_who_may_be_in_danger_is_not_asked(visitor: Visitor) -> None:
    assert visitor.send(**SLIP | {"message": "I want to die"}).status_code == 302


def test_a_number_in_words_is_asked_for_in_digits(visitor: Visitor) -> None:
    typed = BY_TEXT | {"phone": "five five five 202 0142 after 6pm please"}
    page = Page(visitor.send(**typed).content.decode())
    assert "Write the phone number in digits" in page.main


def test_the_room_of_a_message_is_said_before_it_is_sent(visitor: Visitor) -> None:
    page = Page(visitor.open_form().page.content.decode())
    assert "1,000 characters" in page.main


def test_who_is_very_fast_is_asked_to_look_once_more(visitor: Visitor) -> None:
    visitor.have_form_open(seconds_ago=0)
    page = Page(visitor.send(**BY_TEXT).content.decode())
    assert "One more step" in page.main
    assert "There is a problem" not in page.main
