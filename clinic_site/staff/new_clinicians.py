"""Who may approve medical words: asked for by one, confirmed by another, and told to all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.contrib.auth.models import Group, Permission, User
from django.db import transaction
from django.db.models import Q, QuerySet

from clinic_site.models import SlowChange
from clinic_site.staff import roles, slow
from contact.keeping import audit
from contact.models import AuditRecord
from contact.outbox.turns import Rights, queue_door_letter, queue_rights
from pages.people import APPROVE, approvers

#: How a mail begins in the outbox that tells of a second step taken away.
RESET = "reset"
#: What a clinician does until somebody confirms that they are one.
_UNTIL_THEN = "Editor"


@contextmanager
def told(by: audit.Who) -> Iterator[None]:
    """Around a change of accounts or roles: who may approve, or look after others, and who not."""
    with transaction.atomic():
        approved, managed = _who_approves(), _who_manages()
        yield
        approves, manages = _who_approves(), _who_manages()
        _tell(by, approves - approved, Rights.GIVEN, "may approve medical words from now on")
        _tell(by, approved - approves, Rights.TAKEN, "may not approve medical words any more")
        _tell(by, manages - managed, Rights.MANAGES, "looks after colleagues from now on")
        for user in _users(manages - managed):
            slow.begin(user, slow.What.MANAGER, by if isinstance(by, User) else None)


def _tell(by: audit.Who, who: set[int], what: Rights, words: str) -> None:
    """Everyone who answers for the site, never the one alone whom it is about."""
    for user in _users(who):
        audit.record(AuditRecord.Act.ACCOUNT, who=by, detail=f"{user} {words}")
    if not who:
        return
    of_themselves = Rights.YOURS if what is Rights.GIVEN else what
    queue_rights(_addresses(one for one in answering() if one.pk not in who), what)
    queue_rights(_addresses(one for one in _users(who) if one.is_active), of_themselves)


def answering() -> list[User]:
    """Those who look after colleagues or approve words."""
    return list(_users(_who_approves() | _who_manages()))


def _users(numbers: Iterable[int]) -> QuerySet[User]:
    return User.objects.filter(pk__in=numbers).order_by("pk")


def _addresses(users: Iterable[User]) -> list[str]:
    return sorted({user.email for user in users if user.email})


def _who_approves() -> set[int]:
    return {pk for app in ("pages", "faq") for pk in approvers(app).values_list("pk", flat=True)}


def _who_manages() -> set[int]:
    """Whoever may change accounts, by a role, a hand, or as the owner."""
    people = User.objects.with_perm("auth.change_user").filter(is_staff=True)
    return set(people.values_list("pk", flat=True))


def tell_of_reset(user: User, by: audit.Who) -> None:
    """Whoever answers hears that a clinician is to set up the second step anew, but who did it.

    It is told to a mailbox that may be another one since some days.
    """
    if user.pk in _who_approves():
        others = [one for one in answering() if one.pk not in (user.pk, getattr(by, "pk", None))]
        for address in _addresses(others):
            queue_door_letter(address, f"{RESET} {user.pk}")


# Who is to be a clinician


def waiting() -> list[SlowChange]:
    """Each account that is to approve words and may not yet."""
    found = slow.open_ones(slow.What.CLINICIAN).filter(user__is_active=True)
    return list(found.order_by("pk"))


def role_waited_for(user: User) -> SlowChange | None:
    """What is waited for, of this account."""
    return slow.open_ones(slow.What.CLINICIAN, user).first()


def roles_to_give(user: User, wanted: Iterable[Group], by: User) -> list[Group]:
    """Those of the wanted roles that this account has from now on; for one to approve it waits.

    No role of before is taken to mean that somebody said yes: who has the right keeps it.
    """
    wanted = list(wanted)
    approving = [] if _holds_right(user) else [one for one in wanted if _approves(one)]
    if not approving:
        _withdraw(user, by)
        return wanted
    at_once = [one for one in wanted if one not in approving]
    asked = role_waited_for(user)
    if asked is None or asked.role not in approving:
        asked = ask(user, approving[0], by, meanwhile=not at_once)
    return [*at_once, roles.role(_UNTIL_THEN)] if asked.stands_in else at_once


def ask(user: User, role: Group, by: User, *, meanwhile: bool) -> SlowChange:
    """Let those who answer know that this account is to approve words.

    ``meanwhile``: until then it is an editor.
    """
    asked = slow.begin(user, slow.What.CLINICIAN, by, role, meanwhile)
    detail = f"asked that {user} may approve medical words"
    audit.record(AuditRecord.Act.ACCOUNT, who=by, detail=detail)
    queue_rights(_addresses(one for one in answering() if one != user), Rights.ASKED)
    return asked


def ask_anew(user: User, by: User) -> None:
    """Of a clinician who comes back, on the word of one manager: somebody has to know them."""
    if not _holds_right(user):
        return
    held = [one for one in user.groups.all() if _approves(one)]
    user.groups.remove(*held)
    user.user_permissions.remove(*Permission.objects.filter(codename=APPROVE))
    meanwhile = not user.groups.exists()
    if meanwhile:
        user.groups.add(roles.role(_UNTIL_THEN))
    ask(user, held[0] if held else roles.role("Clinician"), by, meanwhile=meanwhile)


def stands_in(asked: SlowChange, role: Group) -> bool:
    """True for the role of an account that it has only until somebody says yes."""
    return asked.stands_in and role.name == _UNTIL_THEN


def may_confirm(person: User, asked: SlowChange) -> bool:
    """True for a clinician; where there is none but who asks, for a second manager.

    Never for who asked, or is to be one.
    """
    if person in (asked.by, asked.user):
        return False
    others = _who_approves() - {asked.user_id, asked.by_id or 0}
    has_clinician = User.objects.filter(pk__in=others, is_staff=True).exists()
    if has_clinician:
        return person.pk in others
    return roles.may_manage(person) and slow.is_second(person, asked)


def confirm(asked: SlowChange, by: User | str) -> bool:
    """From now on they approve; false if it was decided a moment ago."""
    with told(by):
        if not slow.end(asked):
            return False
        if asked.stands_in:
            asked.user.groups.remove(*Group.objects.filter(name=_UNTIL_THEN))
        asked.user.groups.add(asked.role or roles.role("Clinician"))
    return True


@transaction.atomic
def refuse(asked: SlowChange, by: User) -> bool:
    """They do not; false if it was decided a moment ago."""
    if not slow.end(asked):
        return False
    detail = f"said no: {asked.user} does not approve medical words"
    audit.record(AuditRecord.Act.ACCOUNT, who=by, detail=detail)
    return True


def _withdraw(user: User, by: User) -> None:
    if asked := role_waited_for(user):
        refuse(asked, by)


def _holds_right(user: User) -> bool:
    """Also of an account that is closed."""
    right = Permission.objects.filter(codename=APPROVE)
    return right.filter(Q(user=user) | Q(group__user=user)).exists()


def _approves(role: Group) -> bool:
    return role.permissions.filter(codename=APPROVE).exists()
