"""A colleague with a password, and a browser in which it was typed."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.clinic_site.second.signing_in import PASSWORD, with_password


@pytest.fixture
def ana(db: None) -> User:
    """A colleague of before second steps."""
    return User.objects.create_superuser("ana", "ana@clinic.example", PASSWORD, first_name="Ana")


@pytest.fixture
def enter() -> Callable[[User], Client]:
    """A new browser in which the password of this colleague was typed."""
    return with_password
