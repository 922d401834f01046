"""Loads the first edition of the words from files; what staff edit afterwards wins."""

import tomllib
from collections.abc import Iterator
from enum import Enum
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from pages.languages import DEFAULT
from pages.markup.blocks import check_facts
from pages.revisions.document import Document
from pages.revisions.offered import OfferedCorrection
from pages.revisions.revision import Revision
from pages.revisions.sources import Source

#: Front matter that belongs to the revision as it stands.
_REVISION_FIELDS = ("title", "summary", "note", "review_months", "nav", "description", "keywords")

_SOURCES = Path(__file__).parents[2] / "content" / "sources.toml"

#: Stands over the note of each correction.
CORRECTED = (
    "Corrected first edition: a new version of the site has better words or sources here. "
    "Compare them with what visitors read, then approve or discard them."
)

_NEW = "New in this version of the site: visitors see it once it is approved."


def load_sources(path: Path) -> None:
    """Add the sources that are not there yet, under their key or one that staff gave them."""
    for key, fields in tomllib.loads(path.read_text("utf-8")).items():
        if not Source.objects.filter(key=key).exists() and not _same_work(fields):
            Source.objects.create(key=key, **fields)


def _same_work(fields: dict[str, Any]) -> Source | None:
    """The source of this work, whatever its key."""
    work = {name: fields.get(name, "") for name in ("author", "title", "url")}
    return Source.objects.filter(**work).first()


def load_document(
    model: type[Document], path: Path, *, publishes: bool = True, **identity: str | Model
) -> bool:
    """Add the document of this file; False if it is there already.

    Published on a new site; on one that runs, it is a draft for its people to approve.

    Raises ValidationError naming the file if its words would not be accepted from staff either.
    """
    if model._default_manager.filter(slug=path.stem).exists():
        return False
    front, body = read(path)
    with transaction.atomic():
        document = model._default_manager.create(
            slug=path.stem,
            order=front.get("order", 0),
            medical=bool(front["sources"]),
            **identity,
        )
        revision = as_written(document, front, body)
        if not publishes:
            revision.note = f"{_NEW}\n\n{revision.note}".strip()
        store(revision, front["sources"], path)
        if publishes and not front.get("draft"):
            revision.publish(first_edition=True)
    return True


class Offer(Enum):
    """What became of a text of the first edition that a site may have in an older wording."""

    SAME = "as it is"
    OFFERED = "offered as a draft"
    CHANGED = "changed by staff, left as it is"
    HAS_DRAFT = "a draft is in the way"
    BEFORE = "offered before, and not again"


def offer_correction(document: Document, path: Path, earlier: list[str]) -> Offer:
    """Put the words of this file beside live ones as a draft, for staff to approve or discard.

    Only where the live words are still those of an earlier edition, named by their fingerprints.
    """
    live, (front, body) = document.shown, read(path)
    revision = as_written(document, front, body)
    is_same = fingerprint(live) == fingerprint(revision)
    if is_same and set(live.sources.all()) == set(_sources(front["sources"])):
        return Offer.SAME
    if fingerprint(live) not in (*earlier, fingerprint(revision)):
        return Offer.CHANGED
    if document.draft(DEFAULT):
        return Offer.HAS_DRAFT
    offered = fingerprint_of_offer(revision, front["sources"])
    if OfferedCorrection.objects.filter(fingerprint=offered).exists():
        return Offer.BEFORE
    revision.note = f"{CORRECTED}\n\n{revision.note}".strip()
    with transaction.atomic():
        store(revision, front["sources"], path)
        OfferedCorrection.objects.create(fingerprint=offered)
    return Offer.OFFERED


def fingerprint_of_offer(revision: Revision, sources: list[str]) -> str:
    """The same words with other sources, or for another document, are another offer."""
    parts = [revision.document.slug, fingerprint(revision), *sorted(sources)]
    return sha256("\n".join(parts).encode()).hexdigest()


def fingerprint(revision: Revision) -> str:
    """Tells texts apart: two with the same one say the same, also in menus and to a search."""
    words = [f"{name}: {getattr(revision, name)}" for name in revision.WORDS]
    return sha256("\n".join(words).encode()).hexdigest()


def as_written(document: Document, front: dict[str, Any], body: str) -> Revision:
    """A revision with the words of a file, not stored yet."""
    fields = {name: front[name] for name in _REVISION_FIELDS if name in front}
    revision: Revision = document.revisions.model(document=document, body=body, **fields)
    return revision


def store(revision: Revision, sources: list[str], path: Path) -> None:
    """Keep these words with the sources of these keys, if staff could keep them too."""
    try:
        revision.full_clean(exclude=["document"])
        check_facts(revision.summary)
        revision.save()
        revision.sources.set(_sources(sources))
    except ValidationError as error:
        raise ValidationError(f"{path.name}: {'; '.join(error.messages)}") from error


def read(path: Path) -> tuple[dict[str, Any], str]:
    """Front matter and body of a content file."""
    _, front, body = path.read_text("utf-8").split("+++\n", 2)
    return tomllib.loads(front), body.strip() + "\n"


def files(folder: Path) -> Iterator[Path]:
    """The content files of a folder, in a fixed order."""
    yield from sorted(folder.glob("*.md"))


def _listed() -> dict[str, Any]:
    """The sources of the first edition by key."""
    return tomllib.loads(_SOURCES.read_text("utf-8"))


def _sources(keys: list[str]) -> list[Source]:
    found = {source.key: source for source in Source.objects.filter(key__in=keys)}
    unfound = set(keys) - set(found)
    listed = _listed() if unfound else {}
    for key in unfound:
        if renamed := _same_work(listed.get(key, {})):
            found[key] = renamed
    if missing := sorted(set(keys) - set(found)):
        raise ValidationError(f"unknown sources: {', '.join(missing)}")
    return [found[key] for key in keys]
