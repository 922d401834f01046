"""Whatever goes wrong with a message, its text stays, and sending it again works exactly once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings as site
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.test import override_settings
from django.utils import timezone
from pytest_django import Settings

from contact.intake import throttle
from contact.models import Delivery, Inquiry
from tests.contact.mail_server import MailServer
from tests.contact.trouble import Broken
from tests.contact.visitor import BY_EMAIL, BY_TEXT, Visitor, is_thanked

TYPED = {
    **{"name": "Zoë “Zo” O’Brien <once>", "reply_by": "email", "email": "zoe@example.org"},
    **{"times": ["morning", "any"], "about": "other", "language": "es"},
    "message": "First line,\nthen: 2 < 3 & 4, é, 李, 😀.\n\n  And a last one.",
}
NEW_SECRET = "another-secret-0123456789-abcdefghijklmnopqrstuvwxyz"
Trouble = AbstractContextManager[Any]


def without(field: str, value: str | None = None) -> Callable[[Visitor], Trouble]:
    """The form comes back with this hidden field gone or changed."""

    def spoil(visitor: Visitor) -> Trouble:
        visitor.fields[field] = value
        return nullcontext()

    return spoil


def cookie_gone(visitor: Visitor) -> Trouble:
    visitor.client.cookies.clear()
    return nullcontext()


def cookie_mangled(visitor: Visitor) -> Trouble:
    visitor.client.cookies["csrftoken"] = "x" * 32
    return nullcontext()


def no_origin(visitor: Visitor) -> Trouble:
    """Some browsers hide where a form was sent from."""
    visitor.client.defaults["HTTP_ORIGIN"] = "null"

    @contextmanager
    def hidden() -> Iterator[None]:
        yield
        del visitor.client.defaults["HTTP_ORIGIN"]

    return hidden()


def secret_rotated_and_the_old_one_kept(visitor: Visitor) -> Trouble:
    return override_settings(SECRET_KEY=NEW_SECRET, SECRET_KEY_FALLBACKS=[site.SECRET_KEY])


def clock_moved(**by: float) -> Callable[[Visitor], Trouble]:
    return lambda visitor: time_machine.travel(timezone.now() + timedelta(**by))


def too_fast(visitor: Visitor) -> Trouble:
    visitor.open_form(seconds_ago=0)
    return nullcontext()


def too_many(visitor: Visitor) -> Trouble:
    for number in range(throttle.MOST):
        someone = BY_TEXT | {"message": f"Question {number}"}
        assert is_thanked(Visitor(visitor.address).open_form().send(**someone))
    return nullcontext()


def database_gone(visitor: Visitor) -> Trouble:
    return connection.execute_wrapper(Broken("SELECT", "INSERT", "UPDATE"))


def disk_full(visitor: Visitor) -> Trouble:
    return connection.execute_wrapper(Broken("INSERT", "UPDATE"))


TROUBLES: dict[str, Callable[[Visitor], Trouble]] = {
    "open for 8 days": clock_moved(days=8),
    "open for 40 days": clock_moved(days=40),
    "secret rotated, the old one kept": secret_rotated_and_the_old_one_kept,
    "cookie gone": cookie_gone,
    "cookie mangled": cookie_mangled,
    "token gone": without("form_token"),
    "token mangled": without("form_token", "abc:def:ghi"),
    "origin hidden": no_origin,
    "too fast": too_fast,
    "too many": too_many,
    "database gone": database_gone,
    "disk full": disk_full,
    "clock an hour ahead": clock_moved(hours=1),
    "clock an hour back": clock_moved(hours=-1),
    "clock a year back": clock_moved(days=-365),
}


def is_whole(fields: dict[str, Any], typed: dict[str, Any]) -> bool:
    """The form in front of the visitor holds each thing they typed, letter by letter."""
    shown = fields | {"message": fields["message"].replace("\r\n", "\n")}
    return {name: shown.get(name) for name in typed} == typed


def send_until_thanked(visitor: Visitor, trouble: Callable[[Visitor], Trouble]) -> None:
    """Send in trouble; whoever is not thanked then sees the text, and sends it again later."""
    with trouble(visitor):
        page = visitor.send(**TYPED)
    if not is_thanked(page):
        assert page.status_code in (200, 403, 429, 503)
        assert "no-store" in page["Cache-Control"]
        assert is_whole(visitor.fields, TYPED)
        with time_machine.travel(timezone.now() + timedelta(minutes=11)):
            assert is_thanked(visitor.send())
            assert is_thanked(visitor.send())  # and a double click is no second message


def the_only_one() -> Inquiry:
    return Inquiry.objects.get(reply_by=TYPED["reply_by"])


def is_stored_as_typed() -> bool:
    stored = the_only_one()
    return {name: getattr(stored, name) for name in TYPED} == TYPED


@pytest.mark.parametrize("name", TROUBLES)
def test_the_text_stays_and_is_sent_once(visitor: Visitor, name: str) -> None:
    send_until_thanked(visitor, TROUBLES[name])
    assert is_stored_as_typed()
    assert the_only_one().deliveries.count() == 2


def test_a_secret_that_a_deploy_forgot_to_keep_costs_one_more_click(
    visitor: Visitor, settings: Settings
) -> None:
    settings.SECRET_KEY = NEW_SECRET
    send_until_thanked(visitor, lambda _: nullcontext())
    assert is_stored_as_typed()


def test_an_error_in_one_field_keeps_all_the_others(visitor: Visitor) -> None:
    page = visitor.send(**TYPED | {"email": "zoe@"})
    assert b"Enter an email address" in page.content
    assert is_whole(visitor.fields, TYPED | {"email": "zoe@"})
    assert is_thanked(visitor.send(email=TYPED["email"]))
    assert is_stored_as_typed()


@contextmanager
def locked_database() -> Iterator[None]:
    """Somebody else writes and does not finish; we wait for a moment only."""
    holds, may_go = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("LOCK TABLE contact_inquiry IN ACCESS EXCLUSIVE MODE")
            holds.set()
            may_go.wait(20)
        connections.close_all()

    with connection.cursor() as cursor:
        short = "SET lock_timeout = 200"
        cursor.execute(short if connection.vendor == "postgresql" else "PRAGMA busy_timeout = 200")
    other = threading.Thread(target=hold)
    other.start()
    assert holds.wait(10)
    yield
    may_go.set()
    other.join()


@pytest.mark.django_db(transaction=True)
def test_a_locked_database_keeps_the_text() -> None:
    visitor = Visitor().open_form()
    with locked_database():
        page = visitor.send(**TYPED)
    assert page.status_code == 503
    connection.close()
    send_until_thanked(visitor, lambda _: nullcontext())
    assert is_stored_as_typed()


# The clock of the server


@pytest.mark.parametrize("moved", [timedelta(hours=1), timedelta(hours=-1), timedelta(days=-365)])
def test_a_clock_that_jumps_keeps_no_mail(
    visitor: Visitor, mail_server: MailServer, moved: timedelta
) -> None:
    visitor.send(**BY_EMAIL)
    with time_machine.travel(timezone.now() + moved):
        call_command("deliver", once=True)
    assert set(Delivery.objects.filter(inquiry__isnull=False).values_list("state")) == {("sent",)}
    assert mail_server.to("ana@example.org")


@pytest.mark.parametrize("moved", [timedelta(hours=-1), timedelta(hours=1), timedelta(days=-365)])
def test_a_clock_that_jumps_locks_nobody_out(visitor: Visitor, moved: timedelta) -> None:
    too_many(visitor)
    with time_machine.travel(timezone.now() + moved):
        assert is_thanked(visitor.send(**BY_TEXT | {"message": "after the clock moved"}))
