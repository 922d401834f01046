"""The thank-you page tells when and how we reply, and nothing about who wrote."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from contact.models import Inquiry
from pages.clinic.models import Clinic
from tests.contact.clock import new_york
from tests.contact.visitor import BY_EMAIL, BY_TEXT, Visitor
from tests.html import Page
from tests.profile import closed, open_place

BY_CALL = BY_TEXT | {"reply_by": "call"}
MONDAY_NOON, SATURDAY = new_york(11, 23, 12), new_york(11, 21, 12)


def thanks_at(moment: datetime, **typed: Any) -> str:
    """What the visitor reads who sends this at this time, tags taken out."""
    with time_machine.travel(moment, tick=False):
        visitor = Visitor().have_form_open()
        visitor.send(**typed)
        return Page(visitor.follow().content.decode()).text


def test_the_reference_is_the_one_stored(weekdays: Clinic) -> None:
    page = thanks_at(MONDAY_NOON, **BY_TEXT)
    assert "Thank you. We have your message." in page
    assert f"Your reference is {Inquiry.objects.get().reference} ." in page


def test_while_open_it_is_read_today(weekdays: Clinic) -> None:
    page = thanks_at(MONDAY_NOON, **BY_TEXT)
    assert "We will read it today." in page
    assert "By the end of Tuesday, in the way you asked." in page
    assert "Heard nothing by Wednesday? Call us at (202) 555-0142" in page


def test_while_closed_it_names_the_real_day(weekdays: Clinic) -> None:
    page = thanks_at(SATURDAY, **BY_TEXT)
    assert "We are closed now. We will read it on Monday, November 23 ." in page
    assert "By the end of Monday" in page
    assert "Heard nothing by Tuesday?" in page


def test_before_opening_it_is_read_later_today(weekdays: Clinic) -> None:
    page = thanks_at(new_york(11, 23, 7), **BY_TEXT)
    assert "We are closed now. We will read it later today." in page
    assert "By the end of today" in page


def test_a_closed_day_moves_the_promise(weekdays: Clinic) -> None:
    open_place(closed_days=closed("2026-11-23", "snow"))
    page = thanks_at(SATURDAY, **BY_TEXT)
    assert "We will read it on Tuesday, November 24 ." in page
    assert "By the end of Tuesday" in page


@pytest.mark.parametrize(
    ("typed", "heading", "way"),
    [
        (BY_CALL, "We call you", "Our phone call will not say"),
        (BY_TEXT, "We text you", "Our text message will not say"),
        (BY_EMAIL, "We email you", "Our email will not say"),
    ],
)
def test_it_says_how_we_reply(
    weekdays: Clinic, typed: dict[str, str], heading: str, way: str
) -> None:
    page = thanks_at(MONDAY_NOON, **typed)
    assert heading in page
    assert way in page


def test_without_hours_it_promises_the_next_weekday_and_no_hours(site_is_open: None) -> None:
    page = thanks_at(MONDAY_NOON, **BY_TEXT)
    assert "By the end of Tuesday" in page
    assert "closed" not in page
    assert "today" not in page
    assert "Write to us again" in page


def test_words_of_crisis_open_the_page_with_help(weekdays: Clinic) -> None:
    page = thanks_at(MONDAY_NOON, **BY_TEXT | {"message": "I don\u2019t want to live anymore"})
    assert page.index("Get help right now") < page.index("Thank you. We have your message.")
    assert page.index("Thank you. We have your message.") < page.index("What happens next")
    assert "Call 988" in page
    assert "Call 911" in page
    assert "Please do not wait for our reply" in page
    assert "You do not need to do anything else" not in page
    assert Inquiry.objects.get().crisis
    assert "Get help right now" not in thanks_at(MONDAY_NOON, **BY_TEXT)


def test_danger_in_the_name_alone_opens_the_page_with_help(visitor: Visitor) -> None:
    visitor.send(**BY_TEXT | {"name": "kill myself tonight"})
    html = visitor.follow().content.decode()
    page = Page(html)
    assert Inquiry.objects.get().crisis
    assert page.tags("h1")[0].words == "You are not alone. Please call now."
    assert page.text.index("Call 988") < page.text.index("Thank you. We have your message.")
    assert "kill" not in html


@pytest.mark.parametrize(
    ("message", "first", "watched"),
    [
        ("I took too many pills", "tel:911", False),
        ("my husband hits me", "tel:+18007997233", True),
        ("mi novio me pega", "tel:+18007997233", True),
        ("i was raped", "tel:+18006564673", True),
        ("no aguanto más", "tel:988", False),
        # Of no known kind: it is told by the weight of all its words.
        ("the door is kicked in, im hiding in the bathroom", "tel:911", True),
    ],
)
def test_each_danger_has_its_right_help_first(
    visitor: Visitor, message: str, first: str, watched: bool
) -> None:
    visitor.send(**BY_TEXT | {"message": message})
    reply = visitor.follow()
    page = Page(reply.content.decode())
    links = [one.get("href") for one in page.tags("a") if one.is_inside("main")]
    assert links[0] == first
    assert ("https://www.weather.gov/" in links) is watched
    assert reply["Referrer-Policy"] == "no-referrer"
    assert len(page.tags("h1")) == 1


def test_words_in_both_languages_get_help_in_both(visitor: Visitor) -> None:
    visitor.send(**BY_TEXT | {"message": "mi amor is suicidal"})
    page = Page(visitor.follow().content.decode())
    said = [one.words for one in page.tags("p") if one.is_inside(css_class="help")]
    assert any(one.startswith("No está solo ni sola.") for one in said)
    assert page.tags("h1")[0].words == "You are not alone. Please call now."


@pytest.mark.parametrize(
    "message",
    [
        "I am dying to know the price",
        "Suicide prevention job",
        "the door is stuck in the bathroom",
    ],
)
def test_what_is_near_marks_nothing(visitor: Visitor, message: str) -> None:
    visitor.send(**BY_TEXT | {"message": message})
    assert not Inquiry.objects.get().crisis
    assert b"Get help right now" not in visitor.follow().content


def test_the_kinds_of_danger_are_not_stored(visitor: Visitor) -> None:
    visitor.send(**BY_TEXT | {"message": "my husband hits me"})
    row = Inquiry.objects.values().get()
    assert "violence" not in str(row)


def test_the_page_sets_no_cookie_and_is_kept_nowhere(visitor: Visitor) -> None:
    address = visitor.send(**BY_TEXT)["Location"]
    page = Client().get(address)
    assert b"We have your message" in page.content
    assert not page.cookies
    assert "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"] == "noindex"


def test_reading_it_again_stores_nothing(visitor: Visitor) -> None:
    address = visitor.send(**BY_TEXT)["Location"]
    for method in (Client().get, Client().head):
        method(address)
    assert Inquiry.objects.count() == 1


def test_its_address_tells_nothing_and_says_neutral_words_after_an_hour(visitor: Visitor) -> None:
    address = visitor.send(**BY_TEXT)["Location"]
    assert Inquiry.objects.get().reference not in address
    with time_machine.travel(datetime.now().astimezone() + timedelta(minutes=61)):
        page = Client().get(address)
    assert page.status_code == 200
    assert b"Thank you. We have your message." not in page.content
    assert b"If you saw a reference" in page.content


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["", "x", "é", "gAAAAA" + "A" * 2000, "\ud800"])
def test_a_made_up_value_gets_neutral_words(value: str) -> None:
    page = Client().get("/contact/thanks/", {"m": value.encode(errors="replace")})
    assert page.status_code == 200
    assert b"Thank you. We have your message." not in page.content
