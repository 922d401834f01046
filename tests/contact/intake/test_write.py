"""The form asks kindly, says what is wrong, and never loses what was typed."""

import re
import unicodedata
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from contact.models import Inquiry
from pages.clinic.models import Clinic
from tests.contact.trouble import Broken
from tests.contact.visitor import BY_EMAIL, BY_TEXT, Visitor, is_thanked
from tests.html import Element, Page
from tests.profile import open_place

QUESTION = "I have a question about cost. What would my plan pay for the first visits?"


def errors(page: Any) -> list[str]:
    """What the summary at the top says, in order."""
    return [link.words for link in summary(page.content.decode())]


def summary(html: str) -> list[Element]:
    """The links at the top of a form that came back, each to a field."""
    links = Page(html).tags("a")
    return [one for one in links if one.is_inside("li") and one.get("href").startswith("#id_")]


def the_inquiry() -> Inquiry:
    """The only message there is."""
    return Inquiry.objects.get()


def test_a_message_is_stored_as_it_was_typed(visitor: Visitor) -> None:
    answer = visitor.send(
        name="Rob",
        reply_by="text",
        phone="(202) 555-0188",
        voicemail="on",
        times=["morning", "any"],
        about="other",
        message=QUESTION,
        language="es",
    )
    assert is_thanked(answer)
    stored = the_inquiry()
    assert (stored.name, stored.phone, stored.message) == ("Rob", "(202) 555-0188", QUESTION)
    assert (stored.reply_by, stored.voicemail, stored.about) == ("text", True, "other")
    assert (stored.times, stored.language, stored.page_language) == (["morning", "any"], "es", "en")
    assert re.fullmatch(r"BS-[23456789ABCDEFGHJKMNPQRSTVWXYZ]{4}", stored.reference)


def test_the_page_says_who_to_call_in_a_crisis_before_the_form_begins(visitor: Visitor) -> None:
    page = visitor.open_form().page.content.decode()
    first_field = page.index('id="id_name"')
    assert page.index('href="tel:988"') < first_field
    assert page.index('href="sms:988"') < first_field
    assert page.index('href="tel:911"') < first_field


def test_the_form_says_which_answers_it_can_do_without(visitor: Visitor) -> None:
    page = visitor.open_form().page.content.decode()
    assert page.count("<span>(optional)</span>") == 4
    assert 'autocomplete="name"' in page
    assert 'autocomplete="tel"' in page
    assert 'autocomplete="email"' in page
    assert "novalidate" in page
    assert "maxlength" not in page  # a browser would cut pasted text without a word


def test_nothing_filled_in_is_answered_with_what_is_missing(visitor: Visitor) -> None:
    page = visitor.send()
    assert page.status_code == 200
    assert errors(page) == ["Enter your name", "Choose how we should reply"]
    html = page.content.decode()
    assert "<title>Error: Contact us" in html
    assert "Your message is not sent yet. Nothing you typed is lost." in html
    assert 'role="alert" tabindex="-1" autofocus' in " ".join(html.split())
    assert not Inquiry.objects.exists()


def test_an_error_is_tied_to_its_field(visitor: Visitor) -> None:
    html = visitor.send(reply_by="text", phone="555-01").content.decode()
    (name,) = (one for one in Page(html).tags("input") if one.get("name") == "name")
    assert name.get("aria-invalid") == "true"
    assert name.get("aria-describedby") == "id_name_helptext id_name_error"
    assert '<p class="error" id="id_name_error"><b>Error:</b> Enter your name</p>' in html
    assert '<p class="error" id="id_phone_error">' in html
    assert 'href="#id_phone"' in html


def test_the_links_of_the_summary_lead_to_something(visitor: Visitor) -> None:
    html = visitor.send(about="x", times=["x"], language="x", message="é" * 1001).content.decode()
    targets = [link.get("href").removeprefix("#") for link in summary(html)]
    assert len(targets) == 6
    assert all(f'id="{target}"' in html for target in targets)


@pytest.mark.parametrize(
    "phone",
    [
        *("(202) 555-0188", "202-555-0188", "202.555.0188", "2025550188", "+1 202 555 0188"),
        *("1-202-555-0188", "202 555 0188 ext. 12", "+44 20 7946 0018", "٢٠٢٥٥٥٠١٨٨"),
    ],
)
def test_numbers_are_taken_as_people_write_them(visitor: Visitor, phone: str) -> None:
    assert is_thanked(visitor.send(name="Rob", reply_by="call", phone=phone))
    assert the_inquiry().phone == phone


@pytest.mark.parametrize(
    "email",
    [
        *("ana@example.org", "Ana.O'Neil+web@mail.example.co.uk", "ana@münchen.example"),
        *("анна@пример.example", "1@2.example", "a_b-c@example.museum"),
    ],
)
def test_addresses_of_every_language_are_taken(visitor: Visitor, email: str) -> None:
    assert is_thanked(visitor.send(name="Ana", reply_by="email", email=f"  {email} "))
    assert the_inquiry().email == email


def test_what_a_hidden_field_holds_is_ignored(visitor: Visitor) -> None:
    visitor.send(**BY_TEXT | {"email": "not an address\x00"})
    assert the_inquiry().email == ""
    Inquiry.objects.all().delete()
    visitor.have_form_open().send(**BY_EMAIL | {"phone": "\x00", "voicemail": "on"})
    assert (the_inquiry().phone, the_inquiry().voicemail) == ("", False)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Ng",
            "J.",
            "O\u2019Brien",
            "José",
            "李小龍",
            "محمد",
            "יעל",
            "Zoë 👩‍👩‍👧",
            "<once>",
            "=1+1",
        ),
        *("{{ 7*7 }}", "Dr. Osei's office", "Müller-Lüdenscheidt", "X Æ A-12", "'; drop table --"),
    ],
)
def test_names_are_stored_as_they_are(visitor: Visitor, name: str) -> None:
    assert is_thanked(visitor.send(**BY_TEXT | {"name": name}))
    assert the_inquiry().name == name


@pytest.mark.parametrize(
    "message",
    [
        *(".\n..\n.leading dots", "=1+1 is two", "a\n\nb", "tab\there", "½ ≠ ⅓", "مرحبا", "👩‍👩‍👧"),
        *("é" * 1000, "x" * 1000, "<b>bold</b> & more", "[not a link]", "50 % of {people}"),
    ],
)
def test_questions_are_stored_as_they_are(visitor: Visitor, message: str) -> None:
    assert is_thanked(visitor.send(**BY_TEXT | {"message": message}))
    assert the_inquiry().message == message


def test_line_ends_letters_and_outer_space_are_made_alike(visitor: Visitor) -> None:
    visitor.send(**BY_TEXT | {"name": " Jose\u0301\r\nP. ", "message": " a\r\nb\rc\x0bd\u2028e \n"})
    assert the_inquiry().name == "José P."
    assert the_inquiry().message == "a\nb\nc\nd\ne"


def test_a_thousand_letters_fit_however_they_are_composed(visitor: Visitor) -> None:
    message = unicodedata.normalize("NFD", "é" * 1000)
    assert len(message) == 2000
    assert is_thanked(visitor.send(**BY_TEXT | {"message": message}))


def test_a_question_that_is_too_long_comes_back_whole(visitor: Visitor) -> None:
    page = visitor.send(**BY_TEXT | {"message": "é" * 1240})
    assert errors(page) == ["Shorten your question to 1,000 characters or fewer. You typed 1,240."]
    assert visitor.fields["message"] == "é" * 1240
    assert is_thanked(visitor.send(message="é" * 1000))


@pytest.mark.parametrize(
    "blank", ["", "   ", "\t\n", "\u200b", "\u200b\u200d\ufeff", "\u3164", "\u2800"]
)
def test_a_name_that_shows_nothing_is_no_name(visitor: Visitor, blank: str) -> None:
    assert errors(visitor.send(**BY_TEXT | {"name": blank})) == ["Enter your name"]


def test_a_question_that_shows_nothing_is_no_question(visitor: Visitor) -> None:
    visitor.send(**BY_TEXT | {"message": "\u200b\n\u2060"})
    assert the_inquiry().message == ""


@pytest.mark.parametrize("broken", ["a\x00b", b"a\xff\xfeb", b"\xed\xa0\x80"])
@pytest.mark.parametrize(("field", "called"), [("name", "Your name"), ("message", "Your question")])
def test_broken_characters_are_told_at_the_field(
    visitor: Visitor, field: str, called: str, broken: Any
) -> None:
    page = visitor.send(**BY_TEXT | {field: broken})
    assert page.status_code == 200
    assert errors(page) == [f"{called} has a character we cannot read. Type that part again."]
    assert not Inquiry.objects.exists()


def test_what_was_typed_survives_an_error(visitor: Visitor) -> None:
    typed = {"phone": "555-01", "message": QUESTION, "times": ["morning"], "about": "me"}
    visitor.send(name="<b>Rob</b>", reply_by="text", voicemail="on", **typed)
    assert typed.items() <= visitor.fields.items()
    assert visitor.fields["name"] == "<b>Rob</b>"
    assert b"<b>Rob" not in visitor.page.content
    assert is_thanked(visitor.send(phone="(202) 555-0188"))
    assert the_inquiry().message == QUESTION


# The token, the clock


def lose_form_token(visitor: Visitor) -> None:
    visitor.fields.pop("form_token")


def mangle_form_token(visitor: Visitor) -> None:
    visitor.fields["form_token"] = visitor.fields["form_token"][:-3] + "abc"


@pytest.mark.parametrize("spoil", [lose_form_token, mangle_form_token])
def test_a_form_that_we_do_not_know_keeps_the_text_and_can_be_sent_again(
    visitor: Visitor, spoil: Any
) -> None:
    spoil(visitor)
    page = visitor.send(**BY_TEXT | {"message": QUESTION})
    assert page.status_code == 403
    assert b"We did not recognize this page" in page.content
    assert b"Please press Send message again." in page.content
    assert b"<title>Error: " in page.content
    assert "no-store" in page["Cache-Control"]
    assert visitor.fields["message"] == QUESTION
    assert is_thanked(visitor.send())
    assert the_inquiry().message == QUESTION


def test_a_secret_changed_by_a_deploy_loses_no_text(visitor: Visitor, settings: Settings) -> None:
    settings.SECRET_KEY = "another-secret-0123456789-abcdefghijklmnopqrstuvwxyz"
    assert visitor.send(**BY_TEXT | {"message": QUESTION}).status_code == 403
    assert is_thanked(visitor.send())


@pytest.mark.parametrize("days", [8, 40])
def test_a_form_open_for_weeks_can_be_sent(db: None, days: int) -> None:
    visitor = Visitor().open_form(seconds_ago=days * 24 * 3600)
    assert is_thanked(visitor.send(**BY_TEXT))


def test_a_form_opened_before_the_clock_was_set_back_can_be_sent(db: None) -> None:
    assert is_thanked(Visitor().open_form(seconds_ago=-3600).send(**BY_TEXT))


def test_someone_very_quick_keeps_the_text_and_is_taken_a_moment_later(db: None) -> None:
    visitor = Visitor().open_form(seconds_ago=0)
    page = visitor.send(**BY_TEXT | {"message": QUESTION})
    assert b"press Send message once more." in page.content
    assert not Inquiry.objects.exists()
    assert visitor.fields["message"] == QUESTION
    fields = visitor.fields
    visitor.open_form().fields |= {**fields, "form_token": visitor.fields["form_token"]}
    assert is_thanked(visitor.send())


# The database


@pytest.mark.parametrize("words", [["INSERT"], ["SELECT", "INSERT", "UPDATE"]])
def test_a_database_in_trouble_loses_no_text(
    visitor: Visitor, words: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    with connection.execute_wrapper(Broken(*words)):
        page = visitor.send(**BY_TEXT | {"message": QUESTION})
    assert page.status_code == 503
    assert page["Retry-After"]
    assert b"not sent yet" in page.content
    assert visitor.fields["message"] == QUESTION
    assert "Rob" not in caplog.text
    assert is_thanked(visitor.send())


# Odd requests


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["put", "delete", "patch", "options", "trace"])
def test_the_form_is_only_read_and_sent(method: str) -> None:
    assert getattr(Client(), method)("/contact/").status_code == 405


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (
            b"--x\r\nContent-Disposition: form-data; name=name\r\n\r\ncut",
            "multipart/form-data; boundary=x",
        ),
        (b"x", "multipart/form-data"),
        (b'{"name": "Rob"}', "application/json"),
        (b"name=%zz&name=%e2%28%a1&=&&", "application/x-www-form-urlencoded"),
        (
            b"&".join(b"a%d=1" % number for number in range(5000)),
            "application/x-www-form-urlencoded",
        ),
        (b"name=" + b"x" * 3_000_000, "application/x-www-form-urlencoded"),
        (b"x", "application/x-www-form-urlencoded; charset=utf-7"),
    ],
)
@pytest.mark.parametrize("checked", [True, False])
def test_odd_requests_are_refused_and_break_nothing(
    db: None, body: bytes, kind: str, checked: bool
) -> None:
    client = Client(enforce_csrf_checks=checked, raise_request_exception=False)
    answer = client.post("/contact/", body, content_type=kind)
    assert 400 <= answer.status_code < 500
    assert not Inquiry.objects.exists()


def test_a_staff_form_that_went_stale_is_refused_plainly(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post("/staff/login/", {"username": "dana"})
    assert answer.status_code == 403
    assert b"Send message" not in answer.content


def test_asking_for_the_page_with_fields_stores_nothing(db: None) -> None:
    client = Client()
    page = client.get("/contact/", BY_TEXT)
    assert client.head("/contact/", BY_TEXT).status_code == 200
    assert b"555-0188" not in page.content
    assert not Inquiry.objects.exists()


def test_the_form_is_never_kept_by_a_cache(visitor: Visitor) -> None:
    assert "no-store" in visitor.open_form().page["Cache-Control"]
    assert "no-store" in visitor.send()["Cache-Control"]
    assert "no-store" in visitor.send(**BY_TEXT)["Cache-Control"]


# What it says about the clinic


def test_without_facts_the_page_shows_none(visitor: Visitor) -> None:
    page = visitor.open_form().page.content.decode()
    assert "Or call" not in page
    assert "Visit" not in page
    assert "open now" not in page
    assert "closed now" not in page


def test_a_site_that_is_not_open_says_nothing_of_being_open_now(weekdays: Clinic) -> None:
    Clinic.objects.update(opened_at=None)
    page = Visitor().open_form().page.content.decode()
    assert "This site is being prepared." in page
    assert not re.search(r"\b(?:open|closed) now\b", page)


def test_the_page_shows_how_to_call_and_when(weekdays: Clinic) -> None:
    Clinic.objects.update(reply_days=2)
    open_place(street="1 Main Street")
    page = Visitor().open_form().page.content.decode()
    bold = [one.words for one in Page(page).tags("b")]
    assert "Monday to Friday, 9 am to 5 pm." in page.replace("\N{NO-BREAK SPACE}", " ")
    assert "1 Main Street" in page
    assert "We reply within 2 business days." in page
    assert any(one.startswith(("We are open now", "We are closed now")) for one in bold)


def test_a_message_of_danger_that_cannot_be_sent_gets_help_first(visitor: Visitor) -> None:
    page = Page(
        visitor.send(name="Rob", message="I want to die, what can you do?").content.decode()
    )
    assert page.main.index("Call 988") < page.main.index("There is a problem")
    assert "Answers are below" not in page.main
    assert [one.words for one in page.tags("h1")] == ["You are not alone. Please call now."]
    assert "I want to die" in page.tags("textarea")[0].words
    assert not Inquiry.objects.exists()


def test_danger_in_the_name_of_a_form_that_comes_back_gets_help_first(visitor: Visitor) -> None:
    page = Page(visitor.send(name="kill myself tonight").content.decode())
    assert page.main.index("Call 988") < page.main.index("There is a problem")
    assert [one.words for one in page.tags("h1")] == ["You are not alone. Please call now."]
    assert page.value_of("name") == "kill myself tonight"
    assert "kill" not in page.tags("title")[0].words


@pytest.mark.parametrize(
    "typed",
    [
        {"phone": "i want to die", "reply_by": "text"},
        {"message": "What does a visit cost? " * 2_000 + "I want to die"},
    ],
    ids=["for the phone", "at the end of a message that is too long"],
)
def test_danger_anywhere_in_a_form_that_comes_back_gets_help_first(
    visitor: Visitor, typed: dict[str, str]
) -> None:
    page = Page(visitor.send(**typed).content.decode())
    assert page.main.index("Call 988") < page.main.index("There is a problem")


def test_danger_typed_for_the_phone_is_read_where_the_reply_comes_by_email(
    visitor: Visitor,
) -> None:
    visitor.send(**BY_EMAIL | {"phone": "i want to die"})
    assert Inquiry.objects.get().crisis


def test_other_messages_that_cannot_be_sent_bring_no_alarm(visitor: Visitor) -> None:
    page = Page(visitor.send(name="Rob", message="I am dying to know the price").content.decode())
    assert "Get help right now" not in page.main
    assert [one.words for one in page.tags("h1")] == ["Contact us"]
