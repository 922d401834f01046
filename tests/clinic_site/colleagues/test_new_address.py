"""A manager who changes a colleague's mail address does not come in as that colleague."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from clinic_site.models import PhoneCodes
from contact.models import AuditRecord
from tests.clinic_site.colleagues.mailbox import delivered
from tests.clinic_site.second.signing_in import SET_UP, is_in, with_both, with_password

Make = Callable[..., User]
MINE = "mona.private@example.org"


def change(manager: Client, user: User, email: str = MINE) -> Any:
    """Another mail address, and nothing else."""
    form = {"username": user.username, "email": email, "groups": user.groups.get().pk}
    return manager.post(f"/staff/auth/user/{user.pk}/change/", form)


def asks_for_link(email: str = MINE) -> bool:
    """True if "Forgotten?" mails one there."""
    mail.outbox.clear()
    Client().post("/staff/forgotten/", {"email": email})
    return any("new password" in letter.subject.lower() for letter in delivered())


def later(**time: int) -> Any:
    return time_machine.travel(datetime.now().astimezone() + timedelta(**time))


@pytest.fixture
def carl(make: Make) -> User:
    """A clinician."""
    return make("carl", "Clinician")


def test_a_manager_does_not_become_the_clinician(manager: Client, carl: User) -> None:
    assert change(manager, carl)["Location"] == f"/staff/colleagues/{carl.pk}/"
    assert not asks_for_link()
    page = manager.post(f"/staff/auth/user/{carl.pk}/second/")
    assert "Until" in page.content.decode()
    assert PhoneCodes.objects.filter(user=carl).exists()
    with later(hours=71):
        assert not asks_for_link()
    with later(hours=73):
        assert asks_for_link()


def test_a_second_step_that_was_reset_before_opens_nothing(manager: Client, carl: User) -> None:
    manager.post(f"/staff/auth/user/{carl.pk}/second/")
    change(manager, carl)
    assert not asks_for_link()
    mail.outbox.clear()
    thief = with_password(carl)
    page = thief.post(SET_UP, {"mail": "1"})
    assert "no code goes there yet" in page.content.decode()
    assert mail.outbox == []
    assert not is_in(thief)


def test_a_link_of_before_opens_nothing_either(manager: Client, carl: User) -> None:
    change(manager, carl)
    carl.refresh_from_db()
    key = default_token_generator.make_token(carl)
    link = {"who": str(carl.pk), "key": key}
    assert Client().get("/staff/forgotten/new/", link).status_code == 410


def test_both_mailboxes_and_all_who_answer_hear_of_it(
    manager: Client, carl: User, make: Make
) -> None:
    make("rita", "Manager")
    make("grace", "Clinician")
    make("luis")
    change(manager, carl)
    letters = {letter.to[0].partition("@")[0]: letter for letter in delivered()}
    assert set(letters) == {"carl", "mona.private", "rita", "grace"}
    for letter in letters.values():
        assert letter.subject == "A mail address was changed"
        assert "mona changed the mail address of carl" in letter.body
        assert MINE not in letter.body


def test_it_stands_in_the_audit_from_what_to_what(manager: Client, carl: User) -> None:
    change(manager, carl)
    told = AuditRecord.objects.filter(who="mona", detail__startswith="mail address of carl")
    assert told.get().detail == f"mail address of carl: carl@clinic.example → {MINE}"


def test_a_second_manager_confirms_it_and_who_changed_it_does_not(
    manager: Client, carl: User, make: Make
) -> None:
    rita = with_both(make("rita", "Manager"))
    change(manager, carl)
    page, confirm = f"/staff/colleagues/{carl.pk}/", f"/staff/auth/user/{carl.pk}/address/"
    assert "has a new mail address" not in manager.get("/staff/").content.decode()
    assert confirm not in manager.get(page).content.decode()
    assert manager.post(confirm).status_code == 403
    assert not asks_for_link()
    assert f'href="{page}">carl has a new mail address' in rita.get("/staff/").content.decode()
    assert confirm in rita.get(page).content.decode()
    rita.get(confirm)
    assert not asks_for_link()
    rita.post(confirm)
    assert asks_for_link()
    assert AuditRecord.objects.filter(who="rita", detail__startswith="confirmed the mail").exists()


@pytest.mark.parametrize("role", ["Editor", "Clinician", "Front desk"])
def test_nobody_but_a_manager_confirms_it(
    manager: Client, carl: User, make: Make, role: str
) -> None:
    change(manager, carl)
    other = with_both(make("other", role))
    assert other.post(f"/staff/auth/user/{carl.pk}/address/").status_code == 403


def test_a_manager_invited_a_moment_ago_confirms_nothing(
    manager: Client, carl: User, make: Make
) -> None:
    luis = make("luis")
    roles = {"groups": User.objects.get(username="mona").groups.get().pk}
    manager.post(
        f"/staff/auth/user/{luis.pk}/change/",
        {"username": "luis", "email": luis.email, **roles},
    )
    change(manager, carl)
    assert with_both(luis).post(f"/staff/auth/user/{carl.pk}/address/").status_code == 403


def test_the_operator_confirms_it(manager: Client, carl: User) -> None:
    with pytest.raises(CommandError, match="Nothing waits"):
        call_command("confirm_address", "carl")
    change(manager, carl)
    with pytest.raises(CommandError, match="No colleague signs in as nobody"):
        call_command("confirm_address", "nobody")
    call_command("confirm_address", "carl", stdout=StringIO())
    assert asks_for_link()


def test_a_first_address_is_a_new_one_and_other_capitals_are_none(
    manager: Client, carl: User
) -> None:
    change(manager, carl, "Carl@clinic.example")
    assert asks_for_link("carl@clinic.example")
    User.objects.filter(pk=carl.pk).update(email="")
    change(manager, carl)
    assert not asks_for_link()


def test_my_own_new_address_waits_too(manager: Client, mona: User) -> None:
    form = {"username": "mona", "email": MINE}
    assert manager.post(f"/staff/auth/user/{mona.pk}/change/", form).status_code == 302
    assert {letter.to[0] for letter in delivered()} == {"mona@clinic.example", MINE}
    assert not asks_for_link()


def test_the_second_step_is_asked_for_again_first(manager: Client, carl: User) -> None:
    with later(minutes=16):
        assert change(manager, carl)["Location"].startswith("/staff/second/?next=")
    carl.refresh_from_db()
    assert carl.email == "carl@clinic.example"


def test_an_address_of_another_colleague_is_refused(manager: Client, carl: User) -> None:
    page = change(manager, carl, "MONA@clinic.example")
    assert "A colleague has this address already" in page.content.decode()


def test_the_address_of_before_waits_for_nothing_and_no_other_does_so(
    manager: Client, carl: User
) -> None:
    change(manager, carl)
    change(manager, carl, "other@example.org")
    change(manager, carl)
    assert not asks_for_link()
    change(manager, carl, "carl@clinic.example")
    assert "so nothing is held back" in delivered()[-1].body
    assert asks_for_link("carl@clinic.example")


def test_all_who_answer_hear_of_a_clinicians_new_second_step(
    manager: Client, carl: User, make: Make
) -> None:
    make("rita", "Manager")
    make("grace", "Clinician")
    luis = make("luis")
    change(manager, carl)
    delivered()
    with later(hours=73):
        mail.outbox.clear()
        manager.post(f"/staff/auth/user/{luis.pk}/second/")
        call_command("second_step", "carl", "--reset", stdout=StringIO())
        told = [one for one in delivered() if one.subject == "A second step was reset"]
    to = {letter.to[0].partition("@")[0] for letter in told}
    assert to == {"mona", "rita", "grace"}
    assert all("account for the staff pages was taken away" in letter.body for letter in told)
    assert all("carl" in letter.body for letter in told)
