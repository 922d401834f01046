"""Who asks for something: a colleague's account, or nobody whom we know; and what they may see."""

from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import AnonymousUser, Permission, User
from django.db.models import Model, Q, QuerySet

#: As a request has it. None stands for the site itself.
Person = User | AnonymousUser | None
#: The right of a clinician alone.
APPROVE = "approve_words"
_MOST_NAMES = 3


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
    return User.objects.with_perm(f"{app}.{APPROVE}", include_superusers=False)


def can_see(person: User | AnonymousUser, permission: str) -> bool:
    """True with this permission to view, or with the one to change the same, which includes it."""
    change = permission.replace(".view_", ".change_")
    return person.has_perm(permission) or person.has_perm(change)


def may(person: User | AnonymousUser, act: str, model: type[Model]) -> bool:
    """True with the right to do this with rows of this kind: "change", "delete" ..."""
    right = get_permission_codename(act, model._meta)
    return person.has_perm(f"{model._meta.app_label}.{right}")


def may_read_drafts(person: User | AnonymousUser, model: type[Model]) -> bool:
    """True for whoever may change, throw away or approve words of this kind.

    Everybody else at the clinic reads what visitors can read, or could.
    """
    writes = may(person, "change", model) or may(person, "delete", model)
    return writes or may_approve(person, model._meta.app_label)


def names_of_who_may(act: str, model: type[Model]) -> str:
    """Whom here to ask for it, as a few names; "a manager" if there is nobody."""
    working = User.objects.filter(is_active=True, is_staff=True).order_by("pk")
    names = [str(one.get_short_name() or one) for one in working if may(one, act, model)]
    return " or ".join(names[:_MOST_NAMES]) or "a manager"
