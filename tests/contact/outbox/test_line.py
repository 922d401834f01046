"""One mail takes no longer than it may, and a worker that has to stop is not held by it."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from threading import Event

import pytest
from pytest_django import Settings

from contact.intake.receiving import queue_mails
from contact.models import LEASE, Delivery, Inquiry
from contact.outbox import delivery, line
from contact.outbox.delivery import Outcome, Sender
from tests.contact.mail_server import HOST, free_port

#: What a server may do a byte at a time for ever, after what it said at once.
DRIPS = {
    "its greeting": [],
    "what it can do": [b"220 here\r\n"],
    "its answer to the sender": [b"220 here\r\n", b"250 ok\r\n"],
    "its answer to the recipient": [b"220 here\r\n", b"250 ok\r\n", b"250 ok\r\n"],
}


def talk(caller: socket.socket, answers: list[bytes]) -> None:
    """Say these, one for each thing that is said, and then drip."""
    with caller, suppress(OSError):
        for answer in answers:
            caller.sendall(answer)
            caller.recv(1000)
        while True:
            caller.sendall(b"2")
            time.sleep(0.05)


@pytest.fixture
def drips(settings: Settings) -> Iterator[Callable[..., None]]:
    """A mail server that drips from then on; over TLS with a context."""
    settings.EMAIL_BACKEND = "contact.outbox.line.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = HOST, free_port(), 0.3
    listener = socket.create_server(("127.0.0.1", settings.EMAIL_PORT))
    listener.settimeout(20)

    def serve(answers: list[bytes], tls: ssl.SSLContext | None) -> None:
        with suppress(OSError):
            while True:
                caller, _address = listener.accept()
                talk(tls.wrap_socket(caller, server_side=True) if tls else caller, answers)

    def start(answers: list[bytes], tls: ssl.SSLContext | None = None) -> None:
        settings.EMAIL_USE_SSL = bool(tls)
        threading.Thread(target=serve, args=(answers, tls), daemon=True).start()

    yield start
    listener.close()


@pytest.fixture
def mail(make_inquiry: Callable[..., Inquiry]) -> Delivery:
    queue_mails(make_inquiry())
    return Delivery.objects.get()


def seconds_of(send: Callable[[], Outcome]) -> tuple[Outcome, float]:
    began = time.monotonic()
    return send(), time.monotonic() - began


@pytest.mark.timeout(20)
@pytest.mark.parametrize("said", DRIPS.values(), ids=DRIPS)
def test_a_mail_that_drips_ends_in_time_and_goes_again(
    mail: Delivery, drips: Callable[..., None], said: list[bytes]
) -> None:
    drips(said)
    outcome, took = seconds_of(Sender().send_next)
    assert outcome in (Outcome.UNREACHABLE, Outcome.NOT_SENT)
    assert 0.8 < took < 5
    mail.refresh_from_db()
    assert (mail.state, mail.leased_until, mail.refusals) == ("waiting", None, 0)
    assert mail.last_error.startswith("SMTP")


@pytest.mark.timeout(20)
def test_over_tls_as_well(
    mail: Delivery, drips: Callable[..., None], proof: Callable[[str], ssl.SSLContext]
) -> None:
    drips(DRIPS["what it can do"], proof("as it should be"))
    outcome, took = seconds_of(Sender().send_next)
    assert outcome is not Outcome.SENT
    assert 0.8 < took < 5


@pytest.mark.timeout(20)
def test_who_is_told_to_stop_finishes_the_mail_in_hand_or_cuts_it(
    mail: Delivery,
    drips: Callable[..., None],
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drips([])
    settings.EMAIL_TIMEOUT = 20
    monkeypatch.setattr(line, "TO_FINISH", 0.5)
    stop = Event()
    threading.Timer(0.3, stop.set).start()
    _outcome, took = seconds_of(Sender(stop).send_next)
    assert 0.7 < took < 5


def test_a_mail_with_all_its_marks_ends_before_its_lease(settings: Settings) -> None:
    longest = line.TIMEOUTS * settings.EMAIL_TIMEOUT + sum(delivery._PAUSES_TO_MARK)
    assert longest < LEASE.total_seconds()
