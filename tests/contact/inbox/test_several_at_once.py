"""What is done with several messages at once is done to those it fits, and recorded for each."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contact.models import AuditRecord, Delivery, Inquiry
from tests.contact.desk import INBOX, page_of, save

Make = Callable[..., Inquiry]
HELD = {"status": "held", "held_reason": "links"}


def act(desk: Client, action: str, *chosen: Inquiry) -> Any:
    form = {"action": action, "_selected_action": [inquiry.pk for inquiry in chosen]}
    return desk.post(INBOX, form)


def records() -> list[tuple[str, str]]:
    """What the audit has of each message, the first record first."""
    of_messages = AuditRecord.objects.exclude(reference="").order_by("pk")
    return list(of_messages.values_list("reference", "detail"))


def listed(desk: Client, query: str) -> list[Inquiry]:
    return list(desk.get(f"{INBOX}?{query}").context["cl"].result_list)


def test_nobody_waits_for_an_answer_to_what_is_held(desk: Client, make_inquiry: Make) -> None:
    held, new = make_inquiry(**HELD), make_inquiry()
    act(desk, "wait_for_them", held, new)
    held.refresh_from_db()
    assert held.status == "held"
    assert records() == [(new.reference, "New → Waiting for them")]


def test_what_is_there_already_is_not_changed_again(desk: Client, make_inquiry: Make) -> None:
    done, new = make_inquiry(status="done"), make_inquiry()
    act(desk, "mark_done", done, new)
    assert records() == [(new.reference, "New → Done")]
    closed = done.closed_at
    done.refresh_from_db()
    assert (done.closed_at, done.version) == (closed, 1)


@pytest.mark.parametrize("action", ["wait_for_them", "mark_done"])
def test_it_counts_as_the_first_reply(desk: Client, make_inquiry: Make, action: str) -> None:
    inquiry = make_inquiry()
    act(desk, action, inquiry)
    inquiry.refresh_from_db()
    assert inquiry.replied_at


def test_only_what_was_held_is_released_and_recorded(desk: Client, make_inquiry: Make) -> None:
    held, new = make_inquiry(**HELD), make_inquiry()
    act(desk, "release_held", held, new)
    assert records() == [(held.reference, "released")]
    assert set(Delivery.objects.values_list("inquiry", flat=True)) == {held.pk}


def test_the_buttons_of_a_message_are_recorded_by_what_they_do(
    desk: Client, make_inquiry: Make
) -> None:
    inquiry = make_inquiry(**HELD)
    save(desk, inquiry, _release="1", status="held")
    save(desk, inquiry, _resend="1", status="new")
    details = [detail for _reference, detail in records()]
    assert details == ["released", "mail sent again"]


def test_a_list_of_mine_is_not_that_of_a_colleague(
    desk: Client, dana: User, make_inquiry: Make
) -> None:
    luis = User.objects.create(username="luis", is_staff=True)
    mine, nobodys = make_inquiry(assigned_to=dana), make_inquiry()
    make_inquiry(assigned_to=luis)
    assert listed(desk, "with=me") == [mine]
    assert listed(desk, "with=nobody") == [nobodys]


def test_what_is_done_is_looked_for_where_it_stands(desk: Client, make_inquiry: Make) -> None:
    """By the place, for which there is an index in the order of the list."""
    done = make_inquiry(status="done")
    make_inquiry()
    with CaptureQueriesContext(connection) as queries:
        assert listed(desk, "status__exact=done") == [done]
    wheres = [query["sql"].partition("WHERE")[2] for query in queries]
    assert any('"contact_inquiry"."place" = ' in where for where in wheres)


def test_there_is_no_time_to_reply_by_for_what_is_held_or_done(
    desk: Client, make_inquiry: Make
) -> None:
    for values in (HELD, {"status": "done"}):
        inquiry = make_inquiry(**values)
        row = desk.get(f"{INBOX}?id__in={inquiry.pk}").content.decode()
        assert '<td class="field-due">–</td>' in row


def test_the_list_says_when_a_reply_is_due(desk: Client, make_inquiry: Make) -> None:
    make_inquiry(due_at=timezone.now() - timedelta(minutes=1))
    row = desk.get(INBOX).content.decode()
    assert '<td class="field-due"><b class="late">Overdue</b> Today ' in row


@pytest.mark.parametrize(
    ("fate", "words"),
    [
        ({"state": "waiting"}, "front-desk@localhost: waiting</li>"),
        ({"state": "waiting", "attempts": 1}, "front-desk@localhost: waiting</li>"),
        (
            {"state": "waiting", "attempts": 2, "last_error": "Busy"},
            "front-desk@localhost: waiting (2 tries, Busy)</li>",
        ),
    ],
)
def test_what_became_of_a_mail_is_said_with_its_trouble_if_it_had_some(
    desk: Client, make_inquiry: Make, fate: dict[str, Any], words: str
) -> None:
    inquiry = make_inquiry()
    Delivery.objects.create(inquiry=inquiry, kind="staff", recipient="front-desk@localhost", **fate)
    assert words in desk.get(page_of(inquiry)).content.decode()


def test_the_list_of_mails_names_whose_each_is(desk: Client, make_inquiry: Make) -> None:
    inquiry = make_inquiry(email="ann@example.org")
    for kind, recipient in (("staff", "front-desk@localhost"), ("receipt", "")):
        Delivery.objects.create(inquiry=inquiry, kind=kind, recipient=recipient)
    html = desk.get("/staff/contact/delivery/").content.decode()
    assert '<td class="field-to">front-desk@localhost</td>' in html
    assert "ann@example.org" not in html
    assert f'<a href="{page_of(inquiry)}">{inquiry.reference}</a>' in html


def test_the_audit_leads_from_a_row_to_all_of_a_person_and_of_a_message(
    admin_client: Client, admin_user: User, make_inquiry: Make
) -> None:
    inquiry = make_inquiry()
    admin_client.get(page_of(inquiry))
    admin_user.username = "renamed"
    admin_user.save()
    html = admin_client.get("/staff/contact/auditrecord/").content.decode()
    assert f'<a href="?account={admin_user.pk}">admin</a>' in html
    assert f'<a href="?reference={inquiry.reference}">{inquiry.reference}</a>' in html


def test_no_form_around_a_message_adds_or_changes_a_colleague(
    admin_client: Client, make_inquiry: Make
) -> None:
    html = admin_client.get(page_of(make_inquiry())).content.decode()
    assert 'id="id_assigned_to"' in html
    for act_on in ("add", "change", "delete", "view"):
        assert f'id="{act_on}_id_assigned_to"' not in html


def test_of_who_opened_it_the_last_five_are_named_and_nobody_of_tomorrow(
    desk: Client, make_inquiry: Make
) -> None:
    inquiry = make_inquiry()
    for number in range(6):
        AuditRecord.objects.create(
            at=timezone.now() + timedelta(days=1),
            who=f"colleague{number}",
            act="opened",
            reference=inquiry.reference,
            link=f"{number:064}",
        )
    page = desk.get(page_of(inquiry))
    opened = [record.who for record in page.context["opened"]]
    assert opened == [f"colleague{number}" for number in (5, 4, 3, 2, 1)]
    # The clock was set back: nobody is at work on it in the future.
    assert page.context["at_work"] is None


def test_what_is_deleted_leaves_the_log_of_the_database_too(
    admin_client: Client,
    make_inquiry: Make,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    cleaned: list[bool] = []
    monkeypatch.setattr(
        "contact.inbox.inquiry_admin.clean_the_log_once", lambda: cleaned.append(True)
    )
    inquiry = make_inquiry()
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(page_of(inquiry).replace("change", "delete"), {"post": "yes"})
    assert not Inquiry.objects.exists()
    assert cleaned == [True]
