"""When the clinic is open, in its own time zone, and by when a message is answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from pages.clinic.federal import Holiday, coming, usual_holiday
from pages.clinic.place import PlaceFacts

#: Without opening hours nothing is known: a weekday is taken to end at five.
_ASSUMED_END = time(17)
_LAST_MINUTE = time(23, 59)
A_DAY = timedelta(days=1)
_WEEK = 7
_LOOK_AHEAD = timedelta(days=400)
#: Nobody promises a reply later than after so many business days; all of them are looked ahead to.
_MOST_DAYS = 60


@dataclass(frozen=True)
class Hours:
    """Opening times by weekday (Monday is 0), and the days the clinic is closed all the same.

    On a holiday on which most clinics are closed nobody counts on this one until staff said what
    it is: no promise falls on that day, and nothing says that it is open, or that it is closed.
    """

    by_weekday: dict[int, list[tuple[time, time]]] = field(default_factory=dict)
    closed: dict[date, str] = field(default_factory=dict)
    by_appointment: Collection[int] = ()
    #: Holidays of which staff said that it is open.
    as_usual: Collection[date] = ()

    @classmethod
    def of(cls, place: PlaceFacts) -> Hours:
        """What staff entered for this place."""
        by_weekday = defaultdict(list)
        for row in place.openings:
            by_weekday[row.day].append((row.opens, row.closes))
        return cls(dict(by_weekday), place.closed, place.by_appointment, place.as_usual)

    @property
    def known(self) -> bool:
        """False while staff entered no hours: then nothing is said about them."""
        return bool(self.by_weekday)

    def is_open(self, now: datetime) -> bool:
        """True while someone is there for sure."""
        return self.leaves_at(now) is not None

    def may_be_open(self, now: datetime) -> bool:
        """True in the hours of a holiday of which staff did not say what it is."""
        today = local(now).date()
        hours = self._openings(today) if self.unconfirmed(today) else []
        return any(opens <= now < closes for opens, closes in hours)

    def unconfirmed(self, day: date) -> str:
        """The holiday, in English, on which most clinics are closed, if staff did not say yet
        whether this one is; empty on any other day.
        """
        is_said = day in self.closed or day in self.as_usual
        return "" if is_said else usual_holiday(day)

    def undecided(self, first: date, last: date) -> list[Holiday]:
        """The holidays between these days of which staff did not say what they are, but for those
        on a weekday without hours: there is nothing to decide on them.
        """
        days = [one for one in coming(first, last) if self.unconfirmed(one.day)]
        return [one for one in days if one.day.weekday() in self.by_weekday]

    def next_opening(self, now: datetime) -> datetime | None:
        """The next time the clinic opens for sure after ``now``; None if no hours are known."""
        return self._first_after(now, self._sure_openings)

    def due_at(self, received: datetime, days: int = 1) -> datetime:
        """The end of the Nth business day after a message came in.

        A day counts if the message was there before it began: what comes in on Monday at noon and
        is promised within 1 day is due on Tuesday evening, what comes in at night the next evening.
        """
        first = local(received).date()
        ends = (end for day in _days_from(first) if (end := self._end_of(day, received)))
        for _day in range(min(max(days, 1), _MOST_DAYS)):
            due = next(ends, None)
        return due or Hours().due_at(received, days)

    def business_day_after(self, moment: datetime) -> date:
        """The first day after this one on which someone is there."""
        return local(self.due_at(moment)).date()

    def leaves_at(self, now: datetime) -> datetime | None:
        """When whoever is there now leaves; from day to day without a break, a week from now."""
        until, today = now, local(now).date()
        for away in range(-1, _WEEK):
            for opens, closes in self._sure_openings(today + away * A_DAY):
                until = closes if opens <= until < closes else until
        return until if until > now else None

    def next_usual_opening(self, now: datetime) -> datetime | None:
        """The same, also on a holiday of which staff did not say what it is."""
        return self._first_after(now, self._openings)

    def _first_after(
        self, now: datetime, openings: Callable[[date], list[tuple[datetime, datetime]]]
    ) -> datetime | None:
        days = _days_from(local(now).date())
        return next((opens for day in days for opens, _end in openings(day) if opens > now), None)

    def sure_hours(self, day: date) -> list[tuple[time, time]]:
        """The hours of a day on which someone is there for sure."""
        is_open = day not in self.closed and not self.unconfirmed(day)
        return self.by_weekday.get(day.weekday(), []) if is_open else []

    def _sure_openings(self, day: date) -> list[tuple[datetime, datetime]]:
        return [_from_until(day, opens, closes) for opens, closes in self.sure_hours(day)]

    def _openings(self, day: date) -> list[tuple[datetime, datetime]]:
        """Those of a holiday too of which staff did not say what it is."""
        hours = [] if day in self.closed else self.by_weekday.get(day.weekday(), [])
        return [_from_until(day, opens, closes) for opens, closes in hours]

    def _end_of(self, day: date, received: datetime) -> datetime | None:
        """When this business day ends; None if it is none or had begun before the message came."""
        if not self.known:
            is_working = day.weekday() < 5 and day not in self.closed and not self.unconfirmed(day)
            counts = is_working and day > local(received).date()
            return _moment(day, _ASSUMED_END) if counts else None
        openings = self._sure_openings(day)
        if not openings or received >= openings[0][0]:
            return None
        # What is promised by the end of a day is not due in the night after it.
        return min(openings[-1][1], _moment(day, _LAST_MINUTE))


def monday_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


def last_mondays(today: date, weeks: int) -> list[date]:
    """The Mondays of so many weeks, this week's last."""
    return [monday_of(today) - timedelta(weeks=ago) for ago in reversed(range(weeks))]


def local(moment: datetime) -> datetime:
    """On the clinic's clock."""
    return moment.astimezone(timezone.get_default_timezone())


def _moment(day: date, at: time) -> datetime:
    """In UTC, because two local times of one zone are compared without their offset."""
    return datetime.combine(day, at, timezone.get_default_timezone()).astimezone(UTC)


def _from_until(day: date, opens: time, closes: time) -> tuple[datetime, datetime]:
    """When it opens and closes: on the next day, if that is not after it opens."""
    return _moment(day, opens), _moment(day if closes > opens else day + A_DAY, closes)


def _days_from(first: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range(_LOOK_AHEAD.days))
