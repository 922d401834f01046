"""Fixtures every test may use."""

from typing import Any

import pytest
from django.core.management import call_command


@pytest.fixture
def first_edition(db: Any) -> None:
    """The site with its starting content, as a visitor first finds it."""
    call_command("load_first_edition", verbosity=0)
