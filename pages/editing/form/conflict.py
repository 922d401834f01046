"""Says what a colleague saved while a form was open, beside what was typed into it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.db.models import Model
from django.forms.models import model_to_dict

from pages.revisions import drafts
from pages.revisions.document import Document
from pages.revisions.revision import Revision, State

#: What a field of the form may hold.
Value = str | int | Model | Iterable[Model] | None


@dataclass(frozen=True)
class Difference:
    """A field that two people filled in differently."""

    label: str
    theirs: str
    yours: str


@dataclass(frozen=True)
class Conflict:
    """What a colleague saved while this form was open; no revision if they threw it away."""

    revision: Revision | None
    differences: list[Difference]

    @property
    def who(self) -> str:
        """The colleague's name."""
        revision = self.revision
        if revision is None:
            return "Someone"
        someone = revision.published_by if revision.state == State.LIVE else revision.author
        return (someone.get_short_name() or someone.get_username()) if someone else "Someone"

    @property
    def when(self) -> datetime | None:
        """The time of their save."""
        revision = self.revision
        if revision is None:
            return None
        return revision.published_at if revision.state == State.LIVE else revision.changed_at


def between(
    stored: Document,
    language: str,
    fields: Mapping[str, forms.Field],
    typed: Mapping[str, Value],
) -> Conflict:
    """What is stored against what was typed, field by field."""
    revision = drafts.revision_to_edit(stored, language)
    theirs = model_to_dict(stored)
    if revision:
        theirs.update(model_to_dict(revision, fields.keys()))
    differences = [
        Difference(str(field.label), as_read(field, theirs[name]), as_read(field, typed[name]))
        for name, field in fields.items()
        if name in theirs and typed.get(name) is not None
    ]
    return Conflict(revision, [one for one in differences if one.theirs != one.yours])


def as_read(field: forms.Field, value: Value) -> str:
    """A value of a form as people read it."""
    if isinstance(field, forms.ModelMultipleChoiceField) and isinstance(value, Iterable):
        return "\n".join(sorted(str(one) for one in value))
    if isinstance(field, forms.ModelChoiceField) and not isinstance(value, Model):
        value = field.queryset.filter(pk=value).first() if field.queryset is not None else ""
    if isinstance(value, str) and hasattr(field, "in_words"):
        return str(field.in_words(value))
    return str(value).strip()
