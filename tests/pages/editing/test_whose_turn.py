"""Every act asks the person who must act next, on Today and in the lists; after one the next."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from contact.models import Delivery
from faq.models import Entry, EntryRevision, Topic
from pages.models import Source
from pages.revisions.revision import Revision, State
from tests.colleagues import Editor, change, draft_of, make_entry, said
from tests.html import Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("two_people")]
Hire = Callable[..., Editor]


def with_mail(editor: Editor) -> Editor:
    editor.user.email = f"{editor.user.username}@clinic.example"
    editor.user.save()
    return editor


@pytest.fixture
def nora(hire: Hire) -> Editor:
    """A clinician."""
    return with_mail(hire("Nora", "view_entry", "change_entry", "approve_words"))


@pytest.fixture
def eli(hire: Hire) -> Editor:
    """An editor, who approves nothing."""
    return with_mail(hire("Eli", "view_entry", "change_entry", "add_entry"))


def version(words: Revision) -> str:
    return change(words.document).replace("/change/", f"/words/{words.pk}/")


def send(eli: Editor, entry: Entry) -> str:
    return said(eli.press(change(entry), "_review", summary="In front of the house."))


def approve(nora: Editor, words: Revision) -> str:
    path = version(words)
    seen = nora.get(path).context["form"]["seen"].value()
    form = {"do": "approve", "reviewed_on": timezone.localdate(), "seen": seen}
    return said(nora.post(path, form))


def told() -> set[tuple[str, str]]:
    return set(Delivery.objects.values_list("kind", "recipient"))


def test_one_button_sends_and_the_clinician_is_asked(
    eli: Editor, nora: Editor, entry: Entry
) -> None:
    assert "Sent to Nora at" in send(eli, entry)
    assert draft_of(entry).sent_at
    assert told() == {("asked", "nora@clinic.example")}
    assert "In front of the house" not in said(Client().get(entry.get_absolute_url()))
    today = said(nora.get("/staff/"))
    assert "Sent to you" in today
    assert version(draft_of(entry)) in today
    assert "Where do I park?" in said(nora.get("/staff/faq/entry/?state=mine"))
    assert "Where do I park?" not in said(eli.get("/staff/faq/entry/?state=mine"))


def test_pressing_it_twice_asks_once(eli: Editor, nora: Editor, entry: Entry) -> None:
    send(eli, entry)
    first = draft_of(entry).sent_at
    send(eli, entry)
    assert draft_of(entry).sent_at == first
    assert Delivery.objects.count() == 1


def test_without_a_clinician_it_says_that_nobody_can_say_yes(eli: Editor, entry: Entry) -> None:
    assert "nobody else here can approve it" in send(eli, entry)


def test_what_is_sent_back_waits_for_its_author(eli: Editor, nora: Editor, entry: Entry) -> None:
    send(eli, entry)
    path = version(draft_of(entry))
    page = said(nora.post(path, {"do": "back", "words": "Which house?"}))
    assert "Sent back to Eli with your note." in page
    assert ("back", "eli@clinic.example") in told()
    today = said(eli.get("/staff/"))
    assert "Yours to do" in today
    assert "Sent back" in today
    for state in ("mine", "back"):
        assert "Where do I park?" in said(eli.get(f"/staff/faq/entry/?state={state}"))
    assert "Yours to do" not in said(nora.get("/staff/"))


def test_approved_says_that_it_is_not_live_and_asks_the_author(
    eli: Editor, nora: Editor, entry: Entry
) -> None:
    send(eli, entry)
    page = approve(nora, draft_of(entry))
    assert "Not live yet: Eli publishes it and has mail." in page
    assert ("agreed", "eli@clinic.example") in told()
    assert "Yours to do" in said(eli.get("/staff/"))
    assert "Where do I park?" in said(eli.get("/staff/faq/entry/?state=approved"))
    assert "In front" not in said(Client().get(entry.get_absolute_url()))


def press_on_today(eli: Editor) -> Callable[[], str]:
    """What they read after the one press on Today that publishes."""
    forms = Page(said(eli.get("/staff/"))).forms
    form = next(one for one in forms if "/publish/" in one.attributes.get("action", ""))
    return lambda: said(eli.post(form.attributes["action"], form.fields | {"do": "now"}))


@pytest.fixture
def sourced(entry: Entry) -> Entry:
    """With a source, and so with nothing to look at again."""
    entry.revisions.get().sources.add(Source.objects.create(key="map", author="City", title="Map"))
    return entry


def test_approved_words_are_one_press_from_today(eli: Editor, nora: Editor, sourced: Entry) -> None:
    send(eli, sourced)
    assert "Publish now" not in said(eli.get("/staff/"))
    approve(nora, draft_of(sourced))
    assert "Publish now" not in said(nora.get("/staff/"))
    press = press_on_today(eli)
    assert "Published." in press()
    assert "In front of the house" in said(Client().get(sourced.get_absolute_url()))
    assert "Yours to do" not in said(eli.get("/staff/"))
    before = list(sourced.revisions.values())
    press()
    assert list(sourced.revisions.values()) == before


def test_what_changed_since_is_not_published_from_an_old_page(
    eli: Editor, nora: Editor, sourced: Entry
) -> None:
    send(eli, sourced)
    approve(nora, draft_of(sourced))
    press = press_on_today(eli)
    sourced.revisions.filter(state=State.DRAFT).update(changed_at=timezone.now())
    assert "Please read them again." in press()
    assert "In front" not in said(Client().get(sourced.get_absolute_url()))


def test_who_lost_the_right_to_write_is_offered_no_press(
    eli: Editor, nora: Editor, sourced: Entry
) -> None:
    send(eli, sourced)
    approve(nora, draft_of(sourced))
    eli.user.user_permissions.set(Permission.objects.filter(codename="view_entry"))
    assert "Publish now" not in said(eli.get("/staff/"))


def test_with_something_to_look_at_again_the_press_leads_to_it(
    eli: Editor, nora: Editor, entry: Entry
) -> None:
    eli.press(change(entry), "_review", body="[There](/questions/none/at-all/).\n")
    # A clinician who said yes before warnings were ticked.
    draft_of(entry).approve(nora.user, "", timezone.localdate())
    page = press_on_today(eli)()
    assert "Publish these words?" in page
    assert "/questions/none/at-all/" in page
    assert "at-all" not in said(Client().get(entry.get_absolute_url()))


def test_a_yes_publishes_where_the_clinic_wants_that(
    eli: Editor, nora: Editor, entry: Entry, settings: Settings
) -> None:
    settings.PUBLISH_ON_APPROVAL = True
    send(eli, entry)
    assert "Approve and publish" in said(nora.get(version(draft_of(entry))))
    assert "Published" in approve(nora, draft_of(entry))
    assert "In front of the house" in said(Client().get(entry.get_absolute_url()))
    live = entry.revisions.get(state=State.LIVE)
    assert (live.approved_by, live.published_alone) == (nora.user, False)


def test_after_one_review_the_next_is_on_the_screen(
    eli: Editor, nora: Editor, entry: Entry, topic: Topic
) -> None:
    other = make_entry(topic, "taxi", title="Where is the taxi?")
    for one in (entry, other):
        send(eli, one)
    page = approve(nora, draft_of(entry))
    assert "<h1>Where is the taxi?" in page
    assert "That was the last one that waits for you." in approve(nora, draft_of(other))


def test_first_reviews_lead_from_one_to_the_next(nora: Editor, topic: Topic) -> None:
    entries = [make_entry(topic, f"q{one}", title=f"Question {one}?") for one in range(3)]
    today = said(nora.get("/staff/"))
    assert version(entries[0].shown) in today
    for here, following in pairwise(entries):
        assert "Reviewed, and the next" in said(nora.get(version(here.shown)))
        page = approve(nora, here.shown)
        assert f"<h1>{following.shown.title}" in page
    assert "That was the last one" in approve(nora, entries[-1].shown)
    assert all(one.revisions.get().reviewed_on for one in entries)


def test_first_reviews_begin_with_safety_and_say_how_many_are_done(
    nora: Editor, topic: Topic
) -> None:
    safety = Topic.objects.create(name="Safety", slug="safe", order=9, is_safety=True)
    entries = [make_entry(topic, "access"), make_entry(topic, "care"), make_entry(safety, "risk")]
    Entry.objects.filter(pk=entries[0].pk).update(medical=False)
    assert version(entries[2].shown) in said(nora.get("/staff/"))
    assert "Reviewed so far: 0 of 3" in said(nora.get(version(entries[2].shown)))
    approve(nora, entries[2].shown)
    assert "Reviewed so far: 1 of 3" in said(nora.get(version(entries[1].shown)))
    approve(nora, entries[1].shown)
    assert version(entries[0].shown) in said(nora.get("/staff/"))


def heading(page: str) -> str:
    return page.partition("<h1>")[2].partition("</h1>")[0]


def skip(nora: Editor, words: Revision) -> str:
    """The title of what comes next."""
    assert "Skip this one" in said(nora.get(version(words)))
    return heading(said(nora.post(version(words), {"do": "skip"})))


def test_what_is_skipped_comes_after_all_others(nora: Editor, topic: Topic) -> None:
    one, two, three = (make_entry(topic, f"q{n}", title=f"Question {n}?") for n in (1, 2, 3))
    assert skip(nora, one.shown) == "Question 2?"
    assert version(two.shown) in said(nora.get("/staff/"))
    assert heading(approve(nora, two.shown)) == "Question 3?"
    # Of two that were skipped the one that was skipped first.
    assert skip(nora, three.shown) == "Question 1?"
    assert skip(nora, one.shown) == "Question 3?"
    assert heading(approve(nora, three.shown)) == "Question 1?"
    assert "Skip this one" not in said(nora.get(version(one.shown)))
    assert "That was the last one" in approve(nora, one.shown)
    assert not EntryRevision.objects.filter(reviewed_on=None).exists()


def test_skipping_lasts_as_long_as_the_session_and_changes_no_words(
    nora: Editor, topic: Topic
) -> None:
    one, two = (make_entry(topic, f"q{n}", title=f"Question {n}?") for n in (1, 2))
    before = list(EntryRevision.objects.order_by("pk").values())
    skip(nora, one.shown)
    assert version(two.shown) in said(nora.get("/staff/"))
    nora.logout()
    nora.force_login(nora.user)
    assert version(one.shown) in said(nora.get("/staff/"))
    assert list(EntryRevision.objects.order_by("pk").values()) == before


def test_drafts_that_were_sent_are_skipped_too(
    eli: Editor, nora: Editor, entry: Entry, topic: Topic
) -> None:
    other = make_entry(topic, "taxi", title="Where is the taxi?")
    third = make_entry(topic, "bus", title="Where is the bus?")
    for sent in (entry, other, third):
        send(eli, sent)
    assert skip(nora, draft_of(entry)) == "Where is the taxi?"
    assert heading(approve(nora, draft_of(other))) == "Where is the bus?"
    assert heading(approve(nora, draft_of(third))) == "Where do I park?"


def test_in_bulk_only_what_this_clinician_read_in_full_is_marked(
    nora: Editor, hire: Hire, topic: Topic
) -> None:
    read, unread, changed = (
        make_entry(topic, name, title=f"{name.title()}?") for name in ("read", "unread", "changed")
    )
    for one in (read, changed):
        nora.get(version(one.shown))
    hire("Vera", "view_entry").get(version(unread.shown))
    changed.revisions.update(changed_at=timezone.now())
    chosen = {
        "action": "mark_as_reviewed",
        "_selected_action": [read.pk, unread.pk, changed.pk],
    }
    asked = said(nora.post("/staff/faq/entry/", chosen))
    left_out = asked.split("Left out")[1]
    assert "Unread?" in left_out
    assert "Changed?" in left_out
    assert "Read?" in asked.split("Left out")[0]
    assert not EntryRevision.objects.exclude(reviewed_on=None).exists()
    done = said(nora.post("/staff/faq/entry/", chosen | {"do": "mark"}))
    assert "1 marked as reviewed." in done
    assert "“Unread?”; “Changed?”" in done
    assert [one.document for one in EntryRevision.objects.exclude(reviewed_on=None)] == [read]


def test_only_a_clinician_marks_in_bulk(eli: Editor, hire: Hire, entry: Entry) -> None:
    boss = hire("Mona", "view_entry", "change_entry", "delete_entry")
    chosen = {"action": "mark_as_reviewed", "_selected_action": [entry.pk], "do": "mark"}
    for who in (eli, boss):
        who.get(version(entry.shown))
        who.post("/staff/faq/entry/", chosen)
        who.post("/staff/faq/entry/", chosen | {"action": "delete_selected", "post": "yes"})
    assert entry.revisions.get().reviewed_on is None


def test_taking_off_throwing_away_and_putting_back_are_told(
    eli: Editor, nora: Editor, hire: Hire, entry: Entry
) -> None:
    entry.revisions.update(author=eli.user)
    boss = with_mail(hire("Mona", "view_entry", "change_entry", "delete_entry"))
    for name in ("take-off", "put-back", "delete"):
        boss.post(change(entry).replace("change/", f"{name}/"), {"why": "Wrong."})
    others = ("eli@clinic.example", "nora@clinic.example")
    # What is thrown away was live until then.
    assert told() == {(kind, who) for kind in ("off", "again", "binned") for who in others}
