"""Keeps lists in the admin as fast among a million rows as among a thousand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property

from pages.staff.lists import StaffList

MOST_LISTED = 1_000


class FirstThousand(Paginator):  # type: ignore[type-arg]
    """Pages of a list that never counts further: counting a million takes longer than reading."""

    @cached_property
    def count(self) -> int:
        """How many there are, up to a thousand."""
        listed: Any = self.object_list
        return int(listed.order_by().values("pk")[:MOST_LISTED].count())


#: What to call, its name and what it is called in the list.
Action = tuple[Callable[..., str], str, str]


class LongList(StaffList):
    """A list of what the site itself stored: nobody adds a row, or deletes many at once."""

    sortable_by = ()
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = FirstThousand

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Rows come from the site alone."""
        return False

    def get_actions(self, request: HttpRequest) -> dict[str, Action | None]:
        """Nothing is deleted in bulk; the purge does that when it is time."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def response_action(  # type: ignore[override]  # the types know an argument of a later Django
        self, request: HttpRequest, queryset: QuerySet[Model]
    ) -> HttpResponse | None:
        """Do it, unless it would be done to more than are listed."""
        across = request.POST.get("select_across") == "1"
        if across and FirstThousand(queryset, self.list_per_page).count >= MOST_LISTED:
            messages.warning(request, "Those are too many at once. Narrow the list first.")
            return None
        return super().response_action(request, queryset)


class LookOnly(LongList):
    """A list whose rows nobody changes or deletes."""

    list_display_links = None
    list_per_page = 100
    ordering = ("-pk",)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """What the site wrote down is a record of what happened."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Rows go with the message they are about, or stay."""
        return False
