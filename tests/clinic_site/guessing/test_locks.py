"""Guessing is slow from one network or a thousand, and locks out nobody but the one who guesses."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from clinic_site.guessing import counts
from clinic_site.models import FailedSignIn, TriesInBrowser
from contact.models import AuditRecord
from tests.clinic_site.colleagues.mailbox import delivered
from tests.clinic_site.second.signing_in import PASSWORD, TODAY, give, is_in, with_both
from tests.colleagues import PHONE, code_of

WRONG, CLINIC = "wrong-horse-battery", "198.51.100.1"
NOON = datetime.fromisoformat("2026-11-24T12:00:00-05:00")
Make = Callable[..., User]


def try_in(client: Client, name: str, password: str, address: str = CLINIC) -> Any:
    """Send the sign-in form in this browser, from that address."""
    client.cookies.pop("sessionid", None)
    fields = {"username": name, "password": password, "next": TODAY}
    environ: dict[str, Any] = {"REMOTE_ADDR": address}
    return client.post("/staff/login/", fields, **environ)


def guess(name: str, times: int, address: str = "203.0.113.{}") -> list[Any]:
    """So many wrong tries, each in a new browser."""
    return [try_in(Client(), name, WRONG, address.format(number)) for number in range(times)]


def is_taken(page: Any) -> bool:
    """True if the form was taken."""
    return bool(page.status_code == 302)


def test_twelve_wrong_tries_shut_out_no_colleague_of_the_same_network(make: Make) -> None:
    make("ana")
    make("rob")
    guess("ana", 12, CLINIC)
    assert not is_taken(try_in(Client(), "ana", PASSWORD))
    assert is_taken(try_in(Client(), "rob", PASSWORD))


def test_a_thousand_networks_guess_no_faster_than_one(make: Make) -> None:
    make("ana")
    pages = guess("ana", 40, "2001:db8:{:x}::1")
    looked_at = sum(b"Too many tries" not in page.content for page in pages)
    assert looked_at == counts.MOST
    assert b"From several networks, this name was tried" in pages[-1].content
    assert not is_taken(try_in(Client(), "ana", PASSWORD))


def test_one_password_for_every_name_of_a_list_comes_to_an_end(make: Make) -> None:
    make("ana")
    with time_machine.travel(NOON, tick=False) as clock:
        for number in range(counts.MOST_OF_A_NETWORK):
            try_in(Client(), f"name{number}", WRONG)
        page = try_in(Client(), "ana", PASSWORD)
        assert b"From this network, 100 sign-ins failed. Wait until 12:15 pm" in page.content
        assert is_taken(try_in(Client(), "ana", PASSWORD, "203.0.113.7"))
        clock.shift(timedelta(minutes=16))
        assert is_taken(try_in(Client(), "ana", PASSWORD))


def test_capital_letters_bring_no_new_tries(make: Make) -> None:
    make("ana")
    guess("ana", 5)
    guess("ANA", 5)
    assert not is_taken(try_in(Client(), "Ana", PASSWORD))


def test_tries_while_one_waits_make_nobody_wait_longer(make: Make) -> None:
    make("ana")
    with time_machine.travel(NOON, tick=False) as clock:
        guess("ana", counts.MOST)
        clock.shift(timedelta(minutes=10))
        guess("ana", counts.MOST)
        clock.shift(timedelta(minutes=6))
        assert is_taken(try_in(Client(), "ana", PASSWORD))


def test_tries_are_forgotten_when_they_count_no_more(make: Make) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        guess("nobody", 5)
        clock.shift(timedelta(minutes=16))
        try_in(Client(), "somebody", WRONG)
        assert set(FailedSignIn.objects.values_list("at", flat=True)) == {
            NOON + timedelta(minutes=16)
        }


def test_passwords_that_were_right_are_no_tries(make: Make) -> None:
    make("ana")
    for _ in range(counts.MOST + 1):
        assert is_taken(try_in(Client(), "ana", PASSWORD))


def test_a_header_does_not_make_one_network_many(make: Make) -> None:
    for number in range(counts.MOST):
        client = Client(headers={"X-Forwarded-For": f"203.0.113.{number}"})
        page = try_in(client, "nobody", WRONG)
    page = try_in(Client(headers={"X-Forwarded-For": "203.0.113.99"}), "nobody", WRONG)
    assert b"From this network, this name was tried with a wrong password 10 times" in page.content


def test_nobody_locks_a_colleague_out_of_a_browser_they_use(make: Make) -> None:
    ana = make("ana")
    own = with_both(ana)
    guess("ana", 30)
    guess("ana", 30, CLINIC)
    assert not is_taken(try_in(Client(), "ana", PASSWORD))
    assert is_taken(try_in(own, "ana", PASSWORD))


def test_a_known_browser_is_held_by_its_own_tries(make: Make) -> None:
    own = with_both(make("ana"))
    with time_machine.travel(NOON, tick=False):
        for _ in range(counts.MOST):
            assert b"Too many tries" not in try_in(own, "ana", WRONG).content
        page = try_in(own, "ana", PASSWORD)
    assert b"In this browser, a wrong password was given 10 times. Wait until 12:15" in page.content
    assert is_taken(try_in(Client(), "ana", PASSWORD))


def test_a_browser_is_known_under_the_name_it_was_used_with_alone(make: Make) -> None:
    own = with_both(make("rob"))
    make("ana")
    guess("ana", counts.MOST)
    assert not is_taken(try_in(own, "ana", PASSWORD))


def test_colleagues_who_share_a_browser_are_both_known_in_it(make: Make) -> None:
    ana, rob = make("ana"), make("rob")
    shared = with_both(ana)
    assert is_taken(try_in(shared, "rob", PASSWORD))
    give(shared, code_of(PHONE))
    assert is_in(shared)
    for name in (ana.username, rob.username):
        guess(name, counts.MOST)
        assert is_taken(try_in(shared, name, PASSWORD))


@pytest.mark.parametrize(("days", "is_known"), [(29, True), (31, False)])
def test_a_browser_is_known_for_thirty_days(make: Make, days: int, is_known: bool) -> None:
    with time_machine.travel(NOON, tick=False):
        own = with_both(make("ana"))
    with time_machine.travel(NOON + timedelta(days=days), tick=False):
        guess("ana", counts.MOST)
        assert is_taken(try_in(own, "ana", PASSWORD)) == is_known


def test_the_password_alone_makes_no_browser_known(make: Make) -> None:
    make("ana")
    thief = Client()
    assert is_taken(try_in(thief, "ana", PASSWORD))
    give(thief, "000000")
    guess("ana", counts.MOST)
    assert not is_taken(try_in(thief, "ana", PASSWORD))


def test_a_cookie_someone_wrote_makes_no_browser_known(make: Make, settings: Settings) -> None:
    own = with_both(make("ana"))
    cookie = own.cookies["known"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/staff/", True, "Lax")
    assert "ana" not in cookie.value
    guess("ana", counts.MOST)
    forged = Client()
    forged.cookies["known"] = cookie.value[:-3] + "abc"
    assert not is_taken(try_in(forged, "ana", PASSWORD))
    settings.SECRET_KEY = "another-key-" * 6
    guess("ana", counts.MOST)
    assert not is_taken(try_in(own, "ana", PASSWORD))


# The second step


def test_who_knows_the_password_does_not_make_its_owner_wait(make: Make) -> None:
    ana = make("ana")
    own = with_both(ana)
    thief = Client()
    try_in(thief, "ana", PASSWORD, "203.0.113.7")
    for _ in range(6):
        page = give(thief, "000000")
    assert b"Too many tries" in page.content
    try_in(own, "ana", PASSWORD)
    assert is_taken(give(own, code_of(PHONE, 1)))
    assert is_in(own)
    assert b"Too many tries" in give(thief, "000000").content


def test_a_known_browser_has_tries_of_its_own_and_no_more(make: Make) -> None:
    own = with_both(make("ana"))
    try_in(own, "ana", PASSWORD)
    for _ in range(5):
        assert b"too old or not right" in give(own, "000000").content
    assert b"Wait 30 seconds" in give(own, code_of(PHONE, 1)).content
    assert TriesInBrowser.objects.get().failed == 5
    with_both(make("mona", "Manager")).post(unlock_page(User.objects.get(username="ana")))
    assert is_taken(give(own, code_of(PHONE, 1)))


# A manager


def unlock_page(user: User) -> str:
    return f"/staff/auth/user/{user.pk}/unlock/"


def test_a_manager_unlocks_a_name(make: Make) -> None:
    ana, manager = make("ana"), with_both(make("mona", "Manager"))
    with time_machine.travel(datetime.now().astimezone(), tick=False):
        guess("ana", counts.MOST, CLINIC)
        assert b"waits until" in manager.get(unlock_page(ana)).content
        assert is_taken(manager.post(unlock_page(ana)))
        assert b"need not wait now" in manager.get(unlock_page(ana)).content
    assert is_taken(try_in(Client(), "ana", PASSWORD))
    letters = [letter for letter in delivered() if "again" in letter.subject]
    assert [letter.to for letter in letters] == [["ana@clinic.example"]]
    told = AuditRecord.objects.filter(act="account").values_list("who", "detail")
    assert list(told) == [("mona", "unlocked ana: Editor")]


def test_a_manager_unlocks_the_second_step(make: Make) -> None:
    ana, manager = make("ana"), with_both(make("mona", "Manager"))
    client = Client()
    try_in(client, "ana", PASSWORD)
    for _ in range(6):
        give(client, "000000")
    assert b"waits until" in manager.get(unlock_page(ana)).content
    manager.post(unlock_page(ana))
    assert is_taken(give(client, code_of(PHONE)))


def test_unlocking_one_name_unlocks_no_other(make: Make) -> None:
    ana, manager = make("ana"), with_both(make("mona", "Manager"))
    make("rob")
    guess("rob", counts.MOST)
    manager.post(unlock_page(ana))
    assert not is_taken(try_in(Client(), "rob", PASSWORD))


def test_only_a_manager_unlocks_and_only_others(make: Make) -> None:
    ana, mona = make("ana"), make("mona", "Manager")
    guess("ana", counts.MOST)
    editor, manager = with_both(make("rob")), with_both(mona)
    assert editor.post(unlock_page(ana)).status_code == 403
    assert manager.post(unlock_page(mona)).status_code == 403
    assert FailedSignIn.objects.exists()
