"""Where facts were read, for staff."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from pages.revisions.sources import Source
from pages.staff.form import StaffForm
from pages.staff.lists import StaffList


class CompleteFilter(admin.SimpleListFilter):
    """Sources by whether a visitor could look them up."""

    title = "what it says"
    parameter_name = "complete"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Source]
    ) -> list[tuple[str, str]]:
        """The choices."""
        return [("no", "Something is missing"), ("differs", "Differs from the corrected list")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Source]) -> QuerySet[Source]:
        """Only those that lack something, or that were left as they were, if they are asked for."""
        match self.value():
            case "no":
                return queryset.filter(pk__in=Source.objects.incomplete())
            case "differs":
                return queryset.filter(pk__in=Source.objects.left_as_they_were())
            case _:
                return queryset


class SourceForm(StaffForm):
    """A source, with what its key is for."""

    class Meta:
        help_texts: ClassVar[dict[str, str]] = {
            "key": "A short name for staff, like lee-2024. Visitors never see it. Leave it as it"
            " is once the source is in use: corrected words find their sources by it.",
            "no_address": "Visitors never see this. With a reason here, and neither address nor"
            " year, a source counts as our own practice: it is not listed for visitors.",
        }


@admin.register(Source)
class SourceAdmin(StaffList):
    """Where facts were read."""

    form = SourceForm
    list_display = ("title", "author", "where", "year", "address")
    list_filter = (CompleteFilter, ("url", admin.EmptyFieldListFilter))
    search_fields = ("key", "author", "title", "where")
    show_facets = admin.ShowFacets.NEVER
    prepopulated_fields = {"key": ("author", "year")}
    formfield_overrides = {
        models.URLField: {"assume_scheme": "https"},
        # The browser's own calendar: Django's speaks of “server time”, which is nobody's.
        models.DateField: {"widget": forms.DateInput({"type": "date"}, "%Y-%m-%d")},
    }

    @admin.display(description="Address")
    def address(self, source: Source) -> str:
        """Whether visitors can follow it."""
        return "Yes" if source.url else "None"
