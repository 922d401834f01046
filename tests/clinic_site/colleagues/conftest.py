"""A manager, and her browser."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.clinic_site.second.signing_in import with_both


@pytest.fixture
def mona(make: Callable[..., User]) -> User:
    """A manager."""
    return make("mona", "Manager")


@pytest.fixture
def manager(mona: User) -> Client:
    """Her browser, after both steps."""
    return with_both(mona)
