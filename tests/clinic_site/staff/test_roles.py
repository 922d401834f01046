"""Each kind of colleague can do their own work, and nothing of what is not theirs."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client

from contact.models import Inquiry
from faq.models import Entry

Make = Callable[..., Inquiry]


def create_roles() -> str:
    out = io.StringIO()
    call_command("create_roles", stdout=out)
    return out.getvalue().strip()


@pytest.fixture
def colleague(db: None) -> Callable[[str], Client]:
    """Someone with this role, and a browser."""
    create_roles()

    def hire(role: str) -> Client:
        user = User.objects.create_user(role, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client = Client()
        client.force_login(user)
        return client

    return hire


def test_the_command_can_be_run_again_and_keeps_what_a_clinic_changed(db: None) -> None:
    assert create_roles() == "Editor, Clinician, Front desk, Manager added."
    desk = Group.objects.get(name="Front desk")
    extra = Group.objects.get(name="Manager").permissions.get(codename="export_inquiry")
    desk.permissions.add(extra)
    desk.permissions.remove(desk.permissions.get(codename="view_inquiry"))
    assert create_roles() == "No role added."
    codenames = set(desk.permissions.values_list("codename", flat=True))
    assert {"export_inquiry", "view_inquiry"} <= codenames


@pytest.mark.parametrize(
    ("role", "may_read_messages"),
    [("Editor", False), ("Clinician", False), ("Front desk", True), ("Manager", True)],
)
def test_only_the_desk_and_the_manager_read_messages(
    colleague: Any, make_inquiry: Make, role: str, may_read_messages: bool
) -> None:
    inquiry = make_inquiry(name="Anastasia")
    person = colleague(role)
    for path in ("/staff/contact/inquiry/", inquiry.get_absolute_url()):
        answer = person.get(path)
        assert (answer.status_code == 200) == may_read_messages
        assert (b"Anastasia" in answer.content) == may_read_messages
    assert (b"Anastasia" in person.get("/staff/").content) == may_read_messages


@pytest.mark.parametrize(
    ("role", "may_write"),
    [("Editor", True), ("Clinician", True), ("Front desk", False), ("Manager", True)],
)
def test_the_desk_does_not_edit_words(
    colleague: Any, first_edition: None, role: str, may_write: bool
) -> None:
    entry = Entry.objects.all()[0]
    page = colleague(role).get(f"/staff/faq/entry/{entry.pk}/change/").content.decode()
    assert ('name="_publish"' in page or 'name="_save"' in page) == may_write


@pytest.mark.parametrize("role", ["Editor", "Clinician", "Front desk"])
@pytest.mark.parametrize(
    "path",
    [
        "/staff/contact/auditrecord/",
        "/staff/colleagues/",
        "/staff/contact/inquiry/1/delete/",
        "/staff/contact/inquiry/1/redact/",
    ],
)
def test_only_the_manager_deletes_redacts_and_reads_the_audit(
    colleague: Any, make_inquiry: Make, role: str, path: str
) -> None:
    number = str(make_inquiry().pk)
    path = path.replace("1", number)
    assert colleague(role).get(path).status_code == 403
    assert colleague("Manager").get(path).status_code == 200


def test_nobody_but_a_manager_takes_messages_out(colleague: Any, make_inquiry: Make) -> None:
    form = {"action": "export", "_selected_action": [make_inquiry().pk], "sure": "Export"}
    inbox = "/staff/contact/inquiry/"
    assert "text/csv" not in colleague("Front desk").post(inbox, form)["Content-Type"]
    assert "text/csv" in colleague("Manager").post(inbox, form)["Content-Type"]


def test_a_manager_cannot_make_anyone_mightier_than_the_roles(colleague: Any) -> None:
    manager = colleague("Manager")
    other = User.objects.create_user("eve", is_staff=True)
    page = manager.get(f"/staff/auth/user/{other.pk}/change/").content.decode()
    assert 'name="is_superuser"' not in page
    assert 'name="user_permissions"' not in page
    assert 'name="groups"' in page
    form = {"username": "eve", "is_staff": "on", "is_active": "on", "is_superuser": "on"}
    manager.post(f"/staff/auth/user/{other.pk}/change/", form)
    other.refresh_from_db()
    assert not other.is_superuser


def test_a_manager_cannot_take_over_a_mightier_account(colleague: Any) -> None:
    owner = User.objects.create_superuser("owner", password="a long password")
    manager = colleague("Manager")
    for path in ("change/", "password/"):
        form = {"password1": "another long password", "password2": "another long password"}
        manager.post(f"/staff/auth/user/{owner.pk}/{path}", form | {"username": "owner"})
    owner.refresh_from_db()
    assert owner.check_password("a long password")
    assert owner.is_superuser
