"""A staff page that puts things in order: by dragging, or with a button for each step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from pages.revisions.drafts import put_in_order


@dataclass(frozen=True)
class Siblings:
    """Things that have an order among themselves."""

    key: str
    name: str
    rows: list[Any]


class OrderedAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """For rows with an ``order``: adds the page, and the button that leads to it.

    A subclass says who the ``siblings`` are.
    """

    change_list_template = "admin/ordered_list.html"

    def siblings(self) -> Iterable[Siblings]:
        """What is ordered, in its order now."""
        raise NotImplementedError

    def get_urls(self) -> list[URLPattern]:
        """With the page."""
        view = self.admin_site.admin_view(self.reorder)
        own = path("order/", view, name=f"{self.opts.app_label}_{self.opts.model_name}_order")
        return [own, *super().get_urls()]

    def reorder(self, request: HttpRequest) -> HttpResponse:
        """Show the order, or take a new one."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        groups = {group.key: group for group in self.siblings()}
        if request.method == "POST":
            return self._take_order(request, groups)
        names = self.opts.verbose_name_plural
        context = {
            **self.admin_site.each_context(request),
            "title": f"Order of {names}",
            "opts": self.opts,
            "groups": [group for group in groups.values() if len(group.rows) > 1],
            "moved": request.GET.get("moved", ""),
            "way": request.GET.get("way", ""),
        }
        return TemplateResponse(request, "admin/order.html", context)

    def _take_order(self, request: HttpRequest, groups: dict[str, Siblings]) -> HttpResponse:
        group = groups.get(request.POST.get("group", ""))
        if group is None:
            raise Http404
        wanted = [int(key) for key in request.POST.getlist("order") if key.isdecimal()]
        moved, way = _step(request, wanted)
        put_in_order(group.rows, wanted)
        if group.rows:
            self.log_change(request, group.rows[0], f"Changed the order of {group.name}.")
        here = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_order")
        if request.headers.get("Accept") == "application/json":
            return HttpResponse(status=204)
        self.message_user(request, "The new order is saved.", messages.SUCCESS)
        # No fragment: browsers would go there and leave the button without the focus.
        return HttpResponseRedirect(f"{here}?moved={moved}&way={way}")


def _step(request: HttpRequest, wanted: list[int]) -> tuple[str, str]:
    """Move the one whose button was pressed by one place; which one, and which way."""
    for way, by in (("up", -1), ("down", 1)):
        key = request.POST.get(way, "")
        if key.isdecimal() and int(key) in wanted:
            place = wanted.index(int(key))
            other = min(max(place + by, 0), len(wanted) - 1)
            wanted[place], wanted[other] = wanted[other], wanted[place]
            return key, way
    return "", ""
