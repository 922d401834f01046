"""Nobody but a clinician approves words, and nobody makes themselves one."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import CommandError, call_command
from django.utils import timezone

from clinic_site.models import SlowChange
from clinic_site.staff import roles
from faq.models import Entry
from pages.clinic import rules
from pages.clinic.models import Clinic
from pages.people import may_approve
from tests.colleagues import Editor, change, draft_of

Hire = Callable[[str], Editor]
WRITES = {"edit", "send", "publish", "facts", "write a rule"}
#: What each colleague may do with medical words that a writer sent, and around them.
RIGHTS = {
    "Editor": WRITES,
    "Clinician": WRITES
    | {"approve", "send back", "approve a rule", "send back a rule", "say what is medical"},
    "Front desk": set[str](),
    "Manager": WRITES | {"colleagues"},
    "superuser": WRITES | {"colleagues", "groups"},
}


@pytest.fixture
def colleague(db: None) -> Hire:
    """Someone with this role alone, or with a superuser's powers and no role."""
    roles.create()

    def hire(role: str) -> Editor:
        user = User.objects.create_user(role, is_staff=True, is_superuser=role == "superuser")
        user.groups.set(Group.objects.filter(name=role))
        editor = Editor()
        editor.user = user
        editor.force_login(user)
        return editor

    return hire


@pytest.fixture
def sent(settings: Any, hire: Any, entry: Entry) -> Entry:
    """Medical words whose draft waits for a clinician."""
    settings.TWO_PERSON_APPROVAL = True
    Clinic.objects.get_or_create(pk=1)
    hire("Wen", "view_entry", "change_entry").press(change(entry), summary="In front.")
    return entry


def version(entry: Entry, rest: str = "") -> str:
    return change(entry).replace("/change/", f"/words/{draft_of(entry).pk}/{rest}")


def approves(person: Editor, entry: Entry) -> bool:
    """Press the button as its page would, whether it is shown or not."""
    form = {"do": "approve", "reviewed_on": timezone.localdate(), "reviewer": ""}
    person.post(version(entry), form | {"seen": draft_of(entry).changed_at.isoformat()})
    return draft_of(entry).approved_by_id is not None


def answers(person: Editor, path: str, form: dict[str, Any] | None = None) -> bool:
    page = person.get(path) if form is None else person.post(path, form)
    return page.status_code in (200, 302)


def has_field(person: Editor, path: str, name: str) -> bool:
    return f'name="{name}"' in person.get(path).content.decode()


def decides(person: Editor, fact: str, step: str) -> bool:
    """On a new value that waits since before this colleague came, as its page would send it."""
    value = rules.draft(fact) or rules.propose(fact, "as we now say", None)
    form = {"do": step, "seen": value.stamp, "answer": "Why?", "reason": "As the label says."}
    person.post(f"/staff/pages/clinic/rule/{fact}/en/", form)
    left = rules.draft(fact)
    return left is None or not left.waits


def acts_of(person: Editor, entry: Entry) -> set[str]:
    """All that this colleague is let do, each tried at its own address."""
    clinic = "/staff/pages/clinic/1/change/"
    tried = {
        "edit": has_field(person, change(entry), "_save"),
        "publish": answers(person, version(entry, "publish/")),
        "say what is medical": has_field(person, change(entry), "medical"),
        "facts": has_field(person, clinic, "phone"),
        "write a rule": has_field(person, clinic, "driving_rule"),
        "send back a rule": decides(person, "usual_course", "back"),
        "approve a rule": decides(person, "fda_status", "approve"),
        "colleagues": answers(person, "/staff/colleagues/invite/"),
        "groups": answers(person, "/staff/auth/group/add/"),
        "send": answers(person, version(entry), {"do": "send", "words": ""}),
        "approve": approves(person, entry),
        "send back": answers(person, version(entry), {"do": "back", "words": "Why?"}),
    }
    return {act for act, is_let in tried.items() if is_let}


@pytest.mark.parametrize("role", RIGHTS)
def test_each_colleague_may_do_this_and_nothing_else(
    colleague: Hire, sent: Entry, role: str
) -> None:
    assert acts_of(colleague(role), sent) == RIGHTS[role]


@pytest.mark.parametrize("role", ["Manager", "superuser"])
def test_nobody_makes_themselves_a_clinician(colleague: Hire, sent: Entry, role: str) -> None:
    person = colleague(role)
    own = f"/staff/auth/user/{person.user.pk}/change/"
    clinician = Group.objects.get(name="Clinician")
    rights = [one.pk for one in Permission.objects.filter(codename="approve_words")]
    form = {"username": role, "is_staff": "on", "is_active": "on", "is_superuser": "on"}
    person.post(own, form | {"groups": [clinician.pk], "user_permissions": rights})
    for group in person.user.groups.all():
        person.post(f"/staff/auth/group/{group.pk}/change/", {"name": role, "permissions": rights})
    assert not may_approve(User.objects.get(pk=person.user.pk), "faq")
    assert not approves(person, sent)


def test_a_superuser_gives_no_right_to_a_group_they_are_in(colleague: Hire) -> None:
    person = colleague("superuser")
    own = Group.objects.create(name="Owners")
    person.user.groups.add(own)
    rights = [one.pk for one in Permission.objects.filter(codename="approve_words")]
    person.post(f"/staff/auth/group/{own.pk}/change/", {"name": "Owners", "permissions": rights})
    assert not may_approve(person.user, "pages")


def test_a_manager_alone_makes_no_clinician(colleague: Hire, sent: Entry) -> None:
    manager, other = colleague("Manager"), colleague("Editor")
    form = {"username": "Editor", "is_staff": "on", "is_active": "on"}
    clinician = Group.objects.get(name="Clinician")
    manager.post(f"/staff/auth/user/{other.user.pk}/change/", form | {"groups": [clinician.pk]})
    assert not may_approve(other.user, "pages")
    assert not approves(other, sent)
    assert other.user.groups.get().name == "Editor"


def test_the_operator_makes_one_where_there_is_nobody_else(colleague: Hire, sent: Entry) -> None:
    person = colleague("superuser")
    assert not approves(person, sent)
    call_command("make_clinician", "superuser", stdout=io.StringIO())
    assert approves(person, sent)
    with pytest.raises(CommandError, match="No colleague signs in as nobody"):
        call_command("make_clinician", "nobody")


def test_a_running_site_takes_it_from_managers_and_keeps_what_they_approved(
    colleague: Hire, sent: Entry
) -> None:
    manager = colleague("Manager")
    before = Permission.objects.filter(codename="approve_words")
    Group.objects.get(name="Manager").permissions.add(*before)
    assert approves(manager, sent)
    out = io.StringIO()
    call_command("create_roles", stdout=out)
    assert "Managers cannot approve words any more" in out.getvalue()
    assert not may_approve(manager.user, "faq")
    assert draft_of(sent).approved_by == manager.user
    out = io.StringIO()
    call_command("create_roles", stdout=out)
    assert out.getvalue() == "No role added.\n"


@pytest.mark.parametrize("role", ["Clinician", "Manager", "superuser"])
def test_the_site_can_still_be_opened(colleague: Hire, role: str) -> None:
    Clinic.objects.get_or_create(pk=1)
    person = colleague(role)
    assert answers(person, "/staff/open/")


def test_a_manager_who_is_to_be_one_opens_and_saves_their_own_account(colleague: Hire) -> None:
    manager, clinician = colleague("Manager"), Group.objects.get(name="Clinician")
    asked = SlowChange.objects.create(
        user=manager.user, what="approves", at=timezone.now(), role=clinician
    )
    own = f"/staff/auth/user/{manager.user.pk}/change/"
    assert not has_field(manager, own, "groups")
    asked.delete()
    manager.post(own, {"username": "Manager", "last_name": "M", "groups": [clinician.pk]})
    assert User.objects.get(pk=manager.user.pk).last_name == "M"
    assert manager.user.groups.get().name == "Manager"
    assert not SlowChange.objects.exists()


def test_a_page_says_no_cannot_of_what_another_role_can(colleague: Hire) -> None:
    owner, both = colleague("superuser"), colleague("Editor")
    for person, *names in ((owner, "Clinician"), (both, "Clinician", "Front desk")):
        person.user.groups.add(*Group.objects.filter(name__in=names))
    page = f"/staff/colleagues/{owner.user.pk}/"
    assert "Cannot" not in owner.get(page).content.decode()
    page = owner.get(f"/staff/colleagues/{both.user.pk}/").content.decode()
    assert "Cannot invite people" in page
    assert not any(f"Cannot {not_so}" in page for not_so in ("read", "approve", "change"))
