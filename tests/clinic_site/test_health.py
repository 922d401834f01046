"""A monitor learns in time that a message may go unseen, and never whose it is."""

import json
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import OperationalError
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from clinic_site.health import refuse_wrong_keys
from contact.models import Delivery, Heartbeat, Inquiry, KeyProof
from contact.outbox.delivery import show_alive
from tests.contact.visitor import BY_TEXT, Visitor

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


def test_asking_only_reads(client: Client, worker_runs: None) -> None:
    asked: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql.split(maxsplit=1)[0])
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        assert client.get("/healthz").status_code == 200
    assert len(asked) > 3
    assert set(asked) == {"SELECT"}


def test_it_is_red_while_messages_cannot_be_stored(client: Client, settings: Settings) -> None:
    for addresses in (["desk@clinic.example"], ["desk@clinic.example", ""]) * 2:
        settings.INQUIRY_EMAILS = addresses
        show_alive(timezone.now())
        if "" in addresses:
            assert is_red(client, "messages of visitors cannot be stored")
        else:
            assert client.get("/healthz").status_code == 200


def test_a_trial_leaves_no_message_and_no_mail_and_takes_no_number(
    make_inquiry: Callable[..., Inquiry],
) -> None:
    before = make_inquiry().pk
    for _ in range(3):
        show_alive(timezone.now())
    assert list(Inquiry.objects.values_list("pk", flat=True)) == [before]
    assert not Delivery.objects.exists()
    assert make_inquiry().pk == before + 1


@pytest.mark.parametrize("full", [{"f_bavail": 10}, {"f_favail": 0}, {"f_bavail": 0}])
def test_it_is_red_before_the_disk_is_full(
    client: Client, worker_runs: None, monkeypatch: pytest.MonkeyPatch, full: dict[str, int]
) -> None:
    roomy = {"f_frsize": 4096, "f_blocks": 10**7, "f_bavail": 10**6, "f_files": 9, "f_favail": 9}
    monkeypatch.setattr("clinic_site.health.os.statvfs", lambda _place: SimpleNamespace(**roomy))
    assert client.get("/healthz").status_code == 200
    monkeypatch.setattr(
        "clinic_site.health.os.statvfs", lambda _place: SimpleNamespace(**roomy | full)
    )
    assert is_red(client, "the disk is full")


# Mail that staff never got


@pytest.fixture
def given_up(
    make_inquiry: Callable[..., Inquiry], worker_runs: None, settings: Settings
) -> Callable[..., Delivery]:
    """A mail that was refused for good."""
    settings.INQUIRY_EMAILS = ["desk@clinic.example"]

    def give_up(kind: str, to: str, **message: Any) -> Delivery:
        about = make_inquiry(email="ana@example.org", **message)
        return Delivery.objects.create(
            inquiry=about, kind=kind, recipient=to, state="failed", attempts=5
        )

    return give_up


def test_it_is_red_when_mail_to_a_staff_address_fails(
    client: Client, given_up: Callable[..., Delivery]
) -> None:
    mail = given_up("staff", "desk@clinic.example", status="done")
    assert is_red(client, "mail to a staff address could not be delivered")
    assert b"desk@" not in client.get("/healthz").content
    Delivery.objects.filter(pk=mail.pk).update(state="sent", sent_at=timezone.now())
    assert client.get("/healthz").status_code == 200


def test_it_is_red_while_nobody_replied_to_a_message_that_nobody_was_told_of(
    client: Client, given_up: Callable[..., Delivery]
) -> None:
    mail = given_up("staff", "who-left@clinic.example")
    assert is_red(client, "mail to a staff address")
    Inquiry.objects.filter(deliveries=mail).update(status="waiting")
    assert client.get("/healthz").status_code == 200, "It is answered, and who left gets no mail."


def test_one_refused_receipt_is_only_a_mark_on_its_message(
    client: Client, given_up: Callable[..., Delivery]
) -> None:
    given_up("receipt", "")
    assert client.get("/healthz").status_code == 200


# A site that leads to itself


@pytest.mark.parametrize(
    ("proxies", "passed_on", "is_wrong"),
    [
        (1, {"X-Forwarded-For": "192.0.2.1", "X-Forwarded-Proto": "https"}, False),
        (1, {"X-Forwarded-Proto": "https"}, False),
        # A monitor on this machine, which asks gunicorn itself.
        (1, {}, False),
        (1, {"X-Forwarded-For": "192.0.2.1"}, True),
        (1, {"Via": "1.1 proxy"}, True),
        (1, {"X-Forwarded-For": "192.0.2.1", "X-Forwarded-Proto": "http"}, True),
        (0, {"X-Forwarded-For": "192.0.2.1", "X-Forwarded-Proto": "https"}, True),
        (0, {}, True),
    ],
)
def test_it_is_red_when_every_page_redirects_to_itself(
    worker_runs: None, settings: Settings, proxies: int, passed_on: dict[str, str], is_wrong: bool
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.TRUSTED_PROXIES = proxies
    trusted = ("HTTP_X_FORWARDED_PROTO", "https") if proxies else None
    settings.SECURE_PROXY_SSL_HEADER = trusted
    proxy = Client(headers=passed_on)
    page = proxy.get("/contact/")
    if is_wrong:
        assert page.headers["Location"] == "https://testserver/contact/"
        assert is_red(proxy, "redirects to itself")
        assert is_red(proxy, "TRUSTED_PROXIES")
    else:
        assert proxy.get("/healthz").status_code == 200
        assert page.status_code == (200 if passed_on else 301)


# Keys that do not fit

OTHER_KEY = "bmV3LWtleS1uZXcta2V5LW5ldy1rZXktbmV3LWtleSE="


def test_it_is_red_and_names_the_keys_when_they_open_nothing(
    client: Client, settings: Settings, make_inquiry: Callable[..., Inquiry]
) -> None:
    make_inquiry()
    show_alive(timezone.now())
    right = settings.INQUIRY_KEYS
    settings.INQUIRY_KEYS = [OTHER_KEY]
    assert is_red(client, "INQUIRY_KEYS")
    show_alive(timezone.now())
    assert is_red(client, "INQUIRY_KEYS")
    settings.INQUIRY_KEYS = [OTHER_KEY, *right]
    show_alive(timezone.now())
    assert client.get("/healthz").status_code == 200
    call_command("rotate_inquiry_keys", stdout=StringIO())
    settings.INQUIRY_KEYS = [OTHER_KEY]
    assert client.get("/healthz").status_code == 200
    settings.INQUIRY_KEYS = right
    assert is_red(client, "INQUIRY_KEYS")


def test_nothing_is_stored_with_keys_that_do_not_fit(settings: Settings) -> None:
    assert is_stored(message="before")
    right = settings.INQUIRY_KEYS
    settings.INQUIRY_KEYS = [OTHER_KEY]
    visitor = Visitor().have_form_open()
    page = visitor.send(**BY_TEXT | {"message": "in between"})
    assert page.status_code == 503
    assert visitor.fields["message"] == "in between"
    with pytest.raises(ImproperlyConfigured, match="INQUIRY_KEYS"):
        call_command("deliver", once=True)
    settings.INQUIRY_KEYS = right
    assert visitor.send().status_code == 302
    assert [one.message for one in Inquiry.objects.order_by("pk")] == ["before", "in between"]


def test_the_messages_of_an_earlier_version_prove_the_keys(
    make_inquiry: Callable[..., Inquiry], settings: Settings
) -> None:
    make_inquiry()
    right = settings.INQUIRY_KEYS
    settings.INQUIRY_KEYS = [OTHER_KEY]
    with pytest.raises(ImproperlyConfigured, match="INQUIRY_KEYS"):
        refuse_wrong_keys()
    assert not KeyProof.objects.exists()
    settings.INQUIRY_KEYS = [OTHER_KEY, *right]
    refuse_wrong_keys()
    assert KeyProof.objects.exists()


def test_where_no_message_is_any_key_may_be_the_first(client: Client, settings: Settings) -> None:
    show_alive(timezone.now())
    settings.INQUIRY_KEYS = [OTHER_KEY]
    refuse_wrong_keys()
    show_alive(timezone.now())
    assert client.get("/healthz").status_code == 200
    assert KeyProof.objects.get().words == "The keys fit."
    assert is_stored(message="the first")


def test_keys_that_are_lost_for_good_are_given_up_by_a_command(
    client: Client, settings: Settings
) -> None:
    assert is_stored(message="lost")
    settings.INQUIRY_KEYS = [OTHER_KEY]
    with pytest.raises(CommandError, match="1 could not be read"):
        call_command("rotate_inquiry_keys", old_keys_are_lost=True, stdout=StringIO())
    assert is_stored(message="found")
    show_alive(timezone.now())
    assert client.get("/healthz").status_code == 200


def is_stored(**typed: str) -> bool:
    """A visitor is thanked for it."""
    return Visitor().have_form_open().send(**BY_TEXT | typed).status_code == 302
