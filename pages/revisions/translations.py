"""How the words of a document stand in other languages beside the English ones, for staff."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from pages.languages import DEFAULT, OTHERS
from pages.people import Person
from pages.revisions.document import Document
from pages.revisions.revision import Revision, State


@dataclass(frozen=True)
class Standing:
    """The words of a document in one language."""

    language: str
    name: str
    live: Revision | None = None
    draft: Revision | None = None
    #: True if the English words changed since these were translated.
    is_older: bool = False

    @property
    def label(self) -> str:
        """Where it stands, in words for staff."""
        if not (self.live or self.draft):
            return "not started"
        state = "live" if self.live else "draft"
        if self.live and self.draft:
            state += ", a draft waits"
        return f"{state}, older than the English" if self.is_older else state


def standings(document: Document) -> list[Standing]:
    """English first, then each other language."""
    current = getattr(document, "standing_words", document.revisions.exclude(state=State.PAST))
    by_place = {(revision.language, revision.state): revision for revision in current}
    english = by_place.get((DEFAULT, State.LIVE))
    found = [Standing(DEFAULT, "English", english, by_place.get((DEFAULT, State.DRAFT)))]
    for code, name in OTHERS.items():
        live, draft = (by_place.get((code, state)) for state in (State.LIVE, State.DRAFT))
        newest = draft or live
        older = bool(newest and english and newest.translates_id != english.pk)
        found.append(Standing(code, str(name), live, draft, older))
    return found


def older_than_english(model: type[Document]) -> models.QuerySet[Any]:
    """Live words in another language whose English words changed since, and no draft is begun."""
    revisions = model.every_revision()
    same = revisions.filter(document=models.OuterRef("document"))
    english = same.filter(state=State.LIVE, language=DEFAULT)
    stale = revisions.filter(models.Exists(english), state=State.LIVE)
    return stale.exclude(language=DEFAULT).exclude(translates__state=State.LIVE)


def that_become_older(revision: Revision) -> list[Standing]:
    """Languages whose live words would be, or are, older than these English ones."""
    if revision.language != DEFAULT or revision.state == State.PAST:
        return []
    others = (one for one in standings(revision.document)[1:] if one.live)
    return [one for one in others if one.live and one.live.translates != revision]


@transaction.atomic
def start(document: Document, language: str, by: Person) -> Revision:
    """A draft that translates the live English words.

    It begins with the words that are live in that language, or else with the English ones. Raises
    ValidationError if there are no English words, or a draft already.
    """
    stored = type(document)._default_manager.select_for_update(of=("self",)).get(pk=document.pk)
    english = _live(stored, DEFAULT)
    if english is None:
        raise ValidationError("Publish the English words first.")
    if stored.draft(language):
        raise ValidationError("There is a draft already.")
    begun_with = _live(stored, language) or english
    draft = begun_with.copy_as_draft(by, language=language, translates=english)
    draft.sources.set(english.sources.all())
    return draft


def agree(draft: Revision) -> None:
    """A person looked: this draft says what the English words say now."""
    draft.translates = _live(draft.document, DEFAULT)
    draft.save()


def _live(document: Document, language: str) -> Revision | None:
    live: Revision | None = document.revisions.filter(state=State.LIVE, language=language).first()
    return live
