"""Compares the inbox with 1,000 and with 1,000,000 messages: python -m tests.benchmarks.inbox

Makes two databases of its own beside the one in DATABASE_URL (SQLite: in a temporary folder), times
the same pages in turns, and ends with 1 if one takes more than twice as long with the many. Most
chose email, and gave no number. Once before the database knows what is in it (ANALYZE), and after.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import setup_test_environment
from django.utils import timezone

from contact.models import Inquiry

FEW, MANY = 1_000, int(os.environ.get("MANY", "1000000"))
ROUNDS = 15
INBOX = "/staff/contact/inquiry/"
_FILL = """
INSERT INTO contact_inquiry (reference, submission_key, name, reply_by, phone, phone_index,
  voicemail, email, email_index, times, about, message, language, page_language, received_at,
  due_at, crisis, status, held_reason, closed_at)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {many})
SELECT 'X' || i, 'key' || i, name,
  CASE WHEN i % 1000 < 845 THEN 'email' WHEN i % 2 = 0 THEN 'text' ELSE 'call' END,
  phone, CASE WHEN i % 1000 < 845 THEN '' ELSE substr(phone_index, 9) || i END, voicemail, email,
  CASE WHEN i % 1000 < 845 THEN substr(email_index, 9) || i ELSE '' END, times, about, message,
  CASE i % 50 WHEN 0 THEN 'es' ELSE 'en' END, page_language, received_at, due_at, crisis,
  CASE WHEN i % 100 < {open} THEN CASE i % 3 WHEN 0 THEN 'new' WHEN 1 THEN 'waiting' ELSE 'held' END
    ELSE 'done' END,
  'links', CASE WHEN i % 100 < {open} THEN NULL ELSE received_at END
FROM n, contact_inquiry WHERE contact_inquiry.reference = 'BS-SEED'
"""

_FILL_MAILS = """
INSERT INTO contact_delivery (inquiry_id, kind, recipient, message_id, created_at, state, attempts,
  next_try_at, lease_holder, refusals, last_error, sent_at)
SELECT id, kind, CASE kind WHEN 'staff' THEN 'desk@clinic.example' ELSE '' END, kind || id,
  received_at, 'sent', 1, received_at, '', 0, '', received_at
FROM contact_inquiry, (SELECT 'staff' AS kind UNION SELECT 'receipt') kinds
WHERE kind = 'staff' OR reply_by = 'email'
"""

Visit = Callable[[Client], None]


def visit(path: str) -> Visit:
    def go(client: Client) -> None:
        assert client.get(path).status_code == 200, path

    return go


def find(words: str) -> Visit:
    def go(client: Client) -> None:
        answer = client.post(f"{INBOX}find/", {"words": words})
        assert "/change/" in answer["Location"], words

    return go


def pages() -> dict[str, Visit]:
    return {
        "the inbox": visit(INBOX),
        "page 15": visit(f"{INBOX}?p=15"),
        "new": visit(f"{INBOX}?status__exact=new"),
        "waiting for them": visit(f"{INBOX}?status__exact=waiting"),
        "done": visit(f"{INBOX}?status__exact=done"),
        "with nobody": visit(f"{INBOX}?with=nobody"),
        "in Spanish": visit(f"{INBOX}?language__exact=es"),
        "by email": visit(f"{INBOX}?reply_by__exact=email"),
        "find by reference": find("BS-SEED"),
        "find by email": find("ana@example.org"),
        "find by phone": find("(202) 555-0188"),
        "one message": visit(f"{INBOX}{Inquiry.objects.get(reference='BS-SEED').pk}/change/"),
        "one by email": visit(f"{INBOX}{Inquiry.objects.get(reference='X1').pk}/change/"),
    }


def fill(many: int) -> None:
    """One message as the site stores it, and so many like it with another number and address."""
    now = timezone.now()
    for reference in ("BS-SEED", "BS-LIKE"):
        Inquiry.objects.create(
            reference=reference,
            submission_key=reference,
            name="Ana",
            reply_by="text",
            phone="(202) 555-0188" if reference == "BS-SEED" else "(202) 555-0111",
            email="ana@example.org" if reference == "BS-SEED" else "ben@example.org",
            message="A question of some length. " * 8,
            language="en",
            page_language="en",
            due_at=now,
        )
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET statement_timeout = 0")
        cursor.execute(_FILL.format(many=many, open=9))
        cursor.execute(_FILL_MAILS)


@contextmanager
def database(many: int) -> Iterator[Client]:
    """A database with so many messages, and a browser of someone who may see them."""
    original = connection.settings_dict["NAME"]
    name = f"{original}-{many}".rpartition("/")[2].replace(".", "-")
    if connection.vendor == "sqlite":
        name = str(Path(tempfile.gettempdir()) / f"{name}.sqlite3")
    connection.settings_dict["TEST"]["NAME"] = name
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        fill(many)
        client = Client()
        client.force_login(User.objects.create_superuser("root"))
        yield client
    finally:
        connection.creation.destroy_test_db(original, verbosity=0)


def rounds(client: Client) -> dict[str, float]:
    """Seconds for each page: the median of some rounds, each of them through all pages."""
    times: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        for name, go in pages().items():
            began = time.perf_counter()
            go(client)
            times.setdefault(name, []).append(time.perf_counter() - began)
    return {name: statistics.median(found) for name, found in times.items()}


def measure(many: int) -> dict[str, float]:
    """The same before the database counted what is in it, and after."""
    with database(many) as client:
        found = {f"{name}, not counted": took for name, took in rounds(client).items()}
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        return found | rounds(client)


def main() -> int:
    setup_test_environment()
    few, many = measure(FEW), measure(MANY)
    print(f"{connection.vendor}, milliseconds with {FEW:,} and {MANY:,} messages")
    for name, seconds in many.items():
        ratio = seconds / few[name]
        print(f"{name:32} {few[name] * 1000:7.1f} {seconds * 1000:7.1f}  x{ratio:.2f}")
    return int(any(many[name] > 2 * few[name] for name in many))


if __name__ == "__main__":
    sys.exit(main())
