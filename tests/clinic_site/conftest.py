"""What tests of the settings share."""

import pytest

from clinic_site import environment as env
from tests.clinic_site.one_setting import NAME, Set


@pytest.fixture
def set_to(monkeypatch: pytest.MonkeyPatch) -> Set:
    """As a line of .env does, which the shell does not speak of."""
    monkeypatch.setattr(env, "_shell", frozenset[str]())
    monkeypatch.delenv(NAME, raising=False)
    return lambda value: monkeypatch.setenv(NAME, value)
