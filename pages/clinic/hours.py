"""When the clinic is open, in its own time zone, and by when a message is answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pages.clinic.facts import all_times, clock, from_to, whole_times
from pages.clinic.holidays import holiday
from pages.clinic.place import Place
from pages.languages import DEFAULT, current

#: Without opening hours nothing is known: a weekday is taken to end at five.
_ASSUMED_END = time(17)
_LOOK_AHEAD = timedelta(days=400)
#: Nobody promises a reply later than after so many business days; all of them are looked ahead to.
_MOST_DAYS = 60


@dataclass(frozen=True)
class Hours:
    """Opening times by weekday (Monday is 0), and the days the clinic is closed all the same."""

    by_weekday: dict[int, list[tuple[time, time]]] = field(default_factory=dict)
    closed: dict[date, str] = field(default_factory=dict)

    @classmethod
    def of(cls, place: Place) -> Hours:
        """What staff entered for this place."""
        by_weekday = defaultdict(list)
        for row in place.openings:
            by_weekday[row.day].append((row.opens, row.closes))
        return cls(dict(by_weekday), place.closed)

    @property
    def known(self) -> bool:
        """False while staff entered no hours: then nothing is said about them."""
        return bool(self.by_weekday)

    def is_open(self, now: datetime) -> bool:
        """True while someone is there."""
        return self._closing(now) is not None

    def next_opening(self, now: datetime) -> datetime | None:
        """The next time the clinic opens after ``now``; None if no hours are known."""
        for day in _days_from(_local(now).date()):
            for opens, _closes in self._openings(day):
                if opens > now:
                    return opens
        return None

    def due_at(self, received: datetime, days: int = 1) -> datetime:
        """The end of the Nth business day after a message came in.

        A day counts if the message was there before it began: what comes in on Monday at noon and
        is promised within 1 day is due on Tuesday evening, what comes in at night the next evening.
        """
        first = _local(received).date()
        ends = (end for day in _days_from(first) if (end := self._end_of(day, received)))
        for _day in range(min(max(days, 1), _MOST_DAYS)):
            due = next(ends, None)
        return due or Hours().due_at(received, days)

    def business_day_after(self, moment: datetime) -> date:
        """The first day after this one on which someone is there."""
        return _local(self.due_at(moment)).date()

    def sentence(self, now: datetime) -> SafeString:
        """Whether the clinic is open, as HTML, for example “We are open now, until 5 pm.”

        Empty without known hours. Never put it on a page that is kept: it is true only now.
        """
        if not self.known:
            return SafeString()
        if closing := self._closing(now):
            phrase = _("<b>We are open now</b>, until {}.")
            return format_html(phrase, whole_times(clock(_local(closing).time())))
        return format_html("<b>{}</b>{}", self._closed_words(now), self._opening_words(now))

    def today(self, now: datetime) -> str:
        """What is true of this day from midnight to midnight, so that a kept page may say it.

        It names the date for who reads it later, in a page left open or while the database is
        down; ``sentence`` says who is there now. Empty if nothing is known of the day.
        """
        day = _local(now).date()
        if not self.known and day not in self.closed:
            return ""
        openings = [] if day in self.closed else self.by_weekday.get(day.weekday(), [])
        if openings:
            times = all_times([from_to(opens, closes) for opens, closes in openings])
            said = {"date": _without_weekday(day), "times": times}
            return whole_times(_("Open today, %(date)s: %(times)s.") % said)
        return f"{self._closed_on(day)}.{self._opening_words(now)}"

    def _closed_on(self, day: date) -> str:
        said = {"date": _without_weekday(day), "reason": self._reason(day)}
        if said["reason"]:
            return _("Closed today, %(date)s (%(reason)s)") % said
        return _("Closed today, %(date)s") % said

    def _closed_words(self, now: datetime) -> str:
        today = _local(now).date()
        if today not in self.closed:
            return _("We are closed now.")
        if reason := self._reason(today):
            return _("We are closed today for %(reason)s.") % {"reason": reason}
        return _("We are closed today.")

    def _reason(self, day: date) -> str:
        # Staff type it in English.
        typed = self.closed.get(day, "")
        return typed if current() == DEFAULT else holiday(typed)

    def _opening_words(self, now: datetime) -> str:
        opening = self.next_opening(now)
        if opening is None:
            return ""
        start = _local(opening)
        opens = {"day": day_in_words(start.date(), now), "time": whole_times(clock(start.time()))}
        return " " + _("We open %(day)s at %(time)s.") % opens

    def _closing(self, now: datetime) -> datetime | None:
        openings = self._openings(_local(now).date())
        return next((closes for opens, closes in openings if opens <= now < closes), None)

    def _openings(self, day: date) -> list[tuple[datetime, datetime]]:
        if day in self.closed:
            return []
        times = self.by_weekday.get(day.weekday(), [])
        return [(_moment(day, opens), _moment(day, closes)) for opens, closes in times]

    def _end_of(self, day: date, received: datetime) -> datetime | None:
        """When this business day ends; None if it is none or had begun before the message came."""
        if not self.known:
            counts = day > _local(received).date() and day.weekday() < 5 and day not in self.closed
            return _moment(day, _ASSUMED_END) if counts else None
        openings = self._openings(day)
        return openings[-1][1] if openings and received < openings[0][0] else None


def day_in_words(day: date, now: datetime) -> str:
    """A day to come as people say it: today, Monday, or Monday, November 23 if it is far off."""
    away = (day - _local(now).date()).days
    if away == 0:
        return _("today")
    name = str(WEEKDAYS[day.weekday()]) if 0 < away < 7 else date_in_words(day)
    # Some languages put an article before it.
    return pgettext("a day to come, as in: we reply by the end of", "%s") % name


def date_in_words(day: date) -> str:
    """For example Monday, November 23."""
    return date_format(day, pgettext("how a date is written", "l, F j"))


def _without_weekday(day: date) -> str:
    return date_format(day, pgettext("how a date is written without its weekday", "F j"))


def monday_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


def last_mondays(today: date, weeks: int) -> list[date]:
    """The Mondays of so many weeks, this week's last."""
    return [monday_of(today) - timedelta(weeks=ago) for ago in reversed(range(weeks))]


def _local(moment: datetime) -> datetime:
    return moment.astimezone(timezone.get_default_timezone())


def _moment(day: date, at: time) -> datetime:
    """In UTC, because two local times of one zone are compared without their offset."""
    return datetime.combine(day, at, timezone.get_default_timezone()).astimezone(UTC)


def _days_from(first: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range(_LOOK_AHEAD.days))
