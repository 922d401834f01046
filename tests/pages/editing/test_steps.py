"""Each button does its step once, where it makes sense, and leaves a line in the history."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from faq.models import Entry, EntryRevision, Topic
from pages.revisions import schedule
from pages.revisions.sources import LEFT, Source
from tests.colleagues import Editor, change, draft_of, make_entry, said
from tests.html import Page as HtmlPage

ORDER = "/staff/faq/entry/order/"


def version(revision: Any, rest: str = "") -> str:
    return change(revision.document).replace("/change/", f"/words/{revision.pk}/{rest}")


def seen(revision: Any) -> str:
    revision.refresh_from_db()
    return str(revision.changed_at.isoformat())


def history() -> list[str]:
    """What was written into it, the latest last."""
    return [entry.get_change_message() for entry in LogEntry.objects.order_by("pk")]


@pytest.fixture
def draft(dana: Editor, entry: Entry) -> Any:
    dana.press(change(entry), summary="In front.")
    return draft_of(entry)


def test_a_review_is_in_the_history(dana: Editor, draft: Any) -> None:
    dana.post(version(draft), {"reviewed_on": timezone.localdate(), "seen": seen(draft)})
    assert history()[1:] == ["Reviewed: Where do I park?."]


def test_a_plan_and_its_end_are_in_the_history(dana: Editor, draft: Any) -> None:
    start = timezone.localtime(timezone.now() + timedelta(days=2)).replace(second=0, microsecond=0)
    form = {"do": "plan", "publish_at": start.strftime("%Y-%m-%dT%H:%M")}
    dana.post(version(draft, "publish/"), form | {"seen": seen(draft)})
    dana.post(version(draft, "publish/"), {"do": "cancel", "seen": seen(draft)})
    assert history()[1:] == [f"Goes live {schedule.when(start)}.", "Plan cancelled."]


def test_a_draft_that_is_started_and_thrown_away_is_in_the_history(
    dana: Editor, entry: Entry
) -> None:
    dana.post(version(entry.shown, "restore/"))
    discard = change(entry).replace("/change/", "/discard/")
    dana.post(discard, {"seen": dana.get(discard).context["seen"]})
    assert history() == ["Draft started from: Where do I park?.", "Draft discarded."]


def test_a_new_order_is_in_the_history_of_its_group(dana: Editor, entry: Entry) -> None:
    other = make_entry(entry.topic, "other")
    dana.post(ORDER, {"group": "visits", "order": [other.pk, entry.pk]})
    assert history() == ["Changed the order of Visits."]


def test_there_is_no_order_of_one_thing_alone(dana: Editor, entry: Entry) -> None:
    other = Topic.objects.create(slug="other", name="Other", order=2)
    for slug in ("one", "two"):
        make_entry(other, slug)
    assert [group.key for group in dana.get(ORDER).context["groups"]] == ["other"]


def test_it_cannot_be_taken_off_the_moment_it_goes_live(dana: Editor, draft: Any) -> None:
    moment = timezone.localtime(timezone.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    form = {"do": "plan", "publish_at": moment, "expires_at": moment, "seen": seen(draft)}
    assert "It has to be live first" in said(dana.post(version(draft, "publish/"), form))


def test_words_that_are_live_cannot_go_live_again(dana: Editor, entry: Entry) -> None:
    live = entry.shown
    page = HtmlPage(said(dana.get(version(live, "publish/"))))
    fields = [one.get("name") for one in page.tags("input")]
    assert "expires_at" in fields
    assert "publish_at" not in fields
    answer = dana.post(version(live, "publish/"), {"do": "now", "seen": seen(live)})
    assert answer["Location"] == change(entry)
    assert "Published." not in said(answer)
    assert history() == []


def test_words_of_before_are_no_longer_reviewed(dana: Editor, draft: Any, entry: Entry) -> None:
    before = entry.shown
    draft.publish(dana.user)
    form = {"reviewed_on": timezone.localdate(), "seen": seen(before)}
    page = dana.post(version(before), form, follow=True)
    assert "Someone changed the words while you read them" in said(page)
    before.refresh_from_db()
    assert before.reviewed_on is None


def test_words_that_became_the_past_meanwhile_get_no_plan(
    dana: Editor, draft: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A colleague publishes other words between the look and the lock."""
    live = draft.document.shown
    lock = type(live).objects.select_for_update

    def publish_first(**options: Any) -> Any:
        monkeypatch.undo()
        draft.publish(dana.user)
        return lock(**options)

    monkeypatch.setattr(type(live)._default_manager, "select_for_update", publish_first)
    page = dana.post(version(live, "publish/"), {"do": "cancel", "seen": seen(live)}, follow=True)
    assert "Someone changed the words while you read them" in said(page)
    assert history()[1:] == []


def test_a_note_without_words_is_no_note(dana: Editor, draft: Any) -> None:
    page = dana.post(version(draft), {"do": "note", "words": "  "}, follow=True)
    assert "Your note is saved" not in said(page)
    assert not draft.notes.exists()


def test_words_that_are_live_are_not_sent_to_a_clinician(dana: Editor, entry: Entry) -> None:
    page = dana.post(version(entry.shown), {"do": "send", "words": "Please."}, follow=True)
    assert "Your note is saved." in said(page), "What was typed is kept, and nobody is asked."
    assert entry.shown.sent_at is None
    assert [note.did for note in entry.shown.notes.all()] == ["note"]


def test_what_was_never_published_is_not_discarded(dana: Editor, topic: Topic) -> None:
    form = {"title": "Is it loud?", "summary": "No.", "topic": str(topic.pk)}
    dana.press("/staff/faq/entry/add/", **form)
    new = Entry.objects.get()
    discard = change(new).replace("/change/", "/discard/")
    for page in (dana.get(discard, follow=True), dana.post(discard, follow=True)):
        assert "There is no draft to discard." in said(page)
    assert new.draft("en")


def test_the_address_of_another_document_is_no_move_of_this_one(dana: Editor, entry: Entry) -> None:
    other = make_entry(entry.topic, "other")
    dana.press(change(entry), slug="by-car")
    assert dana.get(other.get_absolute_url()).status_code == 200
    moved = dana.get("/questions/visits/parking/")
    assert moved["Location"] == "/questions/visits/by-car/"


def test_a_draft_planned_and_waiting_is_found_by_what_it_is(dana: Editor, entry: Entry) -> None:
    """Each choice of the list finds its own, once however many revisions fit."""
    other = make_entry(entry.topic, "other", title="Is it loud?")
    live = entry.shown
    schedule.plan(live, dana.user, publish_at=None, expires_at=timezone.now() + timedelta(days=9))
    other.shown.copy_as_draft(dana.user).publish(dana.user)
    other.shown.copy_as_draft(dana.user)
    EntryRevision.objects.filter(state="draft").update(sent_at=timezone.now())

    def found(state: str) -> list[str]:
        page = dana.get(f"/staff/faq/entry/?state={state}")
        return [one.slug for one in page.context["cl"].result_list]

    assert found("planned") == ["parking"]
    assert found("sent") == found("draft") == ["other"]
    assert found("live") == ["parking", "other"]
    assert "a draft waits for a clinician" in said(dana.get("/staff/faq/entry/?state=sent"))
    EntryRevision.objects.create(
        document=entry, title="x", publish_at=timezone.now() + timedelta(days=1)
    )
    assert found("planned") == ["parking"]


def test_the_list_names_the_review_that_comes_first(dana: Editor, entry: Entry) -> None:
    entry.shown.approve(dana.user, "", timezone.localdate())
    spanish = EntryRevision(document=entry, language="es", title="x", summary="x")
    spanish.save()
    spanish.publish(dana.user)
    spanish.approve(dana.user, "", timezone.localdate())
    entry.revisions.filter(language="en").update(review_due=date(2090, 1, 2))
    entry.revisions.filter(language="es").update(review_due=date(2080, 1, 2))
    assert "Next Jan 2, 2080" in said(dana.get("/staff/faq/entry/"))


def test_the_list_marks_a_translation_that_is_older_and_no_other(
    dana: Editor, entry: Entry
) -> None:
    dana.post(change(entry).replace("/change/", "/translate/"), {"language": "es"})
    spanish = draft_of(entry, "es")
    spanish.publish(dana.user)

    def mark() -> str:
        page = HtmlPage(said(dana.get("/staff/faq/entry/")))
        cell = page.html_of(next(one for one in page.tags("td") if "spanish" in one.get("class")))
        return cell.partition('<span class="')[2].partition('"')[0]

    assert mark() == "quiet"
    dana.publish(change(entry), summary="In front.")
    assert mark() == "late"


def test_a_source_that_differs_from_the_corrected_list_is_found(dana: Editor) -> None:
    texts = {"author": "City", "title": "Map"}
    Source.objects.create(key="same", **texts)
    Source.objects.create(key="changed", note=f"Mine. {LEFT}", **texts)

    def found(query: str) -> list[str]:
        page = dana.get(f"/staff/pages/source/?complete={query}")
        return sorted(one.key for one in page.context["cl"].result_list)

    assert found("differs") == ["changed"]
    assert found("no") == found("odd") == ["changed", "same"]
