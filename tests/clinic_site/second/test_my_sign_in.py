"""Everyone sees what they sign in with and where they are in, and ends what is not theirs."""

import subprocess
import sys
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client

from clinic_site.models import Passkey, PhoneCodes
from clinic_site.second import recovery
from contact.models import AuditRecord
from tests.clinic_site.second.signing_in import (
    SECOND,
    is_in,
    recovery_codes,
    with_both,
    with_password,
)
from tests.colleagues import PHONE, code_of, give_phone, said
from tests.html import Page

MINE = "/staff/my-sign-in/"
NOON = datetime.fromisoformat("2026-11-24T12:00:10-05:00")
PHONES_BROWSER = "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0) AppleWebKit/605.1 Safari/604.1"


@pytest.fixture
def phone(ana: User) -> PhoneCodes:
    return give_phone(ana)


def buttons(page: Any, name: str) -> list[str]:
    html = Page(page.content.decode())
    return [one.get("value") for one in html.tags("button") if one.get("name") == name]


def on_an_iphone(ana: User) -> Client:
    client = with_password(ana)
    code = code_of(PHONE, 1)
    client.post(SECOND, {"code": code}, headers={"User-Agent": PHONES_BROWSER})
    assert is_in(client)
    return client


def test_a_session_elsewhere_is_seen_and_ended(ana: User, phone: PhoneCodes) -> None:
    here, elsewhere = with_both(ana), on_an_iphone(ana)
    page = here.get(MINE)
    assert "Safari on an iPhone" in said(page)
    (key,) = {key for key in buttons(page, "end") if key != "others"}
    here.post(MINE, {"end": key})
    assert not is_in(elsewhere)
    assert is_in(here)


def test_half_a_session_is_seen_and_ended_too(ana: User, phone: PhoneCodes) -> None:
    here, thief = with_both(ana), with_password(ana)
    assert "Only the password so far" in said(here.get(MINE))
    here.post(MINE, {"end": "others"})
    thief.post(SECOND, {"code": code_of(PHONE, 1)})
    assert not is_in(thief)
    assert is_in(here)


def test_nobody_sees_or_ends_a_session_of_somebody_else(ana: User, phone: PhoneCodes) -> None:
    rob = User.objects.create_superuser("rob", password="right-horse-battery")
    give_phone(rob)
    mine, his = with_both(ana), with_both(rob)
    assert buttons(mine.get(MINE), "end") == []
    for one in Session.objects.values_list("session_key", flat=True):
        mine.post(MINE, {"end": one})
    mine.post(MINE, {"end": "others"})
    assert is_in(his)


def test_new_recovery_codes_end_the_old_ones(ana: User, phone: PhoneCodes) -> None:
    old = recovery.renew(ana)[0]
    recovery.say_kept(ana)
    client = with_both(ana)
    assert "10 of 10 left" in said(client.get(MINE))
    new = recovery_codes(client.post(MINE, {"renew": "1"}))
    for code, works in ((old, False), (new[0], True)):
        lost = with_password(ana)
        lost.post(SECOND, {"recovery": code})
        assert is_in(lost) == works
    assert "9 of 10 left" in said(client.get(MINE))


def test_the_last_way_in_stays(ana: User, phone: PhoneCodes) -> None:
    client = with_both(ana)
    assert "your only way in" in said(client.post(MINE, {"take_out": "phone"}))
    assert PhoneCodes.objects.exists()


def test_one_of_two_is_taken_out_and_recorded(ana: User, phone: PhoneCodes) -> None:
    passkey = Passkey.objects.create(user=ana, name="My laptop", credential="x", public_key="y")
    other = User.objects.create_user("rob", is_staff=True)
    his = Passkey.objects.create(user=other, name="His", credential="z", public_key="y")
    client = with_both(ana)
    assert "My laptop" in said(client.get(MINE))
    client.post(MINE, {"take_out": his.pk})
    client.post(MINE, {"take_out": "x" * 3})
    client.post(MINE, {"take_out": passkey.pk})
    assert list(Passkey.objects.all()) == [his]
    assert AuditRecord.objects.get(act="set-up").detail == "took out a passkey"


@pytest.mark.parametrize("pressed", [{"renew": "1"}, {"take_out": "phone"}])
def test_changing_it_asks_for_the_second_step_again(
    ana: User, phone: PhoneCodes, pressed: dict[str, str]
) -> None:
    Passkey.objects.create(user=ana, name="My laptop", credential="x", public_key="y")
    with time_machine.travel(NOON, tick=False) as clock:
        client = with_both(ana)
        clock.shift(timedelta(minutes=16))
        assert client.post(MINE, pressed)["Location"].startswith(SECOND)
        assert client.get("/staff/second/set-up/")["Location"].startswith(SECOND)
    assert PhoneCodes.objects.exists()
    assert not recovery.left(ana)


@pytest.mark.parametrize(
    "sent", ["", "x", "{}", "[]", "null", '{"id": "x"}', '{"id": "eA", "rawId": "eA"}', "9" * 5000]
)
def test_what_no_device_made_is_no_passkey(ana: User, phone: PhoneCodes, sent: str) -> None:
    Passkey.objects.create(user=ana, name="My laptop", credential="eA", public_key="y")
    client = with_password(ana)
    client.get(SECOND)
    page = client.post(SECOND, {"passkey": sent})
    assert "This passkey was not taken" in page.content.decode()
    assert not is_in(client)
    own = with_both(ana)
    own.get("/staff/second/set-up/")
    page = own.post("/staff/second/set-up/", {"passkey": sent})
    assert "This did not work" in page.content.decode()
    assert Passkey.objects.count() == 1


def test_no_public_page_reads_the_library_of_passkeys() -> None:
    script = """
import sys, django
django.setup()
from django.test import Client
from clinic_site.wsgi import application
print([name for name in ("webauthn", "cbor2", "segno", "OpenSSL") if name in sys.modules])
"""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
