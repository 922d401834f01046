"""Finds where pictures are used, and takes a picture away where nobody needs it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from pages.admin_addresses import change
from pages.languages import DEFAULT
from pages.markup.blocks import pictures_in
from pages.pictures.models import SHOWN_OR_SOON, Picture, PictureCopy, PictureState, PictureUpload
from pages.revisions.document import document_models
from pages.revisions.revision import Revision, State


@dataclass(frozen=True)
class Use:
    """Words that show a picture."""

    title: str
    path: str
    state: str
    #: The app whose clinicians agree to them; empty unless they are medical words on their way.
    agreed_with: str = ""

    @property
    def is_past(self) -> bool:
        """True if visitors and editors have newer words."""
        return self.state == State.PAST


def uses(only: Picture | None = None) -> dict[str, list[Use]]:
    """For each key of a picture the words that show it; words of before come last."""
    found: dict[str, dict[Use, None]] = defaultdict(dict)
    for revision in _with_pictures(only):
        use = _use(revision)
        for key in _shown_in(revision):
            found[key][use] = None
    return {key: sorted(ones, key=lambda use: use.is_past) for key, ones in found.items()}


def uses_of(picture: Picture) -> list[Use]:
    """The words that show this one."""
    return uses(picture).get(picture.key, [])


def _use(revision: Revision) -> Use:
    document = revision.document
    is_agreed = revision.state == State.LIVE or revision.approved_by_id is not None
    is_bound = document.medical and is_agreed and revision.state != State.PAST
    return Use(
        revision.title,
        change(document, revision.language),
        revision.state,
        revision._meta.app_label if is_bound else "",
    )


def _with_pictures(only: Picture | None) -> Iterator[Revision]:
    for kind in document_models():
        chosen = _fields(kind.revision_model())
        found = kind.every_revision().select_related("document", *chosen)
        yield from found.filter(_has(only, chosen)) if only else found


def _has(picture: Picture, fields: Iterable[str]) -> Q:
    """What the database cannot rule out."""
    found = Q(body__contains=picture.key)
    for name in fields:
        found |= Q(**{name: picture})
    return found


def _shown_in(revision: Revision) -> set[str]:
    chosen = (getattr(revision, name) for name in _fields(type(revision)))
    return pictures_in(revision.body) | {picture.key for picture in chosen if picture}


def _fields(revisions: type[Revision]) -> list[str]:
    """Names of the fields in which such words have a picture."""
    return [field.name for field in revisions._meta.fields if field.related_model is Picture]


def is_shown(picture: Picture) -> bool:
    """True if words that visitors read now show it."""
    return any(
        picture.key in _shown_in(revision)
        for kind in document_models()
        for revision in _may_show(kind.every_live_revision(), picture)
    )


def _may_show(live: QuerySet[Any], picture: Picture) -> QuerySet[Any]:
    """Those of these that the database cannot rule out.

    What is chosen is said once: of a translation it counts only without English words beside it.
    """
    found = Q(body__contains=picture.key)
    english = live.filter(document=OuterRef("document"), language=DEFAULT)
    for name in _fields(live.model):
        found |= Q(Q(language=DEFAULT) | ~Exists(english), **{name: picture})
    return live.filter(found).select_related(*_fields(live.model))


def not_there(keys: Iterable[str]) -> list[str]:
    """Which of these no picture is called that visitors see, or soon will."""
    shown = Picture.objects.filter(SHOWN_OR_SOON)
    there = set(shown.filter(key__in=keys).values_list("key", flat=True))
    return sorted(set(keys) - there)


@transaction.atomic
def take_away(picture: Picture) -> None:
    """Delete it. If words of before have it, they keep its name; all that it showed is gone.

    Raises ValueError while words show it.
    """
    found = uses_of(picture)
    if not all(use.is_past for use in found):
        raise ValueError("This picture is in use.")
    if not found:
        picture.delete()
        return
    PictureCopy.objects.filter(picture=picture).delete()
    PictureUpload.objects.filter(picture=picture).delete()
    Picture.objects.filter(pk=picture.pk).update(
        state=PictureState.GONE,
        address="",
        alt="",
        alt_es="",
        caption="",
        caption_es="",
        decorative=True,
    )
