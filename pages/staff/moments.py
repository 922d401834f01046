"""Days and times as all staff pages write them, on the clinic's clock."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.dateformat import format as date_format


def moment(when: datetime | None, day: str = "M j") -> str:
    """A day and a time of day: Nov 24, 5:00 pm. No dot ends it: ours may."""
    return f"{date_format(timezone.localtime(when), day)}, {clock(when)}" if when else ""


def clock(when: datetime | None) -> str:
    """The time of day alone: 5:00 pm."""
    return date_format(timezone.localtime(when), "g:i a").replace(".", "") if when else ""
