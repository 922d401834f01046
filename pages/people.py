"""Who asks for something: a colleague's account, or nobody whom we know; and what they may see."""

from django.contrib.auth.models import AnonymousUser, User

#: As a request has it. None stands for the site itself.
Person = User | AnonymousUser | None


def colleague(person: Person) -> User | None:
    """The account, for a row that says who did it."""
    return person if isinstance(person, User) else None


def can_see(person: User | AnonymousUser, permission: str) -> bool:
    """True with this permission to view, or with the one to change the same, which includes it."""
    change = permission.replace(".view_", ".change_")
    return person.has_perm(permission) or person.has_perm(change)
