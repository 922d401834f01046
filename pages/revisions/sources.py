"""Where facts were read: what visitors see under the words as sources."""

from collections.abc import Iterator
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

#: Begins what migration 0004 added to the note of such a source; whoever settled it takes it out.
LEFT = "The first edition corrected this source; you had changed it, so it was left."


class SourceQuerySet(models.QuerySet["Source"]):
    """Sources and what they lack."""

    def incomplete(self) -> Self:
        """Those that a visitor could not look up."""
        return self.filter(
            Q(author="")
            | Q(title="")
            | Q(year__isnull=True, read_on__isnull=True)
            | Q(url="", no_address="")
        )

    def left_as_they_were(self) -> Self:
        """Those that staff had changed before the first edition corrected them."""
        return self.filter(note__contains=LEFT)


class Source(models.Model):
    """Where a fact was read."""

    key = models.SlugField(unique=True)
    author = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    where = models.CharField("journal or publisher", max_length=120, blank=True)
    year = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="If it has no date, the day it was read instead."
    )
    read_on = models.DateField(
        "day it was read", null=True, blank=True, help_text="Shown where there is no year."
    )
    url = models.URLField("address", max_length=300, blank=True)
    no_address = models.CharField(
        "why it has no address",
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text="Visitors never see this.",
    )
    note = models.TextField("note for staff", blank=True, help_text="Visitors never see this.")

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["author", "year", "key"]

    def __str__(self) -> str:
        return f"{self.author}: {self.title}"[:120]

    def clean(self) -> None:
        """Refuse what nobody could look up. No constraint: rows of before may lack something."""
        if lacks := dict(self._lacks()):
            raise ValidationError(lacks)

    def _lacks(self) -> Iterator[tuple[str, str]]:
        if self.year is None and self.read_on is None:
            yield "year", "Enter the year, or below the day it was read."
        if not self.url and not self.no_address.strip():
            yield "url", "Enter the address, or below why it has none."
