"""Answers to search in, written as staff would."""

from collections.abc import Callable, Iterator

import pytest

from faq.models import Entry, EntryRevision, Topic
from faq.search.index import indexes
from pages.revisions import content_version
from pages.revisions.document import document_models
from pages.revisions.edition import translated_edition
from tests import filled
from tests import first_edition as edition

Write = Callable[..., Entry]


@pytest.fixture(autouse=True)
def new_index(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that changes words has an index of its own: their version starts anew each time."""
    if not {"filled_once", "loaded_once"}.isdisjoint(request.fixturenames):
        # First, so that its words are still there below.
        request.getfixturevalue("db")
        before = content_version.current()
        yield
        if content_version.current() != before:
            indexes.forget()
        return
    indexes.forget()
    yield
    indexes.forget()


@pytest.fixture
def answer(db: None) -> Write:
    """Write and publish an answer."""
    topic = Topic.objects.create(slug="transport", name="Getting home")

    def write(slug: str, title: str, **words: str) -> Entry:
        entry = Entry.objects.create(slug=slug, topic=topic)
        words = {"summary": "No.", "body": "Ask us.", **words}
        EntryRevision.objects.create(document=entry, title=title, **words).publish()
        return entry

    return write


@pytest.fixture(scope="module")
def loaded_once(rows_for_all: None) -> None:
    """The first edition, for a module whose tests all begin with it."""
    indexes.forget()
    edition.load()


@pytest.fixture(scope="module")
def filled_once(loaded_once: None) -> None:
    """The same of a clinic that entered all it can, in both languages."""
    filled.fill()
    for kind in document_models():
        translated_edition.publish(kind)
