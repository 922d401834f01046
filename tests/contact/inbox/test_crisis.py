"""Whoever may be in danger is seen first, reached as they asked, and not closed without a word."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from clinic_site.staff import roles
from contact.inbox.export import spreadsheet
from contact.keeping.redacting import redact
from contact.models import AuditRecord, Inquiry, Note
from tests.contact.clock import new_york
from tests.contact.desk import INBOX, page_of, save
from tests.html import Page

Make = Callable[..., Inquiry]
#: As far off as a Monday is on a Saturday.
LATER = {"due_at": new_york(11, 30, 18)}


@pytest.fixture
def crisis(make_inquiry: Make) -> Inquiry:
    """Someone who asked for a call, and for no voicemail."""
    return make_inquiry(name="Maya", reply_by="call", crisis=True, message="I want to die", **LATER)


@pytest.fixture
def closing(dana: User) -> dict[str, str]:
    """What has to be said to close one."""
    return {
        "status": "done",
        "assigned_to": str(dana.pk),
        "outcome": "phone",
        "note": "She is at her sister's.",
    }


def state(inquiry: Inquiry) -> str:
    inquiry.refresh_from_db()
    return inquiry.status


def box(page: Any) -> str:
    """The red box on top."""
    sections = Page(page.content.decode()).tags("section")
    alarm = next(one for one in sections if one.get("class") == "alarm")
    return " ".join(alarm.words.split())


# Closing


@pytest.mark.parametrize("missing", ["assigned_to", "outcome", "note"])
def test_it_is_not_closed_while_something_of_it_is_not_said(
    desk: Client, crisis: Inquiry, closing: dict[str, str], missing: str
) -> None:
    page = save(desk, crisis, **closing | {missing: ""})
    errors = page.context["adminform"].form.errors
    assert list(errors) == [missing]
    # It is not called done because somebody wanted it to be.
    assert "Reach this person first" in box(page)
    assert "and is done" not in page.content.decode()
    assert state(crisis) == "new"
    assert not Note.objects.exists()


def test_once_all_is_said_it_is_done_and_every_word_stands_where_it_belongs(
    desk: Client, crisis: Inquiry, closing: dict[str, str]
) -> None:
    assert save(desk, crisis, **closing).status_code == 302
    assert state(crisis) == "done"
    assert Note.objects.get().text == "Reached by phone: She is at her sister's."
    detail = AuditRecord.objects.get(act="changed").detail
    assert detail == "New → Done; reached by phone; with nobody yet → dana; note added"
    html = desk.get(page_of(crisis)).content.decode()
    assert "This was about a crisis, and is done: reached by phone." in html
    assert "Reach this person first" not in html


def test_saying_what_happened_closes_it_without_another_choice(
    desk: Client, crisis: Inquiry, closing: dict[str, str]
) -> None:
    save(desk, crisis, **closing | {"status": "new"})
    assert state(crisis) == "done"


def test_what_happened_is_not_kept_of_one_that_stays_open(
    desk: Client, crisis: Inquiry, closing: dict[str, str]
) -> None:
    page = save(desk, crisis, **closing | {"status": "waiting"})
    assert list(page.context["adminform"].form.errors) == ["outcome"]
    save(desk, crisis, **closing)
    save(desk, crisis, status="waiting", outcome="phone", assigned_to=closing["assigned_to"])
    assert state(crisis) == "waiting"
    assert crisis.outcome == ""


def test_nobody_was_out_of_reach_whom_nobody_tried_to_reach(
    desk: Client, crisis: Inquiry, closing: dict[str, str]
) -> None:
    in_vain = closing | {"outcome": "none", "note": "Told Nora."}
    page = save(desk, crisis, **in_vain)
    assert "Nobody noted a try yet." in page.content.decode()
    save(desk, crisis, _did="no_answer")
    save(desk, crisis, _did="no_answer")
    save(desk, crisis, **in_vain)
    assert state(crisis) == "done"
    html = desk.get(page_of(crisis)).content.decode()
    assert "is done: could not reach them after 2 tries." in html


@pytest.mark.parametrize("status", ["new", "waiting", "held"])
def test_several_at_once_are_done_but_for_a_crisis_which_is_named(
    desk: Client, make_inquiry: Make, status: str
) -> None:
    reason = {"held_reason": "links"} if status == "held" else {}
    crisis, other = make_inquiry(crisis=True, status=status, **reason), make_inquiry()
    chosen = {"action": "mark_done", "_selected_action": [crisis.pk, other.pk]}
    html = desk.post(INBOX, chosen, follow=True).content.decode()
    assert (state(crisis), state(other)) == (status, "done")
    assert "1 message done." in html
    named = f'Not done, as they may be about a crisis: <a href="{page_of(crisis)}">{crisis}</a>.'
    assert named in html


def test_one_press_notes_a_try_and_does_not_close_it(desk: Client, crisis: Inquiry) -> None:
    html = desk.get(page_of(crisis)).content.decode()
    assert 'value="spoke"' not in html
    save(desk, crisis, _did="spoke")
    assert state(crisis) == "new"
    save(desk, crisis, _did="no_answer", note="Rang for a minute.")
    assert state(crisis) == "new"
    assert Note.objects.get().text == "Called, no answer. Rang for a minute."
    # Who took it is known from the first try on.
    assert crisis.assigned_to is not None


def test_removing_the_way_to_reach_them_leaves_it_open(desk: Client, crisis: Inquiry) -> None:
    redact(crisis, ["phone", "email"], who="mona")
    assert state(crisis) == "new"
    assert "No way to reach them is left" in box(desk.get(page_of(crisis)))


def test_one_that_was_done_before_stays_done_and_takes_a_note(
    desk: Client, make_inquiry: Make
) -> None:
    old = make_inquiry(crisis=True, status="done")
    assert save(desk, old, note="She wrote again.", outcome="").status_code == 302
    assert state(old) == "done"
    assert Note.objects.get().text == "She wrote again."
    html = desk.get(page_of(old)).content.decode()
    assert "This was about a crisis, and is done.</b>" in html


def test_other_messages_are_asked_nothing(desk: Client, make_inquiry: Make) -> None:
    inquiry = make_inquiry()
    assert 'name="outcome"' not in desk.get(page_of(inquiry)).content.decode()
    save(desk, inquiry, status="done")
    assert state(inquiry) == "done"


def test_the_database_knows_what_can_have_happened(crisis: Inquiry) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Inquiry.objects.filter(pk=crisis.pk).update(outcome="x")


# What the desk sees


def test_three_steps_say_what_to_do_in_the_way_they_asked_for(
    desk: Client, crisis: Inquiry
) -> None:
    words = box(desk.get(page_of(crisis)))
    assert words.startswith("Reach this person first This may be about a crisis.")
    assert "Call (202) 555-0188 They want no voicemail: leave none." in words
    assert "If someone else answers, do not say why you call." in words
    assert "Tell a clinician or a manager at once" in words
    assert "Call 911." in words
    assert "text 988, at any hour. It is free and private." in words


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"reply_by": "call", "voicemail": True}, "You may leave a voicemail: your name and our"),
        ({"reply_by": "text"}, "They asked for a text, not for a call."),
        (
            {"reply_by": "email", "email": "maya@example.org"},
            "Email maya@example.org They asked for an email, not for a call.",
        ),
    ],
)
def test_nobody_is_reached_in_a_way_they_did_not_choose(
    desk: Client, make_inquiry: Make, values: dict[str, Any], words: str
) -> None:
    page = desk.get(page_of(make_inquiry(crisis=True, **values)))
    assert words in box(page)
    assert ("leave none" in box(page)) is False


def test_the_clinicians_to_tell_are_named(desk: Client, crisis: Inquiry) -> None:
    roles.create()
    nora = User.objects.create_user("n7", first_name="Nora", last_name="Lee", is_staff=True)
    nora.groups.add(Group.objects.get(name="Clinician"))
    assert "Tell Nora Lee at once" in box(desk.get(page_of(crisis)))


def test_it_is_due_now_and_on_no_day_of_the_week(desk: Client, crisis: Inquiry) -> None:
    for path in (INBOX, page_of(crisis), "/staff/"):
        words = Page(desk.get(path).content.decode()).main
        assert "6 pm" not in words
        assert "Monday" not in words
    assert '<b class="late">Now</b>' in desk.get(INBOX).content.decode()


@pytest.mark.parametrize("status", ["waiting", "held"])
def test_today_shows_it_until_it_is_closed(desk: Client, make_inquiry: Make, status: str) -> None:
    reason = {"held_reason": "links"} if status == "held" else {}
    crisis = make_inquiry(crisis=True, status=status, **reason)
    words = Page(desk.get("/staff/").content.decode()).main
    assert crisis.reference in words
    assert "1 message may be about a crisis." in words


def test_one_that_is_late_is_still_due_now(desk: Client, make_inquiry: Make) -> None:
    make_inquiry(crisis=True, due_at=timezone.now() - timedelta(days=1))
    assert '<td class="field-due"><b class="late">Now</b>' in desk.get(INBOX).content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_it_is_not_deleted_before_somebody_said_what_happened(
    admin_client: Client, crisis: Inquiry, method: str
) -> None:
    path = f"{crisis.get_absolute_url().removesuffix('change/')}delete/"
    page = getattr(admin_client, method)(path, {"post": "yes"}, follow=True).content.decode()
    assert "is not deleted. It may be about a crisis: first say" in page
    assert f'href="{path}"' not in page
    admin_client.post(
        INBOX, {"action": "delete_selected", "_selected_action": [crisis.pk], "post": "yes"}
    )
    assert Inquiry.objects.filter(pk=crisis.pk).exists()
    Inquiry.objects.filter(pk=crisis.pk).update(
        status="done", outcome="phone", closed_at=timezone.now()
    )
    admin_client.post(path, {"post": "yes"})
    assert not Inquiry.objects.exists()


def test_a_file_says_now_as_the_screen_does(crisis: Inquiry) -> None:
    assert '"Now"' in spreadsheet([crisis]).decode("utf-8-sig")
