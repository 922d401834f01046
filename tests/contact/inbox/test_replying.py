"""A reply takes few presses: what was done is noted by one, and colleagues are chosen by name."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from clinic_site.staff import roles
from contact.keeping import audit
from contact.models import AuditRecord, Inquiry, Note
from tests.contact.clock import new_york
from tests.contact.desk import INBOX, page_of, save
from tests.html import Page

Make = Callable[..., Inquiry]


def hire(name: str, first: str, last: str, role: str) -> User:
    roles.create()
    user = User.objects.create_user(name, first_name=first, last_name=last, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


def choices(desk: Client, inquiry: Inquiry) -> list[str]:
    """Who may be chosen under “Assigned to”."""
    options = Page(desk.get(page_of(inquiry)).content.decode()).tags("option")
    return [
        one.words.strip()
        for one in options
        if any(around.get("name") == "assigned_to" for around in one.parents)
    ]


@pytest.mark.parametrize(
    ("press", "after"),
    [
        ("spoke", ("done", "We spoke.")),
        ("no_answer", ("waiting", "Called, no answer.")),
        ("wrote", ("waiting", "Wrote to them.")),
    ],
)
def test_one_press_notes_what_was_done_and_by_whom_and_moves_the_message(
    desk: Client, dana: User, make_inquiry: Make, press: str, after: tuple[str, str]
) -> None:
    inquiry, (status, noted) = make_inquiry(), after
    assert f'name="_did" value="{press}"' in desk.get(page_of(inquiry)).content.decode()
    page = save(desk, inquiry, _did=press)
    assert page["Location"] == INBOX
    inquiry.refresh_from_db()
    assert (inquiry.status, inquiry.assigned_to) == (status, dana)
    assert inquiry.replied_at
    note = Note.objects.get()
    assert (note.text, note.author) == (noted, dana)
    detail = AuditRecord.objects.get(act="changed").detail
    assert detail.startswith(noted.removesuffix("."))


def test_a_press_on_what_is_held_or_done_does_nothing_of_the_kind(
    desk: Client, make_inquiry: Make
) -> None:
    for values in ({"status": "done"}, {"status": "held", "held_reason": "links"}):
        inquiry = make_inquiry(**values)
        assert 'name="_did"' not in desk.get(page_of(inquiry)).content.decode()
        save(desk, inquiry, _did="spoke")
        inquiry.refresh_from_db()
        assert inquiry.status == values["status"]
    assert not Note.objects.exists()


def test_the_note_and_save_stand_right_under_what_they_wrote(
    desk: Client, make_inquiry: Make
) -> None:
    inquiry = make_inquiry(message="My question")
    Note.objects.create(inquiry=inquiry, text="An earlier note")
    html = desk.get(page_of(inquiry)).content.decode()
    order = ["My question", "An earlier note", 'name="_did"', 'name="note"', 'name="_save"']
    places = [html.index(words) for words in [*order, "How to reach them"]]
    assert places == sorted(places)
    assert html.count('name="_save"') == 1


def test_what_was_not_given_is_no_line(desk: Client, make_inquiry: Make) -> None:
    inquiry = make_inquiry(phone="", reply_by="email", email="ana@example.org")
    words = Page(desk.get(page_of(inquiry)).content.decode()).main
    assert "–" not in words
    for label in ("Phone", "May leave a voicemail", "About", "Best time", "Mails"):
        assert f"{label}:" not in words


@pytest.mark.parametrize("sent", [{}, {"_continue": "1"}])
def test_after_saving_the_message_says_how_it_stands(
    desk: Client, dana: User, make_inquiry: Make, sent: dict[str, str]
) -> None:
    inquiry = make_inquiry()
    save(desk, inquiry, status="waiting", assigned_to=str(dana.pk), **sent)
    html = desk.get(INBOX).content.decode()
    assert "changed successfully" not in html
    assert f"{inquiry} is saved: waiting for them, with dana." in html


def test_all_times_of_a_message_are_on_the_clinics_clock_in_its_style(
    desk: Client, make_inquiry: Make
) -> None:
    inquiry = make_inquiry(received_at=new_york(11, 20, 17))
    words = Page(desk.get(page_of(inquiry)).content.decode()).main
    assert "Nov 20, 2026, 5:00 pm" in words


# Colleagues


def test_only_who_may_read_messages_is_offered_and_by_name(
    desk: Client, dana: User, make_inquiry: Make
) -> None:
    hire("fdesk7", "Frances", "Okafor", "Front desk")
    hire("edit1", "Ed", "Stone", "Editor")
    hire("n7", "Nora", "Lee", "Clinician")
    gone = hire("gone", "Greg", "Gone", "Front desk")
    gone.is_active = False
    gone.save()
    assert choices(desk, make_inquiry()) == ["Nobody yet", "dana", "Frances Okafor"]


def test_whoever_has_it_stays_even_when_they_may_not_any_more(
    desk: Client, make_inquiry: Make
) -> None:
    ed = hire("edit1", "Ed", "Stone", "Editor")
    inquiry = make_inquiry(assigned_to=ed)
    assert "Ed Stone" in choices(desk, inquiry)
    save(desk, inquiry, status="waiting", assigned_to=str(ed.pk))
    inquiry.refresh_from_db()
    assert inquiry.assigned_to == ed


def test_nobody_is_given_a_message_they_cannot_read(desk: Client, make_inquiry: Make) -> None:
    ed, inquiry = hire("edit1", "Ed", "Stone", "Editor"), make_inquiry()
    page = save(desk, inquiry, assigned_to=str(ed.pk))
    assert list(page.context["adminform"].form.errors) == ["assigned_to"]


@pytest.mark.parametrize("way", ["form", "list"])
def test_the_history_says_from_whom_to_whom_by_name(
    desk: Client, dana: User, make_inquiry: Make, way: str
) -> None:
    frances = hire("fdesk7", "Frances", "Okafor", "Front desk")
    dana.first_name, dana.last_name = "Dana", "Ruiz"
    dana.save()
    inquiry = make_inquiry(assigned_to=frances)
    if way == "form":
        save(desk, inquiry, assigned_to=str(dana.pk))
    else:
        desk.post(INBOX, {"action": "assign_to_me", "_selected_action": [inquiry.pk]})
    words = Page(desk.get(f"{INBOX}{inquiry.pk}/history/").content.decode()).main
    assert "Changed: with Frances Okafor → Dana Ruiz" in words
    assert "fdesk7" not in words


@pytest.mark.parametrize("path", [INBOX, "/staff/", "history"])
def test_no_page_of_messages_calls_a_colleague_by_what_they_sign_in_with(
    desk: Client, make_inquiry: Make, path: str
) -> None:
    frances = hire("fdesk7", "Frances", "Okafor", "Front desk")
    inquiry = make_inquiry(assigned_to=frances)
    Note.objects.create(inquiry=inquiry, text="x", author=frances)
    audit.record(AuditRecord.Act.OPENED, who=frances, reference=inquiry.reference)
    pages = [path.replace("history", f"{INBOX}{inquiry.pk}/history/"), page_of(inquiry)]
    for one in pages:
        words = Page(desk.get(one).content.decode()).main
        assert "Frances Okafor" in words
        assert "fdesk7" not in words


# When it is deleted


def test_a_message_says_when_it_is_deleted_in_the_words_of_the_inbox(
    desk: Client, make_inquiry: Make
) -> None:
    inquiry = make_inquiry()
    day = date_format(timezone.localtime(inquiry.deleted_on), "F j, Y")
    words = Page(desk.get(page_of(inquiry)).content.decode()).main
    assert f"deleted 90 days after it is done. If it is done today, that is {day}" in words
    save(desk, inquiry, status="done")
    words = Page(desk.get(page_of(inquiry)).content.decode()).main
    assert f"This message is deleted on {day}" in words
    assert "90 days after it was done." in words
