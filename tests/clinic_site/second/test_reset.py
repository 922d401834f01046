"""A lost phone: a manager takes the old step away, of others, and hands a code over."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import call_command
from django.test import Client

from clinic_site.models import PhoneCodes, RecoveryCode
from clinic_site.second import recovery
from contact.models import AuditRecord
from tests.clinic_site.second.signing_in import (
    SECOND,
    SET_UP,
    is_in,
    printed_code,
    set_up_phone,
    with_both,
    with_password,
)
from tests.colleagues import PHONE, code_of, give_phone
from tests.html import Page

Make = Callable[[str, str], User]


def address(user: User) -> str:
    return f"/staff/auth/user/{user.pk}/second/"


def code_on(page: object) -> str:
    html = Page(page.content.decode())  # type: ignore[attr-defined]
    return next(one.words for one in html.tags("p") if one.get("class") == "big-code")


def test_a_manager_resets_a_colleague_who_then_sets_up_a_new_phone(make: Make) -> None:
    mona, luis = make("mona", "Manager"), make("luis", "Editor")
    paper = recovery.renew(luis)[0]
    recovery.say_kept(luis)
    manager, signed_in = with_both(mona), with_both(luis)
    assert b"A new second step" in manager.get(f"/staff/colleagues/{luis.pk}/").content
    manager.get(address(luis))
    assert is_in(signed_in)
    code = code_on(manager.post(address(luis)))
    assert not is_in(signed_in)
    assert not PhoneCodes.objects.filter(user=luis).exists()
    thief = with_password(luis)
    for old in ({"code": code_of(PHONE, 1)}, {"recovery": paper}):
        thief.post(SECOND, old)
        assert not is_in(thief)
    new = with_password(luis)
    set_up_phone(new, code)
    assert is_in(new)
    assert RecoveryCode.objects.filter(of__user=luis).count() == 10


def test_it_is_mailed_and_recorded(make: Make) -> None:
    mona, luis = make("mona", "Manager"), make("luis", "Editor")
    page = with_both(mona).post(address(luis))
    (letter,) = mail.outbox
    assert letter.to == ["luis@clinic.example"]
    assert "mona took away your second step" in letter.body
    assert code_on(page) not in letter.body
    told = AuditRecord.objects.get(act="set-up")
    assert (told.who, told.account, told.detail) == ("mona", mona.pk, "a new second step for luis")
    call_command("check_audit")


def test_who_gets_no_mail_is_named(make: Make) -> None:
    mona, luis = make("mona", "Manager"), make("luis", "Editor")
    User.objects.filter(pk=luis.pk).update(email="")
    page = with_both(mona).post(address(luis))
    assert "No mail could be sent to luis: please tell them yourself" in page.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_resets_their_own_or_one_above_them(make: Make, ana: User, method: str) -> None:
    mona, luis = make("mona", "Manager"), make("luis", "Editor")
    give_phone(ana)
    manager, editor = with_both(mona), with_both(luis)
    for client, user in ((manager, mona), (manager, ana), (editor, mona), (editor, luis)):
        assert getattr(client, method)(address(user)).status_code == 403
    assert getattr(with_both(ana), method)(address(ana)).status_code == 403
    assert PhoneCodes.objects.count() == 3
    assert b"A new second step" not in manager.get(f"/staff/colleagues/{mona.pk}/").content


def test_a_superuser_resets_a_manager(make: Make, ana: User) -> None:
    mona = make("mona", "Manager")
    give_phone(ana)
    assert code_on(with_both(ana).post(address(mona)))
    assert not PhoneCodes.objects.filter(user=mona).exists()


def test_another_site_resets_nobody(make: Make) -> None:
    mona, luis = make("mona", "Manager"), make("luis", "Editor")
    cookies = with_both(mona).cookies
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = cookies
    assert strict.post(address(luis)).status_code == 403
    assert PhoneCodes.objects.filter(user=luis).exists()


def test_the_last_superuser_is_reset_by_whoever_runs_the_site(ana: User) -> None:
    give_phone(ana)
    before = with_both(ana)
    code = printed_code("ana", "--reset")
    assert not is_in(before)
    client = with_password(ana)
    assert b"A second step for you" in client.get(SET_UP).content
    set_up_phone(client, code)
    assert is_in(client)
    told = AuditRecord.objects.filter(who="manage.py second_step").order_by("pk")
    assert list(told.values_list("detail", flat=True)) == [
        "a new second step for ana",
        "a code to set one up, for ana",
    ]
