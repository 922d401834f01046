"""What is said of the hours of the clinic, on any page and at any moment."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pages.clinic.facts import all_times, clock, closing, from_to, whole_times
from pages.clinic.holidays import holiday
from pages.clinic.opening_times import A_DAY, OpeningTimes, local
from pages.languages import DEFAULT, current


class Hours(OpeningTimes):
    """Opening times, and whether it is open today or now, in words."""

    def sentence(self, now: datetime) -> SafeString:
        """Whether the clinic is open, as HTML, for example “We are open now, until 5 pm.”

        Empty without known hours. Never put it on a page that is kept: it is true only now.
        """
        if not self.known:
            return SafeString()
        if ends := self._closing(now):
            if ends - now > A_DAY:
                return SafeString(_("<b>We are open now</b>, day and night."))
            phrase = _("<b>We are open now</b>, until {}.")
            return format_html(phrase, whole_times(closing(local(ends).time())))
        if name := self._in_doubt(local(now).date()):
            phrase = _("<b>Today is {}.</b> Please ask us before you come.")
            return format_html(phrase, holiday(name))
        return format_html("<b>{}</b>{}", self._closed_words(now), self._opening_words(now))

    def today(self, now: datetime) -> str:
        """What is true of this day from midnight to midnight, so that a kept page may say it.

        It names the date for who reads it later, in a page left open or while the database is
        down; ``sentence`` says who is there now. Empty if nothing is known of the day.
        """
        day = local(now).date()
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
        nights = [closes for opens, closes in self._hours(day - A_DAY) if closes < opens]
        ends = [_("until %s") % closing(at) for at in nights if at != time(0)]
        return all_times([*ends, *times])

    def _closed_on(self, day: date) -> str:
        said = {"date": _without_weekday(day), "reason": self._reason(day)}
        if said["reason"]:
            return _("Closed today, %(date)s (%(reason)s)") % said
        return _("Closed today, %(date)s") % said

    def _closed_words(self, now: datetime) -> str:
        today = local(now).date()
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
        start = local(opening)
        if name := self._in_doubt(start.date()):
            said = {"date": date_in_words(start.date()), "holiday": holiday(name)}
            words = _("%(date)s is %(holiday)s. Please ask us before you come.") % said
            return f" {capfirst(words)}"
        opens = {"day": day_in_words(start.date(), now), "time": whole_times(clock(start.time()))}
        return " " + _("We open %(day)s at %(time)s.") % opens


def day_in_words(day: date, now: datetime) -> str:
    """A day to come as people say it: today, Monday, or Monday, November 23 if it is far off."""
    away = (day - local(now).date()).days
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
