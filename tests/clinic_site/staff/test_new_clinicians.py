"""An account that may approve medical words from now on is written down, and told to the others."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User

from clinic_site.staff import roles
from contact.models import AuditRecord, Delivery
from tests.colleagues import Editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def maria(hire: Any) -> Editor:
    """The manager, with a second account of her own; a second manager, a clinician, an editor."""
    roles.create()
    for name, role in [("mo", "Manager"), ("nora", "Clinician"), ("eli", "Editor")]:
        user = User.objects.create_user(name, f"{name}@clinic.example", is_staff=True)
        user.groups.set(Group.objects.filter(name=role))
    User.objects.create_user("second", "second@clinic.example", is_staff=True)
    editor: Editor = hire("Maria", "view_user", "change_user", "view_group")
    User.objects.filter(pk=editor.user.pk).update(email="maria@clinic.example")
    return editor


def give(by: Editor, name: str, **more: Any) -> None:
    user = User.objects.get(username=name)
    form = {"username": name, "email": user.email}
    page = by.post(f"/staff/auth/user/{user.pk}/change/", form | more)
    assert page.status_code == 302


def told() -> set[str]:
    return {mail.recipient for mail in Delivery.objects.filter(kind=Delivery.Kind.RIGHTS)}


def recorded() -> list[str]:
    rows = AuditRecord.objects.filter(detail__contains="may approve medical words")
    return [f"{row.who}: {row.detail}" for row in rows]


def test_a_second_account_made_a_clinician_is_told_to_the_others(maria: Editor) -> None:
    give(maria, "second", groups=[Group.objects.get(name="Clinician").pk])
    assert told() == {"mo@clinic.example", "nora@clinic.example", "second@clinic.example"}
    assert recorded() == ["maria: second may approve medical words from now on"]


def test_another_role_and_the_same_again_are_told_to_nobody(maria: Editor) -> None:
    give(maria, "second", groups=[Group.objects.get(name="Editor").pk])
    give(maria, "nora", groups=[Group.objects.get(name="Clinician").pk])
    assert (told(), recorded()) == (set(), [])


def test_a_clinician_who_is_let_in_again_is_told(maria: Editor) -> None:
    User.objects.filter(username="nora").update(is_active=False)
    nora = User.objects.get(username="nora")
    maria.post(f"/staff/auth/user/{nora.pk}/back/")
    assert recorded() == ["maria: nora may approve medical words from now on"]
    assert "mo@clinic.example" in told()


def test_a_right_given_by_hand_or_to_a_role_is_told(maria: Editor, dana: Editor) -> None:
    rights = [one.pk for one in Permission.objects.filter(codename="approve_words")]
    give(dana, "second", user_permissions=rights)
    assert recorded() == ["dana: second may approve medical words from now on"]
    role = Group.objects.get(name="Editor")
    dana.post(f"/staff/auth/group/{role.pk}/change/", {"name": "Editor", "permissions": rights})
    assert "dana: eli may approve medical words from now on" in recorded()
    assert {"maria@clinic.example", "mo@clinic.example"} <= told()
