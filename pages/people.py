"""Who asks for something: a colleague's account, or nobody whom we know; and what they may see."""

from django.contrib.auth.models import AnonymousUser, Permission, User
from django.db.models import Q, QuerySet

#: As a request has it. None stands for the site itself.
Person = User | AnonymousUser | None
#: The right of a clinician alone.
APPROVE = "approve_words"


def colleague(person: Person) -> User | None:
    """The account, for a row that says who did it."""
    return person if isinstance(person, User) else None


def name_of(user: User) -> str:
    """What colleagues call this one; the name to sign in with if there is no other."""
    return user.get_full_name() or user.get_username()


def may_approve(person: User | AnonymousUser, app: str) -> bool:
    """True for a clinician: a role, or a hand, gave them the right for words of this app.

    Whoever may do everything else has no license to practice, so it is asked of no superuser as
    other rights are: `has_perm` would say yes.
    """
    if not isinstance(person, User) or not person.is_active:
        return False
    right = Permission.objects.filter(codename=APPROVE, content_type__app_label=app)
    return right.filter(Q(user=person) | Q(group__user=person)).exists()


def approvers(app: str) -> QuerySet[User]:
    """The active accounts that may approve words of this app."""
    right = Permission.objects.filter(codename=APPROVE, content_type__app_label=app)
    holds = Q(user_permissions__in=right) | Q(groups__permissions__in=right)
    able = User.objects.filter(holds, is_active=True).values("pk")
    return User.objects.filter(pk__in=able)


def can_see(person: User | AnonymousUser, permission: str) -> bool:
    """True with this permission to view, or with the one to change the same, which includes it."""
    change = permission.replace(".view_", ".change_")
    return person.has_perm(permission) or person.has_perm(change)
