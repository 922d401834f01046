"""Today counts what is to be done now, names the most pressing first, and not too much of it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from clinic_site.staff import gaps, help_lines, interrupted, launch
from clinic_site.staff.today import front, words
from contact.models import Delivery, Inquiry, Purge
from faq.models import Entry, EntryRevision, Topic, UnansweredSearch, Vote
from tests.colleagues import Editor, change, make_entry

Make = Callable[..., Inquiry]


@pytest.mark.parametrize(
    ("hour", "greeting"),
    [
        (0, "Good morning"),
        (11, "Good morning"),
        (12, "Good afternoon"),
        (17, "Good afternoon"),
        (18, "Good evening"),
    ],
)
def test_noon_and_six_begin_the_next_greeting(hour: int, greeting: str) -> None:
    assert front.greeting(datetime(2026, 11, 23, hour)) == greeting  # noqa: DTZ001


def test_new_is_what_nobody_replied_to(db: None, make_inquiry: Make) -> None:
    for status in ("new", "new", "waiting", "done"):
        make_inquiry(status=status)
    make_inquiry(status="held", held_reason="links")
    found = front.replies()
    assert (found["new"], found["held"], found["overdue"]) == (2, 1, 0)
    assert [inquiry.status for inquiry, _due in found["inquiries"]] == ["new", "new"]


def test_reviews_due_within_thirty_days_come_by_their_day(topic: Topic) -> None:
    now = timezone.localdate()
    days = {"far": 31, "soon": 30, "late": -9, "today": 0}
    for slug, away in days.items():
        entry = make_entry(topic, slug)
        entry.shown.approve(None, "", date(2020, 1, 1))
        entry.revisions.update(review_due=now + timedelta(days=away))
    found = [(one.document.slug, one.days_late) for one in words.reviews([Entry])]
    assert found == [("late", 9), ("today", 0), ("soon", -30)]


def test_the_draft_that_was_changed_last_comes_first(topic: Topic) -> None:
    for slug, ago in (("old", 3), ("new", 1), ("older", 5)):
        make_entry(topic, slug, title=slug).shown.copy_as_draft()
        changed = timezone.now() - timedelta(days=ago)
        EntryRevision.objects.filter(state="draft", title=slug).update(changed_at=changed)
    assert [title for title, _path, _kind in words.drafts([Entry])] == ["new", "old", "older"]


def test_only_who_can_approve_a_draft_is_asked_to(
    dana: Editor, hire: Callable[..., Editor], entry: Entry
) -> None:
    clinician = hire("Clara", "view_entry", "change_entry", "approve_words")
    eli = hire("Eli", "view_entry", "change_entry")
    dana.press(change(entry), "_review", summary="In front.")
    draft = entry.draft("en")
    assert draft
    form = {"do": "send", "words": "Please."}
    dana.post(change(entry).replace("/change/", f"/words/{draft.pk}/"), form)
    asked = [len(person.get("/staff/").context["to_approve"]) for person in (clinician, eli)]
    assert asked == [1, 0]


def test_searches_of_a_month_count_and_none_of_tomorrow(db: None) -> None:
    now = timezone.localdate()
    for asked, ago in (("first day", 29), ("too old", 30), ("tomorrow", -1), ("today", 0)):
        UnansweredSearch.objects.create(words=asked, day=now - timedelta(days=ago), count=1)
    assert {row["words"] for row in front.searches()} == {"first day", "today"}


def test_of_many_addresses_that_refuse_mail_five_are_named(db: None, make_inquiry: Make) -> None:
    for number in range(7):
        Delivery.objects.create(
            inquiry=make_inquiry(),
            kind="staff",
            recipient=f"desk{number}@example.org",
            state="failed",
        )
    named = [f"mail to desk{number}@example.org could not be delivered" for number in range(5)]
    assert front.failed_mails() == named


def test_what_waits_to_be_sent_is_no_proof_that_mail_comes(db: None, make_inquiry: Make) -> None:
    label = "Send a test message with the contact form, and see that its mail comes"
    delivery = Delivery.objects.create(
        inquiry=make_inquiry(), kind="staff", recipient="desk@example.org"
    )
    assert label in [step.label for step in launch.before_opening()]
    Delivery.objects.filter(pk=delivery.pk).update(state="sent", sent_at=timezone.now())
    assert label not in [step.label for step in launch.before_opening()]


@pytest.mark.parametrize(
    ("hours_ago", "is_left"), [(0, False), (47, False), (49, True), (-1, True)]
)
def test_old_messages_are_deleted_every_night_by_the_clock_of_today(
    db: None, hours_ago: int, is_left: bool
) -> None:
    Purge.objects.create(closed_before=timezone.now(), deleted=0, kept=1)
    Purge.objects.update(ran_at=timezone.now() - timedelta(hours=hours_ago))
    label = "Let the nightly deletion of old messages run"
    assert (label in [step.label for step in launch.before_opening()]) == is_left


def test_the_gaps_count_the_noes_and_no_message_of_tomorrow(
    dana: Editor, entry: Entry, make_inquiry: Make
) -> None:
    for helpful, count in ((False, 2), (True, 5)):
        Vote.objects.create(
            entry=entry, language="en", day=timezone.localdate(), helpful=helpful, count=count
        )
    make_inquiry()
    make_inquiry(received_at=timezone.now() + timedelta(minutes=5))
    lines = dana.get("/staff/faq/gaps/").context["lines"]
    assert {line.name: line.total for line in lines} == {
        "Searches without an answer": 0,
        "“No” to an answer": 2,
        "Messages": 1,
    }


def test_one_of_a_thousand_is_a_bar_that_can_be_seen() -> None:
    bars = list(gaps.Line("Searches", [1000, 0, 1]).bars)
    assert [(bar.x, bar.y, bar.height) for bar in bars] == [(4, 0, 60), (52, 58, 2)]


def test_who_tried_the_lines_last_is_named(dana: Editor, luis: Editor) -> None:
    for colleague in (dana, luis):
        colleague.post("/staff/help-lines/", {"sure": "on"})
    last = help_lines.last_check()
    assert last
    assert last.user == luis.user


def test_no_token_of_a_form_is_kept_with_what_was_typed(topic: Topic) -> None:
    typed = {"csrfmiddlewaretoken": "x" * 64, "title": "Is it loud?"}
    page = Client().post("/staff/faq/entry/add/", typed)
    kept = interrupted.read(page.context[interrupted.KEPT])
    assert kept
    assert kept.fields == [("title", "Is it loud?")]
