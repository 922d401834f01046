"""Staff see how the words stand in each language, and a translation follows its original."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import Client

from faq.models import Entry, EntryRevision
from pages.models import Page, PageRevision
from pages.revisions import translations
from pages.revisions.sources import Source
from tests.colleagues import draft_of

Write = Callable[..., PageRevision]


def told(page: Page) -> list[str]:
    return [f"{one.name}: {one.label}" for one in translations.standings(page)]


def test_before_anything_is_written(page: Page) -> None:
    assert told(page) == ["English: not started", "Español: not started"]


def test_a_draft_and_live_words_are_told_apart(write: Write, page: Page) -> None:
    write()
    assert told(page)[0] == "English: draft"
    english = draft_of(page)
    english.publish()
    assert told(page)[0] == "English: live"
    write()
    assert told(page)[0] == "English: live, a draft waits"


def test_a_translation_is_older_once_the_english_changed(
    write: Write, page: Page, ana: User
) -> None:
    write().publish()
    draft = translations.start(page, "es", ana)
    assert draft.author == ana
    assert told(page)[1] == "Español: draft"
    draft.publish()
    assert told(page)[1] == "Español: live"
    assert not translations.older_than_english(Page)
    write(title="Cars").publish()
    assert told(page)[1] == "Español: live, older than the English"
    assert list(translations.older_than_english(Page)) == [draft]
    translations.start(page, "es", ana).publish()
    assert not translations.older_than_english(Page)


def test_a_translation_without_english_words_is_older_than_none(write: Write, page: Page) -> None:
    write(language="es").publish()
    assert told(page)[1] == "Español: live"
    assert not translations.older_than_english(Page)


def test_it_begins_with_the_english_words_and_their_sources(
    write: Write, page: Page, ana: User
) -> None:
    Page.objects.create(slug="another")
    english = write(body="Turn left.")
    source = Source.objects.create(key="map", author="City", title="Map")
    english.sources.add(source)
    english.publish()
    draft = translations.start(page, "es", ana)
    assert (draft.language, draft.body, draft.translates) == ("es", "Turn left.", english)
    assert (draft.document, list(draft.sources.all())) == (page, [source])


def test_it_goes_on_from_the_words_of_its_language(write: Write, page: Page, ana: User) -> None:
    write(title="Parking").publish()
    write(language="es", title="Estacionar").publish()
    english = page.shown
    draft = translations.start(page, "es", ana)
    assert (draft.title, draft.translates) == ("Estacionar", english)


def test_without_english_words_there_is_nothing_to_translate(
    write: Write, page: Page, ana: User
) -> None:
    write()
    with pytest.raises(ValidationError, match="Publish the English words first"):
        translations.start(page, "es", ana)


def test_a_draft_that_is_there_is_not_begun_again(write: Write, page: Page, ana: User) -> None:
    write().publish()
    write(language="es")
    with pytest.raises(ValidationError, match="There is a draft already"):
        translations.start(page, "es", ana)


def test_whoever_looked_says_that_it_is_the_same(write: Write, page: Page, ana: User) -> None:
    write().publish()
    draft = translations.start(page, "es", ana)
    newer = write(title="Cars")
    newer.publish()
    draft.refresh_from_db()
    translations.agree(draft)
    draft.refresh_from_db()
    assert draft.translates == newer


def test_visitors_are_told_while_the_english_page_is_newer(
    entry: Entry, client: Client, ana: User
) -> None:
    translations.start(entry, "es", ana).publish()
    path, told = f"/es{entry.get_absolute_url()}", "La página en inglés es más reciente"
    assert told not in client.get(path).content.decode()
    EntryRevision.objects.create(document=entry, title="New", summary="New.").publish()
    assert told in (page := client.get(path).content.decode())
    assert f'<a href="{entry.get_absolute_url()}" hreflang="en">' in page
    translations.start(entry, "es", ana).publish()
    assert told not in client.get(path).content.decode()
