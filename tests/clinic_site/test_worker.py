"""The worker calls each room in turn, and no trouble of one ends it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection
from django.utils import timezone

from clinic_site import worker
from clinic_site.worker import Worker
from contact.models import Arrival, Heartbeat
from contact.outbox.delivery import Outcome


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What the worker's watch shows; a test moves it."""
    shown = [1_000.0]
    monkeypatch.setattr("clinic_site.worker.time.monotonic", lambda: shown[0])
    return shown


@pytest.fixture
def beats(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The rooms that were called, in order; each does nothing."""
    called: list[str] = []

    def noted(name: str) -> Any:
        return lambda _now: called.append(name)

    monkeypatch.setattr(worker, "BEATS", [noted(beat.__name__) for beat in worker.BEATS])
    return called


EACH = [
    *("show_alive", "count_from_now", "forget", "queue_overdue", "queue_held", "queue_reviews"),
    *("publish_due", "forget_drafts", "redraw_pictures", "tell_of_failed_tries", "send_links"),
]


def test_each_room_is_called_every_ten_seconds(
    db: None, clock: list[float], beats: list[str]
) -> None:
    busy = Worker()
    for seconds, times in ((0, 1), (5, 1), (4.9, 1), (0.1, 2), (1, 2), (600, 3)):
        clock[0] += seconds
        assert busy.turn() is Outcome.NOTHING_DUE
        assert beats == EACH * times


def test_every_room_does_its_part(db: None) -> None:
    Arrival.objects.create(address="a", at=timezone.now() - timedelta(minutes=11))
    with time_machine.travel(timezone.now(), tick=False):
        Worker().turn()
        assert Heartbeat.objects.get().at == timezone.now()
    assert not Arrival.objects.exists()


def test_a_room_in_trouble_keeps_neither_the_others_nor_mail_waiting(
    clock: list[float],
    beats: list[str],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def publish_too_much(_now: datetime) -> None:
        beats.append("fails")
        raise DatabaseError("of Rob")

    closed: list[str] = []
    monkeypatch.setattr(connection, "close", lambda: closed.append("closed"))
    monkeypatch.setattr(worker, "BEATS", [publish_too_much, *worker.BEATS])
    busy = Worker()
    monkeypatch.setattr(busy.sender, "send_next", lambda: Outcome.SENT)
    for seconds in (0, 5, 5):
        clock[0] += seconds
        assert busy.turn() is Outcome.SENT
    assert beats == ["fails", *EACH] * 2
    assert closed == ["closed"] * 2
    assert caplog.messages == ["publish_too_much failed, and is called again: DatabaseError"] * 2


def test_a_database_that_does_not_answer_is_asked_again(
    beats: list[str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> Outcome:
        raise DatabaseError("of Rob")

    monkeypatch.setattr(connection, "close", lambda: None)
    busy = Worker()
    monkeypatch.setattr(busy.sender, "send_next", fail)
    waited: list[float] = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 3:
            busy.stop.set()

    monkeypatch.setattr(busy.stop, "wait", wait)
    busy.run()
    assert waited == [1.0] * 3
    assert caplog.messages == ["The mail worker cannot use the database: DatabaseError"] * 3


@pytest.mark.parametrize(
    ("outcome", "unreachable", "seconds"),
    [
        (Outcome.SENT, 0, 0.1),
        (Outcome.NOT_SENT, 2, 0.1),
        (Outcome.NOTHING_DUE, 3, 1),
        (Outcome.UNREACHABLE, 0, 5),
        (Outcome.UNREACHABLE, 1, 10),
        (Outcome.UNREACHABLE, 3, 40),
        (Outcome.UNREACHABLE, 4, 60),
        (Outcome.UNREACHABLE, 99, 60),
    ],
)
def test_the_pause_grows_to_a_minute_while_nobody_answers(
    outcome: Outcome,
    unreachable: int,
    seconds: float,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    busy = Worker()
    busy.sender.unreachable = unreachable
    waited: list[float] = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        busy.stop.set()

    monkeypatch.setattr(busy, "turn", lambda: outcome)
    monkeypatch.setattr(busy.stop, "wait", wait)
    busy.run()
    assert waited == [seconds]


def test_a_silent_mail_server_ends_what_is_sent_once(monkeypatch: pytest.MonkeyPatch) -> None:
    busy, turns = Worker(), []

    def turn() -> Outcome:
        turns.append(1)
        busy.sender.unreachable += 1
        return Outcome.UNREACHABLE

    monkeypatch.setattr(busy, "turn", turn)
    monkeypatch.setattr(worker, "_SECONDS_BETWEEN_MAILS", 0)
    busy.drain()
    assert len(turns) == 3


def test_a_worker_that_was_told_to_stop_takes_no_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    busy = Worker()
    monkeypatch.setattr(busy, "turn", pytest.fail)
    busy.stop.set()
    busy.drain()
    busy.run()
