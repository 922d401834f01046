"""Narrows the inbox: by how far a reply is, and by who has the message."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from contact.models import InboxPlace, Inquiry, Status

Inquiries = QuerySet[Inquiry]


class StatusFilter(admin.ChoicesFieldListFilter):
    """How far the reply is."""

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Inquiry]
    ) -> QuerySet[Inquiry] | None:
        """What is done stands last, which the database cannot know: else it begins at the top."""
        chosen: QuerySet[Inquiry] | None = super().queryset(request, queryset)
        if chosen is not None and Status.DONE in (self.lookup_val or []):
            return chosen.filter(place=InboxPlace.DONE)
        return chosen


class WithFilter(admin.SimpleListFilter):
    """Who has the message. Names of colleagues are not listed: there may be many."""

    title = "who has it"
    parameter_name = "with"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Inquiry]
    ) -> list[tuple[str, str]]:
        """Mine and nobody's are the two that a working day begins with."""
        return [("me", "Me"), ("nobody", "Nobody yet")]

    def queryset(self, request: HttpRequest, queryset: Inquiries) -> Inquiries:
        """All of them, too, for a choice that an address made up."""
        match self.value():
            case "me":
                return queryset.filter(assigned_to=request.user.pk)
            case "nobody":
                return queryset.filter(assigned_to=None)
            case _:
                return queryset
