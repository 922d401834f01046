"""Keeps lists in the admin as fast among a million rows as among a thousand."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.functional import cached_property

MOST_LISTED = 1_000


class FirstThousand(Paginator):  # type: ignore[type-arg]
    """Pages of a list that never counts further: counting a million takes longer than reading."""

    @cached_property
    def count(self) -> int:
        """How many there are, up to a thousand."""
        listed: Any = self.object_list
        return int(listed.order_by().values("pk")[:MOST_LISTED].count())


class LookOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """A list of what the site itself wrote: nobody adds, changes or deletes a row here."""

    list_display_links = None
    list_per_page = 100
    ordering = ("-pk",)
    sortable_by = ()
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = FirstThousand

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Without the one that deletes."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False
