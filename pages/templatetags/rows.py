"""Template filters that say the cells of rows, like hours and closed days, as people say them."""

from datetime import date

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pages.clinic.facts import from_to, whole_times
from pages.clinic.holidays import reason_here
from pages.clinic.hours import Hours
from pages.clinic.hours_in_words import today
from pages.profile import tables
from pages.profile.facts import place_of, times_of
from pages.profile.models import PlaceRevision
from pages.profile.rows import Row

register = template.Library()


@register.filter
def weekday(number: str) -> str:
    """The day of the week that a row counts from Monday on."""
    return str(WEEKDAYS[int(number)])


@register.filter
def times(row: Row) -> str:
    """The hours in this row, or that people come by appointment."""
    if not tables.is_open(row):
        return _("by appointment")
    return whole_times(from_to(*times_of(row)))


@register.filter
def closed_for(cell: str) -> str:
    """Why the clinic is closed that day."""
    return reason_here(cell)


@register.filter
def day_of_year(cell: str) -> str:
    """The date in this cell, with its day of the week and its year: some come back each year."""
    return date_format(date.fromisoformat(cell), pgettext("a date with its year", "l, F j, Y"))


@register.filter
def to_come(rows: list[Row]) -> list[Row]:
    """Closed days from today on, in their order; of a day that is past nobody need read."""
    closed = [row for row in rows if tables.is_closed(row)]
    return sorted(filter(tables.CLOSED_DAYS.still_counts, closed), key=lambda row: row["day"])


@register.filter
def by_day(rows: list[Row]) -> list[tuple[str, list[Row]]]:
    """Every day of the week with its hours; with none, the clinic is closed on it."""
    said = [row for row in rows if row["opens"] != tables.CLOSED]
    return [(str(day), [row for row in said if row["day"] == str(day)]) for day in WEEKDAYS]


@register.filter
def price_name(row: Row, language: str) -> str:
    """What a price is of, for words in this language."""
    return tables.price_name(row, language)


@register.simple_tag(takes_context=True)
def today_at(context: Context, place: PlaceRevision) -> str:
    """Whether this place is open today; empty while the site is being prepared."""
    if context["clinic"].is_being_prepared:
        return ""
    return today(Hours.of(place_of(place)), timezone.now())
