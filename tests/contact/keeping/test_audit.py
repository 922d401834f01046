"""Who opened, changed, exported or deleted what can be shown, and nobody can alter it."""

import hashlib
import io
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from contact.keeping import audit
from contact.models import AuditRecord, Inquiry
from tests.contact.clock import new_york
from tests.contact.desk import INBOX, page_of, save
from tests.contact.trouble import any_order, asked_of_postgresql, at_once

Make = Callable[..., Inquiry]
Act = AuditRecord.Act


@pytest.fixture
def manager(db: None) -> Client:
    """May do everything with messages."""
    user = User.objects.create_user("mona", password="a long password", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="contact"))
    client = Client()
    client.force_login(user)
    return client


def recorded() -> list[tuple[str, str, str, str]]:
    """What the audit holds of what was done, the oldest first."""
    rows = AuditRecord.objects.exclude(act__in=[Act.SIGNED_IN, Act.LISTED]).order_by("pk")
    return list(rows.values_list("who", "act", "reference", "detail"))


def check() -> str:
    said = io.StringIO()
    call_command("check_audit", stdout=said)
    return said.getvalue()


def test_opening_a_message_is_recorded_once(manager: Client, make_inquiry: Make) -> None:
    inquiry = make_inquiry()
    manager.get(page_of(inquiry))
    assert recorded() == [("mona", "opened", inquiry.reference, "")]


def test_a_form_that_comes_back_with_all_they_wrote_is_recorded_as_opened(
    manager: Client, make_inquiry: Make
) -> None:
    inquiry = make_inquiry(message="private question")
    page = save(manager, inquiry, status="no such status")
    assert "private question" in page.content.decode()
    assert [row[1] for row in recorded()] == ["opened"]


def test_a_change_is_recorded_without_a_word_of_it(manager: Client, make_inquiry: Make) -> None:
    inquiry = make_inquiry(message="private question")
    save(manager, inquiry, status="waiting", note="private note")
    assert recorded() == [
        ("mona", "changed", inquiry.reference, "New → Waiting for them; note added")
    ]


@pytest.mark.parametrize(
    ("action", "act", "detail"),
    [
        ("mark_done", "changed", "New → Done"),
        ("assign_to_me", "changed", "with nobody yet → mona"),
        ("export", "exported", ""),
    ],
)
def test_each_of_many_is_recorded(
    manager: Client, make_inquiry: Make, action: str, act: str, detail: str
) -> None:
    chosen = [make_inquiry() for _ in range(3)]
    sent = {"action": action, "_selected_action": [one.pk for one in chosen], "sure": "Export"}
    manager.post(INBOX, sent)
    wanted = {("mona", act, one.reference, detail) for one in chosen}
    assert len(recorded()) == 3
    assert set(recorded()) == wanted


def test_a_deletion_is_recorded_and_the_record_outlives_it(
    manager: Client, make_inquiry: Make
) -> None:
    inquiry = make_inquiry()
    manager.get(page_of(inquiry))
    manager.post(f"{INBOX}{inquiry.pk}/delete/", {"post": "yes"})
    assert not Inquiry.objects.exists()
    assert [row[:3] for row in recorded()] == [
        ("mona", "opened", inquiry.reference),
        ("mona", "deleted", inquiry.reference),
    ]


def test_a_wrong_password_is_recorded_and_what_was_typed_is_not(manager: Client) -> None:
    for name in ("mona", "my secret password"):
        Client().post("/staff/login/", {"username": name, "password": "wrong password"})
    assert [row[:2] for row in recorded()] == [("mona", "sign-in"), ("an unknown name", "sign-in")]


def test_what_is_refused_is_not_recorded_as_done(make_inquiry: Make) -> None:
    inquiry = make_inquiry()
    stranger = Client()
    stranger.force_login(User.objects.create_user("eve", is_staff=True))
    stranger.get(page_of(inquiry))
    stranger.post(f"{INBOX}{inquiry.pk}/delete/", {"post": "yes"})
    assert recorded() == []


def test_nothing_is_shown_that_cannot_be_recorded(
    manager: Client, make_inquiry: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    inquiry = make_inquiry(message="private question")

    def full(*_: Any) -> None:
        raise DatabaseError

    monkeypatch.setattr(audit, "_wait_for_my_turn", full)
    manager.raise_request_exception = False
    answer = manager.get(page_of(inquiry))
    assert answer.status_code >= 500
    assert b"private question" not in answer.content


@pytest.mark.parametrize(
    "change", ["UPDATE contact_auditrecord SET who = 'x'", "DELETE FROM contact_auditrecord"]
)
def test_the_database_refuses_to_change_a_record(db: None, change: str) -> None:
    audit.record(Act.OPENED, who="mona", reference="BS-AAAA")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
    assert recorded() == [("mona", "opened", "BS-AAAA", "")]


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE contact_auditrecord SET who = 'luis' WHERE reference = 'BS-2'",
        "UPDATE contact_auditrecord SET at = '2020-01-01' WHERE reference = 'BS-2'",
        "UPDATE contact_auditrecord SET act = 'changed' WHERE reference = 'BS-2'",
        "UPDATE contact_auditrecord SET detail = 'x' WHERE reference = 'BS-2'",
        "UPDATE contact_auditrecord SET reference = 'BS-9' WHERE reference = 'BS-2'",
        "DELETE FROM contact_auditrecord WHERE reference = 'BS-2'",
    ],
)
def test_whoever_gets_around_that_is_found_out(db: None, tampering: str) -> None:
    for number in range(4):
        audit.record(Act.OPENED, who="mona", reference=f"BS-{number}")
    assert check().startswith("4 records, unbroken.")
    audit.remove_triggers()
    with connection.cursor() as cursor:
        cursor.execute(tampering)
    with pytest.raises(CommandError, match="broken at record"):
        check()


def test_the_first_record_of_all_cannot_be_changed_unseen(db: None) -> None:
    audit.record(Act.OPENED, who="mona", reference="BS-1")
    audit.remove_triggers()
    AuditRecord.objects.update(who="luis")
    first = AuditRecord.objects.get()
    with pytest.raises(CommandError, match=f"broken at record {first.pk}\\."):
        check()


def test_the_check_names_the_broken_records_and_no_other(db: None) -> None:
    for number in range(4):
        audit.record(Act.OPENED, who="mona", reference=f"BS-{number}")
    audit.remove_triggers()
    AuditRecord.objects.filter(reference="BS-2").update(who="luis")
    changed = AuditRecord.objects.get(reference="BS-2")
    assert list(audit.broken_links()) == [changed]


def test_the_number_of_an_account_is_part_of_the_chain(db: None) -> None:
    mona = User.objects.create_user("mona")
    audit.record(Act.OPENED, who="luis", reference="BS-1")
    audit.record(Act.OPENED, who=mona, reference="BS-2")
    mona.username = "mona.lee"
    mona.save()
    assert check().startswith("2 records, unbroken.")
    audit.remove_triggers()
    for number in (None, mona.pk + 1):
        AuditRecord.objects.filter(reference="BS-2").update(account=number)
        assert [row.reference for row in audit.broken_links()] == ["BS-2"]


def test_seeing_the_list_is_one_record_an_hour(manager: Client, make_inquiry: Make) -> None:
    make_inquiry()
    seen = AuditRecord.objects.filter(act=Act.LISTED)
    with time_machine.travel(new_york(11, 23, 9), tick=False):
        manager.force_login(User.objects.get(username="mona"))
        manager.get(INBOX)
    with time_machine.travel(new_york(11, 23, 9, 20), tick=False):
        manager.get(INBOX)
        assert list(seen.values_list("detail", flat=True)) == ["1 message on the first page"]
    with time_machine.travel(new_york(11, 23, 10), tick=False):
        manager.force_login(User.objects.get(username="mona"))
        manager.get(INBOX)
        assert seen.count() == 2


def test_the_check_asks_for_the_oldest_first(db: None) -> None:
    for number in range(3):
        audit.record(Act.OPENED, who="mona", reference=f"BS-{number}")
    with any_order():
        assert list(audit.broken_links()) == []


def test_the_check_tells_the_last_link_to_keep_elsewhere(db: None) -> None:
    assert check() == "0 records, unbroken. Last: none\n"
    audit.record(Act.OPENED, who="mona", reference="BS-1")
    audit.record(Act.CHANGED, who="mona", reference="BS-1", detail="status done")
    last = AuditRecord.objects.get(act="changed").link
    assert check() == f"2 records, unbroken. Last: {last}\n"


def test_what_is_too_long_for_its_column_is_cut_and_keeps_the_chain(db: None) -> None:
    audit.record(Act.CHANGED, who="m" * 151, reference="BS-1", detail="d" * 121)
    assert recorded() == [("m" * 150, "changed", "BS-1", "d" * 120)]
    audit.record(Act.CHANGED, who="m" * 150, reference="BS-1", detail="d" * 120)
    assert check().startswith("2 records, unbroken.")


def test_a_record_tells_when(db: None) -> None:
    with time_machine.travel(new_york(11, 23, 9), tick=False):
        audit.record(Act.OPENED, who="mona", reference="BS-1")
    assert AuditRecord.objects.get().at == new_york(11, 23, 9)


def test_the_chain_is_the_same_for_the_same_records(db: None) -> None:
    """Whoever checks it with another program finds it described in the module."""
    with time_machine.travel(new_york(11, 23, 9), tick=False):
        audit.record(Act.OPENED, who="mona", reference="BS-1")
        audit.record(Act.CHANGED, who="mona", reference="BS-1", detail="with mona")
    before = ""
    for row in AuditRecord.objects.order_by("pk"):
        fields = [before, "2026-11-23T14:00:00+00:00", row.who, row.act, row.reference, row.detail]
        before = hashlib.sha256(json.dumps(fields).encode()).hexdigest()
        assert row.link == before


def test_triggers_are_put_anew_as_often_as_wanted(db: None) -> None:
    audit.install_triggers()
    audit.install_triggers()
    audit.record(Act.OPENED, who="mona", reference="BS-1")
    for change in (AuditRecord.objects.all().delete, lambda: AuditRecord.objects.update(who="x")):
        refused = pytest.raises(DatabaseError, match="what was recorded stays as it is")
        with refused, transaction.atomic():
            change()
    assert AuditRecord.objects.get().who == "mona"


@pytest.mark.django_db(transaction=True)
def test_records_made_at_the_same_time_keep_the_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    link = audit._link

    def slowly(row: AuditRecord, before: str) -> str:
        time.sleep(0.05)
        return link(row, before)

    monkeypatch.setattr(audit, "_link", slowly)
    at_once(*[lambda: audit.record(Act.OPENED, who="mona", reference="BS-1")] * 3)
    assert check().startswith("3 records, unbroken.")


def test_two_rows_never_follow_the_same_one_on_postgresql(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = asked_of_postgresql(monkeypatch, audit)
    audit.record(Act.OPENED, who="mona", reference="BS-1")
    assert asked == [("SELECT pg_advisory_xact_lock(%s)", [4_115_001])]


def test_many_rows_at_once_keep_the_chain(db: None) -> None:
    audit.record_each(Act.EXPORTED, who="mona", references=[f"BS-{n}" for n in range(2_500)])
    audit.record(Act.PURGED, who="the nightly purge", detail="messages deleted: 1")
    assert check().startswith("2501 records, unbroken.")


def test_staff_can_read_the_audit_and_change_nothing(manager: Client, make_inquiry: Make) -> None:
    inquiry = make_inquiry()
    manager.get(page_of(inquiry))
    path = "/staff/contact/auditrecord/"
    assert inquiry.reference in manager.get(path).content.decode()
    record = AuditRecord.objects.get(act=Act.OPENED)
    before = AuditRecord.objects.count()
    for part in ("add/", f"{record.pk}/delete/"):
        assert manager.get(path + part).status_code == 403
    manager.post(path, {"action": "delete_selected", "_selected_action": [record.pk]})
    assert AuditRecord.objects.count() == before


def test_a_message_says_who_opened_it_and_its_history_says_all(
    manager: Client, make_inquiry: Make
) -> None:
    inquiry = make_inquiry(received_at=timezone.now())
    audit.record(Act.OPENED, who="luis", reference=inquiry.reference)
    html = manager.get(page_of(inquiry)).content.decode()
    assert "Opened by luis (" in html
    history = manager.get(f"{INBOX}{inquiry.pk}/history/").content.decode()
    assert "luis" in history
    assert "mona" in history
