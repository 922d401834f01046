"""A staff page that puts things in order: by dragging, or with a button for each step."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path

from pages.editing.desk import Desk
from pages.revisions.drafts import put_in_order
from pages.staff import frame


@dataclass(frozen=True)
class Siblings:
    """Things that have an order among themselves, in their order now."""

    key: str
    name: str
    rows: list[Any]


def path_to(desk: Desk, groups: Callable[[], Iterable[Siblings]]) -> URLPattern:
    """Where the page is, for the admin of what it puts in order."""
    view = desk.site.admin_view(partial(order, desk=desk, groups=groups))
    return path("order/", view, name=desk.url_name("order"))


def order(
    request: HttpRequest, desk: Desk, groups: Callable[[], Iterable[Siblings]]
) -> HttpResponse:
    """Show the order, or take a new one."""
    if not desk.can_change(request):
        raise PermissionDenied
    by_key = {group.key: group for group in groups()}
    if request.method == "POST":
        return _take_order(request, desk, by_key.get(request.POST.get("group", "")))
    context = {
        "title": f"Order of {desk.model._meta.verbose_name_plural}",
        "groups": [group for group in by_key.values() if len(group.rows) > 1],
        "moved": request.GET.get("moved", ""),
        "direction": request.GET.get("way", ""),
    }
    return frame.page(request, "admin/order.html", context, desk.model)


def _take_order(request: HttpRequest, desk: Desk, group: Siblings | None) -> HttpResponse:
    if group is None:
        raise Http404
    wanted = [int(key) for key in request.POST.getlist("order") if key.isdecimal()]
    moved, direction = _step(request, wanted)
    put_in_order(group.rows, wanted)
    if group.rows:
        frame.record(request, group.rows[0], f"Changed the order of {group.name}.")
    if request.headers.get("Accept") == "application/json":
        return HttpResponse(status=204)
    messages.success(request, "The new order is saved.")
    # No fragment: browsers would go there and leave the button without the focus.
    return HttpResponseRedirect(f"{desk.address('order')}?moved={moved}&way={direction}")


def _step(request: HttpRequest, wanted: list[int]) -> tuple[str, str]:
    """Move the one whose button was pressed by one place; which one, and in which direction."""
    for direction, by in (("up", -1), ("down", 1)):
        key = request.POST.get(direction, "")
        if key.isdecimal() and int(key) in wanted:
            place = wanted.index(int(key))
            other = min(max(place + by, 0), len(wanted) - 1)
            wanted[place], wanted[other] = wanted[other], wanted[place]
            return key, direction
    return "", ""
