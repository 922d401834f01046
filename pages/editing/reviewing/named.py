"""Whose name visitors may read below words: colleagues who agreed to be named, and oneself."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import AnonymousUser, User

from pages.languages import DEFAULT
from pages.revisions.document import document_models
from pages.revisions.revision import Revision

_NOBODY = "No name: “a clinician at the clinic”"


def choices(person: User | AnonymousUser, revision: Revision) -> list[tuple[str, str]]:
    """No name first; then one's own, colleagues who are shown, and the name that stands there."""
    shown = list(_colleagues())
    names = [_own_name(person, shown), *shown, revision.reviewer]
    return [("", _NOBODY), *((name, name) for name in dict.fromkeys(names) if name)]


def _own_name(person: User | AnonymousUser, shown: list[str]) -> str:
    """As the account says it, with the letters behind it where this person is shown."""
    name = person.get_full_name() if isinstance(person, User) else ""
    with_letters = (one for one in shown if one.partition(",")[0] == name)
    return next(with_letters, name)


def _colleagues() -> Iterator[str]:
    """Who agreed to be shown, as visitors read them: the name, and the letters behind it."""
    people = [one for one in document_models() if hasattr(one.revision_model(), "credentials")]
    for kind in people:
        for shown in (
            kind.every_live_revision().filter(language=DEFAULT).order_by("document__order")
        ):
            yield f"{shown.title}, {shown.credentials}" if shown.credentials else shown.title
