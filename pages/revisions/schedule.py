"""Publishes words and takes them off the site when their time has come, once each."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from pages.clinic.facts import clock
from pages.people import Person, colleague
from pages.revisions.document import Document, document_models
from pages.revisions.revision import NoteKind, Revision, State

_log = logging.getLogger(__name__)


@transaction.atomic
def plan(
    revision: Revision,
    by: Person,
    *,
    publish_at: datetime | None,
    expires_at: datetime | None,
    warnings: str = "",
) -> None:
    """Let these words go live then, and be taken off the site then; None for a time means never.

    Raises ValidationError for words that may not be published.
    """
    if publish_at and revision.refusal:
        raise ValidationError(revision.refusal)
    revision.publish_at, revision.expires_at = publish_at, expires_at
    revision.scheduled_by = colleague(by) if publish_at else None
    revision.published_over = warnings or revision.published_over
    revision.save()


def publish_due(now: datetime) -> int:
    """Do all whose time has come; how many. Any number of workers may call it at once."""
    done = 0
    for kind in document_models():
        model = kind.revision_model()
        due = Q(state=State.DRAFT, publish_at__lte=now) | Q(state=State.LIVE, expires_at__lte=now)
        for number in model._default_manager.filter(due).values_list("pk", flat=True):
            try:
                done += _act(model, due, number)
            except IntegrityError as error:
                # Mail is sent by the same worker, and must not wait for this.
                _log.error("Planned words %s cannot go live: %s", number, type(error).__name__)
    return done


@transaction.atomic
def _act(model: type[Revision], due: Q, number: int) -> bool:
    """Whoever has the row does it; for all others it is not due any more."""
    rows = model._default_manager.filter(due, pk=number)
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(of=("self",), skip_locked=True)
    revision = rows.first()
    if revision is None:
        return False
    if revision.state == State.LIVE:
        _withdraw(revision)
    else:
        _publish(revision)
    return True


def _publish(revision: Revision) -> None:
    try:
        revision.publish(revision.scheduled_by, warnings=revision.published_over)
    except ValidationError as error:
        # Said to staff where they look for it, and not tried again every few seconds.
        revision.publish_at = revision.scheduled_by = None
        revision.save()
        revision.notes.create(did=NoteKind.STOPPED, words=" ".join(error.messages))
        _log.warning("Planned words could not go live: %s", " ".join(error.messages))


def _withdraw(revision: Revision, by: Person = None, words: str = "") -> None:
    revision.state = State.PAST
    revision.save()
    revision.notes.create(by=colleague(by), did=NoteKind.WITHDRAWN, words=words)


@transaction.atomic
def withdraw_all(document: Document, by: Person, why: str) -> bool:
    """Take it off the site at once, in every language, whatever was planned; True if it was on.

    A draft in another language loses its plan as well: it would bring back what was taken off.
    """
    planned = document.revisions.filter(state=State.DRAFT, publish_at__isnull=False)
    planned.update(publish_at=None, scheduled_by=None)
    document.ask_again()
    live = list(document.revisions.select_for_update(of=("self",)).filter(state=State.LIVE))
    for revision in live:
        _withdraw(revision, by, why)
    return bool(live)


def withdrawn(model: type[Document]) -> QuerySet[Document]:
    """Documents visitors could read once and cannot now, in no language."""
    documents: QuerySet[Any] = model._default_manager.all()
    once = documents.filter(revisions__state=State.PAST, binned_at=None)
    return once.exclude(revisions__state=State.LIVE).distinct()


def when(moment: datetime) -> str:
    """For example “Monday, November 30, 9 am”, on the clinic's clock."""
    local = timezone.localtime(moment)
    year = "" if local.year == timezone.localdate().year else f" {local.year}"
    return f"{date_format(local, 'l, F j')}{year}, {clock(local.time())}"
