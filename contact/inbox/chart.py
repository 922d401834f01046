"""Measures the bars of the chart that shows how fast we reply; the template draws them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contact.inbox.figures import Week

#: In units of the drawing, which is 360 wide.
_HEIGHT = 120
_STEP = 30
_WIDTH = 20


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
    for kind in ("in_time", "late", "open"):
        start, below = below, below + getattr(week, kind)
        low, high = (_HEIGHT - round(_HEIGHT * count / top) for count in (start, below))
        if low > high:
            parts.append(Part(kind, number * _STEP + 5, high, _WIDTH, low - high))
    return parts
