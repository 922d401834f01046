"""A message is stored once with its mails, and nothing of it is where it should not be."""

import logging
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone
from pytest_django import Settings

from contact.intake import receiving, throttle
from contact.intake.form import MessageForm
from contact.intake.receiving import receive, submission_key
from contact.models import Arrival, Delivery, Inquiry
from tests.contact.trouble import asked_of_postgresql, at_once, everything_stored
from tests.contact.visitor import BY_EMAIL, BY_TEXT, OTHER_ANSWERS, Visitor, is_thanked

#: Found nowhere but sealed in the one table.
SECRETS = ("Zebulon", "(202) 555-0177", "zebulon@canary.example", "my canary question")


def test_a_message_and_its_mails_are_stored_together(visitor: Visitor, settings: Settings) -> None:
    settings.INQUIRY_EMAILS = ["dana@clinic.example", "luis@clinic.example", "dana@clinic.example"]
    visitor.send(**BY_EMAIL)
    rows = Delivery.objects.order_by("kind", "recipient").values_list("kind", "recipient")
    assert list(rows) == [
        *(("receipt", ""), ("staff", "dana@clinic.example"), ("staff", "luis@clinic.example"))
    ]


def test_a_receipt_goes_only_to_someone_who_asked_for_email(visitor: Visitor) -> None:
    visitor.send(**BY_TEXT | {"email": "ana@example.org"})
    assert not Delivery.objects.filter(kind="receipt").exists()


def test_a_mail_row_that_cannot_be_stored_leaves_no_message_behind(visitor: Visitor) -> None:
    def refuse(execute: Any, sql: str, *rest: Any) -> Any:
        if "INSERT" in sql and "contact_delivery" in sql:
            raise OperationalError
        return execute(sql, *rest)

    with connection.execute_wrapper(refuse):
        assert visitor.send(**BY_EMAIL).status_code == 503
    assert not Inquiry.objects.exists()
    assert not Arrival.objects.exists()


def test_sending_never_waits_for_the_mail_server(visitor: Visitor, no_mail_server: None) -> None:
    assert is_thanked(visitor.send(**BY_EMAIL))
    assert Delivery.objects.waiting().count() == 2


def test_a_double_click_sends_one_message(visitor: Visitor) -> None:
    fields = dict(visitor.fields)
    first = visitor.send(**BY_TEXT)
    visitor.fields = fields
    second = visitor.send(**BY_TEXT)
    assert is_thanked(first)
    assert is_thanked(second)
    assert Inquiry.objects.count() == 1
    assert Delivery.objects.count() == 1


def test_going_back_and_adding_something_sends_a_second_message(visitor: Visitor) -> None:
    fields = dict(visitor.fields)
    visitor.send(**BY_TEXT)
    visitor.fields = fields
    visitor.send(**BY_TEXT | {"message": "I forgot: what does it cost?"})
    assert Inquiry.objects.count() == 2


@pytest.mark.parametrize("question", MessageForm.base_fields)
def test_another_answer_to_any_question_is_another_message(question: str) -> None:
    edited = Inquiry(**BY_TEXT, language="en")
    key = submission_key(edited, "token")
    setattr(edited, question, OTHER_ANSWERS[question])
    assert submission_key(edited, "token") != key


def test_two_people_with_the_same_words_are_two_messages(db: None) -> None:
    for phone in ("(202) 555-0188", "(202) 555-0189"):
        visitor = Visitor(address="198.51.100.254").have_form_open()
        visitor.send(**BY_TEXT | {"phone": phone})
    assert Inquiry.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_ten_clicks_at_once_send_one_message() -> None:
    visitor = Visitor().have_form_open()

    def click() -> Any:
        copy = Visitor(visitor.address)
        copy.fields = dict(visitor.fields)
        return copy.send(**BY_EMAIL)

    answers = at_once(*[click] * 10)
    assert all(map(is_thanked, answers))
    assert Inquiry.objects.count() == 1
    assert Delivery.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_people_who_write_at_the_same_time_are_all_heard() -> None:
    visitors = [Visitor().have_form_open() for _ in range(8)]
    names = [BY_TEXT | {"name": f"Rob {number}"} for number in range(8)]
    sending = zip(visitors, names, strict=True)
    answers = at_once(*[lambda v=v, typed=typed: v.send(**typed) for v, typed in sending])
    assert all(map(is_thanked, answers))
    assert len(set(Inquiry.objects.values_list("reference", flat=True))) == 8


def test_references_grow_longer_when_the_short_ones_are_taken(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, make_inquiry: Callable[..., Inquiry]
) -> None:
    monkeypatch.setattr("contact.intake.receiving._ALPHABET", "A")
    make_inquiry(reference="BS-AAAA", name="Ann")
    visitor.send(**BY_TEXT)
    assert Inquiry.objects.filter(reference="BS-AAAAA").exists()


def test_a_reference_is_four_letters_that_nobody_mistakes(visitor: Visitor) -> None:
    visitor.send(**BY_TEXT)
    reference = Inquiry.objects.get().reference
    assert re.fullmatch("BS-[2-9A-HJKMNP-TV-Z]{4}", reference)


def test_many_are_tried_before_a_reference_grows_longer(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, make_inquiry: Callable[..., Inquiry]
) -> None:
    make_inquiry(reference="BS-AAAA", name="Ann")
    letters = iter("A" * 4 * 9 + "AAAB" + "C" * 99)
    monkeypatch.setattr("contact.intake.receiving.secrets.choice", lambda _alphabet: next(letters))
    visitor.send(**BY_TEXT)
    assert Inquiry.objects.latest("pk").reference == "BS-AAAB"


def test_after_ten_that_are_taken_a_reference_grows_by_one_letter(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, make_inquiry: Callable[..., Inquiry]
) -> None:
    make_inquiry(reference="BS-AAAA", name="Ann")
    letters = iter("A" * 4 * 10 + "B" * 99)
    monkeypatch.setattr("contact.intake.receiving.secrets.choice", lambda _alphabet: next(letters))
    visitor.send(**BY_TEXT)
    assert Inquiry.objects.latest("pk").reference == "BS-BBBBB"


def test_with_every_reference_taken_the_message_is_not_said_to_be_sent(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, make_inquiry: Callable[..., Inquiry]
) -> None:
    monkeypatch.setattr("contact.intake.receiving._ALPHABET", "A")
    for length in range(4, 8):
        make_inquiry(reference="BS-" + "A" * length, name="Ann")
    with pytest.raises(RuntimeError, match="No reference is free"):
        receive(a_message(), token="t", address="a")
    assert Inquiry.objects.count() == 4


def a_message(**values: Any) -> Inquiry:
    """What a valid form makes."""
    usual = {"name": "Rob", "reply_by": "text", "phone": "(202) 555-0188", "language": "en"}
    due_at = timezone.now() + timedelta(days=1)
    return Inquiry(**usual | {"page_language": "en", "due_at": due_at} | values)


def test_a_reference_that_another_process_took_a_moment_ago_is_replaced(
    db: None, monkeypatch: pytest.MonkeyPatch, make_inquiry: Callable[..., Inquiry]
) -> None:
    make_inquiry(reference="BS-AAAA", name="Ann")
    free = iter(["BS-AAAA", "BS-BBBB"])
    monkeypatch.setattr(receiving, "_free_reference", lambda: next(free))
    stored = receive(a_message(), token="t", address="a")
    assert stored.reference == "BS-BBBB"
    assert [mail.inquiry for mail in Delivery.objects.all()] == [stored]
    assert Arrival.objects.count() == 1


def test_a_message_waits_for_others_of_its_network_and_its_sender_on_postgresql(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = asked_of_postgresql(monkeypatch, throttle)
    sent = receive(a_message(), token="t", address="000000000000001" + "f" * 49)
    person = int(sent.sender_index[:15], 16)
    assert asked == [("SELECT pg_advisory_xact_lock(%s)", [key]) for key in (1, person)]


def test_a_message_is_not_said_to_be_stored_while_that_may_be_taken_back(db: None) -> None:
    """A transaction around it could still fail when the visitor has been thanked."""
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        receive(a_message(), token="t", address="a")
    assert not Inquiry.objects.exists()


@pytest.mark.parametrize(
    "edited",
    [
        {"name": "Bob"},
        {"reply_by": "call"},
        {"phone": "(202) 555-0189"},
        {"voicemail": True},
        {"email": "rob@example.org"},
        {"times": ["morning"]},
        {"about": "me"},
        {"message": "One more thing"},
        {"language": "es"},
    ],
)
def test_the_same_answers_are_one_message_and_any_edited_one_is_another(
    db: None, edited: dict[str, Any]
) -> None:
    first = receive(a_message(), token="t", address="a")
    assert receive(a_message(), token="t", address="a") == first
    assert receive(a_message(**edited), token="t", address="a") != first
    assert receive(a_message(), token="another showing", address="a") == first
    assert Inquiry.objects.count() == 2


def test_a_name_that_few_mail_servers_take_gets_no_receipt(db: None) -> None:
    for email in ("josé@example.org", "jose@exämple.org"):
        receive(a_message(reply_by="email", email=email), token="t", address="a")
    receipts = Delivery.objects.filter(kind="receipt")
    assert [mail.address() for mail in receipts] == ["jose@exämple.org"]


def test_a_released_message_is_new_and_a_message_at_work_stays_where_it_is(
    make_inquiry: Callable[..., Inquiry],
) -> None:
    held = make_inquiry(status="held", held_reason="links")
    waiting = make_inquiry(status="waiting")
    for inquiry in (held, waiting):
        receiving.release(inquiry)
        inquiry.refresh_from_db()
    assert (held.status, waiting.status) == ("new", "waiting")
    assert Delivery.objects.filter(inquiry=held).count() == 1


def test_a_release_keeps_what_a_colleague_changed_meanwhile(
    make_inquiry: Callable[..., Inquiry],
) -> None:
    held = make_inquiry(status="held", held_reason="links")
    Inquiry.objects.update(name="(removed)")
    receiving.release(held)
    held.refresh_from_db()
    assert (held.status, held.name) == ("new", "(removed)")


def test_mails_that_are_queued_again_stay_as_they_are(
    make_inquiry: Callable[..., Inquiry],
) -> None:
    inquiry = make_inquiry()
    receiving.queue_mails(inquiry)
    Delivery.objects.update(attempts=3)
    receiving.queue_mails(inquiry)
    assert [mail.attempts for mail in Delivery.objects.all()] == [3]


def test_a_released_message_that_cannot_get_its_mails_stays_held(
    make_inquiry: Callable[..., Inquiry], monkeypatch: pytest.MonkeyPatch
) -> None:
    held = make_inquiry(status="held", held_reason="links")

    def full(_inquiry: Inquiry) -> None:
        raise OperationalError

    monkeypatch.setattr(receiving, "queue_mails", full)
    with pytest.raises(OperationalError):
        receiving.release(held)
    held.refresh_from_db()
    assert held.status == "held"


def test_words_of_a_patient_are_only_in_the_sealed_columns(
    visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    name, phone, email, message = SECRETS
    visitor.send(name=name, reply_by="text", phone=phone, message=message)
    visitor.have_form_open()
    answer = visitor.send(name=name, reply_by="email", email=email, message=message)
    page = visitor.follow()
    assert Inquiry.objects.count() == 2
    seen = " ".join(
        map(
            str,
            [*everything_stored(), caplog.text, answer["Location"], str(Inquiry.objects.first())],
        )
    )
    for secret in SECRETS:
        assert secret.casefold() not in seen.casefold()
        assert secret not in page.content.decode()
    assert [i.name for i in Inquiry.objects.all()] == [name, name]
