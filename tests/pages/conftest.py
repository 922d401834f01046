"""What tests of words share."""

from collections.abc import Callable

import pytest
from pytest_django import Settings

from tests.colleagues import Editor


@pytest.fixture
def two_people(settings: Settings) -> None:
    """As on every site but on a machine of one's own."""
    settings.TWO_PERSON_APPROVAL = True


@pytest.fixture
def nora(hire: Callable[..., Editor]) -> Editor:
    """A clinician."""
    return hire("Nora", "view_entry", "change_entry", "approve_words")


@pytest.fixture
def eli(hire: Callable[..., Editor]) -> Editor:
    """An editor, who approves nothing."""
    return hire("Eli", "view_entry", "change_entry", "add_entry")
