"""Mail leaves only to the server it is meant for, and never in clear text."""

from __future__ import annotations

import logging
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from contact.models import Delivery
from contact.outbox import delivery
from tests.contact.mail_server import HOST, MailServer, free_port
from tests.contact.visitor import BY_EMAIL, Visitor


@pytest.fixture
def mail_setting(settings: Settings) -> Callable[[str], int]:
    """As EMAIL_SECURITY would say, with a password that nobody may overhear; the port."""

    def choose(security: str) -> int:
        settings.EMAIL_BACKEND = "contact.outbox.line.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = HOST, free_port()
        settings.EMAIL_TIMEOUT = 2
        settings.EMAIL_USE_TLS = security == "starttls"
        settings.EMAIL_USE_SSL = security == "tls"
        return int(settings.EMAIL_PORT)

    return choose


@pytest.fixture
def serving() -> Iterator[Callable[..., MailServer]]:
    """Starts mail servers, and stops them at the end."""
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)
    running = []

    def serve(security: str, port: int, context: ssl.SSLContext) -> MailServer:
        server = MailServer()
        how: dict[str, Any] = (
            {"ssl_context": context}
            if security == "tls"
            else {"tls_context": context, "require_starttls": True}
        )
        controller = Controller(server, hostname="127.0.0.1", port=port, **how)
        controller.start()
        running.append(controller)
        return server

    yield serve
    for controller in running:
        controller.stop()


def deliver(minutes: float = 0) -> None:
    with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
        call_command("deliver", once=True)


def alarms(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [r.getMessage() for r in caplog.records if r.name == delivery.__name__]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_mail_goes_to_a_server_that_proves_who_it_is(
    visitor: Visitor, mail_setting: Any, serving: Any, proof: Any, security: str
) -> None:
    server = serving(security, mail_setting(security), proof("none"))
    visitor.send(**BY_EMAIL)
    deliver()
    assert len(server.taken) == 2


FAULTS = {
    "self-signed": "self-signed certificate",
    "another name": "Hostname mismatch",
    "expired": "certificate has expired",
}


@pytest.fixture(params=[(security, fault) for security in ("starttls", "tls") for fault in FAULTS])
def impostor(request: Any, mail_setting: Any, serving: Any, proof: Any) -> tuple[MailServer, str]:
    """A mail server that cannot prove who it is, and how we say why."""
    security, fault = request.param
    return serving(security, mail_setting(security), proof(fault)), FAULTS[fault]


def test_nothing_goes_to_one_that_does_not(
    visitor: Visitor, impostor: tuple[MailServer, str], caplog: pytest.LogCaptureFixture
) -> None:
    server, words = impostor
    visitor.send(**BY_EMAIL)
    Delivery.objects.filter(kind="receipt").delete()
    deliver()
    assert server.taken == []
    waiting = Delivery.objects.get()
    assert waiting.state == "waiting"
    assert words in waiting.last_error
    (line,) = alarms(caplog)
    assert words in line
    assert "ana@" not in line


class Eavesdropper(threading.Thread):
    """Takes out the offer of STARTTLS, says yes to everything, and writes down what it hears."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self.heard = b""
        self.door = socket.create_server(("127.0.0.1", port))

    def run(self) -> None:
        line, _ = self.door.accept()
        with closing(line):
            line.settimeout(5)
            line.sendall(b"220 hello\r\n")
            try:
                while said := line.recv(4096):
                    self.heard += said
                    line.sendall(b"250-hello\r\n250 AUTH PLAIN LOGIN\r\n")
            except OSError:
                return


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_whoever_takes_the_encryption_away_hears_nothing(
    visitor: Visitor,
    mail_setting: Any,
    settings: Settings,
    security: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    ear = Eavesdropper(mail_setting(security))
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "desk", "mail password"
    ear.start()
    visitor.send(**BY_EMAIL)
    Delivery.objects.filter(kind="receipt").delete()
    deliver()
    ear.door.close()
    ear.join(10)
    for secret in (b"MAIL", b"AUTH", b"ana@", b"BS-", b"mail password", b"ZGVzaw"):
        assert secret not in ear.heard
    assert Delivery.objects.get().state == "waiting"
    assert len(alarms(caplog)) == 1


def test_once_the_certificate_is_right_all_goes_out(
    visitor: Visitor, mail_setting: Any, serving: Any, proof: Any
) -> None:
    port = mail_setting("starttls")
    wrong = Controller(MailServer(), hostname="127.0.0.1", port=port, tls_context=proof("expired"))
    wrong.start()
    visitor.send(**BY_EMAIL)
    deliver()
    wrong.stop()
    right = serving("starttls", port, proof("none"))
    deliver(minutes=2)
    assert len(right.taken) == 2
