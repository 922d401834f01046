"""Delete is a bin: off the site at once, back by one press, and what was read stays stored."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from clinic_site.worker import Worker
from faq.models import Entry, EntryRevision, Topic, Vote
from pages.models import Page, Source
from pages.revisions.revision import State
from tests.colleagues import Editor, change, draft_of, hire, make_entry, said

pytestmark = pytest.mark.django_db
Hire = Callable[..., Editor]
WHY = {"why": "The dose is wrong."}


def page_of(document: object, name: str) -> str:
    return change(document).replace("change/", f"{name}/")


def status(document: Entry | Page) -> int:
    return Client().get(document.get_absolute_url()).status_code


def test_it_is_off_the_site_at_once_and_asks_why(dana: Editor, entry: Entry) -> None:
    assert "Write why" in said(dana.post(page_of(entry, "delete"), {"why": " "}))
    assert status(entry) == 200
    assert "is in the bin" in said(dana.post(page_of(entry, "delete"), WHY))
    assert status(entry) == 404
    assert "This page is gone" in said(Client().get(entry.get_absolute_url()))
    assert "Where do I park?" not in said(Client().get("/questions/"))
    assert "Where do I park?" not in said(Client().get("/questions/search/?q=park"))
    assert entry.get_absolute_url() not in said(Client().get("/sitemap.xml"))


def test_one_press_takes_it_out_and_one_more_puts_it_back(dana: Editor, entry: Entry) -> None:
    dana.post(page_of(entry, "delete"), WHY)
    shown = said(dana.get("/staff/bin/"))
    assert "Where do I park?" in shown
    assert "The dose is wrong." in shown
    assert page_of(entry, "take-out") in shown
    assert "out of the bin" in said(dana.post(page_of(entry, "take-out")))
    assert status(entry) == 404
    dana.post(page_of(entry, "put-back"))
    assert status(entry) == 200
    assert page_of(entry, "take-out") not in said(dana.get("/staff/bin/"))


def test_in_the_bin_nothing_is_listed_changed_or_published(dana: Editor, entry: Entry) -> None:
    words = entry.revisions.get()
    dana.post(page_of(entry, "delete"), WHY)
    assert "Where do I park?" not in said(dana.get("/staff/faq/entry/")).split("is in the bin")[-1]
    for name in ("take-off", "put-back", f"words/{words.pk}", f"words/{words.pk}/publish"):
        assert "Dana threw this away on " in said(dana.post(page_of(entry, name), WHY))
    assert not entry.is_live


def error_at_address(page: str) -> str:
    (row,) = (row for row in page.split('class="form-row') if 'name="slug"' in row)
    return row.partition('class="errorlist')[2].partition("</ul>")[0]


@pytest.mark.parametrize("typed", ["parking", ""])
def test_its_address_stays_taken_and_the_field_says_by_what(
    dana: Editor, entry: Entry, typed: str
) -> None:
    dana.post(page_of(entry, "delete"), WHY)
    add, topic = "/staff/faq/entry/add/", str(entry.topic_id)
    new = {"title": "Parking", "summary": "New.", "topic": topic, "slug": typed}
    page = said(dana.press(add, **new))
    taken = "“parking” is taken by words in the bin. Take them back or choose another address."
    assert taken in error_at_address(page)
    assert "has this already" not in page
    assert Entry.objects.count() == 1
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        dana.force_login(dana.user)
        page = said(dana.press(add, **new))
        assert "“parking” is taken by words that were thrown away." in error_at_address(page)
        dana.press(add, **new | {"slug": "parking-lot"})
    assert Entry.objects.filter(slug="parking-lot").exists()


def test_an_address_of_words_that_are_there_is_numbered_as_before(
    dana: Editor, entry: Entry
) -> None:
    new = {"title": "Parking", "summary": "New.", "topic": str(entry.topic_id)}
    dana.press("/staff/faq/entry/add/", **new)
    assert Entry.objects.filter(slug="parking-2").exists()


def test_after_90_days_the_list_forgets_it_and_the_database_does_not(
    dana: Editor, entry: Entry, topic: Topic
) -> None:
    source = Source.objects.create(key="fda", author="FDA", title="Warning")
    entry.revisions.get().sources.add(source)
    day = timezone.localdate()
    Vote.objects.create(entry=entry, language="en", day=day, helpful=False, count=2)
    dana.press("/staff/faq/entry/add/", title="Unread?", summary="No.", topic=topic.pk)
    unread = Entry.objects.exclude(pk=entry.pk).get()
    for one in (entry, unread):
        dana.post(page_of(one, "delete"), WHY)
    with time_machine.travel(timezone.now() + timedelta(days=89)):
        Worker().drain()
        call_command("purge_counts")
        assert Entry.objects.count() == 2
        assert Vote.objects.exists()
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        Worker().drain()
        call_command("purge_counts")
        dana.force_login(dana.user)
        assert "The bin is empty." in said(dana.get("/staff/bin/"))
    kept = EntryRevision.objects.get(state=State.PAST)
    assert (kept.title, list(kept.sources.all())) == ("Where do I park?", [source])
    assert not Vote.objects.exists()
    # What nobody but staff ever read is gone for good.
    assert list(Entry.objects.all()) == [entry]


def delete_all(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608
    connection.check_constraints()


@pytest.mark.parametrize("table", ["faq_entryrevision", "faq_entryrevision_sources", "faq_entry"])
def test_the_database_itself_keeps_what_was_read(entry: Entry, table: str) -> None:
    entry.revisions.get().sources.add(Source.objects.create(key="a", author="A", title="B"))
    with pytest.raises(IntegrityError), transaction.atomic():
        delete_all(table)
    assert entry.revisions.get().sources.exists()


def test_the_database_itself_shows_nothing_that_is_in_the_bin(dana: Editor, entry: Entry) -> None:
    with pytest.raises(IntegrityError, match="in the bin"), transaction.atomic():
        Entry.objects.update(binned_at=timezone.now())
    dana.post(page_of(entry, "delete"), WHY)
    with pytest.raises(IntegrityError, match="in the bin"), transaction.atomic():
        EntryRevision.objects.filter(state=State.PAST).update(state=State.LIVE)
    assert status(entry) == 404


def test_a_draft_that_was_planned_loses_its_plan(dana: Editor, entry: Entry) -> None:
    dana.press(change(entry), summary="In front.")
    entry.revisions.filter(state=State.DRAFT).update(publish_at=timezone.now())
    dana.post(page_of(entry, "delete"), WHY)
    Worker().drain()
    assert draft_of(entry).publish_at is None
    assert status(entry) == 404


@pytest.mark.parametrize(
    ("rights", "takes_off", "throws", "looks"),
    [
        (("view_entry",), 403, 403, 403),
        (("view_entry", "change_entry"), 200, 403, 200),
        (("view_entry", "approve_words"), 403, 403, 200),
        (("view_entry", "change_entry", "delete_entry"), 200, 200, 200),
        (("view_page", "change_page", "delete_page"), 403, 403, 200),
        (("view_inquiry",), 403, 403, 403),
    ],
)
def test_who_may_publish_takes_off_and_who_may_delete_throws_away(
    topic: Topic, rights: tuple[str, ...], takes_off: int, throws: int, looks: int
) -> None:
    someone = hire("Someone", *rights)
    for action, expected in (("take-off", takes_off), ("delete", throws)):
        entry = make_entry(topic, action)
        page = page_of(entry, action)
        assert someone.get(page).status_code == expected
        done = someone.post(page, WHY)
        assert (done.status_code == 302) == (expected == 200)
        assert status(entry) == (404 if expected == 200 else 200)
        back = page_of(entry, "put-back" if action == "take-off" else "take-out")
        assert (someone.post(back).status_code == 403) == (expected == 403)
        assert someone.get(back).status_code in (403, 405)
    assert someone.get("/staff/bin/").status_code == looks


def test_two_who_throw_it_away_at_once_do_it_once(dana: Editor, luis: Editor, entry: Entry) -> None:
    for who in (dana, luis):
        who.get(page_of(entry, "delete"))
    for who in (dana, luis):
        who.post(page_of(entry, "delete"), WHY)
    notes = [note for one in entry.revisions.all() for note in one.notes.filter(did="binned")]
    assert [note.by for note in notes] == [dana.user]


def test_one_press_in_the_bin_puts_back_on_the_site_what_was_there(
    dana: Editor, entry: Entry
) -> None:
    dana.post(page_of(entry, "delete"), WHY)
    assert "Put back on the site" in said(dana.get("/staff/bin/"))
    assert "is back on the site" in said(dana.post(page_of(entry, "take-out"), {"show_again": "1"}))
    assert status(entry) == 200
    assert entry.draft("en") is None


def test_what_was_not_on_the_site_is_not_put_there(dana: Editor, entry: Entry) -> None:
    dana.post(page_of(entry, "take-off"), WHY)
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        dana.force_login(dana.user)
        dana.post(page_of(entry, "delete"), WHY)
        assert "Put back on the site" not in said(dana.get("/staff/bin/"))
        dana.post(page_of(entry, "take-out"), {"show_again": "1"})
    assert not Entry.objects.get(pk=entry.pk).is_in_the_bin
    assert status(entry) == 404


def test_who_may_only_write_looks_and_learns_whom_to_ask(
    dana: Editor, hire: Callable[..., Editor], entry: Entry
) -> None:
    dana.post(page_of(entry, "delete"), WHY)
    eli, clara = hire("Eli", "change_entry"), hire("Clara", "approve_words", "view_entry")
    for who in (eli, clara):
        assert "Open the bin" in said(who.get("/staff/"))
        page = said(who.get("/staff/bin/"))
        assert "Where do I park?" in page
        assert "The dose is wrong." in page
        assert "Dana can take it out. Ask them." in page
        assert page_of(entry, "take-out") not in page
        assert "Behind the house." in said(who.get(change(entry)))
        assert who.post(page_of(entry, "take-out")).status_code == 403


def test_the_bin_shows_each_their_kinds_alone(
    dana: Editor, hire: Callable[..., Editor], entry: Entry
) -> None:
    dana.post(page_of(entry, "delete"), WHY)
    writer = hire("Paul", "change_page", "delete_page")
    assert "The bin is empty." in said(writer.get("/staff/bin/"))
