"""One address gets a few receipts a day, whoever types it and however often."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from contact.intake import throttle
from contact.intake.receiving import RECEIPTS_TO_ONE_ADDRESS, release
from contact.models import Delivery, Inquiry
from tests.contact.trouble import asked_of_postgresql
from tests.contact.visitor import BY_EMAIL, Visitor, is_thanked

Make = Callable[..., Inquiry]

pytestmark = pytest.mark.django_db


def write(email: str, message: str = "") -> None:
    """Someone types this address into the form."""
    visitor = Visitor().have_form_open()
    assert is_thanked(visitor.send(**BY_EMAIL | {"email": email, "message": message}))


def receipts() -> int:
    return Delivery.objects.filter(kind="receipt").count()


def test_a_stranger_gets_a_few_receipts_a_day_however_often_they_are_named() -> None:
    for number in range(10):
        write("Stranger@example.org" if number % 2 else "stranger@EXAMPLE.org", f"{number}")
    assert Inquiry.objects.count() == 10
    assert receipts() == RECEIPTS_TO_ONE_ADDRESS == 3
    assert Delivery.objects.filter(kind="staff").count() == 10
    write("another@example.org")
    assert receipts() == 4


def test_the_next_day_they_get_receipts_again() -> None:
    for number in range(4):
        write("ana@example.org", f"{number}")
    with time_machine.travel(timezone.now() + timedelta(hours=23)):
        write("ana@example.org", "still today")
    assert receipts() == 3
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        write("ana@example.org", "tomorrow")
    assert receipts() == 4


def test_who_releases_many_held_messages_floods_nobody(make_inquiry: Make) -> None:
    for number in range(5):
        release(
            make_inquiry(
                status="held",
                held_reason="links",
                reply_by="email",
                email="ana@example.org",
                message=f"{number}",
            )
        )
    assert receipts() == 3


def test_a_receipt_of_a_day_ago_to_the_second_counts_no_more(make_inquiry: Make) -> None:
    now = timezone.now()
    for number in range(3):
        write("ana@example.org", f"{number}")
    Delivery.objects.filter(kind="receipt").update(created_at=now - timedelta(days=1))
    with time_machine.travel(now, tick=False):
        write("ana@example.org", "today")
    assert receipts() == 4


def test_two_that_name_one_address_at_once_wait_for_each_other(
    make_inquiry: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    inquiry = make_inquiry(
        status="held", held_reason="links", reply_by="email", email="ana@example.org"
    )
    asked = asked_of_postgresql(monkeypatch, throttle)
    release(inquiry)
    turn = [int(inquiry.email_index[:15], 16)]
    assert asked == [("SELECT pg_advisory_xact_lock(%s)", turn)]
