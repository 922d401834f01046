"""A forgotten password: a link by mail, and the same answer for everyone who asks."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clinic_site.colleagues import forgotten
from clinic_site.models import AskedForLink, FailedSignIn
from contact.models import AuditRecord
from tests.clinic_site.colleagues.mailbox import delivered, link_in
from tests.clinic_site.second.signing_in import is_in, with_both, with_password
from tests.contact.trouble import everything_stored

FORGOTTEN = "/staff/forgotten/"
NEW = {"password": "lamp gravel sunday"}


def ask(email: str, address: str = "198.51.100.1") -> Any:
    environ: dict[str, Any] = {"REMOTE_ADDR": address}
    return Client().post(FORGOTTEN, {"email": email}, **environ)


def test_a_mailed_link_brings_a_new_password_and_no_second_step(make: Callable[..., User]) -> None:
    luis = make("luis")
    before = with_both(luis)
    ask("Luis@clinic.example")
    (letter,) = delivered()
    assert letter.to == ["luis@clinic.example"]
    link, client = link_in(letter), Client()
    assert b"You sign in as <b>luis</b>" in client.get(link).content
    assert client.post(link, NEW)["Location"].startswith("/staff/login/")
    assert not is_in(before)
    assert not is_in(client)
    fields = {"username": "luis", "next": "/staff/"} | NEW
    assert client.post("/staff/login/", fields)["Location"].startswith("/staff/second/")
    assert not is_in(client)
    told = AuditRecord.objects.filter(act="account").values_list("who", "detail")
    assert list(told) == [("luis", "chose a new password by a mailed link: luis: Editor")]


def test_everyone_gets_the_same_answer_for_the_same_work(make: Callable[..., User]) -> None:
    make("luis")
    gone = make("gone")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    pages = []
    for number, name in enumerate(["luis", "gone", "nobody"]):
        with CaptureQueriesContext(connection) as asked:
            page = ask(f"{name}@clinic.example", f"198.51.100.{number}")
        pages.append((page.status_code, page.content, len(asked)))
    assert len(set(pages)) == 1
    assert b"If a colleague here has this address" in pages[0][1]
    assert [letter.to for letter in delivered()] == [["luis@clinic.example"]]


def test_what_was_typed_is_sealed_and_soon_gone(db: None) -> None:
    ask("somebody@example.org")
    assert "somebody@example.org" not in str(everything_stored())
    assert delivered() == []
    assert not AskedForLink.objects.exists()


def test_many_who_ask_fill_no_mailbox(make: Callable[..., User]) -> None:
    make("luis")
    for number in range(20):
        ask("luis@clinic.example", f"198.51.100.{number}")
    assert len(delivered()) == 1
    ask("luis@clinic.example", "203.0.113.1")
    assert len(delivered()) == 1
    with time_machine.travel(datetime.now().astimezone() + timedelta(minutes=6)):
        ask("luis@clinic.example", "203.0.113.2")
        assert len(delivered()) == 2


def test_one_network_asks_ten_times(db: None) -> None:
    for _ in range(10):
        assert b"Look at your mail" in ask("luis@clinic.example").content
    assert b"From this network, 10 links were asked for" in ask("luis@clinic.example").content
    assert FailedSignIn.objects.filter(name="").count() == 10


@pytest.mark.parametrize(("minutes", "status"), [(58, 200), (62, 410)])
def test_a_link_lasts_an_hour(make: Callable[..., User], minutes: int, status: int) -> None:
    make("luis")
    ask("luis@clinic.example")
    link = link_in(delivered()[0])
    with time_machine.travel(datetime.now().astimezone() + timedelta(minutes=minutes)):
        assert Client().get(link).status_code == status


def test_a_link_works_once_and_until_the_next_sign_in(make: Callable[..., User]) -> None:
    luis = make("luis")
    ask("luis@clinic.example")
    link = link_in(delivered()[0])
    assert Client().post(link, NEW).status_code == 302
    assert Client().post(link, NEW).status_code == 410
    mail.outbox.clear()
    other = make("rosa")
    ask("rosa@clinic.example")
    link = link_in(delivered()[0])
    with_password(other)
    assert Client().get(link).status_code == 410
    assert luis.pk != other.pk


def test_a_link_of_one_colleague_is_none_of_another(make: Callable[..., User]) -> None:
    luis, rosa = make("luis"), make("rosa")
    ask("luis@clinic.example")
    link = link_in(delivered()[0]).replace(f"who={luis.pk}", f"who={rosa.pk}")
    assert Client().post(link, NEW).status_code == 410
    for who in ("", "x", "9" * 40, "²"):
        assert Client().get("/staff/forgotten/new/", {"who": who, "key": "a"}).status_code == 410
    with_password(rosa)


def test_a_bad_new_password_is_refused(make: Callable[..., User]) -> None:
    make("luis")
    ask("luis@clinic.example")
    link = link_in(delivered()[0])
    assert b"too short" in Client().post(link, {"password": "short"}).content
    assert Client().post(link, NEW).status_code == 302


def test_a_mailed_link_opens_a_name_that_strangers_locked(make: Callable[..., User]) -> None:
    make("luis")
    for number in range(12):
        fields = {"username": "luis", "password": "wrong-horse-battery"}
        environ: dict[str, Any] = {"REMOTE_ADDR": f"203.0.113.{number}"}
        Client().post("/staff/login/", fields, **environ)
    client = Client()
    ask("luis@clinic.example")
    client.post(link_in(delivered()[0]), NEW)
    fields = {"username": "luis", "next": "/staff/"} | NEW
    assert client.post("/staff/login/", fields).status_code == 302
    assert b"Too many" in Client().post("/staff/login/", fields).content


def test_mailed_links_bring_no_new_tries_at_the_second_step(make: Callable[..., User]) -> None:
    make("luis")
    ask("luis@clinic.example")
    client = Client()
    client.post(link_in(delivered()[0]), NEW)
    client.post("/staff/login/", {"username": "luis", "next": "/staff/"} | NEW)
    for _ in range(6):
        page = client.post("/staff/second/", {"code": "000000"})
    assert b"Too many tries" in page.content
    other = Client()
    other.post("/staff/login/", {"username": "luis", "next": "/staff/"} | NEW)
    assert b"Too many tries" in other.post("/staff/second/", {"code": "000000"}).content


def test_only_colleagues_get_a_link(make: Callable[..., User]) -> None:
    User.objects.filter(pk=make("luis").pk).update(is_staff=False)
    ask("luis@clinic.example")
    assert delivered() == []


def test_what_waited_for_an_hour_is_answered_no_more(make: Callable[..., User]) -> None:
    make("luis")
    ask("luis@clinic.example")
    with time_machine.travel(datetime.now().astimezone() + timedelta(minutes=61)):
        assert delivered() == []
        assert not AskedForLink.objects.exists()


@pytest.mark.parametrize("change", [{"is_active": False}, {"email": "new@clinic.example"}])
def test_no_link_is_mailed_to_who_left_or_to_an_address_of_before(
    make: Callable[..., User], change: dict[str, Any]
) -> None:
    luis = make("luis")
    ask("luis@clinic.example")
    forgotten.send_links(datetime.now().astimezone())
    User.objects.filter(pk=luis.pk).update(**change)
    assert delivered() == []


@pytest.mark.parametrize("change", [{"is_active": False}, {"email": "new@clinic.example"}])
def test_a_mailed_link_ends_when_its_owner_leaves_or_has_another_address(
    make: Callable[..., User], change: dict[str, Any]
) -> None:
    luis = make("luis")
    ask("luis@clinic.example")
    link = link_in(delivered()[0])
    User.objects.filter(pk=luis.pk).update(**change)
    assert Client().get(link).status_code == 410
    assert Client().post(link, NEW).status_code == 410


def test_a_mailed_link_ends_when_the_password_is_changed_elsewhere(
    make: Callable[..., User],
) -> None:
    luis = make("luis")
    ask("luis@clinic.example")
    link = link_in(delivered()[0])
    luis.set_password("gravel lamp monday")
    luis.save()
    assert Client().post(link, NEW).status_code == 410


def test_no_page_with_a_link_is_kept_by_a_browser(make: Callable[..., User]) -> None:
    make("luis")
    ask("luis@clinic.example")
    page = Client().get(link_in(delivered()[0]))
    assert "no-store" in page["Cache-Control"]
