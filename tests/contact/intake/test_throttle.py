"""One address sends ten messages in ten minutes and no more, whoever it says it is."""

import itertools
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from pytest_django import Settings

from contact.intake import throttle
from contact.models import Arrival, Inquiry
from pages.clinic.models import Clinic
from tests.contact.clock import new_york
from tests.contact.trouble import asked_of_postgresql, at_once
from tests.contact.visitor import BY_TEXT, Visitor, is_thanked

FLOOD = "203.0.113.9"
_numbers = itertools.count()


def send_from(address: str, **server: str) -> Any:
    """A new message from this address."""
    visitor = Visitor(address).have_form_open()
    visitor.server = server
    return visitor.send(**news())


def news() -> dict[str, str]:
    """What nobody sent before: the same words again are no new message."""
    return BY_TEXT | {"message": f"Question {next(_numbers)}"}


def test_the_eleventh_message_waits_and_keeps_its_text(weekdays: Clinic) -> None:
    for _ in range(throttle.MOST):
        assert is_thanked(send_from(FLOOD))
    visitor = Visitor(FLOOD).have_form_open()
    page = visitor.send(**BY_TEXT | {"message": "still here"})
    assert page.status_code == 429
    assert page["Retry-After"] == "600"
    assert b"Please wait 10 minutes, or call us at" in page.content
    assert b"tel:+12025550142" in page.content
    assert visitor.fields["message"] == "still here"
    assert Inquiry.objects.count() == throttle.MOST
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert is_thanked(visitor.send())


def test_the_same_message_again_is_thanked_even_when_throttled(db: None) -> None:
    visitor = Visitor(FLOOD).have_form_open()
    fields = dict(visitor.fields)
    visitor.send(**BY_TEXT)
    for _ in range(throttle.MOST - 1):
        send_from(FLOOD)
    visitor.fields = fields
    assert is_thanked(visitor.send(**BY_TEXT))


def test_others_get_through_while_one_address_floods(db: None) -> None:
    for _ in range(throttle.MOST + 2):
        send_from(FLOOD)
    assert is_thanked(send_from("203.0.113.10"))


def test_a_claimed_address_neither_helps_nor_harms(db: None, settings: Settings) -> None:
    settings.TRUSTED_PROXIES = 1
    accepted = 0
    for number in range(throttle.MOST + 3):
        claims = f"10.9.8.{number}, {FLOOD}"  # the right one is what our own proxy saw
        accepted += is_thanked(send_from("127.0.0.1", HTTP_X_FORWARDED_FOR=claims))
    assert accepted == throttle.MOST
    assert is_thanked(send_from("127.0.0.1", HTTP_X_FORWARDED_FOR="10.9.8.1"))


def test_without_a_trusted_proxy_the_header_says_nothing(db: None) -> None:
    answers = [send_from(FLOOD, HTTP_X_FORWARDED_FOR=f"10.1.1.{number}") for number in range(11)]
    assert sum(map(is_thanked, answers)) == throttle.MOST


def test_a_home_with_many_addresses_of_ipv6_counts_as_one(db: None) -> None:
    answers = [send_from(f"2001:db8:1:2::{number:x}") for number in range(11)]
    assert sum(map(is_thanked, answers)) == throttle.MOST
    assert is_thanked(send_from("2001:db8:1:3::1"))


def test_a_clock_set_back_locks_nobody_out(db: None) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=365)):
        for _ in range(throttle.MOST):
            send_from(FLOOD)
    assert is_thanked(send_from(FLOOD))


def test_addresses_are_kept_hashed_and_only_while_they_count(db: None) -> None:
    send_from(FLOOD)
    assert FLOOD not in Arrival.objects.get().address
    throttle.forget(timezone.now() + timedelta(minutes=11))
    assert not Arrival.objects.exists()


def test_what_is_kept_of_an_address_can_only_be_made_with_our_key(
    db: None, settings: Settings
) -> None:
    send_from(FLOOD)
    kept = Arrival.objects.get().address
    assert len(kept) == 64
    settings.SECRET_KEY = "another key"
    send_from(FLOOD)
    assert Arrival.objects.exclude(address=kept).count() == 1


def test_ten_messages_in_ten_minutes_and_to_the_second(db: None) -> None:
    noon = new_york(11, 23, 12)
    with time_machine.travel(noon, tick=False):
        for _ in range(10):
            throttle.count("here")
        with pytest.raises(throttle.TooManyError):
            throttle.count("here")
        throttle.count("elsewhere")
    with time_machine.travel(noon + timedelta(minutes=9, seconds=59), tick=False):
        with pytest.raises(throttle.TooManyError):
            throttle.count("here")
        throttle.forget(timezone.now())
        assert Arrival.objects.count() == 11
    with time_machine.travel(noon + timedelta(minutes=10), tick=False):
        throttle.count("here")
        assert list(Arrival.objects.filter(address="here").values_list("at", flat=True)) == [
            timezone.now()
        ]
        throttle.forget(timezone.now())
        assert Arrival.objects.count() == 1


def test_what_is_refused_does_not_count(db: None) -> None:
    with time_machine.travel(new_york(11, 23, 12), tick=False):
        for _ in range(throttle.MOST):
            throttle.count("here")
        for _ in range(3):
            with pytest.raises(throttle.TooManyError):
                throttle.count("here")
    assert Arrival.objects.count() == throttle.MOST


def test_messages_of_one_address_wait_for_each_other_on_postgresql(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = asked_of_postgresql(monkeypatch, throttle)
    throttle.take_turn("0123456789abcdef" * 4)
    assert asked == [("SELECT pg_advisory_xact_lock(%s)", [0x0123456789ABCDE])]


@pytest.mark.django_db(transaction=True)
def test_not_one_too_many_is_taken_when_all_come_at_once() -> None:
    visitors = [Visitor(FLOOD).have_form_open() for _ in range(16)]
    answers = at_once(*[lambda v=v: v.send(**news()) for v in visitors])
    assert sum(map(is_thanked, answers)) == throttle.MOST
    assert Inquiry.objects.count() == throttle.MOST
    assert {answer.status_code for answer in answers} == {302, 429}
