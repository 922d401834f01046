"""Whoever sends the same message again is told that we have it; nobody goes in circles."""

import itertools
import time
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from clinic_site.wsgi import application
from contact.intake import receiving, throttle
from contact.intake.token import FormToken
from contact.models import Delivery, Inquiry
from tests.contact.trouble import at_once
from tests.contact.visitor import BY_EMAIL, BY_TEXT, URLENCODED, Visitor, is_thanked
from tests.html import Page
from tests.wsgi import ask

ALREADY = "It is already with us, and we keep it once."
#: As many browsers and their guards send a form.
ODD_BROWSERS: list[dict[str, str]] = [
    {},
    {"HTTP_ORIGIN": "null"},
    {"HTTP_ORIGIN": "null", "HTTP_SEC_FETCH_SITE": "cross-site"},
    {"HTTP_ORIGIN": "https://translated.example", "HTTP_REFERER": ""},
    {"wsgi.url_scheme": "https", "HTTP_HOST": "localhost"},
]


@pytest.mark.parametrize("environ", ODD_BROWSERS)
def test_who_blocks_cookies_is_taken_at_once(db: None, environ: dict[str, str]) -> None:
    visitor = Visitor().open_form()
    visitor.client.cookies.clear()
    visitor.server |= environ
    assert is_thanked(visitor.send(**BY_TEXT))
    assert Inquiry.objects.count() == 1


def test_the_form_leaves_no_cookie(db: None) -> None:
    visitor = Visitor().open_form()
    visitor.send(name="")
    assert is_thanked(visitor.send(**BY_TEXT))
    assert not visitor.client.cookies
    assert "csrf" not in Client().get("/contact/").content.decode()


def test_a_page_we_do_not_know_says_so_and_the_next_try_works(visitor: Visitor) -> None:
    page = visitor.send(**BY_TEXT | {"form_token": "of another key"})
    assert page.status_code == 403
    assert "We did not recognize this page" in page.content.decode()
    assert "a long time" not in page.content.decode()
    visitor.client.cookies.clear()
    assert is_thanked(visitor.send())


def again(**typed: Any) -> Page:
    """The same person with the form open once more: after Back, or in another tab."""
    visitor = Visitor().have_form_open()
    assert is_thanked(visitor.send(**typed))
    return Page(visitor.follow().content.decode())


@pytest.mark.parametrize("typed", [BY_TEXT, BY_EMAIL], ids=["by text", "by email"])
def test_back_and_send_again_stores_one_message_and_says_so(
    visitor: Visitor, typed: dict[str, str]
) -> None:
    visitor.send(**typed)
    assert ALREADY not in Page(visitor.follow().content.decode()).text
    page = again(**typed)
    assert ALREADY in page.text
    assert Inquiry.objects.get().reference in page.text
    assert Delivery.objects.count() == (2 if typed == BY_EMAIL else 1)


def test_the_same_page_sent_twice_says_so_too(visitor: Visitor) -> None:
    fields = dict(visitor.fields)
    visitor.send(**BY_TEXT)
    visitor.fields = fields
    visitor.send(**BY_TEXT)
    assert ALREADY in Page(visitor.follow().content.decode()).text


def test_two_tabs_with_different_words_are_two_messages(visitor: Visitor) -> None:
    visitor.send(**BY_TEXT | {"message": "What does it cost?"})
    assert ALREADY not in again(**BY_TEXT | {"message": "Where are you?"}).text
    assert Inquiry.objects.count() == 2


def test_who_may_be_in_danger_and_sends_it_again_gets_help_again(visitor: Visitor) -> None:
    visitor.send(**BY_TEXT | {"message": "I want to die"})
    page = again(**BY_TEXT | {"message": "I want to die"})
    assert ALREADY in page.text
    assert page.text.index("Call 988") < page.text.index(ALREADY)


def test_a_message_of_yesterday_is_told_with_the_days_as_of_now(weekdays: Any) -> None:
    monday = timezone.make_aware(timezone.datetime(2026, 11, 23, 12))  # type: ignore[attr-defined]
    with time_machine.travel(monday, tick=False):
        Visitor().have_form_open().send(**BY_TEXT)
    with time_machine.travel(monday + timedelta(days=1), tick=False):
        page = again(**BY_TEXT)
    assert "By the end of today" in page.text
    assert Inquiry.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"status": "waiting"},
        {"status": "done", "closed_at": timezone.now()},
        {"due_at": timezone.now() - timedelta(minutes=1)},
        {"name": "(removed)"},
    ],
    ids=["answered", "done", "late", "removed"],
)
def test_once_it_was_answered_or_late_the_same_words_are_news(
    visitor: Visitor, change: dict[str, Any]
) -> None:
    visitor.send(**BY_TEXT)
    Inquiry.objects.update(**change)
    assert ALREADY not in again(**BY_TEXT).text
    assert Inquiry.objects.count() == 2


def test_a_held_message_is_with_us_too(visitor: Visitor) -> None:
    visitor.send(**BY_TEXT | {"leave_empty": "x"})
    assert ALREADY in again(**BY_TEXT | {"leave_empty": "x"}).text
    assert [one.status for one in Inquiry.objects.all()] == ["held"]


# Bodies in chunks


def chunked(fields: dict[str, str], **environ: Any) -> Any:
    """What a proxy passes on that does not wait for the end of a form."""
    body = "&".join(f"{name}={value}" for name, value in fields.items()).encode()
    variables: dict[str, Any] = {
        "CONTENT_LENGTH": "",
        "CONTENT_TYPE": URLENCODED,
        "HTTP_TRANSFER_ENCODING": "chunked",
        "wsgi.input_terminated": True,
    }
    return ask(application, "/contact/", "POST", body, **variables | environ)


@pytest.mark.django_db(transaction=True)
def test_a_body_in_chunks_is_read_whole() -> None:
    token = FormToken.new(already_waited=True).value
    reply = chunked({"form_token": token, "name": "Rob", "reply_by": "call", "phone": "2025550188"})
    assert reply.status == 302
    assert Inquiry.objects.get().name == "Rob"


@pytest.mark.django_db(transaction=True)
def test_what_a_server_may_wait_for_without_end_is_not_read() -> None:
    """Reading on would hold a thread for ever; the form comes back instead."""
    token = FormToken.new(already_waited=True).value
    fields = {"form_token": token, **BY_TEXT, "phone": "2025550188"}
    assert chunked(fields).status == 302
    Inquiry.objects.all().delete()
    assert chunked(fields, **{"wsgi.input_terminated": False}).status == 403
    assert not Inquiry.objects.exists()


def test_a_number_of_tries_in_any_order_never_stores_it_twice(db: None) -> None:
    tabs = [Visitor("198.51.100.77").have_form_open() for _ in range(3)]
    for tab in itertools.chain(tabs, reversed(tabs)):
        fields = dict(tab.fields)
        assert is_thanked(tab.send(**BY_EMAIL))
        tab.fields = fields
    assert Inquiry.objects.count() == 1
    assert Delivery.objects.filter(kind="receipt").count() == 1


def test_danger_typed_for_a_phone_that_is_not_kept_makes_another_message(visitor: Visitor) -> None:
    assert is_thanked(visitor.send(**BY_EMAIL))
    assert is_thanked(visitor.send(**BY_EMAIL | {"phone": "i want to die"}))
    assert [one.crisis for one in Inquiry.objects.order_by("pk")] == [False, True]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("typed", [BY_TEXT, BY_EMAIL], ids=["by text", "by email"])
def test_the_same_words_from_two_networks_at_once_are_one_message(
    typed: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A phone that changes from Wi-Fi to mobile data while it sends."""
    usual = receiving._free_reference

    def slowly() -> str:
        # By now the other would have looked, and found nothing.
        time.sleep(0.3)
        return usual()

    monkeypatch.setattr(receiving, "_free_reference", slowly)
    tabs = [Visitor(f"203.0.113.{number}").have_form_open() for number in (1, 2)]
    answers = at_once(*[lambda tab=tab: tab.send(**typed) for tab in tabs])
    assert all(map(is_thanked, answers))
    assert Inquiry.objects.count() == 1


def test_repeats_are_counted_before_their_words_are_compared(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Comparing reads what is sealed: who repeats one message for ever would keep us at it."""
    compared: list[Inquiry] = []
    usual = receiving._same_words

    def note(inquiry: Inquiry) -> Inquiry | None:
        compared.append(inquiry)
        return usual(inquiry)

    monkeypatch.setattr(receiving, "_same_words", note)
    tabs = [Visitor("203.0.113.1").have_form_open() for _ in range(throttle.MOST + 3)]
    answers = [tab.send(**BY_TEXT).status_code for tab in tabs]
    assert answers == [302] * throttle.MOST + [429] * 3
    assert tabs[-1].fields["name"] == BY_TEXT["name"]
    assert len(compared) == throttle.MOST
    assert Inquiry.objects.count() == 1
