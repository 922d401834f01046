"""A monitor learns in time that a message may go unseen, and never whose it is."""

import json
import time
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import OperationalError
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from contact.models import Delivery, Heartbeat, Inquiry
from contact.outbox import trial

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker_runs() -> None:
    Heartbeat.objects.create(pk=1, at=timezone.now())


def test_all_is_well(client: Client, worker_runs: None) -> None:
    reply = client.get("/healthz")
    assert reply.status_code == 200
    assert reply.json()["ok"] is True
    assert "no-store" in reply.headers["Cache-Control"]
    assert not reply.cookies


def is_red(client: Client, why: str) -> bool:
    reply = client.get("/healthz")
    return reply.status_code == 503 and why in json.dumps(reply.json()["problems"])


def test_it_is_red_without_a_mail_worker(client: Client, worker_runs: None) -> None:
    Heartbeat.objects.update(at=timezone.now() - timedelta(minutes=3))
    assert is_red(client, "mail worker")
    Heartbeat.objects.all().delete()
    assert is_red(client, "mail worker")


def test_it_is_red_when_mail_waits_too_long_and_names_nobody(
    client: Client, worker_runs: None
) -> None:
    inquiry = Inquiry.objects.create(name="Ann Canary", reply_by="call", due_at=timezone.now())
    mail = Delivery.objects.create(inquiry=inquiry, kind=Delivery.Kind.RECEIPT)
    assert client.get("/healthz").json()["mail"]["waiting"] == 1
    Delivery.objects.filter(pk=mail.pk).update(created_at=timezone.now() - timedelta(minutes=11))
    assert is_red(client, "mail has been waiting")
    assert "canary" not in client.get("/healthz").content.decode().lower()


def test_it_is_red_while_a_migration_waits(client: Client, worker_runs: None) -> None:
    newest = [
        name for app, name in MigrationLoader(connection).graph.leaf_nodes() if app == "pages"
    ]
    MigrationRecorder(connection).record_unapplied("pages", *newest)
    assert is_red(client, "migrations")


def test_it_is_red_without_a_database_and_says_no_more(
    client: Client, worker_runs: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: Any, **_kwargs: Any) -> None:
        raise OperationalError("could not connect to host 10.0.0.7")

    monkeypatch.setattr(connections["default"], "cursor", refuse)
    assert is_red(client, "database")
    assert b"10.0.0.7" not in client.get("/healthz").content


def test_it_is_red_while_messages_cannot_be_stored(
    client: Client, worker_runs: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.INQUIRY_EMAILS = ["desk@clinic.example", ""]
    monkeypatch.setattr(trial, "_last", [])
    assert is_red(client, "messages of visitors cannot be stored")
    settings.INQUIRY_EMAILS = ["desk@clinic.example"]
    assert is_red(client, "cannot be stored")
    later = time.monotonic() + 61
    monkeypatch.setattr(trial, "time", SimpleNamespace(monotonic=lambda: later))
    assert client.get("/healthz").status_code == 200
    settings.INQUIRY_EMAILS = ["desk@clinic.example", ""]
    assert client.get("/healthz").status_code == 200, "A trial holds for a minute."
    monkeypatch.setattr(trial, "time", SimpleNamespace(monotonic=lambda: later + 61))
    assert is_red(client, "cannot be stored")


def test_a_trial_leaves_no_message_and_no_mail(
    client: Client, worker_runs: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trial, "_last", [])
    assert client.get("/healthz").status_code == 200
    assert not Inquiry.objects.exists()
    assert not Delivery.objects.exists()
