"""Says who must know what was done with words, and asks the person who must act next."""

from __future__ import annotations

import enum
from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db.models import QuerySet

from pages import registry
from pages.people import Person, approvers, may, may_read_drafts
from pages.revisions import approval
from pages.revisions.document import Document
from pages.revisions.revision import Revision


class Told(enum.StrEnum):
    """What was done, as those are told who must know it."""

    ASKED = "asked"
    BACK = "back"
    AGREED = "agreed"
    OFF = "off"
    BINNED = "binned"
    AGAIN = "again"


def clinicians(app: str) -> QuerySet[User]:
    """Colleagues who work here with a clinician's right for words of this app."""
    return approvers(app).filter(is_staff=True).order_by("pk")


def who_may_approve(revision: Revision) -> list[User]:
    """The clinicians who could say yes to these words, and press the button for it."""
    found, kind = clinicians(revision._meta.app_label), type(revision.document)
    return [
        one for one in found if approval.can_approve(one, revision) and may(one, "change", kind)
    ]


def ask_clinicians(revision: Revision, by: Person) -> list[User]:
    """These words wait for a clinician: who was asked, but for whoever sent them."""
    asked = [one for one in who_may_approve(revision) if one != by]
    _tell(Told.ASKED, asked, revision)
    return asked


def tell_author(revision: Revision, by: Person, told: Told) -> None:
    """A clinician decided: whoever wrote the words must act next."""
    author = revision.author
    if author and author != by:
        reads = may_read_drafts(author, type(revision.document))
        _tell(told, [author], revision if reads else None)


def tell_of_document(
    document: Document, words: Iterable[Revision], by: Person, told: Told
) -> list[User]:
    """It went off the site or came back: its clinicians and authors know, but not who did it.

    Nor who may not look at such words any more: the link would lead them nowhere.
    """
    authors = [one.author for one in words if one.author]
    people = dict.fromkeys([*authors, *clinicians(document._meta.app_label)])
    others = [one for one in people if one != by and may_read_drafts(one, type(document))]
    _tell(told, others)
    return others


def _tell(told: Told, people: Iterable[User], about: Revision | None = None) -> None:
    """By mail, to those who work here and have an address."""
    working = [one for one in people if one.is_active and one.is_staff]
    registry.tell([one.email for one in working], told, about)
