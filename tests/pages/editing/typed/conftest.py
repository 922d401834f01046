"""What the tests of typed words share."""

import pytest

from pages.models import Layout, Page, PageRevision


@pytest.fixture
def page(db: None) -> Page:
    """A page that visitors can read."""
    one = Page.objects.create(slug="costs", layout=Layout.PLAIN, order=1, medical=False)
    words = PageRevision.objects.create(document=one, title="Costs", summary="In short.", body="x")
    words.publish(first_edition=True)
    return one
