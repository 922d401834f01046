"""Loads the first edition in other languages: drafts for a translator and a clinician to read."""

from pathlib import Path

from django.db import transaction

from pages.languages import DEFAULT, OTHERS
from pages.revisions.document import Document
from pages.revisions.edition import first_edition
from pages.revisions.edition.first_edition import Offer
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
    _offer, is_new = OfferedCorrection.objects.get_or_create(fingerprint=_fingerprint(draft))
    if is_new:
        _store(draft, path)
    return is_new


def offer_correction(document: Document, path: Path, language: str) -> Offer | None:
    """Put better words of a newer first edition before staff; None if it has none to correct.

    Only where its words are still those of a first edition: beside live ones as a draft, or in a
    draft that nobody has touched. What a site was given is remembered by its fingerprint.
    """
    revisions = document.revisions.filter(language=language)
    live, draft = (revisions.filter(state=one).first() for one in (State.LIVE, State.DRAFT))
    now = live or draft
    if now is None:
        return None
    better = _written(document, path, language)
    is_in_the_way = bool(draft and (live or draft.sent_at or draft.author_id))
    offer = _standing(now, better, is_in_the_way)
    if offer is not Offer.OFFERED:
        return offer
    better.note = f"{first_edition.CORRECTED}\n\n{better.note}"
    with transaction.atomic():
        OfferedCorrection.objects.create(fingerprint=_fingerprint(better))
        _store(_said_by(draft, better) if draft else better, path)
    return Offer.OFFERED


def _said_by(draft: Revision, better: Revision) -> Revision:
    """The draft that is there, with better words: what colleagues noted of it stays."""
    for name in (*better.WORDS, "note", "translates", "review_months", "changed_at"):
        setattr(draft, name, getattr(better, name))
    return draft


def _store(revision: Revision, path: Path) -> None:
    english, _body = first_edition.read(_english(path))
    first_edition.store(revision, english["sources"], path)


def _standing(now: Revision, better: Revision, is_in_the_way: bool) -> Offer:
    """Whether the better words may be offered, and if not, why."""
    if first_edition.fingerprint(now) == first_edition.fingerprint(better):
        return Offer.SAME
    if not OfferedCorrection.objects.filter(fingerprint=_fingerprint(now)).exists():
        return Offer.CHANGED
    if is_in_the_way:
        return Offer.HAS_DRAFT
    if OfferedCorrection.objects.filter(fingerprint=_fingerprint(better)).exists():
        return Offer.BEFORE
    return Offer.OFFERED


def _fingerprint(revision: Revision) -> str:
    """Sources are those of the English words, and tell no two translations apart."""
    return first_edition.fingerprint_of_offer(revision, [])


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
