"""A document is what visitors can read of it, and what staff write of it, in each language."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template import Context, Template
from django.utils import timezone

from faq.models import Entry, Topic
from pages.models import Page, PageRevision
from pages.revisions.document import Document
from pages.revisions.sources import Source
from tests.colleagues import Editor, draft_of, make_entry

READ_ON = date(2026, 11, 30)

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> Page:
    """A page that was published twice and is being written again."""
    page = Page.objects.create(slug="way", medical=False)
    for title in ("Old way", "Way"):
        write(page, title=title).publish()
    write(page, title="New way")
    return page


def write(document: Any, **words: Any) -> Any:
    return document.revisions.create(**{"title": "T", "summary": "S", **words})


def stored(revision: Any) -> Any:
    return type(revision).objects.get(pk=revision.pk)


def titles(revisions: Any) -> list[str]:
    return sorted(revision.title for revision in revisions)


# What can be read


def test_only_what_visitors_can_read_comes_with_its_words(
    page: Page, django_assert_num_queries: Any
) -> None:
    Page.objects.create(slug="unwritten")
    write(Page.objects.create(slug="draft"))
    other = Page.objects.create(slug="other")
    write(other).publish()
    source = Source.objects.create(key="map", author="City", title="Map")
    page.revisions.get(state="live").sources.add(source)
    with django_assert_num_queries(3):
        shown = {
            (document, revision.title): list(revision.sources.all())
            for document in Page.objects.live("en")
            for revision in document.live_revisions
        }
    assert shown == {(page, "Way"): [source], (other, "T"): []}
    assert not Page.objects.live("es").exists()


def test_each_language_is_live_for_itself(page: Page) -> None:
    write(page, title="Camino", language="es").publish()
    [spanish] = Page.objects.live("es")
    assert titles(spanish.live_revisions) == ["Camino"]
    assert spanish.shown.title == "Camino"
    [english] = Page.objects.live("en")
    assert titles(english.live_revisions) == ["Way"]
    assert english.shown.title == "Way"
    other = Page.objects.create(slug="other")
    write(other, language="es").publish()
    assert sorted(Page.objects.live_languages()) == ["en", "es"]
    assert list(Page.objects.filter(slug="other").live_languages()) == ["es"]
    assert list(Page.objects.exclude(slug="other").filter(slug="none").live_languages()) == []


def test_documents_are_found_by_the_words_that_are_live(page: Page) -> None:
    assert list(Page.objects.live_words("en", title="Way")) == [page]
    assert not Page.objects.live_words("en", title="Old way").exists()
    assert not Page.objects.live_words("en", title="New way").exists()
    assert not Page.objects.live_words("es", title="Way").exists()
    assert list(Page.objects.live_words("en", reviewed_on=None)) == [page]


def test_visitors_are_shown_what_is_live_whatever_is_written(page: Page) -> None:
    assert page.shown.title == "Way"
    unseen = Page.objects.create(slug="unseen")
    write(unseen, language="es").publish()
    write(unseen)
    with pytest.raises(PageRevision.DoesNotExist):
        _ = unseen.shown
    title = Template("{{ page.shown.title }}{% if page.shown %}is live{% endif %}")
    assert title.render(Context({"page": page})) == "Wayis live"
    assert title.render(Context({"page": unseen})) == ""


def test_a_document_is_locked_as_it_is_stored(page: Page) -> None:
    Page.objects.create(slug="other")
    page.slug = "not stored"
    with transaction.atomic():
        locked = page.locked()
    assert (locked, locked.slug) == (page, "way")


def test_a_document_is_called_by_its_newest_words(page: Page) -> None:
    assert str(page) == "New way"
    assert str(Page.objects.create(slug="unwritten")) == "unwritten"


def test_a_draft_is_found_in_the_language_it_is_written_in(page: Page) -> None:
    spanish = write(page, language="es")
    assert draft_of(page).title == "New way"
    assert draft_of(page, "es") == spanish
    spanish.publish()
    assert page.draft("es") is None


def test_what_visitors_may_know_was_published_once(page: Page) -> None:
    assert page.was_published()
    assert page.was_published("en")
    write(page, language="es")
    assert not page.was_published("es")
    unseen = Page.objects.create(slug="unseen")
    write(unseen)
    assert not unseen.was_published()
    page.revisions.filter(state="live").update(state="past")
    assert page.was_published()


def test_a_document_is_free_unless_it_says_otherwise(page: Page, entry: Entry) -> None:
    assert (Document.is_fixed.fget(entry), Document.tells_changes.fget(page)) == (False, False)  # type: ignore[attr-defined]
    assert not Document.is_question.fget(page)  # type: ignore[attr-defined]
    with pytest.raises(NotImplementedError):
        Document.get_absolute_url(page)


def test_documents_stand_in_their_order() -> None:
    last, first, second = (Page.objects.create(slug=str(n), order=n) for n in (3, 1, 2))
    same = Page.objects.create(slug="same", order=2)
    assert list(Page.objects.all()) == [first, second, same, last]


# What is published


def test_publishing_says_who_did_it_when_and_over_what(dana: Editor, page: Page) -> None:
    draft, before = draft_of(page), timezone.now()
    draft.sent_at, draft.scheduled_by = before, dana.user
    draft.publish_at = before + timedelta(days=1)
    draft.save()
    draft.publish(dana.user, warnings="A long sentence.")
    live = stored(draft)
    assert (live.state, live.published_by) == ("live", dana.user)
    assert live.published_over == "A long sentence."
    assert before <= live.published_at <= timezone.now()
    assert (live.sent_at, live.publish_at, live.scheduled_by) == (None, None, None)
    assert page.revisions.filter(state="past").count() == 2


def test_publishing_leaves_other_languages_and_other_pages(page: Page) -> None:
    other = Page.objects.create(slug="other")
    write(other).publish()
    write(page, language="es").publish()
    assert titles(page.revisions.filter(state="live")) == ["T", "Way"]
    draft_of(page).publish()
    assert other.revisions.get().state == "live"
    assert titles(page.revisions.filter(state="live")) == ["New way", "T"]


def test_publishing_replaces_words_or_does_nothing(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(_revision: PageRevision) -> None:
        raise RuntimeError("the machine stops")

    draft = draft_of(page)
    monkeypatch.setattr(PageRevision, "save", stop)
    with pytest.raises(RuntimeError):
        draft.publish()
    assert page.revisions.get(state="live").title == "Way"


@pytest.mark.parametrize("state", ["live", "past"])
def test_what_was_published_is_not_published_again(page: Page, state: str) -> None:
    revision = page.revisions.get(state=state)
    with pytest.raises(ValidationError, match="Only a draft can be published"):
        revision.publish()


def test_the_first_edition_needs_no_second_person(settings: Any, topic: Topic) -> None:
    settings.TWO_PERSON_APPROVAL = True
    entry = make_entry(topic)
    [live] = entry.revisions.all()
    assert live.published_alone
    draft = write(entry)
    with pytest.raises(ValidationError, match="has to approve them first"):
        draft.publish()
    assert stored(draft).state == "draft"


# Two people


@pytest.mark.parametrize(
    ("author", "approver", "seen"),
    [
        ("dana", "luis", True),
        ("dana", "dana", False),
        ("dana", "", False),
        ("", "luis", True),
        ("", "", False),
    ],
)
@pytest.mark.usefixtures("dana", "luis")
def test_two_people_saw_words_if_another_one_approved_them(
    entry: Entry, settings: Any, author: str, approver: str, seen: bool
) -> None:
    people = {user.username: user for user in User.objects.all()}
    revision = write(entry, author=people.get(author), approved_by=people.get(approver))
    assert revision.was_seen_by_two is seen
    settings.TWO_PERSON_APPROVAL = True
    assert revision.waits_for_approval is not seen
    settings.TWO_PERSON_APPROVAL = False
    assert revision.waits_for_approval is False
    revision.publish()
    assert stored(revision).published_alone is not seen


def test_words_that_are_not_medical_wait_for_nobody(page: Page, settings: Any) -> None:
    settings.TWO_PERSON_APPROVAL = True
    draft = draft_of(page)
    assert (draft.waits_for_approval, draft.refusal) == (False, "")
    draft.publish()
    assert not stored(draft).published_alone


# What changed


def test_an_answer_about_safety_says_what_changed_once_it_was_read(topic: Topic) -> None:
    Topic.objects.update(is_safety=True)
    topic.refresh_from_db()
    entry = Entry.objects.create(topic=topic, slug="new")
    assert not write(entry).lacks_what_changed, "nobody read it before"
    draft_of(entry).publish()
    assert not write(entry, language="es").lacks_what_changed, "nobody read it in Spanish"
    draft = write(entry)
    assert draft.lacks_what_changed
    assert draft.refusal.startswith("Answers about safety say what changed.")
    draft.what_changed = "The dose."
    assert (draft.lacks_what_changed, draft.refusal) == (False, "")


def test_other_answers_need_not_say_what_changed(entry: Entry) -> None:
    assert not write(entry).lacks_what_changed


# What was live


@pytest.mark.parametrize("name", [*PageRevision.WORDS, "what_changed"])
def test_no_word_that_was_live_is_saved_over(page: Page, name: str) -> None:
    live = page.revisions.get(state="live")
    assert name in PageRevision.kept_words()
    setattr(live, name, "es")
    with pytest.raises(ValidationError, match="Words that were live stay as they were"):
        live.save()


def test_what_colleagues_note_of_live_words_is_saved(page: Page) -> None:
    live = page.revisions.get(state="live")
    live.note = "Ask the city."
    live.save()
    assert stored(live).note == "Ask the city."


def test_a_revision_is_called_by_its_title_its_state_and_its_language(page: Page) -> None:
    assert str(draft_of(page)) == "New way (draft, en)"


# Reviews


def test_an_approval_says_when_to_look_again(dana: Editor, page: Page) -> None:
    draft = draft_of(page)
    draft.sent_at = timezone.now()
    draft.approve(dana.user, "Dr. Example", READ_ON)
    read = stored(draft)
    assert (read.approved_by, read.reviewer) == (dana.user, "Dr. Example")
    assert (read.reviewed_on, read.review_due) == (READ_ON, date(2027, 11, 30))
    assert read.sent_at is None


def test_a_review_may_be_late_for_thirty_days() -> None:
    today = timezone.localdate()
    late = [PageRevision(review_due=today - timedelta(days=n)) for n in (0, 1, 30, 31)]
    assert [revision.is_overdue for revision in late] == [False, True, True, True]
    assert [revision.is_long_overdue for revision in late] == [False, False, False, True]
    assert (PageRevision().is_overdue, PageRevision().is_long_overdue) == (False, False)


# Copies and notes


def test_a_copy_has_all_words_and_no_history(dana: Editor, luis: Editor, entry: Entry) -> None:
    original = entry.revisions.get(state="live")
    words = {"title": "Where?", "summary": "S", "body": "B", "keywords": "car", "note": "N"}
    spanish = write(entry, language="es", translates=original, review_months=3, **words)
    spanish.author = dana.user
    spanish.approve(dana.user, "Dr. Example", READ_ON)
    spanish.publish(dana.user)
    copy = stored(spanish.copy_as_draft(luis.user))
    assert {name: getattr(copy, name) for name in words} == words
    assert (copy.language, copy.review_months, copy.translates) == ("es", 3, original)
    assert (copy.author, copy.state, copy.document) == (luis.user, "draft", entry)
    assert (copy.approved_by, copy.reviewer, copy.reviewed_on) == (None, "", None)
    assert copy.published_at is None


def test_a_copy_to_translate_is_in_the_other_language(entry: Entry) -> None:
    original = entry.revisions.get(state="live")
    copy = original.copy_as_draft(language="es", translates=original)
    assert (copy.language, copy.translates, copy.title) == ("es", original, original.title)


def test_a_copy_and_its_sources_are_stored_together_or_not(
    entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = entry.revisions.get(state="live")

    def stop(*_args: Any) -> None:
        raise RuntimeError("the machine stops")

    monkeypatch.setattr(type(original.sources), "all", stop)
    with pytest.raises(RuntimeError):
        original.copy_as_draft()
    assert entry.draft("en") is None


def test_notes_stand_in_the_order_they_were_made_in(dana: Editor, entry: Entry) -> None:
    draft, now = write(entry), timezone.now()
    later = draft.notes.create(words="Later", at=now + timedelta(hours=1))
    first = draft.notes.create(words="First", at=now, by=dana.user, did="sent")
    second = draft.notes.create(words="Second", at=now)
    assert list(draft.notes.all()) == [first, second, later]
    assert str(first) == f"Sent for review, {now:%Y-%m-%d}"
    assert [note.did for note in (later, first)] == ["note", "sent"]


def test_the_newest_words_come_first(page: Page) -> None:
    now = timezone.now()
    older = write(page, language="es", created_at=now - timedelta(days=900))
    assert [revision.title for revision in page.revisions.all()][:3] == [
        "New way",
        "Way",
        "Old way",
    ]
    assert page.revisions.last() == older
