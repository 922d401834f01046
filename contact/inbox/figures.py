"""Counts how fast we reply, week by week, from times alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from statistics import median

from django.db.models import Q
from django.template.defaultfilters import pluralize
from django.utils import timezone

from contact.models import Inquiry, Status
from pages.clinic.hours import last_mondays, monday_of

#: As far back as every message is still kept, if it was closed the day it came.
WEEKS = 12
#: From so many hours on, people count days.
_TWO_DAYS = 48


@dataclass
class Week:
    """What came in between a Monday and a Sunday, and what became of it."""

    monday: date
    in_time: int = 0
    late: int = 0
    not_yet: int = 0
    #: How many hours each first reply took.
    hours: list[float] = field(default_factory=list)

    @property
    def received(self) -> int:
        """How many messages came in."""
        return self.in_time + self.late + self.not_yet

    @property
    def settled(self) -> int:
        """How many were replied to, or have no time left to be."""
        return self.in_time + self.late

    @property
    def typical(self) -> str:
        """How long half of the first replies took at most, in words."""
        return in_words(self.median_hours) if self.median_hours is not None else ""

    @property
    def median_hours(self) -> float | None:
        """Half of the first replies came within so many hours; None without a reply."""
        return median(self.hours) if self.hours else None


def in_words(hours: float) -> str:
    """As people say it: 12 minutes, 3.5 hours, 2 days."""
    if hours < 1:
        minutes = max(1, round(hours * 60))
        return f"{minutes} minute{pluralize(minutes)}"
    if hours < _TWO_DAYS:
        return f"{round(hours, 1):g} hour{pluralize(round(hours, 1))}"
    return f"{round(hours / 24, 1):g} days"


def weeks(now: datetime) -> list[Week]:
    """The last WEEKS weeks, this one last. Advertising that was held does not count."""
    today = timezone.localtime(now).date()
    mondays = last_mondays(today, WEEKS)
    found = {monday: Week(monday) for monday in mondays}
    for received_at, due_at, replied_at in _times(mondays[0]):
        day = timezone.localtime(received_at).date()
        if week := found.get(monday_of(day)):
            _count(week, received_at, due_at, replied_at, now)
    return list(found.values())


def in_all(of: Iterable[Week]) -> Week:
    """These weeks as one."""
    whole = Week(date.min)
    for week in of:
        whole.in_time += week.in_time
        whole.late += week.late
        whole.not_yet += week.not_yet
        whole.hours += week.hours
    return whole


def _times(since: date) -> Iterable[tuple[datetime, datetime, datetime | None]]:
    start = timezone.make_aware(datetime.combine(since, time.min))
    real = ~Q(status=Status.HELD) & ~Q(status=Status.DONE, replied_at__isnull=True)
    found = Inquiry.objects.filter(real, received_at__gte=start)
    return found.values_list("received_at", "due_at", "replied_at").iterator()


def _count(
    week: Week, received_at: datetime, due_at: datetime, replied_at: datetime | None, now: datetime
) -> None:
    if (replied_at or now) > due_at:
        week.late += 1
    elif replied_at:
        week.in_time += 1
    else:
        week.not_yet += 1
    if replied_at:
        week.hours.append((replied_at - received_at) / timedelta(hours=1))
