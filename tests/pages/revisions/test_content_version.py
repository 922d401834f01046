"""The content version rises with every change visitors could see, however it is made."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from faq.models import Topic
from pages.clinic.models import Clinic
from pages.models import Page, PageRevision
from pages.revisions import content_version
from pages.revisions.sources import Source
from tests.profile import list_prices

pytestmark = pytest.mark.django_db


def rises(change: Callable[[], Any]) -> bool:
    before = content_version.current()
    change()
    return content_version.current() > before


@pytest.fixture
def revision() -> PageRevision:
    Clinic.objects.create(pk=1)
    page = Page.objects.create(slug="parking")
    return PageRevision.objects.create(document=page, title="Parking", summary="Behind.")


def test_it_rises_when_words_are_published(revision: PageRevision) -> None:
    assert rises(revision.publish)


def test_it_rises_for_a_bulk_update(revision: PageRevision) -> None:
    assert rises(lambda: Clinic.objects.update(phone="(202) 555-0142"))


def test_it_rises_for_a_change_by_hand_in_the_database(revision: PageRevision) -> None:
    assert rises(lambda: connection.cursor().execute("UPDATE pages_page SET slug = 'cars'"))


def test_it_rises_when_a_source_is_attached_or_gone(revision: PageRevision) -> None:
    source = Source.objects.create(key="map", author="City", title="Map")
    assert rises(lambda: revision.sources.add(source))
    assert rises(revision.sources.clear)


def test_it_rises_for_prices_and_topics(revision: PageRevision) -> None:
    assert rises(lambda: list_prices(("session", "One infusion", "$1")))
    assert rises(lambda: Topic.objects.create(slug="cost", name="Cost"))


def test_reading_leaves_it_alone(client: Client, revision: PageRevision) -> None:
    revision.publish()
    assert not rises(lambda: client.get("/parking/"))
