"""Hands on what a colleague who leaves was writing: somebody's turn it has to be."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction

from pages.clinic.rule_values import RuleState, RuleValue
from pages.people import Person, colleague, name_of
from pages.revisions.document import document_models
from pages.revisions.revision import Revision, State

Draft = Revision | RuleValue


def in_hand(writer: User) -> list[Draft]:
    """Every draft of this colleague, also those in the bin, which may come back from there."""
    found: list[Draft] = []
    for model in document_models():
        found += model.every_revision().filter(state=State.DRAFT, author=writer)
    return [*found, *RuleValue.objects.filter(state=RuleState.DRAFT, author=writer)]


def may_take(person: User, drafts: Iterable[Draft]) -> bool:
    """True if they may write all of these, and approved none.

    Medical words are agreed on by two. Whoever approved them would be both.
    """
    return all(person.has_perm(_right(one)) and one.approved_by_id != person.pk for one in drafts)


@transaction.atomic
def hand_on(drafts: Iterable[Draft], to: User, *, by: Person) -> None:
    """From now on ``to`` writes them; beside each stands who handed it on, and whose it was.

    What was approved stays approved, and what a clinician was asked to read still waits for one.
    """
    for draft in drafts:
        whose = name_of(draft.author) if draft.author else "A colleague"
        # Not saved: that is for those who change words.
        type(draft)._base_manager.filter(pk=draft.pk).update(author=to)
        if isinstance(draft, Revision):
            words = f"{whose} left. {name_of(to)} goes on with this."
            draft.notes.create(by=colleague(by), words=words)


def _right(draft: Draft) -> str:
    if isinstance(draft, RuleValue):
        return "pages.change_clinic"
    document = type(draft.document)._meta
    return f"{document.app_label}.change_{document.model_name}"
