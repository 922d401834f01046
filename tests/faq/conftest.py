"""Answers to search in, written as staff would."""

from collections.abc import Callable, Iterator

import pytest

from faq.models import Entry, EntryRevision, Topic
from faq.search.index import indexes
from pages.revisions.document import document_models
from pages.revisions.edition import translated_edition
from tests import filled

Write = Callable[..., Entry]


@pytest.fixture(autouse=True)
def new_index() -> Iterator[None]:
    """Each test has its own words, but their version starts from the same number."""
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


@pytest.fixture
def filled_site(first_edition: None) -> None:
    """The first edition in both languages, of a clinic that entered all it can."""
    filled.fill()
    for kind in document_models():
        translated_edition.publish(kind)
