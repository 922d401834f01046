"""A source that is not in the list is typed beside the words, and nothing typed is lost for it."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from faq.models import Entry, Topic
from pages.models import Page, Source
from tests.colleagues import Editor, change, draft_of, fields_of, make_entry, said
from tests.html import Page as Html

ADD = "/staff/faq/entry/add/"
TYPED = {
    "new_source_title": "A study of ponies",
    "new_source_author": "Pony P, and others",
    "new_source_year": "2024",
    "new_source_url": "https://ponies.example.org/study",
}


@pytest.fixture
def old(db: None) -> Source:
    return Source.objects.create(
        key="lee-2019", author="Lee A", title="An old one", year=2019, url="https://a.example/"
    )


def test_it_is_saved_with_the_words_and_ticked(dana: Editor, topic: Topic, old: Source) -> None:
    words = {"title": "Ponies?", "summary": "Yes.", "topic": topic.pk, "sources": [old.pk]}
    dana.send(ADD, dana.fields(ADD) | words | TYPED)
    entry = Entry.objects.get()
    new = Source.objects.get(title="A study of ponies")
    assert set(draft_of(entry).sources.all()) == {old, new}
    assert (new.key, new.year, new.url) == ("pony-p-and-others-2024", 2024, TYPED["new_source_url"])
    fields = dana.fields(change(entry))
    assert {str(new.pk), str(old.pk)} <= set(fields["sources"])
    assert not fields["new_source_title"]


def test_ticked_ones_stand_first(dana: Editor, entry: Entry, old: Source) -> None:
    for number in range(3):
        Source.objects.create(key=f"a-{number}", author="Aa", title=f"{number}", year=2000)
    dana.press(change(entry), sources=[old.pk])
    html = Html(said(dana.get(change(entry))))
    boxes = [one for one in html.tags("input") if one.get("name") == "sources"]
    assert boxes[0].get("value") == str(old.pk)
    assert ["checked" in one.attributes for one in boxes] == [True, False, False, False]


def test_a_mistake_in_it_is_told_at_its_field_and_nothing_is_lost(
    dana: Editor, entry: Entry
) -> None:
    page = dana.press(change(entry), summary="New.", **TYPED | {"new_source_author": ""})
    html = Html(said(page))
    told = [link.get("href") for link in html.tags("a") if link.is_inside(css_class="errornote")]
    assert told == ["#id_new_source_author"]
    fields = fields_of(page)
    assert (fields["summary"], fields["new_source_title"]) == ("New.", "A study of ponies")
    assert not Source.objects.exists()
    dana.send(change(entry), fields | {"new_source_author": "Pony P"})
    assert draft_of(entry).sources.get().author == "Pony P"


def test_one_with_the_same_address_is_the_one_that_is_there(
    dana: Editor, entry: Entry, old: Source
) -> None:
    dana.press(change(entry), **TYPED | {"new_source_url": "HTTPS://a.example/"})
    assert draft_of(entry).sources.get() == old
    assert Source.objects.count() == 1


def test_without_a_year_it_was_read_today(dana: Editor, entry: Entry) -> None:
    dana.press(change(entry), **TYPED | {"new_source_year": ""})
    new = draft_of(entry).sources.get()
    assert (new.year, new.read_on) == (None, timezone.localdate())


def test_two_works_of_one_author_and_year_have_keys_of_their_own(
    dana: Editor, entry: Entry
) -> None:
    for number in range(3):
        more = {"new_source_title": f"{number}", "new_source_url": f"https://a.example/{number}"}
        dana.press(change(entry), **TYPED | more)
    assert len(set(Source.objects.values_list("key", flat=True))) == 3


def test_the_preview_shows_it_and_waits_for_no_half_of_it(dana: Editor, entry: Entry) -> None:
    preview = change(entry).replace("change/", "preview/")
    fields = dana.fields(change(entry))
    assert "A study of ponies" in said(dana.post(preview, fields | TYPED))
    half = fields | {"new_source_title": "A study of ponies", "summary": "Half."}
    assert "Half." in said(dana.post(preview, half))
    assert not Source.objects.exists()


def test_words_that_rest_on_it_are_medical(dana: Editor, entry: Entry) -> None:
    page = dana.press(change(entry), medical="", **TYPED)
    assert "Words that rest on sources are medical." in said(page)


def test_what_was_typed_of_it_is_kept_with_the_words(dana: Editor, entry: Entry) -> None:
    fields = dana.fields(change(entry)) | {"new_source_title": "Half a source"}
    dana.post(change(entry).replace("change/", "keep/"), fields)
    assert "Half a source" in said(dana.get(change(entry)))


def test_it_is_for_those_who_may_add_sources(hire: Callable[..., Editor], topic: Topic) -> None:
    writer = hire("Mia", "change_entry", "view_entry")
    entry = make_entry(topic)
    assert "Add a source" not in said(writer.get(change(entry)))
    writer.press(change(entry), summary="New.", **TYPED)
    assert not Source.objects.exists()


@pytest.mark.usefixtures("first_edition")
def test_every_form_with_sources_has_it(dana: Editor) -> None:
    for path in (ADD, change(Page.objects.all()[0]), "/staff/pages/startguide/add/"):
        assert "Add a source" in said(dana.get(path)), path
