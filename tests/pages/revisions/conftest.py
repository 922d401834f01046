"""Documents and colleagues that the tests of revisions work with."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User

from pages.models import Page, PageRevision


@pytest.fixture
def page(db: None) -> Page:
    """A page without words, for which two people have to agree."""
    return Page.objects.create(slug="parking")


@pytest.fixture
def write(page: Page) -> Callable[..., PageRevision]:
    """A draft of words for the page."""

    def write(**fields: Any) -> PageRevision:
        fields = {"title": "Parking", "summary": "Park behind the house.", **fields}
        return PageRevision.objects.create(document=page, **fields)

    return write


@pytest.fixture
def ana(db: None) -> User:
    """Who writes."""
    return User.objects.create_user("ana")


@pytest.fixture
def nora(db: None) -> User:
    """A clinician."""
    user = User.objects.create_user("nora")
    clinician = Permission.objects.filter(codename="approve_words", content_type__app_label="pages")
    user.user_permissions.set(clinician)
    return user
