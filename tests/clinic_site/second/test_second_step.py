"""Each code works once, in whichever process; guessing is slow; half a session is short."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from clinic_site.models import PhoneCodes
from clinic_site.second import recovery
from contact.models import AuditRecord
from faq.models import Entry
from tests.clinic_site.second.signing_in import (
    SECOND,
    TODAY,
    give,
    is_in,
    printed_code,
    recovery_codes,
    set_up_phone,
    with_both,
    with_password,
)
from tests.colleagues import PHONE, change, code_of, give_phone
from tests.contact.trouble import at_once
from tests.html import Page

NOON = datetime.fromisoformat("2026-11-24T12:00:10-05:00")


@pytest.fixture
def phone(ana: User) -> PhoneCodes:
    return give_phone(ana)


def test_a_code_of_the_phone_leads_in_and_to_where_one_wanted(ana: User, phone: PhoneCodes) -> None:
    client = with_password(ana)
    wanted = client.get("/staff/about/")["Location"]
    asked = client.get(wanted)["Location"]
    assert asked == "/staff/second/?next=%2Fstaff%2Fabout%2F"
    form = Page(client.get(asked).content.decode()).form("action", asked)
    answer = client.post(asked, form.fields | {"code": code_of(PHONE)})
    assert answer["Location"] == "/staff/about/"
    assert client.get("/staff/about/").status_code == 200


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/contact/"])
def test_it_leads_to_no_other_place(ana: User, phone: PhoneCodes, elsewhere: str) -> None:
    answer = give(with_password(ana), code_of(PHONE), next=elsewhere)
    assert answer["Location"] == TODAY


def test_the_cookie_changes_with_the_second_step(ana: User, phone: PhoneCodes) -> None:
    client = with_password(ana)
    half = client.cookies["sessionid"].value
    give(client, code_of(PHONE))
    assert client.cookies["sessionid"].value != half


@pytest.mark.parametrize(("steps", "works"), [(-2, 0), (-1, 1), (0, 1), (1, 1), (2, 0)])
def test_a_clock_may_be_half_a_minute_off(
    ana: User, phone: PhoneCodes, steps: int, works: int
) -> None:
    client = with_password(ana)
    page = give(client, code_of(PHONE, steps))
    assert is_in(client) == bool(works)
    assert works or "your phone’s clock may be wrong" in page.content.decode()


def test_a_phone_whose_clock_drifts_is_followed(ana: User, phone: PhoneCodes) -> None:
    with time_machine.travel(NOON):
        with_both(ana, 1)
    with time_machine.travel(NOON + timedelta(minutes=10)):
        with_both(ana, 2)


@pytest.mark.parametrize("code", ["", "12345", "1234567", "x", "١٢٣٤٥٦", "-12345", "1" * 5000])
def test_what_is_no_code_is_no_code(ana: User, phone: PhoneCodes, code: str) -> None:
    client = with_password(ana)
    assert give(client, code).status_code == 200
    assert not is_in(client)


def test_a_code_is_taken_as_apps_show_it(ana: User, phone: PhoneCodes) -> None:
    client, code = with_password(ana), code_of(PHONE)
    give(client, f" {code[:3]} {code[3:]} ")
    assert is_in(client)


def test_a_code_works_once_and_none_before_it(ana: User, phone: PhoneCodes) -> None:
    with time_machine.travel(NOON, tick=False):
        with_both(ana)
        for steps in (0, -1):
            client = with_password(ana)
            give(client, code_of(PHONE, steps))
            assert not is_in(client)


@pytest.mark.django_db(transaction=True)
def test_a_code_that_two_give_at_once_lets_one_in() -> None:
    ana = User.objects.create_superuser("ana", password="right-horse-battery")
    give_phone(ana)
    clients, code = [with_password(ana) for _ in range(4)], code_of(PHONE)
    at_once(*[lambda client=client: give(client, code) for client in clients])
    assert [is_in(client) for client in clients].count(True) == 1


@pytest.mark.django_db(transaction=True)
def test_a_recovery_code_that_two_give_at_once_lets_one_in() -> None:
    ana = User.objects.create_superuser("ana", password="right-horse-battery")
    give_phone(ana)
    code = recovery.renew(ana)[0]
    clients = [with_password(ana) for _ in range(4)]
    at_once(*[lambda c=c: c.post(SECOND, {"recovery": code}) for c in clients])
    assert [is_in(client) for client in clients].count(True) == 1


def test_a_clock_that_is_set_back_locks_no_phone_out(ana: User, phone: PhoneCodes) -> None:
    with time_machine.travel(NOON + timedelta(days=365)):
        with_both(ana)
    with time_machine.travel(NOON):
        with_both(ana)


# Guessing


def test_after_five_wrong_codes_each_doubles_the_wait(ana: User, phone: PhoneCodes) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = with_password(ana)
        for _ in range(5):
            assert b"too old or not right" in give(client, "000000").content
        assert b"Wait 30 seconds" in give(client, code_of(PHONE)).content
        assert not is_in(client)
        clock.shift(31)
        give(client, "000000")
        assert b"Wait 60 seconds" in give(client, code_of(PHONE)).content
        clock.shift(61)
        give(client, code_of(PHONE))
        assert is_in(client)


def test_another_browser_or_network_is_no_new_try(ana: User, phone: PhoneCodes) -> None:
    for number in range(5):
        client = with_password(ana)
        client.post(SECOND, {"code": "000000"}, REMOTE_ADDR=f"203.0.113.{number}")
    page = give(with_password(ana), code_of(PHONE))
    assert b"Too many tries" in page.content


def test_wrong_recovery_codes_count_too(ana: User, phone: PhoneCodes) -> None:
    client, code = with_password(ana), recovery.renew(ana)[0]
    for _ in range(5):
        client.post(SECOND, {"recovery": "AAAA-AAAA"})
    assert b"Too many tries" in client.post(SECOND, {"recovery": code}).content


def test_no_one_waits_longer_than_half_an_hour(ana: User, phone: PhoneCodes) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(20):
            give(with_password(ana), "000000")
            clock.shift(timedelta(minutes=31))
        with_both(ana)


@pytest.mark.django_db(transaction=True)
def test_many_guesses_at_once_are_not_more_than_one_after_the_other() -> None:
    ana = User.objects.create_superuser("ana", password="right-horse-battery")
    give_phone(ana)
    clients = [with_password(ana) for _ in range(12)]
    pages = at_once(*[lambda client=client: give(client, "000000") for client in clients])
    assert sum(b"Too many tries" in page.content for page in pages) == 7


def test_the_audit_tells_what_failed_and_what_did_not(ana: User, phone: PhoneCodes) -> None:
    client = with_password(ana)
    give(client, "000000")
    give(client, code_of(PHONE))
    told = list(AuditRecord.objects.order_by("pk").values_list("who", "act", "detail"))
    assert told == [
        ("ana", "entered", ""),
        ("ana", "sign-in", "second step"),
        ("ana", "second", "code of the phone"),
    ]
    call_command("check_audit")


# The day the phone is lost


def test_a_recovery_code_lets_in_once(ana: User) -> None:
    _key, page = set_up_phone(with_password(ana), printed_code("ana"))
    code = recovery_codes(page)[3]
    lost = with_password(ana)
    assert lost.post(SECOND, {"recovery": code.lower().replace("-", " ")}).status_code == 302
    assert is_in(lost)
    thief = with_password(ana)
    page = thief.post(SECOND, {"recovery": code})
    assert b"or it was used before" in page.content
    assert not is_in(thief)
    assert recovery.left(ana) == 9


def test_codes_of_a_colleague_are_none_of_mine(ana: User, phone: PhoneCodes) -> None:
    rob = User.objects.create_user("rob", is_staff=True)
    recovery.renew(ana)
    client = with_password(ana)
    client.post(SECOND, {"recovery": recovery.renew(rob)[0]})
    assert not is_in(client)


# Half a session


def test_after_the_password_there_are_five_minutes(ana: User, phone: PhoneCodes) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = with_password(ana)
        clock.shift(timedelta(minutes=4))
        assert client.get(SECOND).status_code == 200
        clock.shift(timedelta(minutes=2))
        assert give(client, code_of(PHONE)).status_code == 403
        assert not is_in(client)


def test_setting_up_may_take_longer(ana: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client, entry = with_password(ana), printed_code("ana")
        client.post("/staff/second/set-up/", {"entry": entry})
        clock.shift(timedelta(minutes=15))
        assert b"Codes from your phone" in client.get("/staff/second/set-up/").content
        clock.shift(timedelta(minutes=6))
        assert client.get("/staff/second/set-up/").status_code == 302


def test_a_phone_that_is_taken_away_ends_what_it_let_in(ana: User, phone: PhoneCodes) -> None:
    client = with_both(ana)
    PhoneCodes.objects.all().delete()
    assert not is_in(client)


def test_the_mark_of_this_machine_says_nothing_on_a_real_site(
    ana: User, settings: Settings
) -> None:
    client = Client()
    client.force_login(ana)
    assert is_in(client)
    settings.LOCAL = False
    assert not is_in(client)


def test_words_typed_before_go_through_setting_up_too(ana: User, entry: Entry) -> None:
    typed = {"title": "New?", "body": "All of it, “quoted” & 😀."}
    client, path = Client(), change(entry)
    page = client.post(path, typed)
    kept = _carried(page)
    page = client.post(
        "/staff/login/?next=" + path, kept | {"username": "ana", "password": "right-horse-battery"}
    )
    for button in ({"entry": "wrong"}, {"mail": "1"}, {"entry": printed_code("ana")}):
        page = client.post("/staff/second/set-up/", _carried(page) | button)
    code = code_of(PhoneCodes.objects.get().key)
    page = client.post("/staff/second/set-up/", _carried(page) | {"code": code})
    page = client.post("/staff/second/done/", _carried(page) | {"sure": "on"})
    assert "Nothing you typed is lost" in page.content.decode()
    assert "All of it, “quoted” &amp; 😀." in page.content.decode()


def _carried(page: object) -> dict[str, str]:
    html = Page(page.content.decode())  # type: ignore[attr-defined]
    fields = {one.get("name"): one.get("value") for one in html.tags("input")}
    assert fields["kept_text"]
    return {name: fields[name] for name in ("kept_text", "next") if name in fields}
