"""The audit tells who came in, who tried to and whose account was changed, and nobody floods it."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from clinic_site.staff.door_audit import sign_in_failed, tell_of_failed_tries
from clinic_site.worker import Worker
from contact.models import AuditRecord
from tests.colleagues import Editor

LOGIN, RIGHT, WRONG = "/staff/login/", "a long enough secret", "not this one"
NOON = datetime.fromisoformat("2026-11-24T12:00:00-05:00")


@pytest.fixture
def ana(db: None) -> User:
    """A colleague with a password, who has number 7001."""
    return User.objects.create_user("ana", password=RIGHT, is_staff=True, pk=7001)


def try_as(name: str, password: str = WRONG) -> Client:
    client = Client()
    client.post(LOGIN, {"username": name, "password": password, "next": "/staff/"})
    return client


def told(**which: str) -> list[tuple[str, int | None, str, str]]:
    rows = AuditRecord.objects.filter(**which).order_by("pk")
    return list(rows.values_list("who", "account", "act", "detail"))


def test_who_signs_in_is_told_by_name_and_number(ana: User) -> None:
    try_as("ana", RIGHT)
    assert told() == [("ana", 7001, "entered", "")]


def test_a_hundred_tries_are_two_rows(ana: User) -> None:
    with time_machine.travel(NOON, tick=False):
        for _ in range(100):
            try_as("ana")
        assert told() == [("ana", 7001, "sign-in", "")]
    with time_machine.travel(NOON + timedelta(minutes=61), tick=False):
        try_as("ana")
    sums = [detail for *_name, detail in told()]
    assert sums == ["", "99 more times from Nov 24, 12:00", ""]


def test_names_that_nobody_has_are_told_together_and_never_written_down(ana: User) -> None:
    with time_machine.travel(NOON, tick=False):
        for name in ("hunter2", "bob", "my password"):
            try_as(name)
    assert told() == [("an unknown name", None, "sign-in", "")]


def test_who_comes_in_after_failed_tries_has_their_sum_before(ana: User) -> None:
    with time_machine.travel(NOON, tick=False):
        for password in (WRONG, WRONG, RIGHT):
            try_as("ana", password)
    acts = [(act, detail) for _name, _number, act, detail in told()]
    assert acts == [
        ("sign-in", ""),
        ("sign-in", "1 more time from Nov 24, 12:00"),
        ("entered", ""),
    ]


@pytest.mark.parametrize(("minutes", "rows"), [(59, 1), (61, 2), (-5, 2)])
def test_the_worker_tells_the_sum_when_the_hour_is_over_or_the_clock_was_set_back(
    ana: User, minutes: int, rows: int
) -> None:
    with time_machine.travel(NOON, tick=False):
        try_as("ana")
        try_as("ana")
    with time_machine.travel(NOON + timedelta(minutes=minutes), tick=False):
        Worker().turn()
        assert len(told()) == rows
        tell_of_failed_tries(timezone.now())
        assert len(told()) == rows


def test_roles_and_accounts_that_change_are_told(dana: Editor) -> None:
    call_command("create_roles")
    role = Group.objects.get(name="Editor")
    luis = User.objects.create_user("luis", is_staff=True)
    page = f"/staff/auth/user/{luis.pk}/change/"
    dana.press(page, groups=[role.pk])
    dana.post(f"/staff/auth/user/{luis.pk}/leave/")
    by_dana = [detail for who, *_rest, detail in told(act="account") if who == "dana"]
    assert by_dana == [
        "changed luis: Editor",
        "closed the account of luis: switched off; Editor",
    ]


def test_a_role_that_changes_is_told(dana: Editor) -> None:
    call_command("create_roles")
    role = Group.objects.get(name="Editor")
    dana.press(f"/staff/auth/group/{role.pk}/change/", name="Writer")
    assert told(act="account") == [("dana", dana.user.pk, "account", "changed Writer: role")]


def test_a_wrong_password_without_a_name_is_recorded_too(db: None) -> None:
    sign_in_failed({"password": "x"})
    assert [row[:3] for row in told()] == [("an unknown name", None, "sign-in")]


def test_no_name_is_not_the_name_of_someone_called_none(db: None) -> None:
    User.objects.create_user("None")
    sign_in_failed({"password": "x"})
    assert [row[:3] for row in told()] == [("an unknown name", None, "sign-in")]
