"""How to reach the clinic, and what it entered of its main place, as the search knows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pages import registry
from pages.clinic.facts import facts_for_words
from pages.clinic.holidays import reason_here
from pages.clinic.models import Clinic
from pages.finding.fact import fact, leads, typed
from pages.profile import tables
from pages.profile.models import Place, PlaceRevision
from pages.profile.rows import Row
from pages.profile.shown import live
from pages.registry import Findable

#: Days to come on which the clinic is closed that a line has room for.
_MOST_DAYS = 4


def facts(language: str) -> Iterable[Findable]:
    """What only the clinic knows. Without a line: no other words answer who asks for it."""
    said = facts_for_words(Clinic.load(), language)
    yield from _reach(said)
    first = next(iter(live(Place, language)), None)
    words = first.shown if first else None
    yield from _place(words if isinstance(words, PlaceRevision) else PlaceRevision(), said)


def _reach(said: dict[str, SafeString]) -> Iterator[Findable]:
    view = next(iter(registry.writing_views), "pages:home")
    yield fact("phone", _("Phone"), said["phone"], leads(view, _("Contact")))
    if said["night_phone"]:
        title = _("Phone while we are closed")
        page = leads("pages:plain", _("After a session"), "after-a-session")
        yield fact("night_phone", title, said["night_phone"], page)
    if registry.writing_views:
        line = _("Send us a message or call us. A person reads every message.")
        yield fact("write", _("Contact us"), line, leads(view, _("Contact")))
    # Nobody can enter that: who asks for it is told that there is no answer, and not of sick leave.
    yield fact("jobs", _("Jobs"), "", leads(view, _("Contact")))
    # Nor these: "life insurance" is not answered by what we say of insurance.
    yield fact("elsewhere", _("What others do"), "", leads(view, _("Contact")))
    if said["doctors_line"]:
        page = leads("pages:plain", _("For doctors"), "for-doctors")
        yield fact("doctors_line", _("Fax and phone for doctors"), said["doctors_line"], page)


def _place(words: PlaceRevision, said: dict[str, SafeString]) -> Iterator[Findable]:
    page = leads("pages:find_us", _("Find us"))
    yield fact("address", _("Address"), said["address"], page)
    yield fact("hours", _("Our hours"), _hours(words, said["hours"]), page)
    yield fact("closed_days", _("Days we are closed"), _closed_days(words), page)
    way = typed(words.directions, words.language)
    for name, title in {
        "door": _("The door"),
        "parking": _("Parking"),
        "bus": _("Bus and train"),
    }.items():
        # Staff wrote of all of these in one field before each had its own.
        yield fact(name, title, typed(getattr(words, name), words.language) or way, page)
    if words.step_free:
        yield fact("step_free", _("Without steps"), typed(words.step_free, words.language), page)
    if words.equipment:
        page = leads("pages:team", _("Team"))
        line = typed(words.equipment, words.language)
        yield fact("watched", _("Who watches a session"), line, page)


def _hours(words: PlaceRevision, hours: SafeString) -> SafeString:
    """When someone is there, and on which days nobody is: people ask for a day."""
    if not hours:
        return SafeString()
    rows = tables.HOURS.read(words.hours)
    there = {int(row["day"]) for row in rows if row["opens"] != tables.CLOSED}
    closed = ", ".join(str(name) for day, name in WEEKDAYS.items() if day not in there)
    says = format_html(" {}", _("Closed: %s.") % closed) if closed else ""
    return format_html("{}.{}", hours, says)


def _closed_days(words: PlaceRevision) -> SafeString:
    """The next days on which nobody is there although it is a day of the week with hours."""
    coming = filter(tables.is_closed, tables.CLOSED_DAYS.read_to_edit(words.closed_days))
    rows = sorted(coming, key=lambda row: row["day"])
    return format_html_join("; ", "{}{}", ((_day(row), _why(row)) for row in rows[:_MOST_DAYS]))


def _day(row: Row) -> str:
    day = date.fromisoformat(row["day"])
    return date_format(day, pgettext("a date with its year", "l, F j, Y"))


def _why(row: Row) -> SafeString:
    reason = reason_here(row["reason"])
    return format_html(" ({})", reason) if reason else SafeString()
