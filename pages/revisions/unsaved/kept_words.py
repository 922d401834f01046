"""What a colleague is typing, kept by itself until they save it: for each of them apart.

No draft, approval or plan knows of it, and nobody else reads it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from pages.people import Person, colleague
from pages.revisions.document import Document

#: Whoever comes back later begins anew: the words of others have changed by then.
_DAYS = 30
#: In the place of the key of a document that is not stored yet.
NEW = 0


class KeptWords(models.Model):
    """The fields of one form, as this colleague had typed them."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    #: The model of the document, and which of them; 0 for a new one.
    kind = models.CharField(max_length=60)
    document = models.BigIntegerField()
    language = models.CharField(max_length=8)
    #: Pairs of name and text, as JSON; a field of several choices stands there several times.
    fields = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["by", "kind", "document", "language"], name="one_kept_text_of_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.document} ({self.language}), {self.at:%Y-%m-%d}"

    @property
    def typed(self) -> list[tuple[str, str]]:
        """Names of the fields, and what was typed into each."""
        return [(name, text) for name, text in json.loads(self.fields)]


def keep(
    by: Person, model: type[Document], key: int, language: str, fields: Iterable[tuple[str, str]]
) -> KeptWords | None:
    """Keep this in the place of what the same colleague typed here before; None for a stranger."""
    person, now = colleague(by), timezone.now()
    KeptWords.objects.filter(at__lt=now - timedelta(days=_DAYS)).delete()
    if not person:
        return None
    kept, _is_new = KeptWords.objects.update_or_create(
        by=person,
        kind=model._meta.label_lower,
        document=key,
        language=language,
        defaults={"fields": json.dumps([*fields]), "at": now},
    )
    return kept


def kept(by: Person, model: type[Document], key: int, language: str) -> KeptWords | None:
    """What this colleague typed here and did not save."""
    kind = model._meta.label_lower
    since = timezone.now() - timedelta(days=_DAYS)
    rows = KeptWords.objects.filter(by=colleague(by), at__gte=since)
    return rows.filter(kind=kind, document=key, language=language).first()


def forget(by: Person, model: type[Document], key: int, language: str) -> None:
    """They saved it, or threw it away."""
    kind = model._meta.label_lower
    rows = KeptWords.objects.filter(by=colleague(by), kind=kind)
    rows.filter(document=key, language=language).delete()
