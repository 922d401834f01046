"""The page of colleagues says in plain words who may do what, and who is here."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client

from clinic_site.models import Passkey, PhoneCodes
from tests.clinic_site.second.signing_in import is_in, with_both
from tests.html import Page as Html

Make = Callable[..., User]
NOON = datetime.fromisoformat("2026-11-24T12:00:00-05:00")


def rows(page: Any) -> dict[str, list[str]]:
    """By name: what stands beside it."""
    found = {}
    for part in (
        page.content.decode().partition("<tbody>")[2].partition("</tbody>")[0].split("<tr>")
    ):
        html = Html(part)
        for link in html.tags("a")[:1]:
            found[link.words] = [cell.words for cell in html.tags("td")]
    return found


def test_each_colleague_stands_there_with_role_day_and_second_step(make: Make) -> None:
    with time_machine.travel(NOON - timedelta(days=20)):
        with_both(make("ana", "Clinician"))
    with time_machine.travel(NOON - timedelta(days=1)):
        with_both(make("rob", "Front desk"))
    luis = make("luis")
    PhoneCodes.objects.filter(user=luis).delete()
    User.objects.filter(pk=luis.pk).update(first_name="Luis", last_name="Ortega")
    with time_machine.travel(NOON):
        mona = make("mona", "Manager")
        Passkey.objects.create(user=mona, name="Key", credential="a", public_key="b")
        page = with_both(mona).get("/staff/colleagues/")
    assert rows(page) == {
        "ana": ["Clinician", "Nov 4, 2026", "Codes"],
        "Luis Ortega": ["Editor", "Never", "Not set up yet"],
        "mona": ["Manager", "Today", "Passkey and codes"],
        "rob": ["Front desk", "Yesterday", "Codes"],
    }


def test_a_session_that_is_used_counts_as_seen(make: Make) -> None:
    with time_machine.travel(NOON - timedelta(minutes=12 * 60 + 10)):
        ana = with_both(make("ana"))
    with time_machine.travel(NOON - timedelta(minutes=11 * 60 + 55)):
        assert is_in(ana)
    with time_machine.travel(NOON):
        page = with_both(make("mona", "Manager")).get("/staff/colleagues/")
    assert rows(page)["ana"][1] == "Today"


def test_a_lock_is_told_with_the_way_to_open_it(manager: Client, make: Make) -> None:
    ana = make("ana")
    assert b"Locked until" not in manager.get("/staff/colleagues/").content
    for _ in range(11):
        Client().post("/staff/login/", {"username": "ana", "password": "wrong-horse"})
    unlock = f"/staff/auth/user/{ana.pk}/unlock/"
    for page in ("/staff/colleagues/", f"/staff/colleagues/{ana.pk}/"):
        content = manager.get(page).content.decode()
        assert "Locked until" in content
        assert f'href="{unlock}"' in content
    manager.post(unlock)
    assert b"Locked until" not in manager.get("/staff/colleagues/").content


@pytest.mark.parametrize(
    ("role", "may", "may_not"),
    [
        ("Front desk", "Reads and answers messages", "Cannot change the site"),
        ("Clinician", "Reads, approves and sends back", "Cannot invite people"),
    ],
)
def test_the_page_of_one_says_what_they_may_and_may_not(
    manager: Client, make: Make, role: str, may: str, may_not: str
) -> None:
    page = manager.get(f"/staff/colleagues/{make('ana', role).pk}/").content.decode()
    assert f"<li>{may}</li>" in page
    assert f'<li class="not">{may_not}</li>' in page


def test_what_somebody_did_last_stands_there_for_those_who_may_read_the_audit(
    manager: Client, make: Make
) -> None:
    ana = make("ana")
    with_both(ana)
    page = manager.get(f"/staff/colleagues/{ana.pk}/").content.decode()
    assert "What ana did last" in page
    assert "Signed in" in page


def test_the_menu_leads_there_who_may_see_it(manager: Client, make: Make) -> None:
    link = b'href="/staff/colleagues/"'
    assert link in manager.get("/staff/").content
    assert link not in with_both(make("ana")).get("/staff/").content


def test_my_own_page_leads_to_my_sign_in(manager: Client, mona: User) -> None:
    page = manager.get(f"/staff/colleagues/{mona.pk}/").content.decode()
    assert '<a href="/staff/my-sign-in/">My sign-in</a>' in page
    assert f"/staff/auth/user/{mona.pk}/second/" not in page
