"""Says which words are past their review date, and who looks after words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from pages import registry
from pages.admin_addresses import changelist
from pages.revisions.document import Document, document_models


@dataclass(frozen=True)
class Overdue:
    """Live words of one kind that are past their review date."""

    many: int
    kind: str
    #: Where staff find them.
    path: str
    #: The review date that passed first.
    since: date


def unreviewed_words(model: type[Document]) -> QuerySet[Any]:
    """What visitors read of this kind, in every language, and no clinician has checked."""
    return model.every_live_revision().filter(reviewed_on=None)


def progress() -> tuple[int, int]:
    """How many of the words that visitors read were ever reviewed, and how many there are."""
    kinds = [model for model in document_models() if model in registry.checked_documents]
    every = [model.every_live_revision() for model in kinds]
    done = sum(one.filter(reviewed_on__isnull=False).count() for one in every)
    return done, sum(one.count() for one in every)


def overdue_words(model: type[Document], today: date) -> QuerySet[Any]:
    """What visitors read of this kind, in every language, past its review date on this day."""
    return model.every_live_revision().filter(review_due__lt=today)


def reviews_due(today: date) -> list[Overdue]:
    """Pages and questions whose review is late on this day; empty if none is."""
    return list(_overdue(today))


def _overdue(today: date) -> Iterator[Overdue]:
    for model in document_models():
        if days := list(overdue_words(model, today).values_list("review_due", flat=True)):
            meta = model._meta
            name = meta.verbose_name if len(days) == 1 else meta.verbose_name_plural
            yield Overdue(len(days), str(name), f"{changelist(model)}?review=overdue", min(days))


def who_keeps_words() -> list[str]:
    """The addresses of active colleagues who write or approve words, each once."""
    write = [f"change_{model._meta.model_name}" for model in document_models()]
    rights = ["approve_words", *write]
    has_right = Q(user_permissions__codename__in=rights) | Q(
        groups__permissions__codename__in=rights
    )
    people = get_user_model()._default_manager.filter(has_right | Q(is_superuser=True))
    able = people.filter(is_active=True, is_staff=True).exclude(email="")
    return sorted(set(able.values_list("email", flat=True)))
