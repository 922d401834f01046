"""A file of messages is safe to open, complete, and only for those who may have it."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from contact.inbox.export import cell, spreadsheet
from contact.intake.form import MessageForm
from contact.models import AuditRecord, Inquiry
from tests.contact.clock import new_york
from tests.contact.desk import INBOX
from tests.contact.visitor import OTHER_ANSWERS
from tests.html import Page

Make = Callable[..., Inquiry]


def export(client: Client, *inquiries: Inquiry) -> Any:
    chosen = [inquiry.pk for inquiry in inquiries]
    return client.post(INBOX, {"action": "export", "_selected_action": chosen, "sure": "Export"})


def rows(answer: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.fixture
def exporter(dana: User, desk: Client) -> Client:
    """Dana, who may also take messages out."""
    dana.user_permissions.add(Permission.objects.get(codename="export_inquiry"))
    return desk


def test_the_file_has_every_message_with_its_words(exporter: Client, make_inquiry: Make) -> None:
    ana = make_inquiry(name="Ana Lucía 😀", message='two\nlines, "quoted"', times=["morning"])
    other = make_inquiry(name="Ng")
    answer = export(exporter, ana, other)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    assert answer.content.startswith(b"\xef\xbb\xbf")
    by_name = {row["Name"]: row for row in rows(answer)}
    assert by_name["Ana Lucía 😀"]["Question"] == 'two\nlines, "quoted"'
    assert by_name["Ana Lucía 😀"]["Best times"] == "Morning"
    assert set(by_name) == {"Ana Lucía 😀", "Ng"}


def test_before_the_file_one_page_says_what_it_holds_and_records_nothing(
    exporter: Client, make_inquiry: Make
) -> None:
    inquiry = make_inquiry(message="my private question")
    chosen = {"action": "export", "_selected_action": [inquiry.pk, make_inquiry().pk]}
    page = exporter.post(INBOX, chosen)
    words = Page(page.content.decode()).main
    assert "The file holds 2 messages: names, phone numbers" in words
    assert "is recorded for each of them" in words
    assert "private question" not in words
    assert not AuditRecord.objects.filter(act=AuditRecord.Act.EXPORTED).exists()
    form = next(one for one in Page(page.content.decode()).forms if "action" in one.fields)
    answer = exporter.post(INBOX, {**form.fields, "sure": "Export 2 messages", **chosen})
    assert len(rows(answer)) == 2
    assert form.fields["action"] == "export"
    assert AuditRecord.objects.filter(act=AuditRecord.Act.EXPORTED).count() == 2


@pytest.mark.parametrize("question", MessageForm.base_fields)
def test_the_answer_to_every_question_is_in_the_file(question: str, make_inquiry: Make) -> None:
    inquiry = make_inquiry()
    before = spreadsheet([inquiry])
    setattr(inquiry, question, OTHER_ANSWERS[question])
    assert spreadsheet([inquiry]) != before


def test_each_column_holds_what_its_heading_says(
    exporter: Client, dana: User, make_inquiry: Make
) -> None:
    dana.first_name, dana.last_name = "Dana", "Ruiz"
    dana.save()
    inquiry = make_inquiry(
        reference="BS-3H8P",
        received_at=new_york(11, 20, 9),
        due_at=new_york(11, 23, 17),
        replied_at=new_york(11, 21, 10, 30),
        closed_at=new_york(11, 24, 8, 5),
        status="done",
        crisis=True,
        outcome="phone",
        assigned_to=dana,
        name="Rob",
        reply_by="call",
        phone="(202) 555-0188",
        voicemail=True,
        email="rob@example.org",
        times=["morning", "afternoon"],
        about="other",
        message="How much?",
        language="es",
    )
    answer = export(exporter, inquiry)
    assert answer.content.decode("utf-8-sig").splitlines()[0] == (
        '"Reference","Received","Reply due","First reply","Closed","Status","What happened","With",'
        '"Name","Reply by","Phone","Voicemail","Email","Best times","About","Question","Language"'
    )
    (row,) = rows(answer)
    assert list(row.values()) == [
        "BS-3H8P",
        "2026-11-20 09:00",
        "2026-11-23 17:00",
        "2026-11-21 10:30",
        "2026-11-24 08:05",
        "Done",
        "Reached by phone",
        "Dana Ruiz",
        "Rob",
        "Phone call",
        "(202) 555-0188",
        "yes",
        "rob@example.org",
        "Morning, Afternoon",
        "Someone I care about",
        "How much?",
        "Español",
    ]


def test_what_has_not_happened_is_an_empty_cell(exporter: Client, make_inquiry: Make) -> None:
    (row,) = rows(export(exporter, make_inquiry()))
    empty = (
        "First reply",
        "Closed",
        "What happened",
        "With",
        "Email",
        "Best times",
        "About",
        "Question",
    )
    assert {row[heading] for heading in empty} == {""}
    assert (row["Voicemail"], row["Status"], row["Language"]) == ("no", "New", "English")


def test_the_file_is_named_after_the_day(exporter: Client, dana: User, make_inquiry: Make) -> None:
    # Late in the evening, when it is another day in Greenwich.
    with time_machine.travel(new_york(11, 23, 22)):
        exporter.force_login(dana)
        answer = export(exporter, make_inquiry())
    assert answer["Content-Disposition"] == 'attachment; filename="inquiries-2026-11-23.csv"'


@pytest.mark.parametrize("first", list("=+-@\t\r\n\x00＝＋－＠"))
def test_no_cell_is_a_formula(exporter: Client, make_inquiry: Make, first: str) -> None:
    attack = f'{first}HYPERLINK("https://evil.example","x")'
    inquiry = make_inquiry(name=attack, message=f"  {attack}", phone=attack, email=attack)
    (row,) = rows(export(exporter, inquiry))
    for column in ("Name", "Question", "Phone", "Email"):
        assert row[column].startswith("'")


@given(st.text(alphabet="=+-@ \t\n\x00＝ab\u3000", max_size=8))
def test_a_cell_never_begins_like_a_formula_and_keeps_its_words(text: str) -> None:
    made = cell(text)
    assert not made.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert made.removeprefix("'") == text.removeprefix("'")


def test_every_cell_is_quoted(exporter: Client, make_inquiry: Make) -> None:
    body = export(exporter, make_inquiry()).content.decode("utf-8-sig")
    for line in body.splitlines():
        assert line.startswith('"')
        assert line.endswith('"')


def test_the_desk_without_the_right_gets_no_file(desk: Client, make_inquiry: Make) -> None:
    answer = export(desk, make_inquiry())
    assert answer.status_code == 302
    assert not AuditRecord.objects.filter(act=AuditRecord.Act.EXPORTED).exists()


def test_more_than_are_listed_cannot_be_taken_at_once(
    exporter: Client, make_inquiry: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("contact.inbox.long_lists.MOST_LISTED", 3)
    chosen = [make_inquiry().pk for _ in range(4)]
    form = {"action": "export", "_selected_action": chosen, "select_across": "1", "sure": "Export"}
    answer = exporter.post(INBOX, form, follow=True)
    assert "Those are too many at once." in answer.content.decode()
    assert not AuditRecord.objects.filter(act=AuditRecord.Act.EXPORTED).exists()
