"""Fixtures every test may use."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command

from contact import audit


@pytest.fixture(autouse=True)
def empty_audit(request: Any) -> Iterator[None]:
    """Lets a test that cannot run inside a transaction empty the tables when it ends."""
    marker = request.node.get_closest_marker("django_db")
    if marker:
        # So that this ends before it. Tests in a browser may not ask for it.
        request.getfixturevalue("_django_db_helper")
    yield
    if marker and marker.kwargs.get("transaction"):
        # Put back by what runs after each migrate, which runs then.
        audit.remove_triggers()


@pytest.fixture
def first_edition(db: Any) -> None:
    """The site with its starting content, as a visitor first finds it."""
    call_command("load_first_edition", verbosity=0)
