"""Staff see whom to answer next and how, and only those who may."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from contact.intake.receiving import queue_mails
from contact.keeping.retention import purge
from contact.models import Delivery, Inquiry, Note
from tests.contact.clock import new_york
from tests.contact.desk import INBOX, page_of, save
from tests.html import Page

ATTACK = "<script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}{% now 'Y' %}"

Make = Callable[..., Inquiry]


def order(page: Any) -> list[str]:
    """References in the order of the list."""
    return [inquiry.reference for inquiry in page.context["cl"].result_list]


def test_crisis_comes_first_then_new_by_due_time_then_the_rest(
    desk: Client, make_inquiry: Make
) -> None:
    later = {"due_at": timezone.now() + timedelta(days=2)}
    make_inquiry(reference="BS-DONE", status="done", crisis=True)
    make_inquiry(reference="BS-HELD", status="held", held_reason="links")
    make_inquiry(reference="BS-WAIT", status="waiting")
    make_inquiry(reference="BS-NEW2", **later)
    make_inquiry(reference="BS-NEW1")
    make_inquiry(reference="BS-HELP", crisis=True, **later)
    wanted = ["BS-HELP", "BS-NEW1", "BS-NEW2", "BS-WAIT", "BS-HELD", "BS-DONE"]
    assert order(desk.get(INBOX)) == wanted


def test_a_row_tells_what_to_do_and_not_what_they_wrote(desk: Client, make_inquiry: Make) -> None:
    make_inquiry(message="my private question", email="x@example.org", about="other", crisis=True)
    with time_machine.travel(new_york(11, 21, 12)):
        make_inquiry(reference="BS-LATE", due_at=new_york(11, 20, 17))
    html = desk.get(INBOX).content.decode()
    assert "<h1>Inbox</h1>" in html
    for words in ("Rob", "Text message", "Someone they care about", "English", "Crisis"):
        assert words in html
    assert '<b class="late">Overdue</b>' in html
    assert '<span class="state state-new">New</span>' in html
    for hidden in ("private question", "555-0188", "x@example.org"):
        assert hidden not in html
    assert "Add inquiry" not in html
    assert "delete_selected" not in html


def test_only_a_new_message_can_be_overdue(desk: Client, make_inquiry: Make) -> None:
    past = {"due_at": timezone.now() - timedelta(days=1)}
    make_inquiry(status="waiting", **past)
    make_inquiry(status="done", **past)
    make_inquiry(status="held", held_reason="links", **past)
    assert b"Overdue" not in desk.get(INBOX).content
    assert not Inquiry.objects.overdue().exists()
    late = make_inquiry(**past)
    assert Inquiry.objects.overdue().get() == late


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status__exact=new", {"BS-NEW1"}),
        ("status__exact=held", {"BS-HELD"}),
        ("with=me", {"BS-HELD"}),
        ("with=nobody", {"BS-NEW1"}),
        ("reply_by__exact=email", set()),
    ],
)
def test_the_list_can_be_narrowed(
    desk: Client, dana: User, make_inquiry: Make, query: str, found: set[str]
) -> None:
    make_inquiry(reference="BS-NEW1")
    make_inquiry(reference="BS-HELD", status="held", held_reason="links", assigned_to=dana)
    assert set(order(desk.get(f"{INBOX}?{query}"))) == found


def test_the_list_asks_the_database_as_little_for_many_as_for_few(
    desk: Client,
    dana: User,
    make_inquiry: Make,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(30):
        make_inquiry(assigned_to=dana)
    # That the list was seen is recorded once an hour.
    desk.get(INBOX)
    with django_assert_max_num_queries(14):
        desk.get(INBOX)


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("my husband hits me", " It speaks of violence by someone close."),
        ("I took too many pills", " It speaks of an overdose or poisoning."),
        ("I am a veteran and I want to die", " It speaks of suicide, military service."),
        # Its words were removed since.
        ("", ""),
    ],
)
def test_the_desk_sees_what_danger_a_message_speaks_of(
    desk: Client, make_inquiry: Make, message: str, said: str
) -> None:
    inquiry = make_inquiry(message=message, crisis=True)
    html = desk.get(page_of(inquiry)).content.decode()
    assert f"This may be about a crisis.{said}</p>" in html


def test_what_was_not_marked_is_not_said_to_speak_of_danger(
    desk: Client, make_inquiry: Make
) -> None:
    inquiry = make_inquiry(message="my husband hits me", crisis=False)
    assert b"It speaks of" not in desk.get(page_of(inquiry)).content


def test_the_page_of_a_message_begins_with_how_to_reach_them(
    desk: Client, make_inquiry: Make
) -> None:
    inquiry = make_inquiry(message="My question", times=["afternoon"], language="es")
    html = desk.get(page_of(inquiry)).content.decode()
    box = html[html.index('class="reach"') : html.index("What they asked")]
    assert 'Text <a href="sms:+12025550188"><bdi>(202) 555-0188</bdi></a>' in box
    assert "Best time: Afternoon. Voicemail: <b>no</b>. Language: Español." in box
    assert "Do not write “ketamine”" in box
    assert "My question" in html
    assert "Rob" not in html[: html.index("</title>")]


@pytest.mark.parametrize(
    ("values", "link"),
    [
        ({"reply_by": "call"}, "tel:+12025550188"),
        ({"reply_by": "email", "email": "ana@example.org"}, "mailto:ana@example.org"),
    ],
)
def test_the_way_of_reply_is_one_click(
    desk: Client, make_inquiry: Make, values: dict[str, str], link: str
) -> None:
    assert f'<a href="{link}">' in desk.get(page_of(make_inquiry(**values))).content.decode()


def test_a_message_moves_along_and_closing_it_starts_its_clock(
    desk: Client, dana: User, make_inquiry: Make
) -> None:
    inquiry = make_inquiry()
    save(desk, inquiry, status="done", assigned_to=str(dana.pk))
    inquiry.refresh_from_db()
    assert (inquiry.status, inquiry.assigned_to) == ("done", dana)
    assert inquiry.closed_at is not None
    assert b"This message is deleted on" in desk.get(page_of(inquiry)).content
    save(desk, inquiry, status="waiting")
    inquiry.refresh_from_db()
    assert inquiry.closed_at is None


def test_staff_cannot_hold_a_message(desk: Client, make_inquiry: Make) -> None:
    inquiry = make_inquiry()
    assert save(desk, inquiry, status="held").status_code == 200
    inquiry.refresh_from_db()
    assert inquiry.status == "new"


@pytest.mark.parametrize(
    ("action", "status"),
    [("wait_for_them", "waiting"), ("mark_done", "done"), ("assign_to_me", "new")],
)
def test_several_messages_move_at_once(
    desk: Client, dana: User, make_inquiry: Make, action: str, status: str
) -> None:
    chosen = [make_inquiry().pk, make_inquiry().pk]
    desk.post(INBOX, {"action": action, "_selected_action": chosen})
    assert set(Inquiry.objects.values_list("status", flat=True)) == {status}
    if action == "assign_to_me":
        assert set(Inquiry.objects.values_list("assigned_to", flat=True)) == {dana.pk}


@pytest.mark.parametrize("way", ["button", "status", "action"])
def test_a_held_message_is_released_with_its_mails_once(
    desk: Client, make_inquiry: Make, way: str
) -> None:
    inquiry = make_inquiry(
        status="held", held_reason="It has many links", reply_by="email", email="a@example.org"
    )
    assert b"It has many links" in desk.get(page_of(inquiry)).content
    if way == "button":
        save(desk, inquiry, _release="1")
    elif way == "status":
        save(desk, inquiry, status="new", _continue="1")
    else:
        desk.post(INBOX, {"action": "release_held", "_selected_action": [inquiry.pk]})
    inquiry.refresh_from_db()
    assert inquiry.status == "new"
    assert Delivery.objects.count() == 2
    save(desk, inquiry, _release="1")
    assert Delivery.objects.count() == 2


def test_a_held_message_that_is_advertising_is_closed_without_mail(
    desk: Client, make_inquiry: Make
) -> None:
    inquiry = make_inquiry(status="held", held_reason="links")
    save(desk, inquiry, status="done")
    assert not Delivery.objects.exists()


def test_a_mail_that_failed_is_shown_and_sent_again(desk: Client, make_inquiry: Make) -> None:
    inquiry = make_inquiry()
    queue_mails(inquiry)
    Delivery.objects.update(state="failed", last_error="SMTPRecipientsRefused 550", attempts=6)
    html = desk.get(page_of(inquiry)).content.decode()
    assert "A mail was not delivered:</b> front-desk@localhost." in html
    assert "front-desk@localhost: not delivered (6 tries, SMTPRecipientsRefused 550)" in html
    save(desk, inquiry, _resend="1")
    assert Delivery.objects.get().state == "waiting"


def test_a_note_is_signed_sealed_and_stays(desk: Client, dana: User, make_inquiry: Make) -> None:
    inquiry = make_inquiry()
    save(desk, inquiry, note="Called, <b>no answer</b>")
    note = Note.objects.get()
    assert (note.text, note.author) == ("Called, <b>no answer</b>", dana)
    html = desk.get(page_of(inquiry)).content.decode()
    assert "Called, &lt;b&gt;no answer&lt;/b&gt;" in html
    assert '<span class="quiet">dana, ' in html
    assert "Called" not in str(list(LogEntry.objects.values_list("change_message", "object_repr")))


# Finding


@pytest.mark.parametrize("words", ["{reference}", "ROB@example.org", "(202) 555-0188"])
def test_a_message_is_found_and_what_was_typed_is_in_no_address(
    desk: Client, make_inquiry: Make, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    inquiry = make_inquiry(email="rob@example.org")
    typed = words.format(reference=inquiry.reference)
    answer = desk.post(f"{INBOX}find/", {"words": typed})
    assert answer["Location"] == page_of(inquiry)
    assert "rob@" not in caplog.text.casefold()


@pytest.mark.parametrize("typed", ["BS-BS4K", "bs4k", "BS-bs4k"])
def test_a_reference_that_begins_twice_alike_is_found(make_inquiry: Make, typed: str) -> None:
    inquiry = make_inquiry(reference="BS-BS4K")
    assert Inquiry.objects.matching(typed, 9) == [inquiry.pk]


def test_several_messages_of_one_person_are_listed(desk: Client, make_inquiry: Make) -> None:
    wanted = {make_inquiry().reference, make_inquiry().reference}
    make_inquiry(phone="(202) 555-0111")
    answer = desk.post(f"{INBOX}find/", {"words": "202 555 0188"}, follow=True)
    assert set(order(answer)) == wanted
    assert "555" not in answer.redirect_chain[0][0]


def test_nothing_found_is_said_without_repeating_it_and_lists_nothing(
    desk: Client, make_inquiry: Make
) -> None:
    make_inquiry()
    answer = desk.post(f"{INBOX}find/", {"words": "nobody@example.org"}, follow=True)
    words = Page(answer.content.decode()).main
    assert "No message has exactly this reference, email or phone. Names and words" in words
    assert "nobody@" not in words
    # The rest of the inbox does not stand there as if it had been found.
    assert order(answer) == []
    assert "All messages" in words
    assert desk.get(f"{INBOX}find/").status_code == 302


# Two people on one message


@pytest.fixture
def luis(db: None) -> Client:
    """Another one at the desk."""
    user = User.objects.create_user("luis", is_staff=True)
    names = ("view_inquiry", "change_inquiry")
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(user)
    return client


def seen_by(desk: Client, inquiry: Inquiry) -> str:
    """Open the message; the state it is in."""
    return Page(desk.get(page_of(inquiry)).content.decode()).value_of("seen")


def test_a_colleague_who_may_be_replying_is_named(
    desk: Client, luis: Client, make_inquiry: Make
) -> None:
    inquiry = make_inquiry()
    assert "may be replying" not in desk.get(page_of(inquiry)).content.decode()
    assert "<b>dana</b> opened this message" in luis.get(page_of(inquiry)).content.decode()
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert "may be replying" not in luis.get(page_of(inquiry)).content.decode()


def test_what_a_colleague_did_meanwhile_is_not_overwritten(
    desk: Client, luis: Client, make_inquiry: Make
) -> None:
    inquiry = make_inquiry()
    danas, luises = seen_by(desk, inquiry), seen_by(luis, inquiry)
    save(luis, inquiry, status="done", seen=luises)
    typed = {"status": "new", "note": "Called, no answer"}
    page = save(desk, inquiry, seen=danas, **typed)
    html = page.content.decode()
    assert "luis changed this message while you had it open. It is now “Done”" in html
    assert "Called, no answer" in html
    inquiry.refresh_from_db()
    assert inquiry.status == "done"
    assert not Note.objects.exists()
    seen = Page(html).value_of("seen")
    assert save(desk, inquiry, seen=seen, **typed).status_code == 302
    inquiry.refresh_from_db()
    assert inquiry.status == "new"


def test_moving_several_at_once_counts_as_a_change_of_each(
    desk: Client, luis: Client, make_inquiry: Make
) -> None:
    inquiry = make_inquiry()
    danas = seen_by(desk, inquiry)
    luis.post(INBOX, {"action": "mark_done", "_selected_action": [inquiry.pk]})
    page = save(desk, inquiry, seen=danas, status="new")
    assert "while you had it open" in page.content.decode()


def test_other_messages_of_the_same_person_are_shown(desk: Client, make_inquiry: Make) -> None:
    first = make_inquiry(phone="(202) 555-0177", email="ana@example.org")
    second = make_inquiry(phone="+1 202 555 0177")
    third = make_inquiry(phone="", reply_by="email", email="Ana@Example.org")
    stranger = make_inquiry(phone="(202) 555-0100")
    html = desk.get(page_of(first)).content.decode()
    box = html[html.index("The same person also wrote") : html.index("What they asked")]
    for other in (second, third):
        assert f'<a href="{page_of(other)}">{other}</a>' in box
    assert str(stranger) not in box
    listed = desk.get(INBOX).content.decode()
    assert listed.count("wrote more than once") == 3


def test_nobody_is_the_same_person_for_giving_no_number(desk: Client, make_inquiry: Make) -> None:
    for name in ("Ana", "Ben"):
        inquiry = make_inquiry(name=name, reply_by="email", phone="", email=f"{name}@example.org")
    assert "The same person" not in desk.get(page_of(inquiry)).content.decode()
    assert "wrote more than once" not in desk.get(INBOX).content.decode()


def test_the_inbox_says_when_old_messages_were_last_deleted(
    desk: Client, make_inquiry: Make
) -> None:
    assert "This has not run yet." in desk.get(INBOX).content.decode()
    make_inquiry()
    purge(timezone.now())
    html = desk.get(INBOX).content.decode()
    assert "Messages are deleted 90 days after they are done." in html
    assert "0 deleted." in html


# Who may


@pytest.mark.parametrize(
    "path", ["", "find/", "{pk}/change/", "{pk}/history/", "{pk}/delete/", "add/"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_others_see_and_change_nothing(make_inquiry: Make, path: str, method: str) -> None:
    inquiry = make_inquiry()
    editor = User.objects.create_user("eve", is_staff=True)
    client = Client()
    for person in (None, editor):
        if person:
            client.force_login(person)
        answer = getattr(client, method)(INBOX + path.format(pk=inquiry.pk), {"status": "done"})
        assert answer.status_code in (302, 403)
        assert b"Rob" not in answer.content
    inquiry.refresh_from_db()
    assert inquiry.status == "new"


def test_who_may_only_look_changes_nothing(make_inquiry: Make) -> None:
    inquiry = make_inquiry(status="held", held_reason="links")
    viewer = User.objects.create_user("vic", is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_inquiry"))
    client = Client()
    client.force_login(viewer)
    assert b"release it" not in client.get(page_of(inquiry)).content
    for values in ({"status": "done"}, {"_release": "1"}, {"note": "x"}):
        assert save(client, inquiry, **values).status_code == 403
    client.post(INBOX, {"action": "mark_done", "_selected_action": [inquiry.pk]})
    inquiry.refresh_from_db()
    assert inquiry.status == "held"
    assert not Note.objects.exists()


def test_deleting_needs_its_own_right_and_leaves_only_the_reference(
    desk: Client, dana: User, make_inquiry: Make
) -> None:
    inquiry = make_inquiry(name="Anastasia")
    Note.objects.create(inquiry=inquiry, text="private note")
    queue_mails(inquiry)
    path = f"{INBOX}{inquiry.pk}/delete/"
    assert desk.post(path, {"post": "yes"}).status_code == 403
    dana.user_permissions.add(Permission.objects.get(codename="delete_inquiry"))
    question = desk.get(path).content.decode()
    assert "private note" not in question
    assert "Anastasia" not in question
    desk.post(path, {"post": "yes"})
    assert not Inquiry.objects.exists()
    assert [entry.object_repr for entry in LogEntry.objects.all()] == [inquiry.reference]


# Odd words


@pytest.mark.parametrize("path", ["", "{pk}/change/", "{pk}/history/", "{pk}/delete/"])
def test_nothing_a_visitor_typed_becomes_markup(
    admin_client: Client, make_inquiry: Make, path: str
) -> None:
    values = dict.fromkeys(("name", "phone", "email", "message", "held_reason"), ATTACK)
    for way in ("email", "call"):
        inquiry = make_inquiry(reply_by=way, **values)
        Note.objects.create(inquiry=inquiry, text=ATTACK)
        html = admin_client.get(INBOX + path.format(pk=inquiry.pk)).content.decode()
        assert "<script>alert" not in html
        assert "<img src=x" not in html


def test_names_and_words_are_kept_from_turning_the_line_around(
    desk: Client, make_inquiry: Make
) -> None:
    inquiry = make_inquiry(name="\u202eRob", message="Z" + "\u0335" * 900)
    assert '<bdi class="who">\u202eRob</bdi>' in desk.get(INBOX).content.decode()
    assert '<bdi class="theirs">' in desk.get(page_of(inquiry)).content.decode()


@pytest.mark.parametrize(
    "query",
    ["o=9", "o=x", "p=9999", "p=x", "q=x", "e=1", "id__in=x", "with=x", "status__exact=%00"],
)
def test_odd_filters_break_nothing(admin_client: Client, make_inquiry: Make, query: str) -> None:
    make_inquiry()
    assert admin_client.get(f"{INBOX}?{query}").status_code < 500
