"""Every staff address gives each kind of person what the table says, and nothing else."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth.models import AnonymousUser, Group, User
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection, transaction
from django.http import Http404, HttpResponse
from django.template.backends.django import Template
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from clinic_site.admin import StaffSite
from clinic_site.staff import roles
from tests.clinic_site.staff import one_of_each
from tests.clinic_site.staff.one_of_each import Keys

#: By address and button ("-" where it is only opened), for each of PEOPLE: the status, and + where
#: something was written. Sessions do not count.
TABLE = Path(__file__).with_name("every_address.txt")
#: Not signed in; no colleague; a colleague without a role; one of each role; who may do everything.
PEOPLE = ("visitor", "stranger", "nobody", "editor", "clinician", "front-desk", "manager", "owner")
_WRITES = re.compile(r'(INSERT|UPDATE|DELETE)(?! (INTO |FROM )?"django_session")')

_FACTORY = RequestFactory()
Case = tuple[str, str]


def table() -> dict[Case, list[str]]:
    lines = [line.split() for line in TABLE.read_text().splitlines() if line[:1] != "#"]
    return {(address, button): cells for address, button, *cells in lines}


def addresses() -> set[str]:
    """All that the staff site has, with # for each key."""
    (staff,) = (part for part in get_resolver().url_patterns if str(part.pattern) == "staff/")
    assert isinstance(staff, URLResolver)
    return {address for part in staff.url_patterns for address in _below(part, "")}


def _below(part: URLPattern | URLResolver, before: str) -> Iterator[str]:
    if isinstance(part, URLResolver):
        for inner in part.url_patterns:
            yield from _below(inner, before + str(part.pattern))
    elif part.name == "app_list":
        yield from ("pages/", "faq/", "contact/", "auth/")
    elif str(part.pattern) == "(?P<url>.*)$":
        yield "no/such/page"
    else:
        yield re.sub("<.*?>", "#", f"{before}{part.pattern}") or "."


@pytest.fixture
def keys(db: None) -> Keys:
    return one_of_each.make()


@pytest.fixture
def not_drawn() -> Iterator[None]:
    """Nobody looks at the pages here, and drawing them would take most of the time."""
    with (
        patch.object(Template, "render", return_value=""),
        patch.object(StaffSite, "each_context", return_value={}),
    ):
        yield


@pytest.fixture
def people(db: None) -> dict[str, User | AnonymousUser]:
    roles.create()
    return {name: _person(name) for name in PEOPLE}


def _person(name: str) -> User | AnonymousUser:
    if name == "visitor":
        return AnonymousUser()
    is_staff, is_owner = name != "stranger", name == "owner"
    user = User.objects.create(username=name, is_staff=is_staff, is_superuser=is_owner)
    user.groups.set(Group.objects.filter(name__iexact=name.replace("-", " ")))
    return user


def test_every_staff_address_stands_in_the_table() -> None:
    assert {address for address, button in table() if button == "-"} == addresses()
    assert {address for address, _button in table()} == addresses()


@pytest.mark.usefixtures("not_drawn")
def test_each_person_gets_what_the_table_says(
    keys: Keys, people: dict[str, User | AnonymousUser]
) -> None:
    differs = [
        f"{address} {button}: {person} got {got}, not {said}"
        for (address, button), row in table().items()
        for person, said in zip(PEOPLE, row, strict=True)
        if (got := answer(people[person], address, button, keys)) != said
    ]
    assert not differs, "\n".join(differs)


@pytest.mark.usefixtures("not_drawn")
def test_whoever_gave_only_the_password_gets_what_a_visitor_gets(
    keys: Keys, people: dict[str, User | AnonymousUser]
) -> None:
    differs = [
        f"{address} {button}: {person} got {got}"
        for (address, button), (visitor, *_others) in table().items()
        for person in ("manager", "owner")
        if not address.startswith(("second/", "login/"))
        and (got := answer(people[person], address, button, keys, both_steps=False)) != visitor
    ]
    assert not differs, "\n".join(differs)


def answer(
    person: User | AnonymousUser, address: str, button: str, keys: Keys, *, both_steps: bool = True
) -> str:
    """The status, and + if something was written. All is as before afterwards."""
    place = "/".join(address.split("/")[:2])
    its_keys = keys.get("/".join(address.split("/")[:3])) or keys.get(place, (0,))
    path = f"/staff/{address.removeprefix('.')}"
    for key in its_keys:
        path = path.replace("#", str(key), 1)
    send = _FACTORY.get if button == "-" else _FACTORY.post
    request = send(path, one_of_each.sent(button, address, place, int(keys.get(place, (0,))[0])))
    written: list[str] = []
    with transaction.atomic(), connection.execute_wrapper(partial(_note, written)):
        status = _status(request, person, both_steps)
        transaction.set_rollback(True)
    return f"{status}{'+' if written else ''}"


def _status(request: WSGIRequest, person: User | AnonymousUser, both_steps: bool) -> int:
    """Ask the view as the site does; sessions have their own tests."""
    request.user, request.session = person, SessionStore()
    request.session["signed_in_here"] = both_steps and person.is_authenticated
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
    view = resolve(request.path)
    request.resolver_match = view
    try:
        response: HttpResponse = view.func(request, *view.args, **view.kwargs)
    except PermissionDenied:
        return 403
    except Http404:
        return 404
    return response.status_code


def _note(written: list[str], execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
    """Remember a statement that changes a row."""
    if _WRITES.match(sql):
        written.append(sql)
    return execute(sql, *rest)
