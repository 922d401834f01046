"""Which clinician has read which words in full, as they stand now."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from pages.people import Person, colleague
from pages.revisions.revision import Revision


class Reading(models.Model):
    """A colleague opened these words in full, as they were after this change."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    #: The model of the words, and which of them.
    kind = models.CharField(max_length=60)
    revision = models.BigIntegerField()
    changed_at = models.DateTimeField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["by", "kind", "revision"], name="one_reading_of_words_by_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.revision}, {self.at:%Y-%m-%d}"


def remember(revision: Revision, by: Person) -> None:
    """This colleague has these words before them now."""
    person = colleague(by)
    if person:
        Reading.objects.update_or_create(
            by=person,
            kind=revision._meta.label_lower,
            revision=revision.pk,
            defaults={"changed_at": revision.changed_at, "at": timezone.now()},
        )


def has_read(revision: Revision, by: Person) -> bool:
    """True if they opened these words since the last change."""
    return Reading.objects.filter(
        by=colleague(by),
        kind=revision._meta.label_lower,
        revision=revision.pk,
        changed_at=revision.changed_at,
    ).exists()
