"""What tests of the settings and of the staff door share."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, User

from clinic_site import environment as env
from clinic_site.staff import roles
from tests.clinic_site.one_setting import NAME, Set
from tests.clinic_site.second.signing_in import PASSWORD
from tests.colleagues import give_phone


@pytest.fixture
def set_to(monkeypatch: pytest.MonkeyPatch) -> Set:
    """As a line of .env does, which the shell does not speak of."""
    monkeypatch.setattr(env, "_shell", frozenset[str]())
    monkeypatch.delenv(NAME, raising=False)
    return lambda value: monkeypatch.setenv(NAME, value)


@pytest.fixture
def make(db: None) -> Callable[..., User]:
    """A colleague with this name and role, a password and a phone."""
    roles.create()

    def make(name: str, role: str = "Editor") -> User:
        user = User.objects.create_user(name, f"{name}@clinic.example", PASSWORD, is_staff=True)
        user.groups.set([Group.objects.get(name=role)])
        give_phone(user)
        return user

    return make
