"""The inbox asks for what it shows, however many messages there are; `make benchmark` times it."""

from __future__ import annotations

import copy
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from contact.models import Inquiry
from tests.contact.desk import INBOX

pytestmark = pytest.mark.skipif(
    "connection.vendor != 'sqlite'", reason="only SQLite counts its own steps"
)


def steps_for(desk: Client, path: str) -> int:
    """How much SQLite does for this page, in thousands of its steps."""
    counted: list[int] = []
    connection.ensure_connection()
    connection.connection.set_progress_handler(lambda: counted.append(1), 1000)
    try:
        assert desk.get(path).status_code == 200
    finally:
        connection.connection.set_progress_handler(None, 0)
    return len(counted)


def more_like(inquiry: Inquiry, many: int) -> None:
    """Each by email, without a number, and from someone else."""
    first = Inquiry.objects.count()
    rows = []
    for number in range(first, first + many):
        one = copy.copy(inquiry)
        one.pk = None
        one.reference, one.submission_key = f"X{number}", f"key {number}"
        one.email_index = f"of {number}"
        rows.append(one)
    Inquiry.objects.bulk_create(rows)


def test_most_who_chose_email_make_no_list_slower(
    desk: Client, make_inquiry: Callable[..., Inquiry]
) -> None:
    first = make_inquiry(reply_by="email", phone="", email="ana@example.org")
    pages = [INBOX, f"{INBOX}?reply_by__exact=email", first.get_absolute_url()]
    more_like(first, 200)
    for path in pages:
        steps_for(desk, path)
    few = [steps_for(desk, path) for path in pages]
    more_like(first, 3_000)
    many = [steps_for(desk, path) for path in pages]
    # The list counts to a thousand, which is a few thousand steps more.
    assert all(now <= before + 25 for before, now in zip(few, many, strict=True)), (few, many)


def test_marks_are_those_of_the_person(desk: Client, make_inquiry: Callable[..., Inquiry]) -> None:
    make_inquiry(reply_by="email", phone="", email="ana@example.org", name="Ana")
    make_inquiry(reply_by="email", phone="", email="ben@example.org", name="Ben")
    make_inquiry(reply_by="call", phone="(202) 555-0101", email="", name="Cleo")
    make_inquiry(reply_by="call", phone="(202) 555-0102", email="", name="Dan")
    assert "wrote more than once" not in desk.get(INBOX).content.decode()
    make_inquiry(reply_by="call", phone="202-555-0102", email="", name="Dan again")
    assert desk.get(INBOX).content.decode().count("wrote more than once") == 2
