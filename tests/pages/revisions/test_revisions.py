"""Words live in revisions: written as drafts, published whole, never changed afterwards."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from pages.models import Page, PageRevision
from pages.revisions.revision import State, add_months
from pages.revisions.sources import Source
from tests.colleagues import draft_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> Page:
    return Page.objects.create(slug="parking")


def write(page: Page, **words: Any) -> PageRevision:
    words = {"title": "Parking", "summary": "Park behind the house.", **words}
    return PageRevision.objects.create(document=page, **words)


def test_visitors_see_nothing_before_the_first_publishing(client: Client, page: Page) -> None:
    write(page)
    assert client.get("/parking/").status_code == 404


def test_publishing_replaces_the_words_and_keeps_the_old_ones(client: Client, page: Page) -> None:
    write(page).publish()
    write(page, title="Where to park").publish()
    assert "Where to park" in client.get("/parking/").content.decode()
    assert [revision.state for revision in page.revisions.all()] == [State.LIVE, State.PAST]


def test_a_draft_leaves_the_live_words_alone(client: Client, page: Page) -> None:
    write(page).publish()
    write(page, title="Not yet")
    assert "Not yet" not in client.get("/parking/").content.decode()


def test_only_a_draft_can_be_published(page: Page) -> None:
    revision = write(page)
    revision.publish()
    with pytest.raises(ValidationError):
        revision.publish()


def test_words_that_were_live_cannot_be_saved_over(page: Page) -> None:
    revision = write(page)
    revision.publish()
    revision.body = "Something else."
    with pytest.raises(ValidationError):
        revision.save()


@pytest.mark.parametrize("word", PageRevision.WORDS)
def test_the_database_refuses_a_bulk_change_of_live_words(page: Page, word: str) -> None:
    revision = write(page)
    revision.publish()
    with pytest.raises(IntegrityError), transaction.atomic():
        PageRevision.objects.filter(pk=revision.pk).update(**{word: "es"})


def test_a_draft_can_be_changed_as_often_as_one_likes(page: Page) -> None:
    revision = write(page)
    PageRevision.objects.filter(pk=revision.pk).update(title="Second try")
    revision.refresh_from_db()
    revision.title = "Third try"
    revision.save()
    assert draft_of(page).title == "Third try"


def test_there_is_one_live_revision_and_one_draft_per_language(page: Page) -> None:
    write(page).publish()
    write(page)
    with pytest.raises(IntegrityError), transaction.atomic():
        write(page)
    write(page, language="es")


def test_a_review_is_due_the_agreed_number_of_months_later(page: Page) -> None:
    revision = write(page, review_months=3)
    revision.approve(None, "Dr. Example", date(2026, 11, 30))
    assert revision.review_due == date(2027, 2, 28)


def test_a_review_is_overdue_the_day_after_it_was_due(page: Page) -> None:
    revision = write(page)
    assert not revision.is_overdue
    revision.review_due = timezone.localdate()
    assert not revision.is_overdue
    revision.review_due -= timedelta(days=1)
    assert revision.is_overdue


def test_a_new_draft_starts_from_the_old_words_without_their_review(page: Page) -> None:
    source = Source.objects.create(key="map", author="City", title="Map")
    revision = write(page, body="Turn left.")
    revision.sources.add(source)
    revision.publish()
    revision.approve(None, "Dr. Example", date(2026, 1, 1))
    draft = revision.copy_as_draft()
    assert (draft.state, draft.body, draft.reviewed_on) == (State.DRAFT, "Turn left.", None)
    assert list(draft.sources.all()) == [source]


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 6, 30), 18, date(2027, 12, 30)),
    ],
)
def test_months_end_on_a_day_that_exists(start: date, months: int, end: date) -> None:
    assert add_months(start, months) == end
