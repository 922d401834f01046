"""Where facts were read: what visitors see under the words as sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from pages.typed import can_be_seen
from pages.typed.works import wrong_with

#: Begins what migration 0004 added to the note of such a source; whoever settled it takes it out.
LEFT = "The first edition corrected this source; you had changed it, so it was left."

#: What is older says nothing of a treatment of today.
_FIRST_YEAR = 1900


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

    @property
    def is_our_own(self) -> bool:
        """True for our own rules and practice: a reason instead of an address, and no year."""
        return bool(self.no_address) and not self.url and self.year is None

    def clean(self) -> None:
        """Refuse what nobody could look up. No constraint: rows of before may lack something."""
        if refused := dict(self._refused()):
            raise ValidationError(refused)

    def _refused(self) -> Iterator[tuple[str, str]]:
        today = timezone.localdate()
        for name in ("author", "title"):
            written = getattr(self, name)
            if written and not can_be_seen(written):
                yield name, f"Enter the {name}."
        if self.year is None and self.read_on is None:
            yield "year", "Enter the year, or below the day it was read."
        elif self.year is not None and not _FIRST_YEAR <= self.year <= today.year:
            yield "year", f"Enter a year from {_FIRST_YEAR} to {today.year}."
        if self.read_on and self.read_on > today:
            yield "read_on", "This day is still to come."
        yield from self._refused_address()
        if self._others().filter(
            author__iexact=self.author, title__iexact=self.title, year=self.year
        ):
            yield "title", "This work is there already, with the same author and year."

    def _refused_address(self) -> Iterator[tuple[str, str]]:
        if not self.url:
            if not can_be_seen(self.no_address):
                yield "url", "Enter the address, or below why it has none."
        elif not self.url.lower().startswith(("https://", "http://")):
            yield "url", "Enter an address that starts with https:// or http://."
        elif self._others().filter(url__iexact=self.url):
            yield "url", "Another source has this address: it is the same work."
        elif wrong := wrong_with(self.url):
            yield "url", wrong

    def _others(self) -> SourceQuerySet:
        return Source.objects.exclude(pk=self.pk)
