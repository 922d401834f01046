"""A second person confirms who may approve medical words, and all who answer are told."""

from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command

from clinic_site.models import SlowChange
from clinic_site.staff import roles
from contact.models import AuditRecord, Delivery
from pages.people import may_approve
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
    editor: Editor = hire("Maria", "view_user", "add_user", "change_user", "view_group")
    User.objects.filter(pk=editor.user.pk).update(email="maria@clinic.example")
    return editor


def give(by: Editor, name: str, **more: Any) -> None:
    user = User.objects.get(username=name)
    form = {"username": name, "email": user.email}
    page = by.post(f"/staff/auth/user/{user.pk}/change/", form | more)
    assert page.status_code == 302


def told(about: str) -> set[str]:
    rows = Delivery.objects.filter(kind=Delivery.Kind.RIGHTS, about=about)
    return {mail.recipient.partition("@")[0] for mail in rows}


def clinician() -> int:
    return Group.objects.get(name="Clinician").pk


def browser(name: str) -> Editor:
    """Of a colleague who is there, after both steps."""
    editor = Editor()
    editor.user = User.objects.get(username=name)
    editor.force_login(editor.user)
    return editor


def asked(name: str) -> str:
    """Where it is decided whether they are a clinician."""
    number = SlowChange.objects.get(user__username=name, what="approves", over=None).pk
    return f"/staff/colleagues/clinician/{number}/"


def is_clinician(name: str) -> bool:
    user = User.objects.get(username=name)
    return may_approve(user, "pages") and may_approve(user, "faq")


def later() -> Any:
    """So long after now that new managers are no new ones any more."""
    return time_machine.travel(datetime.now().astimezone() + timedelta(days=3, minutes=1))


def recorded() -> list[str]:
    rows = AuditRecord.objects.filter(detail__contains="may approve medical words")
    return [f"{row.who}: {row.detail}" for row in rows]


def test_a_manager_asks_and_a_clinician_says_yes(maria: Editor) -> None:
    give(maria, "second", groups=[clinician()])
    assert not is_clinician("second")
    assert told("asked") == {"maria", "mo", "nora"}
    nora = browser("nora")
    assert (
        f'href="{asked("second")}">Is second a clinician?' in nora.get("/staff/").content.decode()
    )
    page = nora.get(asked("second")).content.decode()
    assert "Maria asked on" in page
    assert "second@clinic.example" in page
    assert not is_clinician("second")
    assert nora.post(asked("second"), {"yes": "1"})["Location"] == "/staff/"
    assert is_clinician("second")
    assert [group.name for group in User.objects.get(username="second").groups.all()] == [
        "Clinician"
    ]
    assert told("given") == {"maria", "mo", "nora"}
    assert told("yours") == {"second"}
    assert recorded() == [
        "nora: second may approve medical words from now on",
        "maria: asked that second may approve medical words",
    ]


@pytest.mark.parametrize("name", ["maria", "mo", "eli", "second"])
def test_nobody_but_a_clinician_says_it_where_there_is_one(maria: Editor, name: str) -> None:
    give(maria, "second", groups=[clinician()])
    with later():
        person = browser(name)
        assert person.get(asked("second")).status_code == 403
        assert person.post(asked("second"), {"yes": "1"}).status_code == 403
        assert "a clinician?" not in person.get("/staff/").content.decode()
    assert not is_clinician("second")


def test_a_clinician_who_asked_says_no_yes_to_it(maria: Editor) -> None:
    User.objects.get(username="nora").groups.add(Group.objects.get(name="Manager"))
    nora = browser("nora")
    give(nora, "second", groups=[clinician()])
    assert nora.post(asked("second"), {"yes": "1"}).status_code == 403
    assert not is_clinician("second")


def test_a_no_is_written_down_and_they_stay_what_they_were(maria: Editor) -> None:
    give(maria, "eli", groups=[clinician(), Group.objects.get(name="Front desk").pk])
    browser("nora").post(asked("eli"), {"no": "1"})
    assert not is_clinician("eli")
    assert User.objects.get(username="eli").groups.get().name == "Front desk"
    assert AuditRecord.objects.filter(who="nora", detail__startswith="said no: eli").exists()
    assert not SlowChange.objects.filter(what="approves", over=None).exists()


def test_the_form_shows_what_waits_and_unticking_takes_it_back(maria: Editor) -> None:
    give(maria, "second", groups=[clinician()])
    path = f"/staff/auth/user/{User.objects.get(username='second').pk}/change/"
    assert "Clinician waits for a yes" in maria.get(path).content.decode()
    assert maria.fields(path)["groups"] == [str(clinician())]
    give(maria, "second", first_name="Ann", groups=[clinician()])
    assert SlowChange.objects.filter(what="approves").count() == 1
    give(maria, "second", groups=[])
    assert not SlowChange.objects.filter(what="approves", over=None).exists()


def test_where_there_is_no_clinician_a_second_manager_of_some_days_says_it(maria: Editor) -> None:
    User.objects.filter(username="nora").update(is_active=False)
    give(maria, "second", groups=[clinician()])
    assert maria.post(asked("second"), {"yes": "1"}).status_code == 403
    assert browser("mo").post(asked("second"), {"yes": "1"}).status_code == 302
    assert is_clinician("second")


def test_no_new_manager_says_it_and_none_asks_for_another(maria: Editor) -> None:
    """One person makes a second manager's account, and is both."""
    User.objects.filter(username__in=["nora", "mo"]).update(is_active=False)
    give(maria, "eli", groups=[Group.objects.get(name="Manager").pk])
    assert {"maria", "eli"} == told("manages")
    give(maria, "second", groups=[clinician()])
    assert browser("eli").post(asked("second"), {"yes": "1"}).status_code == 403
    give(maria, "second", groups=[])
    give(browser("eli"), "second", groups=[clinician()])
    assert maria.post(asked("second"), {"yes": "1"}).status_code == 403
    assert not is_clinician("second")
    with later():
        assert browser("maria").post(asked("second"), {"yes": "1"}).status_code == 302
    assert is_clinician("second")


def test_the_operator_says_it_where_one_person_is_alone(maria: Editor) -> None:
    User.objects.exclude(username__in=["maria", "second"]).update(is_active=False)
    give(maria, "second", groups=[clinician()])
    call_command("make_clinician", "second", stdout=StringIO())
    assert is_clinician("second")
    assert not SlowChange.objects.filter(what="approves", over=None).exists()
    assert told("given") == {"maria"}


def test_another_role_and_the_same_again_are_told_to_nobody(maria: Editor) -> None:
    give(maria, "second", groups=[Group.objects.get(name="Editor").pk])
    give(maria, "nora", groups=[clinician()])
    assert (Delivery.objects.count(), recorded()) == (0, [])
    assert is_clinician("nora")


def test_who_loses_it_is_told_to_all_who_answer(maria: Editor) -> None:
    give(maria, "nora", groups=[])
    assert told("taken") == {"maria", "mo", "nora"}


def test_a_clinician_who_comes_back_on_the_word_of_one_waits_again(maria: Editor) -> None:
    nora = User.objects.get(username="nora")
    for held in (Group.objects.filter(name="Clinician"), Group.objects.none()):
        nora.groups.set(held)
        nora.user_permissions.set(
            [] if held else Permission.objects.filter(codename="approve_words")
        )
        User.objects.filter(pk=nora.pk).update(is_active=False)
        maria.post(f"/staff/auth/user/{nora.pk}/back/")
        assert User.objects.get(pk=nora.pk).is_active
        assert not is_clinician("nora")
        assert browser("mo").post(asked("nora"), {"yes": "1"}).status_code == 302
        assert is_clinician("nora")


def test_no_hand_and_no_form_of_a_role_gives_it(maria: Editor, dana: Editor) -> None:
    rights = [one.pk for one in Permission.objects.filter(codename="approve_words")]
    second = User.objects.get(username="second")
    form = {"username": "second", "email": second.email, "user_permissions": rights}
    dana.post(f"/staff/auth/user/{second.pk}/change/", form)
    role = Group.objects.get(name="Editor")
    dana.post(f"/staff/auth/group/{role.pk}/change/", {"name": "Editor", "permissions": rights})
    dana.post("/staff/auth/group/add/", {"name": "Doctors", "permissions": rights})
    assert not is_clinician("second")
    assert not is_clinician("eli")
    assert not Permission.objects.filter(codename="approve_words", group__name="Doctors").exists()


def test_no_group_becomes_the_clinicians_by_its_name(maria: Editor, dana: Editor) -> None:
    Group.objects.filter(name="Clinician").delete()
    role = Group.objects.get(name="Editor")
    page = dana.post(f"/staff/auth/group/{role.pk}/change/", {"name": "Clinician"})
    assert "This is the name of a role of the site" in page.content.decode()
    roles.create()
    assert not is_clinician("eli")


def test_who_has_it_by_hand_keeps_it_when_the_owner_saves(maria: Editor, dana: Editor) -> None:
    eli = User.objects.get(username="eli")
    eli.groups.clear()
    eli.user_permissions.set(Permission.objects.filter(codename="approve_words"))
    assert dana.press(f"/staff/auth/user/{eli.pk}/change/", first_name="Eli").status_code == 302
    assert is_clinician("eli")
