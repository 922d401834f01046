"""Before export, roles, resets and deletion the second step is asked again after a quarter hour."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import time_machine
from django.contrib.auth.models import Group, User
from django.test import Client

from contact.models import AuditRecord, Inquiry
from tests.clinic_site.second.signing_in import SECOND, give, with_both
from tests.colleagues import PHONE, code_of, give_phone

NOON = datetime.fromisoformat("2026-11-24T12:00:10-05:00")


def asks_again(page: Any) -> bool:
    return bool(page.status_code == 302 and page["Location"].startswith(SECOND))


def test_roles_accounts_and_resets_ask_again(ana: User) -> None:
    rob = User.objects.create_user("rob", is_staff=True)
    group = Group.objects.create(name="Guests")
    give_phone(ana)
    grave = [
        *(f"/staff/auth/user/{rob.pk}/{do}/" for do in ("change", "delete", "password", "second")),
        *(f"/staff/auth/group/{group.pk}/{do}/" for do in ("change", "delete")),
        *("/staff/colleagues/invite/", "/staff/auth/group/add/"),
    ]
    with time_machine.travel(NOON, tick=False) as clock:
        client = with_both(ana)
        assert not any(asks_again(client.get(path)) for path in grave)
        clock.shift(timedelta(minutes=16))
        assert all(asks_again(client.get(path)) for path in grave)
        assert all(asks_again(client.post(path)) for path in grave)
        harmless = ("", "colleagues/", "auth/group/", f"auth/user/{rob.pk}/history/", "faq/entry/")
        assert all(client.get(f"/staff/{path}").status_code == 200 for path in harmless)
    assert User.objects.filter(pk=rob.pk).exists()


def test_exporting_and_deleting_messages_asks_again(
    ana: User, make_inquiry: Callable[..., Inquiry]
) -> None:
    inquiry = make_inquiry()
    give_phone(ana)
    chosen = {"action": "export", "_selected_action": [inquiry.pk]}
    sure = chosen | {"sure": "Export"}
    with time_machine.travel(NOON, tick=False) as clock:
        client = with_both(ana)
        clock.shift(timedelta(minutes=16))
        assert asks_again(client.post("/staff/contact/inquiry/", sure))
        page = client.post("/staff/contact/inquiry/", chosen)
        assert asks_again(page)
        assert asks_again(client.get(f"/staff/contact/inquiry/{inquiry.pk}/redact/"))
        assert asks_again(client.get(f"/staff/contact/inquiry/{inquiry.pk}/delete/"))
        assert Inquiry.objects.exists()
        assert not AuditRecord.objects.filter(act__in=["exported", "deleted"]).exists()
        assert b"show again that it is you" in client.get(page["Location"]).content
        back = client.post(page["Location"], {"code": code_of(PHONE)})
        assert back["Location"] == "/staff/contact/inquiry/"
        assert inquiry.reference.encode() in client.post(back["Location"], sure).content
    assert AuditRecord.objects.filter(act="exported").exists()


def test_deleting_several_from_a_list_asks_again(ana: User) -> None:
    group = Group.objects.create(name="Guests")
    give_phone(ana)
    path = "/staff/auth/group/"
    chosen = {"action": "delete_selected", "_selected_action": [group.pk], "post": "yes"}
    with time_machine.travel(NOON, tick=False) as clock:
        client = with_both(ana)
        clock.shift(timedelta(minutes=16))
        assert asks_again(client.post(path, chosen))
        assert Group.objects.exists()
        give(client, code_of(PHONE))
        client.post(path, chosen)
    assert not Group.objects.exists()


def test_a_wrong_code_leads_to_nothing_grave(ana: User) -> None:
    give_phone(ana)
    with time_machine.travel(NOON, tick=False) as clock:
        client = with_both(ana)
        clock.shift(timedelta(minutes=16))
        give(client, "000000")
        assert asks_again(client.get("/staff/colleagues/invite/"))
        assert client.get("/staff/").status_code == 200


def test_a_clock_that_is_set_back_makes_nothing_fresh(ana: User) -> None:
    give_phone(ana)
    with time_machine.travel(NOON, tick=False) as clock:
        client = with_both(ana)
        clock.shift(timedelta(seconds=-30))
        assert asks_again(client.get("/staff/colleagues/invite/"))


def test_at_this_machine_nothing_is_asked_again(ana: User) -> None:
    client = Client()
    client.force_login(ana)
    assert client.get("/staff/colleagues/invite/").status_code == 200
