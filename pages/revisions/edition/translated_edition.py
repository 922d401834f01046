"""Loads the first edition in other languages: drafts for a translator and a clinician to read."""

from pathlib import Path

from django.db import transaction

from pages.languages import DEFAULT, OTHERS
from pages.revisions.document import Document
from pages.revisions.edition import first_edition
from pages.revisions.offered import OfferedCorrection
from pages.revisions.revision import Revision, State

_TO_READ = "First edition. A translator and a clinician read these words before they go live."
_ENGLISH_IS_OTHER = "The English words here are not those that were translated: compare the two."


def load(model: type[Document], content: Path) -> int:
    """Add a draft for each text that has no words in its language yet; how many are new.

    Raises ValidationError naming the file if its words would not be accepted from staff either.
    """
    return sum(
        _load_one(model, path, language)
        for language in OTHERS
        for path in first_edition.files(content / language)
    )


@transaction.atomic
def _load_one(model: type[Document], path: Path, language: str) -> bool:
    document = model._default_manager.filter(slug=path.stem).first()
    if document is None or document.revisions.filter(language=language).exists():
        return False
    draft = _written(document, path, language)
    # What was discarded is not put before staff again.
    fingerprint = first_edition.fingerprint_of_offer(draft, [])
    _offer, is_new = OfferedCorrection.objects.get_or_create(fingerprint=fingerprint)
    if is_new:
        english, _body = first_edition.read(_english(path))
        first_edition.store(draft, english["sources"], path)
    return is_new


def _written(document: Document, path: Path, language: str) -> Revision:
    """The words of this file, not stored, as a translation if the English ones are those it had."""
    front, body = first_edition.read(path)
    draft = first_edition.as_written(document, front, body)
    draft.language, draft.note = language, _TO_READ
    english = document.revisions.filter(state=State.LIVE, language=DEFAULT).first()
    if english and first_edition.fingerprint(english) == front["translates"]:
        draft.translates, draft.review_months = english, english.review_months
    elif english:
        draft.note = f"{_TO_READ} {_ENGLISH_IS_OTHER}"
    return draft


def _english(path: Path) -> Path:
    return path.parents[1] / DEFAULT / path.name


def publish(model: type[Document]) -> int:
    """Make live what is not, for the sample clinic alone; how many texts are new to visitors."""
    drafts = model.every_revision().filter(state=State.DRAFT, language__in=OTHERS, author=None)
    ready = drafts.filter(translates__state=State.LIVE)
    for draft in ready:
        draft.publish(first_edition=True)
    return len(ready)
