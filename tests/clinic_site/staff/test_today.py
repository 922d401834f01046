"""Staff see first what there is to do."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from contact.models import Heartbeat
from faq.models import Entry, EntryRevision, Topic, UnansweredSearch
from pages.clinic.models import Clinic
from tests.colleagues import Editor, change, make_entry, said
from tests.html import Page

Make = Callable[..., Any]
FACTS = "/staff/pages/clinic/1/change/"


def today(editor: Editor) -> str:
    return said(editor.get("/staff/"))


@pytest.mark.parametrize(("hour", "greeting"), [(8, "morning"), (13, "afternoon"), (20, "evening")])
def test_the_greeting_knows_the_time_of_the_clinic(dana: Editor, hour: int, greeting: str) -> None:
    with time_machine.travel(datetime(2026, 11, 23, hour, tzinfo=ZoneInfo("America/New_York"))):
        dana.force_login(dana.user)
        assert f"Good {greeting}, Dana" in today(dana)


def test_overdue_replies_come_first(dana: Editor, make_inquiry: Make) -> None:
    make_inquiry(reference="BS-LATER", due_at=timezone.now() + timedelta(days=2))
    make_inquiry(reference="BS-LATE", due_at=timezone.now() - timedelta(days=2))
    make_inquiry(reference="BS-DONE", status="done")
    html = today(dana)
    assert "1 reply is overdue." in html
    assert html.index("BS-LATE<") < html.index("BS-LATER<")
    assert "BS-DONE" not in html


def test_late_reviews_say_how_late(dana: Editor, entry: Entry) -> None:
    entry.shown.approve(None, "", date(2020, 1, 1))
    entry.revisions.update(review_due=timezone.localdate() - timedelta(days=12))
    assert "12 days late" in today(dana)


def test_reviews_due_soon_and_words_never_reviewed_are_named(dana: Editor, entry: Entry) -> None:
    assert "Questions nobody has reviewed" in today(dana)
    entry.shown.approve(None, "", timezone.localdate())
    entry.revisions.update(review_due=timezone.localdate() + timedelta(days=5))
    html = today(dana)
    assert "Where do I park?" in html
    assert "Questions nobody has reviewed" not in html


def test_of_many_drafts_today_says_how_many_and_leads_to_all(dana: Editor, topic: Topic) -> None:
    for number in range(11):
        entry = make_entry(topic, f"q{number}", title=f"Question {number}?")
        entry.shown.copy_as_draft().save()
    page = Page(today(dana))
    row = next(one for one in page.tags("li") if "with a draft" in one.words)
    assert row.words == "All questions with a draft11"
    link = next(one for one in page.tags("a") if "with a draft" in one.words)
    assert len(dana.get(link.get("href")).context["cl"].result_list) == 11


def test_sources_are_in_the_menu(dana: Editor) -> None:
    menu = [one for one in Page(today(dana)).tags("a") if one.is_inside("nav")]
    assert "/staff/pages/source/" in [one.get("href") for one in menu]


def test_spanish_words_are_reviewed_for_themselves(dana: Editor, entry: Entry) -> None:
    entry.shown.approve(None, "", timezone.localdate())
    spanish = EntryRevision(document=entry, language="es", title="¿Dónde?", summary="x")
    spanish.save()
    spanish.publish()
    assert "Questions nobody has reviewed" in today(dana)
    listed = said(dana.get("/staff/faq/entry/?review=never"))
    assert "Not reviewed (Español)" in listed
    spanish.approve(None, "", date(2020, 1, 1))
    assert "Questions nobody has reviewed" not in today(dana)
    assert "¿Dónde?" in today(dana)
    assert "Overdue (Español)" in said(dana.get("/staff/faq/entry/?review=overdue"))
    assert "Where do I park?" not in said(dana.get("/staff/faq/entry/?review=good"))


def test_searches_are_counted_over_the_last_month_and_lead_to_an_answer(dana: Editor) -> None:
    day = timezone.localdate()
    UnansweredSearch.objects.create(words="pet dog", count=2, day=day)
    UnansweredSearch.objects.create(words="pet dog", count=3, day=day - timedelta(days=9))
    UnansweredSearch.objects.create(words="old", count=9, day=day - timedelta(days=40))
    html = today(dana)
    assert "5 times" in html
    assert "/staff/faq/entry/add/?title=pet%20dog" in html
    assert "9 times" not in html


def test_of_rare_searches_only_their_number_is_shown(dana: Editor) -> None:
    day = timezone.localdate()
    UnansweredSearch.objects.create(fingerprint="a" * 64, count=9, day=day)
    UnansweredSearch.objects.create(fingerprint="b" * 64, count=9, day=day - timedelta(days=40))
    rare = "1 search was asked on fewer than three days; its words are not kept."
    assert rare in today(dana)
    UnansweredSearch.objects.create(words="pet dog", count=2, day=day)
    html = today(dana)
    assert rare.replace("1 search", "1 other search") in html
    assert "9 times" not in html
    assert "aaaa" not in html


def test_the_list_of_searches_says_how_many_it_leaves_out(dana: Editor) -> None:
    rare = UnansweredSearch.objects.create(fingerprint="a" * 64, count=9)
    UnansweredSearch.objects.create(fingerprint="b" * 64, count=9)
    UnansweredSearch.objects.create(words="pet dog")
    html = said(dana.get("/staff/faq/unansweredsearch/"))
    assert "2 searches were asked on fewer than three days; their words are not kept." in html
    assert "pet dog" in html
    assert "aaaa" not in html
    assert dana.get(change(rare)).status_code == 302


def test_searches_can_be_read_but_not_written(dana: Editor) -> None:
    search = UnansweredSearch.objects.create(words="dog")
    assert "dog" in said(dana.get("/staff/faq/unansweredsearch/"))
    assert dana.get("/staff/faq/unansweredsearch/add/").status_code == 403
    answer = dana.post(change(search), {"words": "cat", "day": "2026-01-01", "count": "1"})
    assert answer.status_code == 403


def test_stuck_mail_is_told_on_every_page(dana: Editor) -> None:
    assert "the mail worker does not run" in said(dana.get("/staff/faq/entry/"))
    Heartbeat.objects.create(pk=1, at=timezone.now())
    assert "Email needs a look" not in said(dana.get("/staff/faq/entry/"))
    assert "Working." in today(dana)


def test_missing_facts_are_named_until_they_are_entered(dana: Editor) -> None:
    assert "ways to pay" in today(dana)
    assert "Still empty: 16" in said(dana.get(FACTS))
    dana.press(FACTS, phone="(202) 555-0142", payment="Card.")
    assert "Still empty: 14" in said(dana.get(FACTS))
    assert Clinic.load().payment == "Card."


def test_the_clinic_is_one_form(dana: Editor) -> None:
    assert dana.get("/staff/pages/clinic/")["Location"] == FACTS
    assert dana.get("/staff/pages/clinic/add/").status_code == 403
    assert dana.post("/staff/pages/clinic/1/delete/", {"post": "yes"}).status_code == 403


def test_a_phone_number_nobody_can_call_is_refused(dana: Editor) -> None:
    page = dana.press(FACTS, phone="12345", payment="By card")
    assert "Enter a phone number with its area code." in said(page)
    assert "By card" in said(page)
    assert not Clinic.objects.filter(payment="By card").exists()
