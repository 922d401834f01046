"""A page that no process keeps asks the database for each thing once, in its view or its frame."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pages.clinic.models import Clinic
from tests.profile import hours, list_prices, open_place


@pytest.fixture
def site(first_edition: None) -> None:
    """All that the frame has room for."""
    Clinic.objects.update(phone="(202) 555-0142")
    open_place(street="1 Low St", city="Washington, DC", hours=hours(0))
    list_prices(("session", "One session", "$400"))


@pytest.mark.parametrize(
    ("path", "most"),
    [("/contact/", 10), ("/es/contact/", 18), ("/questions/search/?q=drive", 12)],
)
def test_nothing_is_asked_for_twice(client: Client, site: None, path: str, most: int) -> None:
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        main = client.get(path).content.decode()
    assert "1 Low St" in main
    asked = [query["sql"] for query in queries.captured_queries]
    assert sorted({*asked}) == sorted(asked)
    assert len(asked) <= most
