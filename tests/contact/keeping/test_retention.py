"""A message is deleted when we said, completely, and never by a wrong clock."""

import io
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from time import perf_counter, sleep
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from contact.intake.receiving import queue_mails
from contact.keeping import retention
from contact.models import AuditRecord, Delivery, Inquiry, Note, Purge
from tests.contact.clock import new_york
from tests.contact.trouble import any_order, asked_of_postgresql, at_once, files_of_sqlite
from tests.contact.visitor import BY_TEXT, Visitor, is_thanked

# The log is cleaned outside a transaction, so the tests cannot run inside one.
pytestmark = pytest.mark.django_db(transaction=True)

NOW = new_york(12, 1, 12)
DAYS = 90


def purge(*options: str, now: datetime = NOW) -> str:
    """Run the command at this time; what it says."""
    said = io.StringIO()
    with time_machine.travel(now, tick=False):
        call_command("purge_inquiries", *options, stdout=said)
    return said.getvalue()


@pytest.fixture
def closed(make_inquiry: Callable[..., Inquiry]) -> Callable[..., Inquiry]:
    """A message that was done so long before NOW."""

    def make(**ago: float) -> Inquiry:
        inquiry = make_inquiry(status="done", closed_at=NOW - timedelta(**ago))
        Note.objects.create(inquiry=inquiry, text="note")
        queue_mails(inquiry)
        return inquiry

    return make


def test_what_is_due_goes_with_all_that_belongs_to_it_and_the_rest_stays(
    closed: Callable[..., Inquiry], make_inquiry: Callable[..., Inquiry]
) -> None:
    gone = [closed(days=DAYS), closed(days=DAYS, seconds=1), closed(days=400)]
    kept = [closed(days=DAYS, seconds=-1), closed(days=1), make_inquiry(), make_inquiry()]
    Inquiry.objects.filter(status="new").update(received_at=NOW - timedelta(days=999))
    assert purge() == "3 deleted, 4 kept.\n"
    assert set(Inquiry.objects.all()) == set(kept)
    assert not Note.objects.filter(inquiry__in=[i.pk for i in gone]).exists()
    assert Delivery.objects.count() == Note.objects.count() == 2
    assert purge() == "0 deleted, 4 kept.\n"


def test_only_counts_remain(
    closed: Callable[..., Inquiry], make_inquiry: Callable[..., Inquiry]
) -> None:
    closed(days=DAYS)
    make_inquiry()
    purge()
    proof = Purge.objects.get()
    assert (proof.deleted, proof.kept, proof.ran_at) == (1, 1, NOW)
    assert proof.closed_before == NOW - timedelta(days=DAYS)


def test_what_goes_is_decided_by_the_second(
    closed: Callable[..., Inquiry], make_inquiry: Callable[..., Inquiry]
) -> None:
    over = [0, 1, 59, 60, 3600, 86_400]
    for seconds in over:
        closed(days=DAYS, seconds=seconds)
    for seconds in (1, 2, 60, 3600, 86_400, 86_400 * 89):
        closed(days=DAYS, seconds=-seconds)
    for _ in range(3):
        make_inquiry()
    assert purge() == "6 deleted, 9 kept.\n"


def test_three_purges_at_once_delete_and_count_each_message_once(
    closed: Callable[..., Inquiry], make_inquiry: Callable[..., Inquiry]
) -> None:
    for _ in range(5):
        closed(days=DAYS)
    for _ in range(6):
        make_inquiry()
    with time_machine.travel(NOW, tick=False):
        done = at_once(*[lambda: retention.purge(NOW)] * 3)
    assert sum(one.deleted for one in done) == 5
    assert Inquiry.objects.count() == 6
    told = AuditRecord.objects.values_list("detail", flat=True)
    assert sum(int(detail.split()[-1]) for detail in told) == 5


def test_what_another_purge_deleted_a_moment_earlier_is_not_counted_again(
    closed: Callable[..., Inquiry], make_inquiry: Callable[..., Inquiry]
) -> None:
    due = closed(days=DAYS)
    make_inquiry()
    others = [due]

    def delete_first(execute: Any, sql: str, *rest: Any) -> Any:
        found = execute(sql, *rest)
        if "LIMIT 100" in sql and others:
            others.pop().delete()
        return found

    with connection.execute_wrapper(delete_first):
        assert purge() == "0 deleted, 1 kept.\n"
    assert not others
    assert not AuditRecord.objects.exists()


def test_each_purge_that_deletes_is_in_the_audit_once(
    closed: Callable[..., Inquiry], make_inquiry: Callable[..., Inquiry]
) -> None:
    closed(days=DAYS)
    make_inquiry()
    purge()
    purge()
    record = AuditRecord.objects.get()
    assert (record.who, record.detail) == ("the nightly purge", "messages deleted: 1")


def test_a_quiet_clinic_keeps_its_promise_too(closed: Callable[..., Inquiry]) -> None:
    closed(days=DAYS - 1)
    assert purge() == "0 deleted, 1 kept.\n"
    assert purge(now=NOW + timedelta(days=1)) == "1 deleted, 0 kept.\n"


def test_mails_about_no_message_go_as_well(make_inquiry: Callable[..., Inquiry]) -> None:
    make_inquiry()
    for days in (DAYS, DAYS - 1):
        sent_at = NOW - timedelta(days=days)
        Delivery.objects.create(
            kind="summary", recipient="desk@clinic.example", state="sent", sent_at=sent_at
        )
    purge()
    assert Delivery.objects.count() == 1


def test_a_mail_about_a_message_stays_as_long_as_the_message(
    closed: Callable[..., Inquiry],
) -> None:
    kept = closed(days=DAYS - 1)
    Delivery.objects.update(state="sent", sent_at=NOW - timedelta(days=DAYS + 1))
    purge()
    assert kept.deliveries.count() == 1


def test_a_dry_run_shows_what_would_go_and_deletes_nothing(
    closed: Callable[..., Inquiry],
) -> None:
    due = closed(days=DAYS)
    assert purge("--dry-run") == f"{due.reference} closed 2026-09-02\n1 would be deleted.\n"
    assert Inquiry.objects.count() == 1
    assert not Purge.objects.exists()


def test_a_clock_ten_years_ahead_deletes_nothing(closed: Callable[..., Inquiry]) -> None:
    for day in range(4):
        closed(days=day)
    with pytest.raises(CommandError, match="More than half"):
        purge(now=NOW + timedelta(days=3650))
    assert Inquiry.objects.count() == 4
    assert purge("--force", now=NOW + timedelta(days=3650)) == "4 deleted, 0 kept.\n"


def test_half_of_all_may_go_at_once_and_one_more_may_not(
    closed: Callable[..., Inquiry], make_inquiry: Callable[..., Inquiry]
) -> None:
    for _ in range(2):
        closed(days=DAYS)
        make_inquiry()
    extra = closed(days=DAYS)
    with pytest.raises(CommandError, match="More than half"):
        purge()
    assert Inquiry.objects.count() == 5
    assert not Purge.objects.exists()
    extra.delete()
    assert purge() == "2 deleted, 2 kept.\n"


def test_more_than_half_goes_only_if_someone_says_so(closed: Callable[..., Inquiry]) -> None:
    closed(days=DAYS)
    with pytest.raises(retention.TooMuchError):
        retention.purge(NOW)
    forced = retention.purge(NOW, force=True)
    assert (forced.deleted, forced.ran_at) == (1, NOW)


@pytest.mark.parametrize(
    ("ago", "goes"),
    [
        (timedelta(days=3, seconds=-1), True),
        (timedelta(days=3), False),
        (timedelta(), True),
        (timedelta(seconds=-1), False),
    ],
)
def test_more_than_half_may_go_only_if_the_last_purge_was_a_few_days_ago(
    closed: Callable[..., Inquiry], ago: timedelta, goes: bool
) -> None:
    Purge.objects.create(ran_at=NOW - ago, closed_before=NOW, deleted=0, kept=1)
    closed(days=DAYS)
    if goes:
        assert purge() == "1 deleted, 0 kept.\n"
    else:
        with pytest.raises(CommandError, match="More than half"):
            purge()
        assert Inquiry.objects.count() == 1


def test_a_purge_without_any_message_is_recorded_too(db: None) -> None:
    assert purge() == "0 deleted, 0 kept.\n"
    assert Purge.objects.count() == 1


def test_many_go_in_batches_each_of_which_is_in_the_audit(
    closed: Callable[..., Inquiry],
    make_inquiry: Callable[..., Inquiry],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(retention, "_BATCH", 2)
    for _ in range(5):
        closed(days=DAYS)
        make_inquiry()
    assert purge() == "5 deleted, 5 kept.\n"
    details = AuditRecord.objects.order_by("pk").values_list("detail", flat=True)
    assert list(details) == ["messages deleted: 2", "messages deleted: 2", "messages deleted: 1"]


def test_the_longest_closed_go_first(
    closed: Callable[..., Inquiry], make_inquiry: Callable[..., Inquiry]
) -> None:
    newest, oldest, other = (closed(days=DAYS + more) for more in (1, 9, 5))
    with any_order():
        lines = purge("--dry-run").splitlines()
    wanted = [oldest.reference, other.reference, newest.reference, "3"]
    assert [line.split()[0] for line in lines] == wanted


def test_how_long_messages_are_kept_is_a_setting(
    closed: Callable[..., Inquiry], make_inquiry: Callable[..., Inquiry], settings: Settings
) -> None:
    closed(days=30)
    make_inquiry()
    settings.INQUIRY_RETENTION_DAYS = 31
    assert purge() == "0 deleted, 2 kept.\n"
    settings.INQUIRY_RETENTION_DAYS = 30
    assert purge() == "1 deleted, 1 kept.\n"


@pytest.mark.parametrize(("busy", "cleaned"), [(0, True), (44, True), (45, False)])
def test_a_log_in_use_is_tried_again_each_second_and_then_said_to_be_in_use(
    make_inquiry: Callable[..., Inquiry], monkeypatch: pytest.MonkeyPatch, busy: int, cleaned: bool
) -> None:
    answers = [False] * busy + [True] * 9
    waited: list[float] = []
    monkeypatch.setattr(retention, "clean_the_log_once", lambda: answers.pop(0))
    monkeypatch.setattr("contact.keeping.retention.time.sleep", waited.append)
    if cleaned:
        purge()
    else:
        with pytest.raises(CommandError, match="may still hold deleted words"):
            purge()
    assert [seconds for seconds in waited if seconds] == [1] * busy


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_a_log_that_someone_reads_is_not_clean(make_inquiry: Callable[..., Inquiry]) -> None:
    with sqlite3.connect(connection.settings_dict["NAME"]) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM contact_inquiry").fetchone()
        make_inquiry()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 10")
        assert not retention.clean_the_log_once()
        reader.rollback()
    assert retention.clean_the_log_once()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 5000")


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_a_long_reader_keeps_nobody_from_writing_while_the_log_is_cleaned(
    closed: Callable[..., Inquiry], make_inquiry: Callable[..., Inquiry]
) -> None:
    """SQLite would wait for the reader with the right to write in its hand."""
    for _ in range(3):
        closed(days=DAYS)
    for _ in range(4):
        make_inquiry()
    visitors = [Visitor().have_form_open() for _ in range(8)]
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM contact_inquiry").fetchone()

        def clean() -> None:
            with time_machine.travel(NOW, tick=False):
                retention.purge(NOW)
            assert not retention.clean_the_log_once()

        def write() -> float:
            slowest = 0.0
            for number, visitor in enumerate(visitors):
                began = perf_counter()
                assert is_thanked(visitor.send(**BY_TEXT | {"message": f"question {number}"}))
                slowest = max(slowest, perf_counter() - began)
                sleep(0.1)
            return slowest

        _cleaned, slowest = at_once(clean, write)
        reader.rollback()
    assert slowest < 2, slowest
    assert retention.clean_the_log_once()


def test_only_sqlite_has_a_log_to_clean(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked_of_postgresql(monkeypatch, retention) == []
    assert retention.clean_the_log()


def test_a_clock_set_back_deletes_nothing(
    closed: Callable[..., Inquiry], make_inquiry: Callable[..., Inquiry]
) -> None:
    closed(days=DAYS)
    make_inquiry()
    assert purge(now=NOW - timedelta(days=400)) == "0 deleted, 2 kept.\n"


@pytest.mark.parametrize(("month", "day"), [(3, 8), (11, 1)])
def test_a_clock_change_moves_nothing(
    make_inquiry: Callable[..., Inquiry], month: int, day: int
) -> None:
    closing = new_york(month, day, 1, 59)
    make_inquiry(status="done", closed_at=closing)
    make_inquiry()
    due = closing + timedelta(days=DAYS)
    assert purge(now=due - timedelta(seconds=60)).startswith("0 deleted")
    assert purge(now=due + timedelta(seconds=60)).startswith("1 deleted")


def test_reopening_a_message_keeps_it(
    closed: Callable[..., Inquiry], make_inquiry: Callable[..., Inquiry]
) -> None:
    inquiry = closed(days=DAYS)
    make_inquiry()
    inquiry.status = "new"
    inquiry.save()
    assert purge().startswith("0 deleted")


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_no_byte_of_it_stays_in_the_files_of_sqlite(make_inquiry: Callable[..., Inquiry]) -> None:
    inquiry = make_inquiry(status="done", closed_at=NOW - timedelta(days=DAYS))
    make_inquiry()
    with connection.cursor() as cursor:
        cursor.execute("SELECT message, name FROM contact_inquiry WHERE id = %s", [inquiry.pk])
        sealed_name = cursor.fetchone()[1].encode()
    assert sealed_name in files_of_sqlite()
    purge()
    assert sealed_name not in files_of_sqlite()
    assert timezone.is_aware(Purge.objects.get().ran_at)
