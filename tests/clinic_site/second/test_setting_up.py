"""A second step is set up by whoever holds more than the password, and by nobody else."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from clinic_site.models import Door, PhoneCodes, RecoveryCode
from contact.models import AuditRecord
from tests.clinic_site.second.signing_in import (
    SECOND,
    SET_UP,
    TODAY,
    give,
    is_in,
    printed_code,
    recovery_codes,
    set_up_phone,
    with_password,
)
from tests.colleagues import code_of, give_phone, key_in
from tests.contact.trouble import everything_stored
from tests.html import Page as Html


def test_the_password_alone_leads_to_the_second_step_and_no_further(ana: User) -> None:
    client = with_password(ana)
    assert client.get(TODAY).status_code == 302
    page = client.get(SECOND)
    assert b"A second step for you" in page.content
    assert b"Inbox" not in page.content


def test_a_stolen_password_sets_up_no_phone(ana: User) -> None:
    thief = with_password(ana)
    page = thief.get(SET_UP)
    assert b"<svg class" not in page.content.partition(b'id="content-main"')[2]
    for guess in ("", "00000000", "1234 5678"):
        page = thief.post(SET_UP, {"entry": guess})
        assert b"This code is not right" in page.content
    page = thief.post(SET_UP, {"code": "000000"})
    assert b"The code that you got for this" in page.content
    assert not PhoneCodes.objects.exists()
    assert not is_in(thief)


def test_the_page_names_apps_and_opens_one_on_the_same_phone(ana: User) -> None:
    page = with_password(ana).post(SET_UP, {"entry": printed_code("ana")}).content.decode()
    assert "such as Google Authenticator" in page
    (link,) = [one for one in Html(page).tags("a") if one.words == "On this phone? Open the app"]
    key = PhoneCodes.objects.get(user=ana).key
    address = urlsplit(link.get("href"))
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert key_in(parse_qs(address.query)["secret"][0]) == key


def test_ten_codes_that_nobody_kept_are_given_anew_at_the_next_sign_in(ana: User) -> None:
    client = with_password(ana)
    key, page = set_up_phone(client, printed_code("ana"))
    left = recovery_codes(page)
    client.post("/staff/second/done/", {"next": TODAY})
    assert is_in(client)
    again = with_password(ana)
    page = give(again, code_of(key, 1))
    assert "You did not say that you kept the last ones" in page.content.decode()
    assert len({*left, *recovery_codes(page)}) == 20
    again.post("/staff/second/done/", {"next": TODAY, "sure": "on"})
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        kept = with_password(ana)
        assert give(kept, code_of(key)).status_code == 302


def test_who_uses_one_of_the_codes_has_kept_them(ana: User) -> None:
    _key, page = set_up_phone(with_password(ana), printed_code("ana"))
    lost = with_password(ana)
    assert lost.post(SECOND, {"recovery": recovery_codes(page)[0]}).status_code == 302
    assert is_in(lost)


def test_with_a_code_that_was_handed_over_a_phone_is_set_up(ana: User) -> None:
    client = with_password(ana)
    key, page = set_up_phone(client, printed_code("ana"))
    assert len(set(recovery_codes(page))) == 10
    assert is_in(client)
    again = with_password(ana)
    assert not is_in(again)
    give(again, code_of(key, 1))
    assert is_in(again)


def test_with_a_code_that_was_mailed_too(ana: User) -> None:
    client = with_password(ana)
    assert b"on its way" in client.post(SET_UP, {"mail": "1"}).content
    (letter,) = mail.outbox
    assert letter.to == ["ana@clinic.example"]
    code = next(line for line in letter.body.splitlines() if line[:4].isdigit())
    assert code not in letter.subject
    set_up_phone(client, code)
    assert is_in(client)


def test_a_mailbox_is_not_filled(ana: User) -> None:
    client = with_password(ana)
    for _ in range(3):
        client.post(SET_UP, {"mail": "1"})
    assert len(mail.outbox) == 1
    with time_machine.travel(timezone.now() + timedelta(minutes=4)):
        client.post(SET_UP, {"mail": "1"})
    assert len(mail.outbox) == 1


def test_without_a_mail_address_nothing_is_mailed(ana: User) -> None:
    User.objects.update(email="")
    client = with_password(ana)
    page = client.get(SET_UP)
    assert b"Ask a manager" in page.content
    assert b"Mail me a code" not in page.content
    client.post(SET_UP, {"mail": "1"})
    assert mail.outbox == []


def test_mail_that_cannot_leave_is_said(ana: User, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    page = with_password(ana).post(SET_UP, {"mail": "1"})
    assert b"The mail could not be sent. Ask a manager" in page.content


@pytest.mark.parametrize(("minutes", "works"), [(4, True), (61, False)])
def test_such_a_code_works_for_an_hour(ana: User, minutes: int, works: bool) -> None:
    code = printed_code("ana")
    with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
        page = with_password(ana).post(SET_UP, {"entry": code})
    assert (b"Codes from your phone" in page.content) == works


def test_such_a_code_works_once_and_the_newest_alone(ana: User) -> None:
    old, new = printed_code("ana"), printed_code("ana")
    assert b"not right" in with_password(ana).post(SET_UP, {"entry": old}).content
    assert b"not right" not in with_password(ana).post(SET_UP, {"entry": new}).content
    thief = with_password(ana)
    assert b"not right" in thief.post(SET_UP, {"entry": new}).content
    assert b"not right" in thief.post(SET_UP, {"entry": ""}).content


def test_a_code_of_a_colleague_is_no_code_of_mine(ana: User) -> None:
    User.objects.create_user("rob", password="x", is_staff=True)
    page = with_password(ana).post(SET_UP, {"entry": printed_code("rob")})
    assert b"not right" in page.content


def test_a_key_that_another_session_saw_is_not_taken(ana: User) -> None:
    """Whoever got a code out of a colleague, and then their session, has no copy of the phone."""
    first, second = with_password(ana), with_password(ana)
    pages = [one.post(SET_UP, {"entry": printed_code("ana")}) for one in (first, second)]
    assert pages[0].content != pages[1].content
    assert PhoneCodes.objects.get().pk == second.session["phone_to_come"]
    assert b"too old or not right" in first.post(SET_UP, {"code": "000000"}).content


def test_whoever_has_a_second_step_gives_it_before_another_is_set_up(ana: User) -> None:
    give_phone(ana)
    thief = with_password(ana)
    assert thief.get(SET_UP)["Location"].startswith(SECOND)
    assert thief.post(SET_UP, {"code": "000000"})["Location"].startswith(SECOND)
    with pytest.raises(CommandError, match="has a second step already"):
        call_command("second_step", "ana")


def test_nobody_gets_a_code_who_is_no_colleague(db: None) -> None:
    User.objects.create_user("guest")
    for name in ("guest", "nobody"):
        with pytest.raises(CommandError, match=f"No colleague signs in as {name}"):
            call_command("second_step", name)


def test_the_key_and_the_codes_are_not_readable_in_the_database(ana: User) -> None:
    entry = printed_code("ana")
    key, page = set_up_phone(with_password(ana), entry)
    printed_again = Door.objects.get().entry_code
    assert printed_again == ""
    stored = "\n".join(map(str, everything_stored()))
    for secret in (key, entry.replace(" ", ""), *recovery_codes(page)):
        assert secret not in stored
        assert secret.replace("-", "") not in stored
    assert RecoveryCode.objects.count() == 10


def test_the_audit_tells_each_step(ana: User) -> None:
    client = with_password(ana)
    set_up_phone(client, printed_code("ana"))
    told = list(AuditRecord.objects.order_by("pk").values_list("who", "act", "detail"))
    assert told == [
        ("ana", "entered", ""),
        ("manage.py second_step", "set-up", "a code to set one up, for ana"),
        ("ana", "set-up", "codes of a phone"),
        ("ana", "second", "code of the phone"),
    ]


def test_a_visitor_finds_no_second_step(client: Client, db: None) -> None:
    for path in (SECOND, SET_UP, "/staff/second/done/"):
        assert client.get(path)["Location"].startswith("/staff/login/")
        assert client.post(path, {"code": "000000"}).status_code == 403
