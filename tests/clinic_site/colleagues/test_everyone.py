"""The page of colleagues says in plain words who may do what, and who is here."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.test import Client

from clinic_site.models import Passkey, PhoneCodes
from contact.keeping import audit
from contact.models import AuditRecord
from faq.models import Entry
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


def test_what_they_published_and_changed_stands_there_before_a_sign_in(
    manager: Client, make: Make, entry: Entry
) -> None:
    ana = make("ana", "Manager")
    for _ in range(9):
        audit.record(AuditRecord.Act.SIGNED_IN, who=ana)
    LogEntry.objects.log_actions(ana.pk, [entry], CHANGE, change_message="Published the words.")
    audit.record(AuditRecord.Act.CHANGED, who=ana, reference="BS-T001")
    page = manager.get(f"/staff/colleagues/{ana.pk}/").content.decode()
    lines = [one.words for one in Html(page.partition("ana did last")[2]).tags("li")]
    assert lines[0].startswith("Changed: BS-T001")
    assert lines[1].startswith("Published the words.: Where do I park?")
    assert "Signed in" not in page


def test_who_cannot_sign_in_stands_in_the_one_list_there_is(manager: Client) -> None:
    User.objects.create(username="sample-clinician", first_name="Maya", last_name="Sample")
    assert manager.get("/staff/auth/user/")["Location"] == "/staff/colleagues/"
    page = manager.get("/staff/colleagues/").content.decode()
    assert "Accounts that cannot sign in here: 1" in page
    assert "sample-clinician" in page


@pytest.mark.parametrize(
    ("asks_two", "may"),
    [(True, "Publishes what is not medical"), (False, "Publishes medical words too")],
)
def test_what_a_role_may_is_said_as_the_setting_has_it(
    manager: Client, make: Make, settings: Any, asks_two: bool, may: str
) -> None:
    settings.TWO_PERSON_APPROVAL = asks_two
    ana = make("ana")
    for page in (
        f"/staff/colleagues/{ana.pk}/",
        "/staff/colleagues/invite/",
        f"/staff/auth/user/{ana.pk}/change/",
    ):
        content = manager.get(page).content.decode()
        assert may in content
        assert ("Publishes what is not medical" in content) == asks_two


def test_today_tells_a_manager_where_one_person_alone_is_enough(
    manager: Client, make: Make, settings: Any
) -> None:
    alone = "One person alone can publish medical words here"
    assert alone not in manager.get("/staff/").content.decode()
    carl = make("carl", "Clinician")
    page = manager.get("/staff/").content.decode()
    assert page.count(alone) == 1
    assert "TWO_PERSON_APPROVAL=1" in page
    assert alone not in with_both(carl).get("/staff/").content.decode()
    settings.TWO_PERSON_APPROVAL = True
    assert alone not in manager.get("/staff/").content.decode()


def test_the_form_of_an_account_has_ticks_and_nothing_of_an_owner(
    manager: Client, make: Make
) -> None:
    page = manager.get(f"/staff/auth/user/{make('ana').pk}/change/").content.decode()
    form = Html(page.partition('id="user_form"')[2])
    ticks = [one for one in form.tags("input") if one.get("name") == "groups"]
    assert {one.get("type") for one in ticks} == {"checkbox"}
    assert len(ticks) == 4
    assert "Reads and answers messages" in page
    for raw in ("Superuser", "Hold down", "user_permissions", "Staff status"):
        assert raw not in page


def test_the_owner_has_a_folded_part_more(make: Make, manager: Client) -> None:
    owner = make("olga")
    User.objects.filter(pk=owner.pk).update(is_superuser=True)
    page = with_both(owner).get(f"/staff/auth/user/{make('ana').pk}/change/").content.decode()
    folded = page.partition("<details")[2].partition("</details>")[0]
    assert "For the owner: more than roles" in folded
    assert 'name="is_superuser"' in folded
    assert "Can approve words" not in folded
    assert "Hold down" not in page


def test_the_menu_leads_there_who_may_see_it(manager: Client, make: Make) -> None:
    link = b'href="/staff/colleagues/"'
    assert link in manager.get("/staff/").content
    assert link not in with_both(make("ana")).get("/staff/").content


def test_my_own_page_leads_to_my_sign_in(manager: Client, mona: User) -> None:
    page = manager.get(f"/staff/colleagues/{mona.pk}/").content.decode()
    assert '<a href="/staff/my-sign-in/">My sign-in</a>' in page
    assert f"/staff/auth/user/{mona.pk}/second/" not in page
