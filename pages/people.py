"""Who asks for something: a colleague's account, or nobody whom we know."""

from django.contrib.auth.models import AnonymousUser, User

#: As a request has it. None stands for the site itself.
Person = User | AnonymousUser | None


def colleague(person: Person) -> User | None:
    """The account, for a row that says who did it."""
    return person if isinstance(person, User) else None
