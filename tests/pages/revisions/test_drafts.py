"""A draft is kept whole, loses what was agreed on before, and the old addresses stay good."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from faq.models import Entry, EntryRevision, Topic
from pages.models import Page, PageRevision
from pages.revisions.drafts import Addresses, as_shown, basis, put_in_order, save_draft
from pages.revisions.moved_addresses import MovedAddress
from pages.revisions.revision import Revision
from pages.revisions.sources import Source
from tests.colleagues import Editor, draft_of, make_entry

READ_ON = date(2026, 11, 30)
FIELDS = ("language", "title", "summary", "body", "keywords", "what_changed", "note")
WRITTEN = {"title": "Where?", "summary": "In front.", "body": "Text.", "keywords": "car"}


@pytest.fixture
def sources(db: None) -> list[Source]:
    return [Source.objects.create(key=key, author=key, title="Map") for key in ("city", "state")]


def written(entry: Entry, **more: Any) -> EntryRevision:
    """What an editor typed, not stored."""
    return EntryRevision(document=entry, **{**WRITTEN, **more})


def live(entry: Entry) -> Any:
    return entry.revisions.get(state="live")


def typed_again(revision: Revision, **more: Any) -> EntryRevision:
    """The form as it was opened, with these changes."""
    fields = {name: getattr(revision, name) for name in (*FIELDS, "review_months")}
    return EntryRevision(document_id=revision.document_id, **{**fields, **more})


# Drafts


def test_the_first_draft_keeps_all_that_was_written_and_leaves_what_is_live(
    dana: Editor, entry: Entry, sources: list[Source]
) -> None:
    more = {"what_changed": "The side.", "note": "From the city.", "review_months": 3}
    before = timezone.now()
    save_draft(written(entry, **more), sources, dana.user)
    draft = draft_of(entry)
    assert {name: getattr(draft, name) for name in WRITTEN | more} == WRITTEN | more
    assert list(draft.sources.all()) == sources
    assert draft.author == dana.user
    assert before <= draft.changed_at <= timezone.now()
    assert live(entry).summary == "Behind the house."
    assert entry.revisions.count() == 2


def test_a_document_without_words_gets_its_first(dana: Editor, topic: Topic) -> None:
    entry = Entry.objects.create(topic=topic, slug="new")
    draft = save_draft(written(entry), [], dana.user)
    assert draft == draft_of(entry)
    assert draft.translates is None


def test_saving_again_changes_the_same_draft_and_names_who_did(
    dana: Editor, luis: Editor, entry: Entry
) -> None:
    first = save_draft(written(entry), [], dana.user)
    second = save_draft(written(entry, title="Where to?"), [], luis.user)
    assert second.pk == first.pk
    draft = draft_of(entry)
    assert (draft.title, draft.author) == ("Where to?", luis.user)
    assert draft.changed_at > first.changed_at


def test_a_changed_draft_is_neither_approved_nor_planned(dana: Editor, entry: Entry) -> None:
    draft = save_draft(written(entry), [], dana.user)
    draft.approve(dana.user, "Dr. Example", READ_ON)
    draft.publish_at, draft.scheduled_by = timezone.now() + timedelta(days=1), dana.user
    draft.published_over = "A long sentence."
    draft.save()
    save_draft(written(entry, title="Where to?"), [], dana.user)
    changed = draft_of(entry)
    assert (changed.approved_by, changed.reviewer) == (None, "")
    assert (changed.reviewed_on, changed.review_due) == (None, None)
    assert (changed.publish_at, changed.scheduled_by) == (None, None)
    assert changed.published_over == ""


def test_a_draft_goes_on_from_the_original_it_translates(dana: Editor, entry: Entry) -> None:
    original = live(entry)
    spanish = original.copy_as_draft(dana.user, language="es", translates=original)
    save_draft(typed_again(spanish, title="¿Dónde?"), [], dana.user)
    assert draft_of(entry, "es").translates == original
    draft_of(entry, "es").publish(dana.user)
    save_draft(typed_again(spanish, title="¿Dónde, pues?"), [], dana.user)
    assert draft_of(entry, "es").translates == original


def test_one_language_leaves_the_other_alone(dana: Editor, entry: Entry) -> None:
    save_draft(written(entry), [], dana.user)
    save_draft(written(entry, language="es", title="¿Dónde?"), [], dana.user)
    assert (draft_of(entry).title, draft_of(entry, "es").title) == ("Where?", "¿Dónde?")


def test_nothing_happens_if_nothing_is_different(
    dana: Editor, luis: Editor, entry: Entry, sources: list[Source]
) -> None:
    shown = live(entry)
    shown.sources.set(sources)
    assert save_draft(typed_again(shown), reversed(sources), luis.user) == shown
    assert entry.draft("en") is None
    draft = save_draft(written(entry), sources, dana.user)
    again = save_draft(written(entry), sources, luis.user)
    assert (again.pk, again.author, again.changed_at) == (draft.pk, dana.user, draft.changed_at)


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Where?"},
        {"body": "Text."},
        {"keywords": "car"},
        {"note": "Ask the city."},
        {"review_months": 6},
    ],
)
def test_every_field_makes_a_difference(dana: Editor, entry: Entry, change: dict[str, Any]) -> None:
    save_draft(typed_again(live(entry), **change), [], dana.user)
    assert entry.draft("en") is not None


def test_a_source_makes_a_difference(dana: Editor, entry: Entry, sources: list[Source]) -> None:
    save_draft(typed_again(live(entry)), sources[:1], dana.user)
    assert list(draft_of(entry).sources.all()) == sources[:1]


def test_what_changed_is_said_of_each_version_anew(dana: Editor, entry: Entry) -> None:
    save_draft(typed_again(live(entry), what_changed="The gate."), [], dana.user)
    assert entry.draft("en") is None, "of the words that are live it says nothing"
    draft = save_draft(written(entry), [], dana.user)
    save_draft(typed_again(draft, what_changed="The gate."), [], dana.user)
    assert draft_of(entry).what_changed == "The gate."


# What an editor has before them


def test_an_editor_sees_that_words_changed_meanwhile(dana: Editor, entry: Entry) -> None:
    seen = [basis(entry, "en")]
    save_draft(written(entry), [], dana.user)
    seen.append(basis(entry, "en"))
    save_draft(written(entry, title="Where to?"), [], dana.user)
    seen.append(basis(entry, "en"))
    draft_of(entry).publish(dana.user)
    seen.append(basis(entry, "en"))
    assert len(set(seen)) == 4
    Entry.objects.update(slug="cars")
    assert basis(Entry.objects.get(), "en") not in seen


def test_words_of_long_ago_or_of_another_language_change_nothing_for_an_editor(
    dana: Editor, entry: Entry
) -> None:
    seen = basis(entry, "en")
    save_draft(written(entry, language="es"), [], dana.user)
    assert basis(entry, "en") == seen
    assert basis(entry, "es") != seen
    entry.revisions.create(title="Old", summary="S", state="past", published_at=timezone.now())
    assert basis(entry, "en") == seen


def test_words_in_a_preview_have_the_sources_that_are_ticked(
    entry: Entry, sources: list[Source]
) -> None:
    unsaved = written(entry)
    assert as_shown(entry, unsaved, reversed(sources)) is entry
    assert (entry.shown, entry.shown_sources) == (unsaved, sources)
    assert unsaved not in entry.revisions.all()
    shown = live(entry)
    number = shown.pk
    as_shown(entry, shown, sources[1:])
    assert (entry.shown.pk, entry.shown_sources) == (number, sources[1:])
    assert not live(entry).sources.exists(), "nothing is stored"


# Addresses


def test_an_address_that_changed_leads_on(topic: Topic, entry: Entry) -> None:
    other = make_entry(topic, "taxi")
    draft = Entry.objects.create(topic=topic, slug="unseen")
    gone = make_entry(topic, "gone")
    addresses = Addresses([entry, other, draft, gone])
    entry.slug, draft.slug, gone.slug = "cars", "seen", "went"
    added = make_entry(topic, "added")
    moves = addresses.remember_moves([entry, other, draft, added])
    assert moves == [("/questions/visits/parking/", "/questions/visits/cars/")]
    assert [(move.old_path, move.new_path) for move in MovedAddress.objects.all()] == moves


# Order


@pytest.fixture
def pages(db: None) -> list[Page]:
    return [Page.objects.create(slug=slug, order=9) for slug in ("a", "b", "c", "d")]


def test_pages_stand_as_they_were_put_and_others_follow(pages: list[Page]) -> None:
    a, b, c, d = pages
    put_in_order(pages, [c.pk, 999_999, a.pk])
    assert list(Page.objects.values_list("slug", "order").order_by("order")) == [
        ("c", 1),
        ("a", 2),
        ("b", 3),
        ("d", 4),
    ]
    assert [page.order for page in (a, b, c, d)] == [2, 3, 1, 4]


def test_only_places_that_changed_are_stored(
    pages: list[Page], django_assert_num_queries: Any
) -> None:
    put_in_order(pages, [page.pk for page in pages])
    Page.objects.filter(slug="a").update(medical=False)
    with django_assert_num_queries(4):
        put_in_order(pages, [pages[1].pk, pages[0].pk])
    assert not Page.objects.get(slug="a").medical, "nothing else is stored"


def test_all_places_are_stored_or_none(pages: list[Page], monkeypatch: pytest.MonkeyPatch) -> None:
    store = Page.save

    def fail_at_c(page: Page, **named: Any) -> None:
        if page.slug == "c":
            raise RuntimeError("the machine stops")
        store(page, **named)

    monkeypatch.setattr(Page, "save", fail_at_c)
    with pytest.raises(RuntimeError):
        put_in_order(pages, [])
    assert set(Page.objects.values_list("order", flat=True)) == {9}


def test_a_draft_and_its_sources_are_stored_together_or_not(
    dana: Editor, entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Unreadable:
        def __iter__(self) -> Any:
            yield from ()
            raise RuntimeError("the machine stops")

    sources: Any = Unreadable()
    # Asked for twice: once to compare, once to store.
    monkeypatch.setattr("pages.revisions.drafts._says_the_same", lambda *_: False)
    with pytest.raises(RuntimeError):
        save_draft(written(entry), sources, dana.user)
    assert entry.draft("en") is None


def test_a_page_keeps_its_menu_name_in_a_draft(dana: Editor) -> None:
    page = Page.objects.create(slug="way")
    revision = PageRevision(document=page, title="Way", summary="S", nav="Go", description="D")
    save_draft(revision, [], dana.user)
    assert (draft_of(page).nav, draft_of(page).description) == ("Go", "D")
