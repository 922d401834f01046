"""What each kind of colleague may do: editor, clinician, front desk and manager."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.db.models import Q

from pages.people import APPROVE, may_approve

#: Rights by app and codename; * stands for everything of an app but a clinician's right.
_READ_WORDS = (
    "pages.view_page",
    "pages.view_person",
    "pages.view_place",
    "pages.view_pricelist",
    "pages.view_startguide",
    "pages.view_picture",
    "pages.view_clinic",
    "pages.view_source",
    "faq.view_entry",
    "faq.view_topic",
    "faq.view_unansweredsearch",
)
_WRITE_WORDS = (
    "pages.add_page",
    "pages.change_page",
    "pages.add_person",
    "pages.change_person",
    "pages.add_place",
    "pages.change_place",
    "pages.add_pricelist",
    "pages.change_pricelist",
    "pages.add_startguide",
    "pages.change_startguide",
    "pages.add_picture",
    "pages.change_picture",
    "pages.delete_picture",
    "pages.add_source",
    "pages.change_source",
    "faq.add_entry",
    "faq.change_entry",
    "faq.add_topic",
    "faq.change_topic",
)
ROLES: dict[str, tuple[str, ...]] = {
    "Editor": (*_READ_WORDS, *_WRITE_WORDS, "pages.change_clinic"),
    "Clinician": (
        *_READ_WORDS,
        *_WRITE_WORDS,
        "pages.change_clinic",
        f"pages.{APPROVE}",
        f"faq.{APPROVE}",
    ),
    "Front desk": (
        "pages.view_person",
        "pages.view_place",
        "pages.view_pricelist",
        "pages.view_startguide",
        "contact.view_inquiry",
        "contact.change_inquiry",
        "pages.view_clinic",
        "faq.view_entry",
        "pages.view_page",
    ),
    "Manager": (
        "pages.*",
        "faq.*",
        "contact.view_inquiry",
        "contact.change_inquiry",
        "contact.delete_inquiry",
        "contact.export_inquiry",
        "contact.redact_inquiry",
        "contact.view_auditrecord",
        "auth.view_user",
        "auth.add_user",
        "auth.change_user",
        "auth.view_group",
    ),
}


def create() -> list[str]:
    """Add the roles that are missing, and to each the rights it lacks; the names of the new ones.

    Rights that a clinic gave to a role besides these stay; see take_approval_from_managers.
    """
    new = []
    for name, rights in ROLES.items():
        group, is_new = Group.objects.get_or_create(name=name)
        group.permissions.add(*_permissions(rights))
        new += [name] if is_new else []
    return new


def take_approval_from_managers() -> bool:
    """Leave the right to approve words to clinicians; true if managers had it.

    What a manager approved before stays approved.
    """
    kept = Group.permissions.through._default_manager.filter(
        group__name="Manager", permission__codename=APPROVE
    )
    many, _by_model = kept.delete()
    return many > 0


def make_clinician(user: User) -> None:
    """Give the role that lets this person approve words."""
    create()
    user.groups.add(Group.objects.get(name="Clinician"))


def answers_for_the_site(user: User | AnonymousUser) -> bool:
    """True for a clinician, and for a manager, who looks after colleagues."""
    return may_approve(user, "pages") or user.has_perm("auth.change_user")


def _permissions(rights: tuple[str, ...]) -> list[Permission]:
    wanted = Q(pk=None)
    for right in rights:
        app, codename = right.split(".")
        one = Q(content_type__app_label=app)
        wanted |= one & (~Q(codename=APPROVE) if codename == "*" else Q(codename=codename))
    return list(Permission.objects.filter(wanted))
