"""Before the clinic opens its site it takes messages, promises no time, and says so openly."""

import pytest
from django.test import Client
from pytest_django import Settings

from contact.models import Delivery, Inquiry
from contact.outbox.letters import mail_for
from pages.clinic.models import Clinic
from tests.contact.visitor import BY_EMAIL, Visitor
from tests.html import Page
from tests.profile import hours, open_place

NOT_OPEN = "We are not open yet. Our staff read it once we are."
#: What it says of time once it is open, in both languages.
TIMES = ("business day", "by the end of", "by Monday", "día hábil", "días hábiles", "A más tardar")


@pytest.fixture(autouse=True)
def _prepared(db: None) -> None:
    Clinic.objects.get_or_create(pk=1)


def times_in(words: str) -> list[str]:
    return [one for one in TIMES if one in words]


@pytest.mark.parametrize("path", ["/contact/", "/es/contact/"])
def test_no_page_names_a_time(client: Client, path: str) -> None:
    words = Page(client.get(path).content.decode()).text
    assert times_in(words) == []
    Clinic.objects.update(opened_at="2026-01-01T00:00Z")
    assert times_in(Page(client.get(path).content.decode()).text)


def test_the_sample_clinic_shows_what_an_open_one_promises(
    client: Client, settings: Settings
) -> None:
    settings.DEMO = True
    assert times_in(Page(client.get("/contact/").content.decode()).text)


def test_the_form_says_that_nobody_is_there_yet_and_whom_to_call(client: Client) -> None:
    words = Page(client.get("/contact/").content.decode()).text
    assert "We are not open yet, and no one watches our messages. In crisis?" in words
    assert "Our staff read your message once we are open, and then reply." in words


def test_a_message_is_stored_thanked_and_receipted_without_a_day() -> None:
    visitor = Visitor().have_form_open()
    visitor.send(**BY_EMAIL)
    assert Inquiry.objects.count() == 1
    words = Page(visitor.follow().content.decode()).text
    assert NOT_OPEN in words
    assert "Heard nothing?" in words
    assert times_in(words) == []
    mail = mail_for(Delivery.objects.get(kind=Delivery.Kind.RECEIPT))
    assert mail
    both = [str(mail.body), str(mail.alternatives[0][0])]
    for text in both:
        assert NOT_OPEN in text
        assert "Then we reply by email." in text
        assert "Heard nothing?" in text
        assert times_in(text) == []


def test_without_hours_nobody_knows_when_we_are_open(client: Client) -> None:
    html = client.get("/contact/").content.decode()
    assert "Any time of day" in html
    assert "A cualquier hora del día" in client.get("/es/contact/").content.decode()
    open_place(hours=hours(0, 1))
    html = client.get("/contact/").content.decode()
    assert "Any time we are open" in html
    assert "Any time of day" not in html
