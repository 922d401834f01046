"""Who must act next on words that are being written: the one place that says so."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import OuterRef, QuerySet, Subquery

from pages.people import colleague
from pages.revisions import approval
from pages.revisions.document import Document
from pages.revisions.revision import NoteKind, State

_DECISIONS = (NoteKind.SENT, NoteKind.BACK, NoteKind.APPROVED)


def drafts(model: type[Document]) -> QuerySet[Any]:
    """What is being written and not in the bin, with what was decided of it last, as ``last``."""
    words: Any = model.revision_model()
    notes = words._meta.get_field("notes").related_model._default_manager
    decided = notes.filter(revision=OuterRef("pk"), did__in=_DECISIONS)
    last = Subquery(decided.order_by("-at", "-pk").values("did")[:1])
    written = model.every_revision().filter(state=State.DRAFT, document__binned_at=None)
    found: QuerySet[Any] = written.annotate(last=last)
    return found


def sent_back(model: type[Document]) -> QuerySet[Any]:
    """Those whose author has to change something."""
    return drafts(model).filter(last=NoteKind.BACK, sent_at=None, reviewed_on=None)


def approved(model: type[Document]) -> QuerySet[Any]:
    """Those that a clinician agreed to and nobody published yet."""
    return drafts(model).filter(reviewed_on__isnull=False, publish_at=None)


def decided(model: type[Document], person: User | AnonymousUser) -> QuerySet[Any]:
    """This person's own, sent back or approved: it is their turn."""
    mine = {"author": colleague(person)} if colleague(person) else {"pk": None}
    both = sent_back(model).filter(**mine) | approved(model).filter(**mine)
    return both.order_by("-changed_at")


def for_me(model: type[Document], person: User | AnonymousUser) -> list[int]:
    """Keys of documents on which this person must act: to approve, or their own to go on with."""
    own = decided(model, person).values_list("document", flat=True)
    asked = (one for one in approval.waiting(model) if approval.can_approve(person, one))
    return [*own, *(one.document_id for one in asked)]
