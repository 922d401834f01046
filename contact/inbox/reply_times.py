"""The page that shows how fast we reply, week by week: a chart, and the same numbers below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from contact.inbox import figures
from contact.inbox.figures import Week
from contact.inbox.rights import can_see
from contact.models import Inquiry
from pages.staff import frame

#: In units of the drawing, which is 360 wide.
_HEIGHT = 120
_STEP = 30
_WIDTH = 20


def show_figures(request: HttpRequest) -> HttpResponse:
    """Times alone, and no word or name: whoever may read messages may see it."""
    if not can_see(request):
        raise PermissionDenied
    weeks = figures.weeks(timezone.now())
    context = {
        "title": "How fast we reply",
        "weeks": weeks,
        "whole": figures.in_all(weeks),
        "chart": chart(weeks),
    }
    return frame.page(request, "admin/contact/inquiry/figures.html", context, Inquiry)


@dataclass(frozen=True)
class Part:
    """One piece of a bar: replied in time, replied late, or not yet."""

    kind: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Chart:
    """All pieces, and how many messages the tallest bar could show."""

    parts: list[Part]
    top: int


def chart(weeks: Sequence[Week]) -> Chart:
    """A bar for each week, built up from the floor: in time, late, not yet."""
    top = max([week.received for week in weeks] + [1])
    parts = [part for number, week in enumerate(weeks) for part in _bar(number, week, top)]
    return Chart(parts, top)


def _bar(number: int, week: Week, top: int) -> list[Part]:
    parts, below = [], 0
    for kind, many in (("in_time", week.in_time), ("late", week.late), ("open", week.not_yet)):
        start, below = below, below + many
        low, high = (_HEIGHT - round(_HEIGHT * count / top) for count in (start, below))
        if low > high:
            parts.append(Part(kind, number * _STEP + 5, high, _WIDTH, low - high))
    return parts
