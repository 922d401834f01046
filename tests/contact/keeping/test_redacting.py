"""What should not be kept can be removed for good, by those who may, and that is recorded."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test import Client, RequestFactory
from pytest_django import Settings

from contact.inbox import one_message
from contact.intake.form import MessageForm, TypedField
from contact.intake.receiving import queue_mails
from contact.keeping.redacting import PARTS, redact
from contact.models import AuditRecord, Delivery, Inquiry, Note
from contact.models.sealed import SealedTextField
from tests.contact.clock import new_york
from tests.contact.desk import INBOX, page_of, save
from tests.contact.trouble import files_of_sqlite

Make = Callable[..., Inquiry]
NEW_KEY = "bmV3LWtleS1uZXcta2V5LW5ldy1rZXktbmV3LWtleSE="


@pytest.fixture
def remover(dana: User, desk: Client) -> Client:
    """Dana, who may also remove words."""
    dana.user_permissions.add(Permission.objects.get(codename="redact_inquiry"))
    return desk


def remove(client: Client, inquiry: Inquiry, *parts: str) -> int:
    path = f"{INBOX}{inquiry.pk}/redact/"
    return int(client.post(path, {"parts": list(parts)}).status_code)


def test_whatever_is_typed_can_be_removed() -> None:
    typed = {name for name, one in MessageForm.base_fields.items() if isinstance(one, TypedField)}
    sealed = {one.name for one in Inquiry._meta.fields if isinstance(one, SealedTextField)}
    assert typed == sealed == PARTS.keys() - {"notes"}


def test_a_question_is_removed_and_the_rest_stays(remover: Client, make_inquiry: Make) -> None:
    inquiry = make_inquiry(message="My number is 078-05-1120")
    assert "Remove words from it" in remover.get(page_of(inquiry)).content.decode()
    assert remove(remover, inquiry, "message") == 302
    inquiry.refresh_from_db()
    assert (inquiry.message, inquiry.name, inquiry.status) == ("(removed)", "Rob", "new")
    html = remover.get(page_of(inquiry)).content.decode()
    assert "078-05" not in html
    assert "Words were removed on" in html


def test_someone_who_asks_for_it_is_forgotten(remover: Client, make_inquiry: Make) -> None:
    inquiry = make_inquiry(
        reply_by="email", email="ana@example.org", phone="(202) 555-0188", message="words"
    )
    Note.objects.create(inquiry=inquiry, text="private note")
    queue_mails(inquiry)
    remove(remover, inquiry, "message", "name", "phone", "email", "notes")
    inquiry.refresh_from_db()
    assert (inquiry.name, inquiry.phone, inquiry.email) == ("(removed)", "", "")
    assert (inquiry.email_index, inquiry.phone_index) == ("", "")
    assert inquiry.status == "done"
    assert not Note.objects.exists()
    assert not Delivery.objects.filter(kind="receipt").exists()
    assert not Inquiry.objects.matching("ana@example.org", 9)
    last = AuditRecord.objects.get(act="redacted")
    assert (last.who, last.reference) == ("dana", inquiry.reference)
    assert last.detail == "removed message, name, phone, email, notes"


@pytest.mark.parametrize(
    ("part", "left"),
    [
        ("message", {"message": "(removed)"}),
        ("name", {"name": "(removed)"}),
        ("phone", {"phone": "", "phone_index": ""}),
        ("email", {"email": "", "email_index": ""}),
        ("notes", {}),
    ],
)
def test_only_what_was_chosen_is_removed(
    remover: Client, make_inquiry: Make, part: str, left: dict[str, str]
) -> None:
    inquiry = make_inquiry(email="rob@example.org", message="words")
    Note.objects.create(inquiry=inquiry, text="private note")
    names = ("name", "message", "phone", "phone_index", "email", "email_index")
    before = {name: getattr(inquiry, name) for name in names}
    remove(remover, inquiry, part)
    inquiry.refresh_from_db()
    assert {name: getattr(inquiry, name) for name in names} == before | left
    assert inquiry.notes.exists() == (part != "notes")
    assert AuditRecord.objects.get(act="redacted").detail == f"removed {part}"


@pytest.mark.parametrize(
    ("reply_by", "part", "status"),
    [
        ("text", "phone", "done"),
        ("call", "phone", "done"),
        ("text", "email", "new"),
        ("email", "phone", "new"),
        ("email", "email", "done"),
        ("text", "message", "new"),
    ],
)
def test_a_message_is_done_when_nobody_can_be_reached_any_more(
    remover: Client, make_inquiry: Make, reply_by: str, part: str, status: str
) -> None:
    inquiry = make_inquiry(reply_by=reply_by, email="rob@example.org")
    remove(remover, inquiry, part)
    inquiry.refresh_from_db()
    assert inquiry.status == status


def test_a_receipt_is_withdrawn_only_with_its_address(remover: Client, make_inquiry: Make) -> None:
    inquiry = make_inquiry(reply_by="email", email="rob@example.org")
    queue_mails(inquiry)
    remove(remover, inquiry, "name", "phone")
    assert Delivery.objects.filter(kind="receipt").exists()
    remove(remover, inquiry, "email")
    assert [mail.kind for mail in Delivery.objects.all()] == ["staff"]


def test_a_receipt_that_was_sent_stays_on_record(remover: Client, make_inquiry: Make) -> None:
    inquiry = make_inquiry(reply_by="email", email="rob@example.org")
    queue_mails(inquiry)
    Delivery.objects.update(state="sent", sent_at=inquiry.received_at)
    remove(remover, inquiry, "email")
    assert Delivery.objects.count() == 2


def test_a_colleague_who_has_it_open_is_told_that_it_changed(
    remover: Client, make_inquiry: Make
) -> None:
    inquiry = make_inquiry(message="words")
    with time_machine.travel(new_york(11, 23, 9), tick=False):
        redact(inquiry, ["message"], who="luis")
    inquiry.refresh_from_db()
    assert (inquiry.version, inquiry.redacted_at) == (2, new_york(11, 23, 9))
    page = save(remover, inquiry, seen="1")
    assert "luis changed this message while you had it open." in page.content.decode()


def test_another_message_of_the_same_person_stays_as_it_is(
    remover: Client, make_inquiry: Make
) -> None:
    inquiry, other = (
        make_inquiry(reply_by="email", email="rob@example.org", message="words") for _ in range(2)
    )
    for one in (inquiry, other):
        Note.objects.create(inquiry=one, text="private note")
        queue_mails(one)
    before = Inquiry.objects.filter(pk=other.pk).values().get()
    remove(remover, inquiry, "message", "name", "phone", "email", "notes")
    after = Inquiry.objects.filter(pk=other.pk).values().get()
    assert after == before
    assert other.notes.count() == 1
    assert other.deliveries.count() == 2


def test_what_cannot_be_recorded_is_not_removed(
    make_inquiry: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    inquiry = make_inquiry(message="words")

    def full(*_: object, **__: object) -> None:
        raise DatabaseError

    monkeypatch.setattr("contact.keeping.audit.record", full)
    with pytest.raises(DatabaseError):
        redact(inquiry, ["message"], who="dana")
    inquiry.refresh_from_db()
    assert inquiry.message == "words"


def test_nothing_is_removed_without_a_choice(remover: Client, make_inquiry: Make) -> None:
    inquiry = make_inquiry(message="words")
    answer = remover.post(f"{INBOX}{inquiry.pk}/redact/", {"parts": ["place"]})
    assert "Choose what to remove." in answer.content.decode()
    inquiry.refresh_from_db()
    assert inquiry.message == "words"


@pytest.mark.parametrize("method", ["get", "post"])
def test_it_takes_a_right_of_its_own(desk: Client, make_inquiry: Make, method: str) -> None:
    inquiry = make_inquiry(message="words")
    assert "Remove words" not in desk.get(page_of(inquiry)).content.decode()
    answer = getattr(desk, method)(f"{INBOX}{inquiry.pk}/redact/", {"parts": ["message"]})
    assert answer.status_code == 403
    inquiry.refresh_from_db()
    assert inquiry.message == "words"


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_no_byte_of_it_stays_in_the_files_of_sqlite(make_inquiry: Make) -> None:
    user = User.objects.create_superuser("root")
    client = Client()
    client.force_login(user)
    inquiry = make_inquiry(message="words")
    with connection.cursor() as cursor:
        cursor.execute("SELECT message FROM contact_inquiry WHERE id = %s", [inquiry.pk])
        sealed = cursor.fetchone()[0].encode()
    assert sealed in files_of_sqlite()
    remove(client, inquiry, "message")
    assert sealed not in files_of_sqlite()


def test_a_change_of_keys_brings_nothing_back(
    remover: Client, make_inquiry: Make, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words that are removed while a later message is sealed again were read by nobody before."""
    first, last = (make_inquiry(message=words) for words in ("the first", "the last"))
    Note.objects.create(inquiry=last, text="private note")
    save_one, saved = Inquiry.save, []

    def save_then_remove(inquiry: Inquiry, **options: Any) -> None:
        save_one(inquiry, **options)
        saved.append(inquiry)
        if len(saved) == 1:
            assert remove(remover, last, "message", "name", "phone", "notes") == 302

    monkeypatch.setattr(Inquiry, "save", save_then_remove)
    settings.INQUIRY_KEYS = [NEW_KEY, *settings.INQUIRY_KEYS]
    call_command("rotate_inquiry_keys", stdout=StringIO())
    assert saved[0] == first
    settings.INQUIRY_KEYS = [NEW_KEY]
    last.refresh_from_db()
    assert (last.message, last.name, last.phone) == ("(removed)", "(removed)", "")
    assert last.phone_index == ""
    assert not Note.objects.exists()


def test_a_message_that_goes_meanwhile_stops_no_change_of_keys(
    make_inquiry: Make, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    _first, second, third = (make_inquiry(message=words) for words in ("1", "2", "3"))
    save_one = Inquiry.save

    def save_then_delete(inquiry: Inquiry, **options: Any) -> None:
        save_one(inquiry, **options)
        Inquiry.objects.filter(pk=second.pk).delete()

    monkeypatch.setattr(Inquiry, "save", save_then_delete)
    settings.INQUIRY_KEYS = [NEW_KEY, *settings.INQUIRY_KEYS]
    said = StringIO()
    call_command("rotate_inquiry_keys", stdout=said)
    assert said.getvalue() == "2 sealed with the first key.\n"
    settings.INQUIRY_KEYS = [NEW_KEY]
    assert Inquiry.objects.get(pk=third.pk).message == "3"


def test_two_who_remove_at_once_bring_nothing_back(make_inquiry: Make) -> None:
    inquiry = make_inquiry(message="words", email="rob@example.org")
    one, other = (Inquiry.objects.get(pk=inquiry.pk) for _ in range(2))
    redact(one, ["name", "email"], who="dana")
    redact(other, ["message"], who="luis")
    inquiry.refresh_from_db()
    assert (inquiry.name, inquiry.email, inquiry.message) == ("(removed)", "", "(removed)")


def test_a_colleague_who_saves_at_that_moment_brings_nothing_back(
    make_inquiry: Make, rf: RequestFactory
) -> None:
    inquiry = make_inquiry(message="words")
    opened = Inquiry.objects.get(pk=inquiry.pk)
    redact(inquiry, ["message", "name"], who="dana")
    opened.status = "waiting"
    request = rf.post("/")
    request.user = User.objects.create_user("dana")
    one_message.save(request, opened, note="")
    inquiry.refresh_from_db()
    assert (inquiry.status, inquiry.message, inquiry.name) == ("waiting", "(removed)", "(removed)")


def test_a_message_that_was_deleted_at_that_moment_does_not_come_back(
    remover: Client, make_inquiry: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    inquiry = make_inquiry(message="words")

    def delete_first(*args: Any, **options: Any) -> None:
        Inquiry.objects.all().delete()
        redact(*args, **options)

    monkeypatch.setattr("contact.inbox.removing.redact", delete_first)
    assert remove(remover, inquiry, "name") == 404
    assert not Inquiry.objects.exists()
