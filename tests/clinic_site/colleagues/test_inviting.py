"""A colleague is invited by mail, chooses name, password and second step, and nobody else knows."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.test import Client

from clinic_site.colleagues import invitations
from clinic_site.models import Invitation, PhoneCodes, SlowChange
from contact.models import AuditRecord, Delivery
from pages.people import may_approve
from tests.clinic_site.colleagues.mailbox import delivered, link_in
from tests.clinic_site.second.signing_in import SET_UP, is_in, with_both, with_password
from tests.colleagues import code_of
from tests.contact.trouble import everything_stored

INVITE, TOMAS = "/staff/colleagues/invite/", "tomas@clinic.example"
CHOSEN = {"name": "Tomas Bell", "username": "Tomas", "password": "lamp gravel sunday"}
NOON = datetime.fromisoformat("2026-11-24T12:00:10-05:00")


def invite(manager: Client, email: str = TOMAS, role: str = "Front desk") -> Any:
    """Fill in the form."""
    return manager.post(INVITE, {"email": email, "role": role})


@pytest.fixture
def link(manager: Client) -> str:
    """The link in the mail to Tomas."""
    assert invite(manager).status_code == 302
    return link_in(delivered()[-1])


def test_a_colleague_comes_in_by_the_link_with_a_second_step(link: str) -> None:
    tomas = Client()
    assert b"invited you to these pages, as front desk: you read and" in tomas.get(link).content
    assert tomas.post(link, CHOSEN)["Location"] == SET_UP
    assert not is_in(tomas)
    assert b"Codes from your phone" in tomas.get(SET_UP).content
    key = PhoneCodes.objects.get(user__username="Tomas").key
    tomas.post(SET_UP, {"code": code_of(key)})
    assert is_in(tomas)
    user = User.objects.get(username="Tomas")
    assert (user.first_name, user.last_name, user.email) == ("Tomas", "Bell", TOMAS)
    assert [group.name for group in user.groups.all()] == ["Front desk"]
    assert user.is_staff
    assert not user.is_superuser


def test_a_role_that_the_site_lacks_is_made_with_its_rights(link: str) -> None:
    Group.objects.filter(name="Front desk").delete()
    Client().post(link, CHOSEN)
    assert User.objects.get(username="Tomas").has_perm("contact.change_inquiry")


def test_the_mail_says_who_invites_as_what_and_until_when(manager: Client, mona: User) -> None:
    User.objects.filter(pk=mona.pk).update(first_name="Mona", last_name="Holt")
    with time_machine.travel(datetime.now().astimezone()):
        invite(manager)
        (letter,) = delivered()
    assert letter.to == [TOMAS]
    assert letter.subject == "Mona Holt invites you to BrainStim’s staff pages"
    assert "as front desk: you read and answer messages" in letter.body
    assert "The link lasts one day, until" in letter.body


def test_no_cookie_carries_whom_a_manager_invited(manager: Client) -> None:
    """A cookie of its own for what a page says goes to public pages too, for anyone to read."""
    reply = invite(manager)
    assert {*reply.cookies} <= {"sessionid", "csrftoken"}
    assert "gets an invitation" in manager.get(reply["Location"]).content.decode()


def test_no_secret_of_a_link_is_stored(link: str) -> None:
    key = link.split("key=")[1].replace("%3A", ":")
    assert invitations.of_key(key) == Invitation.objects.get()
    assert key.split(":")[1] not in str(everything_stored())


@pytest.mark.parametrize(("hours", "status"), [(23, 200), (25, 410), (-2, 410)])
def test_the_link_lasts_a_day(manager: Client, hours: int, status: int) -> None:
    invite(manager)
    link = link_in(delivered()[-1])
    with time_machine.travel(datetime.now().astimezone() + timedelta(hours=hours)):
        assert Client().get(link).status_code == status
        Client().post(link, CHOSEN)
        assert User.objects.filter(username="Tomas").exists() == (status == 200)


def test_it_works_once(link: str) -> None:
    Client().post(link, CHOSEN)
    late = Client().post(link, CHOSEN | {"username": "thief"})
    assert late.status_code == 410
    assert b"It works once, and was used or taken back. Ask mona for a new one" in late.content
    assert not User.objects.filter(username="thief").exists()


def test_of_two_who_take_it_at_once_one_joins(link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def taken_meanwhile(invitation: Invitation) -> bool:
        assert invitations.take(invitation)
        return True

    monkeypatch.setattr(invitations, "is_open", taken_meanwhile)
    assert Client().post(link, CHOSEN).status_code == 410
    assert not User.objects.filter(username="Tomas").exists()


def test_no_page_of_an_invitation_is_kept_by_a_browser(link: str) -> None:
    assert "no-store" in Client().get(link)["Cache-Control"]


def test_the_name_of_who_left_cannot_be_chosen(link: str, make: Callable[..., User]) -> None:
    make("luis").delete()
    page = Client().post(link, CHOSEN | {"username": "Luis"})
    assert b"Somebody signs in, or signed in, with this name" in page.content
    assert Client().post(link, CHOSEN).status_code == 302


def test_an_address_with_an_account_is_not_invited_in_capitals(manager: Client, mona: User) -> None:
    assert b"A colleague has this address already" in invite(manager, mona.email.upper()).content
    assert not Invitation.objects.exists()


def test_who_may_add_accounts_and_not_change_them_invites_nobody(make: Callable[..., User]) -> None:
    ana = make("ana")
    ana.user_permissions.add(Permission.objects.get(codename="add_user"))
    assert invite(with_both(ana), role="Manager").status_code == 403
    assert not Invitation.objects.exists()


def test_no_mail_leaves_for_a_manager_who_is_none_any_more(manager: Client, mona: User) -> None:
    invite(manager)
    mona.groups.clear()
    assert delivered() == []


def test_an_invitation_is_taken_back(manager: Client, link: str) -> None:
    page = manager.get("/staff/colleagues/").content.decode()
    assert f"<b>{TOMAS}</b>" in page
    number = Invitation.objects.get().pk
    manager.post(f"/staff/colleagues/invited/{number}/take-back/")
    assert Client().get(link).status_code == 410
    assert f"<b>{TOMAS}</b>" not in manager.get("/staff/colleagues/").content.decode()
    told = AuditRecord.objects.filter(act="account").values_list("detail", flat=True)
    assert told[0] == f"took back the invitation of {TOMAS}: Front desk"


def test_only_a_manager_takes_an_invitation_back(link: str, make: Callable[..., User]) -> None:
    editor, number = with_both(make("ana")), Invitation.objects.get().pk
    assert editor.post(f"/staff/colleagues/invited/{number}/take-back/").status_code == 403
    assert Client().get(link).status_code == 200


def test_one_that_ran_out_is_sent_again_with_what_it_said(manager: Client, mona: User) -> None:
    with time_machine.travel(datetime.now().astimezone() - timedelta(days=2)):
        old = invitations.make(TOMAS, "Front desk", mona)
    page = manager.get("/staff/colleagues/").content.decode()
    assert "The link ran out" in page
    assert "Take back" not in page
    form = manager.get(f"{INVITE}?again={old.pk}").content.decode()
    assert f'value="{TOMAS}"' in form
    assert 'value="Front desk"' in form
    assert "Error" not in form
    for number in ("", "x", "0", "9" * 40):
        assert manager.get(INVITE, {"again": number}).status_code == 200


def test_a_new_invitation_ends_the_one_before(manager: Client, link: str) -> None:
    invite(manager, TOMAS.upper())
    new = link_in(delivered()[-1])
    assert Client().get(link).status_code == 410
    assert Client().get(new).status_code == 200


@pytest.mark.parametrize("change", [{"is_active": False}, {"groups": []}])
def test_who_may_not_invite_any_more_has_invited_nobody(
    link: str, mona: User, change: dict[str, Any]
) -> None:
    if "groups" in change:
        mona.groups.clear()
    else:
        User.objects.filter(pk=mona.pk).update(**change)
    assert Client().get(link).status_code == 410
    Client().post(link, CHOSEN)
    assert not User.objects.filter(username="Tomas").exists()


def test_a_mail_that_waited_too_long_is_not_sent(manager: Client) -> None:
    invite(manager)
    with time_machine.travel(datetime.now().astimezone() + timedelta(hours=25)):
        assert delivered() == []
    assert not Delivery.objects.filter(kind="door").exists()


def test_a_link_that_somebody_made_up_leads_nowhere(link: str) -> None:
    number = Invitation.objects.get().pk
    for key in ("", "1", f"{number}", f"{number}:abc", link.split("key=")[1][:-2]):
        assert Client().get("/staff/invited/", {"key": key}).status_code == 410


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", " ", "Write your name."),
        ("username", "to mas", "no spaces"),
        ("username", "MONA", "Somebody signs in, or signed in, with this name"),
        ("password", "short", "too short"),
        ("password", "tomas@clinic.example", "too similar"),
        ("password", "", "Choose a password."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(
    link: str, field: str, typed: str, said: str
) -> None:
    page = Client().post(link, CHOSEN | {field: typed})
    assert said in page.content.decode()
    assert f'id="id_{field}_error"' in page.content.decode()
    assert "lamp gravel sunday" not in page.content.decode()
    assert not User.objects.filter(email=TOMAS).exists()
    assert Client().post(link, CHOSEN).status_code == 302


def test_the_form_says_what_is_missing_and_invites_nobody(manager: Client, mona: User) -> None:
    page = manager.post(INVITE, {"email": "tomas@example"})
    assert b"This address is not whole" in page.content
    assert b"Choose what this colleague may do." in page.content
    assert b"A colleague has this address already" in invite(manager, mona.email).content
    assert b"valid choice" in invite(manager, role="Owner").content
    assert not Invitation.objects.exists()


def test_only_a_manager_invites(make: Callable[..., User]) -> None:
    for role in ("Editor", "Clinician", "Front desk"):
        client = with_both(make(role.lower().replace(" ", "-"), role))
        assert client.get(INVITE).status_code == 403
        assert invite(client).status_code == 403
    assert not Invitation.objects.exists()


def test_inviting_and_joining_stand_in_the_audit(link: str) -> None:
    Client().post(link, CHOSEN)
    told = AuditRecord.objects.filter(act="account").order_by("pk").values_list("who", "detail")
    assert list(told) == [
        ("mona", f"invited {TOMAS}: Front desk"),
        ("Tomas", "took the invitation of mona, as Tomas: Front desk"),
    ]
    call_command("check_audit")


def test_who_is_invited_as_a_clinician_approves_once_one_says_yes(
    manager: Client, make: Callable[..., User]
) -> None:
    """A manager's own second mailbox makes them no clinician."""
    grace = make("grace", "Clinician")
    invite(manager, role="Clinician")
    Client().post(link_in(delivered()[-1]), CHOSEN)
    tomas = User.objects.get(username="Tomas")
    told = {one.to[0] for one in delivered() if one.subject == "A new clinician waits for a yes"}
    assert told == {"mona@clinic.example", "grace@clinic.example"}
    assert not may_approve(tomas, "pages")
    assert [group.name for group in tomas.groups.all()] == ["Editor"]
    page = manager.get(f"/staff/colleagues/{tomas.pk}/").content.decode()
    assert "Clinician: waits for a yes" in page
    asked = f"/staff/colleagues/clinician/{SlowChange.objects.get(user=tomas).pk}/"
    assert manager.post(asked, {"yes": "1"}).status_code == 403
    with_both(grace).post(asked, {"yes": "1"})
    assert may_approve(tomas, "pages")
    assert [group.name for group in tomas.groups.all()] == ["Clinician"]


def test_an_invitation_as_something_else_is_told_before_it_replaces_the_first(
    manager: Client, link: str
) -> None:
    first = Invitation.objects.get()
    page = invite(manager, role="Editor").content.decode()
    assert "This replaces the invitation as Front desk" in page
    assert f'name="replaces" value="{first.pk}"' in page
    assert Client().get(link).status_code == 200
    form = {"email": TOMAS, "role": "Editor"}
    assert manager.post(INVITE, form | {"replaces": first.pk + 1}).status_code == 200
    assert manager.post(INVITE, form | {"replaces": first.pk}).status_code == 302
    old = Client().get(link).content.decode()
    assert "A newer mail replaced this one." in old
    assert "It lasted until" not in old


def test_a_name_stays_as_it_was_typed(manager: Client, link: str) -> None:
    Client().post(link, CHOSEN | {"name": "tomas de la bell", "username": "tomas"})
    tomas = User.objects.get(username="tomas")
    assert tomas.get_full_name() == "tomas de la bell"
    assert "tomas de la bell" in manager.get("/staff/colleagues/").content.decode()
    manager.post(f"/staff/auth/user/{tomas.pk}/unlock/")
    page = manager.get("/staff/colleagues/").content.decode()
    assert "tomas de la bell is unlocked" in page


def test_nobody_sets_the_password_of_another(manager: Client, make: Callable[..., User]) -> None:
    luis = make("luis")
    page = f"/staff/auth/user/{luis.pk}"
    new = {"usable_password": "true", "password1": "lamp gravel sunday"}
    new["password2"] = new["password1"]
    assert manager.post(f"{page}/password/", new).status_code == 403
    assert b"id_password" not in manager.get(f"{page}/change/").content
    assert manager.get("/staff/auth/user/add/")["Location"] == INVITE
    with_password(luis)
