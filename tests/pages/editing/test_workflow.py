"""Words are compared, checked, approved by a second person, and live as long as was planned."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from faq.models import Entry, EntryRevision, Topic
from pages.editing.reviewing import ticking
from pages.markup.writing_checks import Written, warnings_about
from pages.models import Page, PageRevision
from pages.revisions import approval, schedule
from pages.revisions.comparing import pieces
from pages.revisions.revision import State
from pages.revisions.sources import Source
from tests.colleagues import Editor, arrive, change, draft_of, make_entry, said
from tests.database import never_rested_on
from tests.html import Page as Html

Hire = Callable[..., Editor]
OVERSOLD = "Ketamine is a proven cure for depression.\n"
#: Warned of, and no promise: where one person is enough, one may publish it.
VAGUE = "Most people come by bus. [There](/questions/none/at-all/).\n"


def seen_by_visitors(document: Any) -> str:
    return Client().get(document.get_absolute_url()).content.decode()


def version(words: Any, rest: str = "") -> str:
    return change(words.document).replace("/change/", f"/words/{words.pk}/{rest}")


def compared(who: Editor, before: Any, after: Any) -> Any:
    one = change(after.document).replace("/change/", "/compare/")
    return who.get(f"{one}?from={before.pk}&to={after.pk}")


# Compare


def test_only_the_words_that_changed_are_marked() -> None:
    found = [(piece.kind, piece.text) for piece in pieces("You may not drive.", "You can drive.")]
    assert found == [
        *[("same", "You "), ("gone", "may not "), ("new", "can "), ("same", "drive.")],
    ]


def test_a_full_stop_that_moved_strikes_no_word() -> None:
    found = [(piece.kind, piece.text) for piece in pieces("May I drive?", "May I drive home?")]
    assert ("new", "home") in found
    assert "gone" not in {kind for kind, _text in found}


def test_two_long_texts_with_nothing_in_common_are_compared_soon() -> None:
    before, after = " ".join(map(str, range(4000))), " ".join(f"w{one % 50}" for one in range(4000))
    start = datetime.now()  # noqa: DTZ005
    assert pieces(before, after)
    assert datetime.now() - start < timedelta(seconds=5)  # noqa: DTZ005


def test_in_a_long_text_only_what_is_new_is_marked(dana: Editor, entry: Entry) -> None:
    """Words that come again and again count as much as those that come once."""
    long = "The door is on the left. " * 60
    dana.publish(change(entry), body=long)
    live = entry.revisions.get(state=State.LIVE)
    dana.press(change(entry), body=f"Look! {long}".replace("left. The", "left. That", 1))
    page = Html(compared(dana, live, draft_of(entry)).content.decode())
    marked = [one.words for one in page.tags("del", "ins")]
    assert marked == ["[added: Look! ] ", "[removed: The ] ", "[added: That ] "]


def test_a_change_is_marked_for_eyes_and_for_ears(dana: Editor, entry: Entry) -> None:
    source = Source.objects.create(key="map", author="City", title="Map")
    dana.press(change(entry), summary="Before the house.", sources=[str(source.pk)])
    page = said(compared(dana, entry.shown, draft_of(entry)))
    assert '<del><span class="visually-hidden">[removed: </span>Behind' in page
    assert '<ins><span class="visually-hidden">[added: </span>Before' in page
    assert "City: Map" in page


def test_the_draft_is_compared_with_what_visitors_read_in_one_click(
    dana: Editor, entry: Entry
) -> None:
    dana.press(change(entry), summary="Before the house.")
    page = said(dana.get(change(entry)))
    link = f"compare/?from={entry.shown.pk}&to={draft_of(entry).pk}"
    assert link in page
    assert "Start a draft from the words of" in said(compared(dana, entry.shown, draft_of(entry)))


def test_what_is_compared_is_a_version_of_this_document(
    dana: Editor, entry: Entry, topic: Topic
) -> None:
    other = make_entry(topic, "taxi").shown
    one = change(entry).replace("/change/", "/compare/")
    assert dana.get(f"{one}?from={other.pk}&to={entry.shown.pk}").status_code == 404
    for nonsense in ("", "?from=x&to=y", "?from=9999999999999999999999&to=1"):
        assert dana.get(f"{one}{nonsense}").status_code == 302


# Warnings


def test_a_warning_asks_once_more_and_is_remembered_with_who_published(
    dana: Editor, entry: Entry
) -> None:
    page = arrive(dana.publish(change(entry), body=VAGUE))
    assert "How many? Give the number" in said(page)
    assert "Publish anyway" in said(page)
    assert "by bus" not in seen_by_visitors(entry)
    form = {"seen": page.context["seen"], "do": "now"}
    keys = [one.key for one in page.context["remarks"]]
    assert len(keys) > 1
    for ticked in ([], keys[1:]):
        again = dana.post(version(draft_of(entry), "publish/"), form | {"ticked": ticked})
        assert ticking.TICK_EACH in said(again)
        assert "by bus" not in seen_by_visitors(entry)
    dana.post(version(draft_of(entry), "publish/"), form | {"ticked": keys})
    assert "by bus" in seen_by_visitors(entry)
    live = entry.revisions.get(state=State.LIVE)
    assert (live.published_by, "How many?" in live.published_over) == (dana.user, True)
    assert "Over" in said(dana.get(change(entry)))


def test_words_changed_since_the_warnings_were_read_are_not_published(
    dana: Editor, luis: Editor, entry: Entry
) -> None:
    page = arrive(dana.publish(change(entry), body=OVERSOLD))
    luis.press(change(entry), body="It is a guaranteed cure.\n")
    form = {"seen": page.context["seen"], "do": "now"}
    page = dana.post(version(draft_of(entry), "publish/"), form, follow=True)
    assert "Please read them again" in said(page)
    assert "guaranteed" not in seen_by_visitors(entry)


def test_the_warnings_follow_what_is_typed(dana: Editor, entry: Entry) -> None:
    fields = dana.fields(change(entry)) | {"body": "[There](/questions/none/at-all/).\n"}
    preview = change(entry).replace("/change/", "/preview/")
    page = dana.post(preview, fields, headers={"X-With-Checks": "1"})
    assert "This link leads nowhere: /questions/none/at-all/" in said(page)
    fields["body"] = "[There](/questions/visits/parking/#sources).\n"
    fields["body"] += "[Here](/questions/visits/parking/#main).\n"
    html = said(dana.post(preview, fields, headers={"X-With-Checks": "1"}))
    assert "leads nowhere: /questions/visits/parking/#sources" in html
    assert "#main" not in html.split("data-checks")[1].split("</template>")[0]


def test_warnings_come_before_a_topic_is_chosen(dana: Editor) -> None:
    form = {"title": "Does it work?", "summary": "It works for everyone.", "topic": ""}
    page = dana.post("/staff/faq/entry/add/preview/", form, headers={"X-With-Checks": "1"})
    assert "Nothing here works for everyone" in said(page)


@pytest.mark.parametrize(
    ("said_of", "medical", "warned"),
    [
        ("This site was made to work for everyone.", False, False),
        ("On this page: ketamine works for everyone.", False, True),
        ("It works for everyone.", False, True),
        ("This site was made to work for everyone.", True, True),
    ],
)
def test_a_page_that_is_not_medical_may_speak_of_itself(
    said_of: str, medical: bool, warned: bool
) -> None:
    written = Written("Access", said_of, "", "", medical)
    found = warnings_about(written, "clinic.example")
    assert any("works for everyone or every time" in one for one in found) == warned


def test_a_translation_is_not_graded_as_if_it_were_english() -> None:
    written = Written("T", "", "", "<p>La ketamina no es “proven”.</p>", True, language="es")
    assert warnings_about(written, "clinic.example") == []


# Two people


def test_nobody_publishes_medical_words_alone(two_people: None, nora: Editor, entry: Entry) -> None:
    page = nora.publish(change(entry), summary="In front of the house.")
    assert "A clinician who did not write these words has to approve them first" in said(page)
    review = version(draft_of(entry))
    form = {"do": "approve", "reviewed_on": timezone.localdate(), "seen": ""}
    assert nora.post(review, form).status_code == 403
    form = {"do": "now", "seen": draft_of(entry).changed_at.isoformat()}
    nora.post(version(draft_of(entry), "publish/"), form)
    assert "Behind the house" in seen_by_visitors(entry)


def test_an_editor_writes_a_clinician_approves_and_then_it_goes_live(
    two_people: None, eli: Editor, nora: Editor, entry: Entry
) -> None:
    eli.press(change(entry), "_review", summary="In front of the house.")
    draft = version(draft_of(entry))
    eli.post(draft, {"do": "send", "words": "Is this right?"})
    page = nora.get(draft)
    assert "Is this right?" in said(page)
    seen = page.context["form"]["seen"].value()
    form = {"do": "approve", "reviewed_on": timezone.localdate(), "seen": seen}
    assert eli.post(draft, form).status_code == 403
    nora.post(draft, form)
    eli.publish(change(entry))
    assert "In front of the house" in seen_by_visitors(entry)
    live = entry.revisions.get(state=State.LIVE)
    assert (live.approved_by, live.published_by) == (nora.user, eli.user)
    assert not live.published_alone


def test_a_change_after_the_approval_has_to_be_approved_again(
    two_people: None, eli: Editor, nora: Editor, entry: Entry
) -> None:
    eli.press(change(entry), summary="In front.")
    approval.approve(draft_of(entry), nora.user, "", timezone.localdate())
    eli.publish(change(entry), summary="Under the house.")
    assert "Behind the house" in seen_by_visitors(entry)


def test_words_sent_back_say_why_and_are_not_approved(
    two_people: None, eli: Editor, nora: Editor, entry: Entry
) -> None:
    eli.press(change(entry), summary="In front.")
    approval.approve(draft_of(entry), nora.user, "", timezone.localdate())
    page = nora.post(version(draft_of(entry)), {"do": "back", "words": ""}, follow=True)
    assert "Say in the note what has to change" in said(page)
    nora.post(version(draft_of(entry)), {"do": "back", "words": "Name the street."})
    assert draft_of(entry).waits_for_approval
    assert "Name the street." in said(eli.get(change(entry)))


def test_words_sent_back_do_not_go_live_at_the_time_that_was_planned(
    dana: Editor, nora: Editor, entry: Entry
) -> None:
    dana.press(change(entry), summary="In front of the house.")
    later = timezone.now() + timedelta(days=2)
    times = {"publish_at": in_clinic_time(later), "expires_at": ""}
    form = {"do": "plan", "seen": draft_of(entry).changed_at.isoformat(), **times}
    dana.post(version(draft_of(entry), "publish/"), form)
    assert "Goes live" in said(dana.get(change(entry)))
    nora.post(version(draft_of(entry)), {"do": "back", "words": "Name the street."})
    assert "Goes live" not in said(dana.get(change(entry)))
    assert schedule.publish_due(later) == 0
    assert "Behind the house" in seen_by_visitors(entry)
    assert (draft_of(entry).publish_at, draft_of(entry).scheduled_by) == (None, None)


def test_the_database_refuses_what_the_code_forgot(two_people: None, entry: Entry) -> None:
    words = {"title": "T", "summary": "S", "document": entry}
    draft = EntryRevision.objects.create(**words)
    now = {"state": State.LIVE, "published_at": timezone.now()}
    entry.revisions.filter(state=State.LIVE).update(state=State.PAST)
    rows = EntryRevision.objects.filter(pk=draft.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(**now)
    with pytest.raises(DatabaseError), transaction.atomic():
        EntryRevision.objects.create(**words, **now, language="es")
    Entry.objects.update(medical=False)
    assert rows.update(**now) == 1


def test_words_about_the_site_need_one_person(two_people: None, hire: Hire) -> None:
    page = Page.objects.create(slug="way", medical=False)
    PageRevision.objects.create(document=page, title="Way", summary="By bus.").publish()
    writer = hire("Paul", "view_page", "change_page")
    writer.publish(change(page), summary="By train.")
    assert "By train." in seen_by_visitors(page)


def test_only_a_clinician_says_that_words_are_not_medical(eli: Editor, entry: Entry) -> None:
    eli.press(change(entry), summary="In front.", medical="")
    entry.refresh_from_db()
    assert entry.medical


def test_a_clinician_cannot_untick_words_that_rest_on_sources(
    two_people: None, nora: Editor, entry: Entry
) -> None:
    source = Source.objects.create(key="map", author="City", title="Map")
    entry.shown.sources.add(source)
    page = nora.publish(change(entry), summary="New.", medical="", sources=[])
    assert "Words that rest on sources are medical." in said(page)
    never_rested_on(entry.shown)
    nora.publish(change(entry), summary="New.", medical=[])
    entry.refresh_from_db()
    assert not entry.medical
    assert "New." in seen_by_visitors(entry)


def test_a_clinic_with_one_person_goes_on_and_says_so(dana: Editor, entry: Entry) -> None:
    dana.publish(change(entry), summary="In front of the house.")
    assert entry.revisions.get(state=State.LIVE).published_alone
    assert "by one person alone" in said(dana.get(change(entry)))


# Plans


def in_clinic_time(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def test_words_go_live_and_are_taken_off_at_their_time(dana: Editor, entry: Entry) -> None:
    dana.press(change(entry), summary="In front of the house.")
    draft, now = draft_of(entry), timezone.now()
    start, end = now + timedelta(days=2), now + timedelta(days=4)
    times = {"publish_at": in_clinic_time(start), "expires_at": in_clinic_time(end)}
    form = {"do": "plan", "seen": draft.changed_at.isoformat(), **times}
    page = dana.post(version(draft, "publish/"), form, follow=True)
    assert f"Goes live {schedule.when(start)}" in said(page)
    assert f"Goes live {schedule.when(start)}" in said(dana.get("/staff/faq/entry/?state=planned"))
    assert schedule.publish_due(now + timedelta(days=1)) == 0
    assert schedule.publish_due(start) == 1
    assert schedule.publish_due(start) == 0
    assert "In front of the house" in seen_by_visitors(entry)
    assert schedule.publish_due(end) == 1
    assert Client().get(entry.get_absolute_url()).status_code == 404
    assert list(schedule.withdrawn(Entry)) == [entry]
    assert "Where do I park?" in said(dana.get("/staff/faq/entry/?state=gone"))


def test_a_plan_ticks_the_warnings_like_any_publishing(dana: Editor, entry: Entry) -> None:
    dana.press(change(entry), body=VAGUE)
    draft = draft_of(entry)
    path, page = version(draft, "publish/"), dana.get(version(draft, "publish/"))
    times = {"publish_at": in_clinic_time(timezone.now() + timedelta(days=2)), "expires_at": ""}
    form = {"do": "plan", "seen": draft.changed_at.isoformat(), **times}
    dana.post(path, form)
    assert draft_of(entry).publish_at is None
    dana.post(path, form | {"ticked": [one.key for one in page.context["remarks"]]})
    assert draft_of(entry).publish_at


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [(-1, None, "This time has passed"), (2, 1, "It has to be live first")],
)
def test_a_plan_that_cannot_be_is_refused(
    dana: Editor, entry: Entry, start: int, end: int | None, told: str
) -> None:
    dana.press(change(entry), summary="In front.")
    draft, now = draft_of(entry), timezone.now()
    times = {"publish_at": in_clinic_time(now + timedelta(days=start))}
    times |= {"expires_at": in_clinic_time(now + timedelta(days=end))} if end else {}
    form = {"do": "plan", "seen": draft.changed_at.isoformat(), **times}
    assert told in said(dana.post(version(draft, "publish/"), form))
    assert draft_of(entry).publish_at is None


def test_a_plan_is_cancelled_by_hand_and_by_every_change(dana: Editor, entry: Entry) -> None:
    dana.press(change(entry), summary="In front.")
    later = timezone.now() + timedelta(days=2)
    schedule.plan(draft_of(entry), dana.user, publish_at=later, expires_at=None)
    form = {"do": "cancel", "seen": draft_of(entry).changed_at.isoformat()}
    dana.post(version(draft_of(entry), "publish/"), form)
    assert schedule.publish_due(later) == 0
    schedule.plan(draft_of(entry), dana.user, publish_at=later, expires_at=None)
    dana.press(change(entry), summary="Under the house.")
    assert schedule.publish_due(later) == 0


def test_the_mail_worker_publishes_what_is_planned(dana: Editor, entry: Entry) -> None:
    dana.press(change(entry), summary="In front of the house.")
    EntryRevision.objects.filter(state=State.DRAFT).update(publish_at=timezone.now())
    call_command("deliver", once=True)
    assert "In front of the house" in seen_by_visitors(entry)


def test_words_the_database_refuses_do_not_stop_the_worker(
    dana: Editor,
    topic: Topic,
    entry: Entry,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    broken = make_entry(topic, "taxi", title="Where is the taxi?")
    for document in (entry, broken):
        dana.press(change(document), summary="In front of the house.")
    EntryRevision.objects.filter(state=State.DRAFT).update(publish_at=timezone.now())
    publish = EntryRevision.publish

    def refuse(words: EntryRevision, *args: Any, **kwargs: Any) -> None:
        if words.document == broken:
            raise IntegrityError("a rule of the database")
        publish(words, *args, **kwargs)

    monkeypatch.setattr(EntryRevision, "publish", refuse)
    assert schedule.publish_due(timezone.now()) == 1
    assert "In front of the house" in seen_by_visitors(entry)
    assert "Behind the house" in seen_by_visitors(broken)
    assert f"Planned words {draft_of(broken).pk} cannot go live: IntegrityError" in caplog.text


def test_words_taken_off_the_site_say_so(dana: Editor, entry: Entry) -> None:
    live = entry.revisions.get(state=State.LIVE)
    end = timezone.now() + timedelta(days=2)
    schedule.plan(live, dana.user, publish_at=None, expires_at=end)
    assert schedule.publish_due(end) == 1
    page = Html(dana.get(version(live)).content.decode())
    notes = [one.words for one in page.tags("p") if one.is_inside(css_class="notes")]
    assert len(notes) == 1
    assert notes[0].startswith("The site")
    assert notes[0].endswith("taken off the site")


@pytest.mark.django_db(transaction=True)
def test_several_workers_publish_planned_words_once() -> None:
    entry = make_entry(Topic.objects.create(slug="visits", name="Visits"))
    draft = entry.shown.copy_as_draft()
    later = timezone.now() + timedelta(days=2)
    schedule.plan(draft, None, publish_at=later, expires_at=None)

    def work() -> int:
        try:
            return schedule.publish_due(later)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        done = [one.result() for one in [workers.submit(work) for _ in range(4)]]
    assert sum(done) == 1
    states = entry.revisions.values_list("state", flat=True)
    assert sorted(states) == [State.LIVE, State.PAST]


def test_a_plan_needs_the_approval_too(two_people: None, eli: Editor, entry: Entry) -> None:
    eli.press(change(entry), summary="In front.")
    later = timezone.now() + timedelta(days=2)
    EntryRevision.objects.filter(state=State.DRAFT).update(publish_at=later)
    assert schedule.publish_due(later) == 1
    assert schedule.publish_due(later) == 0
    assert "Behind the house" in seen_by_visitors(entry)
    assert "A clinician who did not write" in said(eli.get(change(entry)))


def test_the_front_page_is_never_taken_off(dana: Editor) -> None:
    home = Page.objects.create(slug="home", layout="home")
    PageRevision.objects.create(document=home, title="Home", summary="Hello.").publish()
    page = dana.get(version(home.shown, "publish/"))
    assert "expires_at" not in said(page)


# What changed, and late reviews


@pytest.fixture
def safety(topic: Topic, entry: Entry) -> Entry:
    """An answer about safety that visitors know."""
    Topic.objects.update(is_safety=True)
    return Entry.objects.get(pk=entry.pk)


def test_a_changed_answer_about_safety_says_what_is_new(dana: Editor, safety: Entry) -> None:
    page = dana.publish(change(safety), summary="In front of the house.")
    assert "Say what is new, in one sentence" in said(page)
    assert "Behind the house" in seen_by_visitors(safety)
    new = {"summary": "In front of the house.", "what_changed": "The gate behind is closed."}
    dana.publish(change(safety), **new)
    shown = seen_by_visitors(safety)
    assert "What changed" in shown
    assert "The gate behind is closed." in shown
    assert dana.fields(change(safety))["what_changed"] == ""


def test_an_unchanged_answer_about_safety_asks_nothing(dana: Editor, safety: Entry) -> None:
    assert "Published" in said(dana.publish(change(safety)))


@pytest.mark.parametrize(("days", "is_told"), [(30, False), (31, True)])
def test_visitors_are_told_of_a_review_that_is_long_overdue(
    entry: Entry, days: int, is_told: bool
) -> None:
    due = timezone.localdate() - timedelta(days=days)
    entry.revisions.update(reviewed_on=due - timedelta(days=90), review_due=due)
    told = "This answer is past its review date. We are checking it again."
    assert (told in seen_by_visitors(entry)) == is_told
