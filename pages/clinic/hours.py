"""When the clinic is open, in its own time zone, and by when a message is answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pages.clinic.facts import all_times, clock, closing, from_to, whole_times
from pages.clinic.federal import usual_holiday
from pages.clinic.holidays import holiday
from pages.clinic.place import Place
from pages.languages import DEFAULT, current

#: Without opening hours nothing is known: a weekday is taken to end at five.
_ASSUMED_END = time(17)
_LAST_MINUTE = time(23, 59)
_A_DAY = timedelta(days=1)
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
    def of(cls, place: Place) -> Hours:
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
        return self._closing(now) is not None

    def may_be_open(self, now: datetime) -> bool:
        """True in the hours of a holiday of which staff did not say what it is."""
        today = _local(now).date()
        hours = self._openings(today) if self.unconfirmed(today) else []
        return any(opens <= now < closes for opens, closes in hours)

    def unconfirmed(self, day: date) -> str:
        """The holiday, in English, on which most clinics are closed, if staff did not say yet
        whether this one is; empty on any other day.
        """
        is_said = day in self.closed or day in self.as_usual
        return "" if is_said else usual_holiday(day)

    def next_opening(self, now: datetime) -> datetime | None:
        """The next time the clinic opens for sure after ``now``; None if no hours are known."""
        return self._first_after(now, self._sure_openings)

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
        if ends := self._closing(now):
            if ends - now > _A_DAY:
                return SafeString(_("<b>We are open now</b>, day and night."))
            phrase = _("<b>We are open now</b>, until {}.")
            return format_html(phrase, whole_times(closing(_local(ends).time())))
        if name := self._in_doubt(_local(now).date()):
            phrase = _("<b>Today is {}.</b> Please ask us before you come.")
            return format_html(phrase, holiday(name))
        return format_html("<b>{}</b>{}", self._closed_words(now), self._opening_words(now))

    def today(self, now: datetime) -> str:
        """What is true of this day from midnight to midnight, so that a kept page may say it.

        It names the date for who reads it later, in a page left open or while the database is
        down; ``sentence`` says who is there now. Empty if nothing is known of the day.
        """
        day = _local(now).date()
        if not self.known and day not in self.closed:
            return ""
        times = self._times(day)
        said = {"date": _without_weekday(day), "times": times or _("by appointment")}
        if name := self._in_doubt(day):
            words = _(
                "Today, %(date)s, is %(holiday)s. Please ask us before you come."
                " Our usual hours: %(times)s."
            )
            return whole_times(words % (said | {"holiday": holiday(name)}))
        if times:
            return whole_times(_("Open today, %(date)s: %(times)s.") % said)
        if day.weekday() in self.by_appointment and day not in self.closed:
            return _("Today, %(date)s: by appointment.") % said
        return f"{self._closed_on(day)}.{self._opening_words(now)}"

    def _in_doubt(self, day: date) -> str:
        """The holiday of which staff did not say what it is, if it falls on a day with hours."""
        has_hours = day.weekday() in self.by_weekday or day.weekday() in self.by_appointment
        return self.unconfirmed(day) if has_hours else ""

    def _times(self, day: date) -> str:
        """When someone is there on this day, in words; the end of a night before it too."""
        hours = [] if day in self.closed else self.by_weekday.get(day.weekday(), [])
        times = [from_to(opens, closes) for opens, closes in hours]
        nights = [closes for opens, closes in self._hours(day - _A_DAY) if closes < opens]
        ends = [_("until %s") % closing(at) for at in nights if at != time(0)]
        return all_times([*ends, *times])

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
        opening = self._first_after(now, self._openings)
        if opening is None:
            return ""
        start = _local(opening)
        if name := self._in_doubt(start.date()):
            said = {"date": date_in_words(start.date()), "holiday": holiday(name)}
            words = _("%(date)s is %(holiday)s. Please ask us before you come.") % said
            return f" {capfirst(words)}"
        opens = {"day": day_in_words(start.date(), now), "time": whole_times(clock(start.time()))}
        return " " + _("We open %(day)s at %(time)s.") % opens

    def _closing(self, now: datetime) -> datetime | None:
        """When whoever is there now leaves; from day to day without a break, a week from now."""
        until, today = now, _local(now).date()
        for away in range(-1, _WEEK):
            for opens, closes in self._sure_openings(today + away * _A_DAY):
                until = closes if opens <= until < closes else until
        return until if until > now else None

    def _first_after(
        self, now: datetime, openings: Callable[[date], list[tuple[datetime, datetime]]]
    ) -> datetime | None:
        days = _days_from(_local(now).date())
        return next((opens for day in days for opens, _end in openings(day) if opens > now), None)

    def _hours(self, day: date) -> list[tuple[time, time]]:
        """The hours of a day on which someone is there for sure."""
        is_open = day not in self.closed and not self.unconfirmed(day)
        return self.by_weekday.get(day.weekday(), []) if is_open else []

    def _sure_openings(self, day: date) -> list[tuple[datetime, datetime]]:
        return [_from_until(day, opens, closes) for opens, closes in self._hours(day)]

    def _openings(self, day: date) -> list[tuple[datetime, datetime]]:
        """Those of a holiday too of which staff did not say what it is."""
        hours = [] if day in self.closed else self.by_weekday.get(day.weekday(), [])
        return [_from_until(day, opens, closes) for opens, closes in hours]

    def _end_of(self, day: date, received: datetime) -> datetime | None:
        """When this business day ends; None if it is none or had begun before the message came."""
        if not self.known:
            is_working = day.weekday() < 5 and day not in self.closed and not self.unconfirmed(day)
            counts = is_working and day > _local(received).date()
            return _moment(day, _ASSUMED_END) if counts else None
        openings = self._sure_openings(day)
        if not openings or received >= openings[0][0]:
            return None
        # What is promised by the end of a day is not due in the night after it.
        return min(openings[-1][1], _moment(day, _LAST_MINUTE))


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


def _from_until(day: date, opens: time, closes: time) -> tuple[datetime, datetime]:
    """When it opens and closes: on the next day, if that is not after it opens."""
    return _moment(day, opens), _moment(day if closes > opens else day + _A_DAY, closes)


def _days_from(first: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range(_LOOK_AHEAD.days))
