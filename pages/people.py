"""Who asks for something: a colleague's account, or nobody whom we know; and what they may see."""

from django.contrib.auth.models import AnonymousUser, Permission, User
from django.db.models import Q

#: As a request has it. None stands for the site itself.
Person = User | AnonymousUser | None
#: The right of a clinician alone.
APPROVE = "approve_words"


def colleague(person: Person) -> User | None:
    """The account, for a row that says who did it."""
    return person if isinstance(person, User) else None


def may_approve(person: User | AnonymousUser, app: str) -> bool:
    """True for a clinician: a role, or a hand, gave them the right for words of this app.

    Whoever may do everything else has no license to practice, so it is asked of no superuser as
    other rights are: `has_perm` would say yes.
    """
    if not isinstance(person, User) or not person.is_active:
        return False
    right = Permission.objects.filter(codename=APPROVE, content_type__app_label=app)
    return right.filter(Q(user=person) | Q(group__user=person)).exists()


def can_see(person: User | AnonymousUser, permission: str) -> bool:
    """True with this permission to view, or with the one to change the same, which includes it."""
    change = permission.replace(".view_", ".change_")
    return person.has_perm(permission) or person.has_perm(change)
