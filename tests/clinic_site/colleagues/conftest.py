"""Colleagues of each role, with a password and a phone."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from clinic_site.staff import roles
from tests.clinic_site.second.signing_in import PASSWORD, with_both
from tests.colleagues import give_phone


@pytest.fixture
def make(db: None) -> Callable[..., User]:
    """A colleague with this name and role."""
    roles.create()

    def make(name: str, role: str = "Editor") -> User:
        user = User.objects.create_user(name, f"{name}@clinic.example", PASSWORD, is_staff=True)
        user.groups.set([Group.objects.get(name=role)])
        give_phone(user)
        return user

    return make


@pytest.fixture
def mona(make: Callable[..., User]) -> User:
    """A manager."""
    return make("mona", "Manager")


@pytest.fixture
def manager(mona: User) -> Client:
    """Her browser, after both steps."""
    return with_both(mona)
