"""What each kind of colleague may do: editor, clinician, front desk and manager."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.conf import settings
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


_APPROVING = f"pages.{APPROVE}"


@dataclass(frozen=True)
class Cannot:
    """What a role may not do, and the right that it lacks for that; without one nobody has it."""

    words: str
    right: str = ""

    def is_true_of(self, user: User) -> bool:
        """False for a colleague who has the right after all, by another role or as the owner."""
        if self.right == _APPROVING:
            return not may_approve(user, "pages")
        return not (self.right and user.has_perm(self.right))

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True)
class InWords:
    """A role as people read it: what its members may do, what they may not, and you, in short."""

    may: tuple[str, ...]
    may_not: tuple[Cannot, ...]
    you: str

    def of(self, user: User) -> InWords:
        """Without what this colleague can do after all."""
        left = tuple(one for one in self.may_not if one.is_true_of(user))
        return replace(self, may_not=left)

    def __str__(self) -> str:
        """All of it, in a line."""
        return " ".join(f"{part}." for part in (*self.may, *self.may_not))


@dataclass(frozen=True)
class _Medical:
    """What the roles may do with medical words, which is a setting's to say."""

    editor: tuple[str, Cannot]
    clinician: str
    manager: Cannot


_TWO = _Medical(
    ("Publishes what is not medical", Cannot("Cannot approve", _APPROVING)),
    "Writes too, but never approves their own words",
    Cannot("Cannot approve medical words", _APPROVING),
)
_ONE = _Medical(
    (
        "Publishes medical words too: nobody else has to say yes",
        Cannot("Cannot approve medical rules", _APPROVING),
    ),
    "Writes too, and may approve their own words",
    Cannot("Publishes medical words too, but cannot approve medical rules", _APPROVING),
)
_NO_MESSAGES = Cannot("Cannot read messages", "contact.view_inquiry")


def in_words() -> dict[str, InWords]:
    """Each role, as TWO_PERSON_APPROVAL has it."""
    medical = _TWO if settings.TWO_PERSON_APPROVAL else _ONE
    return {
        "Editor": InWords(
            ("Writes answers, pages and facts", medical.editor[0]),
            (medical.editor[1], _NO_MESSAGES),
            "you write answers and pages",
        ),
        "Clinician": InWords(
            ("Reads, approves and sends back", medical.clinician),
            (_NO_MESSAGES, Cannot("Cannot invite people", "auth.add_user")),
            "you read and approve what is medical",
        ),
        "Front desk": InWords(
            ("Reads and answers messages", "Reads answers and pages"),
            (Cannot("Cannot change the site", "pages.change_page"),),
            "you read and answer messages",
        ),
        "Manager": InWords(
            (
                "Publishes, takes off the site, plans",
                "Invites and unlocks colleagues",
                "Reads messages, removes words",
            ),
            (medical.manager, Cannot("Cannot give themselves more rights")),
            "you look after the site and its colleagues",
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


def role(name: str) -> Group:
    """This role; on a site whose roles were never made, or were thrown away, with its rights."""
    if not Group.objects.filter(name=name).exists():
        create()
    return Group.objects.get(name=name)


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
    user.groups.add(role("Clinician"))


def answers_for_the_site(user: User | AnonymousUser) -> bool:
    """True for a clinician, and for a manager, who looks after colleagues."""
    return may_approve(user, "pages") or user.has_perm("auth.change_user")


def may_manage(user: User | AnonymousUser) -> bool:
    """True for a manager: whoever may add accounts and give them roles, as Django asks for too.

    With the first right alone one could invite oneself anew, as more than one is.
    """
    return user.has_perms(("auth.add_user", "auth.change_user"))


def managers() -> list[User]:
    """The colleagues who look after the others."""
    return [one for one in User.objects.filter(is_active=True, is_staff=True) if may_manage(one)]


def may_reset(user: User | AnonymousUser, other: User) -> bool:
    """True for a manager, of colleagues who are not mightier; nobody does it for themselves."""
    is_mightier = other.is_superuser and not user.is_superuser
    is_other = other.is_staff and other.pk != user.pk
    return user.has_perm("auth.change_user") and is_other and not is_mightier


def _permissions(rights: tuple[str, ...]) -> list[Permission]:
    wanted = Q(pk=None)
    for right in rights:
        app, codename = right.split(".")
        one = Q(content_type__app_label=app)
        wanted |= one & (~Q(codename=APPROVE) if codename == "*" else Q(codename=codename))
    return list(Permission.objects.filter(wanted))
