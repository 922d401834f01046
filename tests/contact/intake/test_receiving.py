"""A message is stored once with its mails, and nothing of it is where it should not be."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import OperationalError, connection, connections

from contact.models import Arrival, Delivery, Inquiry
from tests.contact.conftest import BY_EMAIL, BY_TEXT, Visitor, is_thanked

#: Found nowhere but sealed in the one table.
SECRETS = ("Zebulon", "(202) 555-0177", "zebulon@canary.example", "my canary question")


def at_once(*tasks: Callable[[], Any]) -> list[Any]:
    """Run them at the same time, each with a database connection of its own."""

    def run(task: Callable[[], Any]) -> Any:
        try:
            return task()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def test_a_message_and_its_mails_are_stored_together(visitor: Visitor, settings: Any) -> None:
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


def test_two_people_with_the_same_words_are_two_messages(db: Any) -> None:
    for _ in range(2):
        Visitor(address="198.51.100.254").open_form().send(**BY_TEXT)
    assert Inquiry.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_ten_clicks_at_once_send_one_message() -> None:
    visitor = Visitor().open_form()

    def click() -> Any:
        copy = Visitor(visitor.address)
        copy.client.cookies = visitor.client.cookies
        copy.fields = dict(visitor.fields)
        return copy.send(**BY_EMAIL)

    answers = at_once(*[click] * 10)
    assert all(map(is_thanked, answers))
    assert Inquiry.objects.count() == 1
    assert Delivery.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_people_who_write_at_the_same_time_are_all_heard() -> None:
    visitors = [Visitor().open_form() for _ in range(8)]
    answers = at_once(*[lambda v=v: v.send(**BY_TEXT) for v in visitors])
    assert all(map(is_thanked, answers))
    assert len(set(Inquiry.objects.values_list("reference", flat=True))) == 8


def test_references_grow_longer_when_the_short_ones_are_taken(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, make_inquiry: Callable[..., Inquiry]
) -> None:
    monkeypatch.setattr("contact.intake.receiving._ALPHABET", "A")
    make_inquiry(reference="BS-AAAA")
    visitor.send(**BY_TEXT)
    assert Inquiry.objects.filter(reference="BS-AAAAA").exists()


def test_words_of_a_patient_are_only_in_the_sealed_columns(
    visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    name, phone, email, message = SECRETS
    visitor.send(name=name, reply_by="text", phone=phone, message=message)
    answer = visitor.open_form().send(name=name, reply_by="email", email=email, message=message)
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


def everything_stored() -> list[Any]:
    """Every value of every table, as the database has it."""
    with connection.cursor() as cursor:
        values: list[Any] = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            values += cursor.fetchall()
    return values
