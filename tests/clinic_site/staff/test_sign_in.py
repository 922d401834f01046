"""Nobody gets in by guessing, nobody is locked out for good, and no session is left open."""

import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from clinic_site.guessing import counts
from clinic_site.models import FailedSignIn
from tests.colleagues import Editor, second_step
from tests.contact.trouble import at_once
from tests.html import Page

RIGHT, WRONG = "right-horse-battery", "wrong-horse-battery"
LOGIN, TODAY = "/staff/login/", "/staff/"
#: For staff too, and soon there.
ORDER = "/staff/faq/topic/order/"


class SlowEnough(PBKDF2PasswordHasher):
    """As slow as has to be to see whether a password was looked at."""

    iterations = 200_000


@pytest.fixture
def ana(db: None) -> User:
    return User.objects.create_superuser("ana", password=RIGHT)


def try_to_sign_in(
    name: str = "ana", password: str = RIGHT, address: str = "198.51.100.1", **meta: str
) -> Any:
    client = Client()
    fields = {"username": name, "password": password, "next": TODAY}
    environ: dict[str, Any] = {"REMOTE_ADDR": address, **meta}
    return client.post(LOGIN, fields, **environ)


def is_in(page: Any) -> bool:
    """True if name and password were taken, and the second step then leads in."""
    if page.status_code != 302:
        return False
    arrived = second_step(page.client, User.objects.get(pk=page.client.session["_auth_user_id"]))
    return bool(arrived.status_code == 302 and page.client.get(ORDER).status_code == 200)


def words(page: Any) -> str:
    """The page but for what differs by chance, and the name that was typed."""
    html = Page(page.content.decode())
    text = html.source
    for one in html.tags("input"):
        if one.get("name") in ("csrfmiddlewaretoken", "username"):
            tag = html.html_of(one)
            text = text.replace(tag, tag.replace(f'value="{one.get("value")}"', ""))
    return text


def test_wrong_passwords_from_forty_places_let_one_name_wait_and_no_other(ana: User) -> None:
    User.objects.create_superuser("rob", password=RIGHT)
    for number in range(40):
        try_to_sign_in("Ana" if number % 2 else "ana", WRONG, f"203.0.113.{number}")
    assert not is_in(try_to_sign_in())
    assert is_in(try_to_sign_in("rob"))
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert is_in(try_to_sign_in())


def test_tries_for_one_name_in_small_and_large_letters_are_added_up(ana: User) -> None:
    for number in range(counts.MOST):
        assert not is_in(try_to_sign_in(("ana", "ANA")[number % 2], WRONG, f"203.0.113.{number}"))
    assert not is_in(try_to_sign_in())


def test_who_keeps_trying_does_not_wait_longer(ana: User) -> None:
    start = timezone.now()
    for minute in range(16):
        with time_machine.travel(start + timedelta(minutes=minute)):
            for _ in range(counts.MOST if minute == 0 else 1):
                try_to_sign_in(password=WRONG)
    with time_machine.travel(start + timedelta(minutes=16)):
        assert is_in(try_to_sign_in())


def test_right_passwords_are_not_counted(ana: User) -> None:
    for _ in range(2 * counts.MOST):
        assert is_in(try_to_sign_in())
    assert not FailedSignIn.objects.exists()


def test_a_mistype_or_two_cost_nothing(ana: User) -> None:
    for _ in range(counts.MOST - 1):
        try_to_sign_in(password=WRONG)
    assert is_in(try_to_sign_in())


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_not_more_than_one_after_the_other() -> None:
    User.objects.create_superuser("ana", password=RIGHT)
    pages = at_once(*[lambda: try_to_sign_in(password=WRONG)] * 16)
    assert sum(b"Too many tries" in page.content for page in pages) == 16 - counts.MOST


@pytest.mark.parametrize("hours", [-1, 1, -24 * 365])
def test_a_clock_that_is_set_back_locks_nobody_out(ana: User, hours: int) -> None:
    for _ in range(counts.MOST):
        try_to_sign_in(password=WRONG)
    assert not is_in(try_to_sign_in())
    with time_machine.travel(timezone.now() + timedelta(hours=hours)):
        assert is_in(try_to_sign_in())


def test_neither_name_nor_address_is_kept(ana: User) -> None:
    try_to_sign_in(password=WRONG)
    kept = str(list(FailedSignIn.objects.values_list()))
    assert "ana" not in kept
    assert "198.51.100.1" not in kept
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        try_to_sign_in("someone", WRONG, "203.0.113.7")
    assert FailedSignIn.objects.count() == 3


# What the answer gives away


def test_a_name_nobody_has_is_answered_like_one_that_somebody_has(ana: User) -> None:
    User.objects.create_user("gone", password=RIGHT, is_staff=True, is_active=False)
    User.objects.create_user("guest", password=RIGHT)
    pages = [
        try_to_sign_in("ana", WRONG),
        try_to_sign_in("nobody", WRONG, "198.51.100.2"),
        try_to_sign_in("gone", RIGHT, "198.51.100.3"),
        try_to_sign_in("guest", RIGHT, "198.51.100.4"),
    ]
    assert {page.status_code for page in pages} == {200}
    assert len({words(page) for page in pages}) == 1


def test_waiting_is_answered_alike_for_every_name(ana: User) -> None:
    with time_machine.travel(timezone.now(), tick=False):
        pages = _pages_that_wait()
    assert pages[0] == pages[1]
    assert "Too many tries" in pages[0]


def _pages_that_wait() -> list[str]:
    pages = []
    for place, name in enumerate(["ana", "nobody"]):
        for _ in range(counts.MOST):
            try_to_sign_in(name, WRONG, f"198.51.100.{place}")
        pages.append(words(try_to_sign_in(name, RIGHT, "203.0.113.5")))
    return pages


def test_it_takes_as_long_for_a_name_nobody_has(ana: User, settings: Settings) -> None:
    """Time of the processor: what else the machine does takes no part."""
    settings.PASSWORD_HASHERS = [f"{__name__}.SlowEnough"]
    ana.set_password(RIGHT)
    ana.save()
    took: dict[str, list[float]] = {"ana": [], "nobody": []}
    for pair in range(7):
        for name, times in took.items():
            start = time.thread_time()
            try_to_sign_in(name, WRONG, f"198.51.100.{pair}")
            times.append(time.thread_time() - start)
    known, unknown = (statistics.median(times) for times in took.values())
    assert abs(known - unknown) < max(0.04, 0.25 * known)


# How long a session lasts


def later(dana: Editor, **passed: float) -> bool:
    """True if she is still signed in after this time."""
    with time_machine.travel(timezone.now() + timedelta(**passed)):
        return bool(dana.get(ORDER).status_code == 200)


def test_a_session_nobody_uses_for_half_an_hour_is_over(dana: Editor) -> None:
    assert later(dana, minutes=29)
    assert later(dana, minutes=58)
    assert not later(dana, minutes=89)
    assert not later(dana, minutes=59)


def test_a_session_ends_after_nine_hours_however_busy(dana: Editor) -> None:
    for minute in range(0, 9 * 60, 25):
        assert later(dana, minutes=minute)
    assert not later(dana, minutes=9 * 60 + 1)


@pytest.mark.parametrize("back", [{"hours": 1}, {"days": 365}])
def test_a_clock_that_is_set_back_makes_no_session_last(
    dana: Editor, back: dict[str, float]
) -> None:
    assert later(dana)
    assert not later(dana, **{unit: -number for unit, number in back.items()})


@pytest.mark.parametrize(
    ("began", "is_over"), [(None, False), (3600, True), (5, False), (-9 * 3600 - 5, True)]
)
def test_a_session_counts_from_its_sign_in_or_else_from_now(
    dana: Editor, began: float | None, is_over: bool
) -> None:
    session = dana.session
    if began is None:
        del session["signed_in_at"]
    else:
        session["signed_in_at"] = time.time() + began
    session.save()
    assert later(dana) != is_over
    if began is None:
        assert dana.session["signed_in_at"] == pytest.approx(time.time(), abs=30)


def test_a_clock_set_right_by_a_few_seconds_ends_no_session(dana: Editor) -> None:
    assert later(dana, seconds=-5)


def test_who_signs_in_gets_a_new_session_and_who_leaves_has_none(ana: User) -> None:
    client = Client()
    client.cookies["sessionid"] = "planted-by-somebody-else"
    client.post(LOGIN, {"username": "ana", "password": RIGHT, "next": TODAY})
    half = client.cookies["sessionid"].value
    assert half != "planted-by-somebody-else"
    second_step(client, ana)
    held = client.cookies["sessionid"].value
    assert held != half
    left = client.post("/staff/logout/")
    assert left.headers["Clear-Site-Data"] == '"cache", "storage"'
    client.cookies["sessionid"] = held
    assert client.get(TODAY).status_code == 302


def test_a_new_password_ends_every_other_session(ana: User) -> None:
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        client.force_login(ana)
    new = {"old_password": RIGHT, "new_password1": f"{RIGHT}-2", "new_password2": f"{RIGHT}-2"}
    assert here.post("/staff/password_change/", new).status_code == 302
    assert here.get(TODAY).status_code == 200
    assert elsewhere.get(TODAY).status_code == 302


def test_an_account_that_comes_back_brings_no_session_back(
    hire: Callable[..., Editor], dana: Editor
) -> None:
    luis = hire("Luis")
    user = luis.user
    user.is_active = False
    user.save()
    assert Session.objects.count() == 1
    user.is_active = True
    user.save()
    assert luis.get(TODAY).status_code == 302
    assert dana.get(ORDER).status_code == 200
