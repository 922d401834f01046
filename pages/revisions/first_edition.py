"""Loads the first edition of the words from files; what staff edit afterwards wins."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from pages.revisions.document import Document
from pages.revisions.records import Source

#: Front matter that belongs to the revision as it stands.
_REVISION_FIELDS = ("title", "summary", "note", "review_months", "nav", "description", "keywords")


def load_sources(path: Path) -> None:
    """Add the sources that are not there yet, with what the database keeps of them."""
    kept = {field.name for field in Source._meta.concrete_fields}
    for key, fields in tomllib.loads(path.read_text()).items():
        known = {name: told for name, told in fields.items() if name in kept}
        Source.objects.get_or_create(key=key, defaults=known)


def load_document(model: type[Document], path: Path, **identity: str | Model) -> bool:
    """Add the document of this file and publish it; False if it is there already.

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
        fields = {name: front[name] for name in _REVISION_FIELDS if name in front}
        revision = document.revisions.model(document=document, body=body, **fields)
        try:
            revision.full_clean(exclude=["document"])
            revision.save()
            revision.sources.set(_sources(front["sources"]))
        except ValidationError as error:
            raise ValidationError(f"{path.name}: {'; '.join(error.messages)}") from error
        if not front.get("draft"):
            revision.publish(first_edition=True)
    return True


def read(path: Path) -> tuple[dict[str, Any], str]:
    """Front matter and body of a content file."""
    _, front, body = path.read_text().split("+++\n", 2)
    return tomllib.loads(front), body.strip() + "\n"


def files(folder: Path) -> Iterator[Path]:
    """The content files of a folder, in a fixed order."""
    yield from sorted(folder.glob("*.md"))


def _sources(keys: list[str]) -> list[Source]:
    found = {source.key: source for source in Source.objects.filter(key__in=keys)}
    if missing := sorted(set(keys) - set(found)):
        raise ValidationError(f"unknown sources: {', '.join(missing)}")
    return [found[key] for key in keys]
