"""The facts that staff enter with the main place and the price list, for the rooms below."""

from __future__ import annotations

from datetime import date, time

from pages.clinic.place import Opening, PlaceFacts, Price
from pages.profile import models, tables
from pages.profile.rows import Row
from pages.profile.shown import live
from pages.profile.sums import course_name, first_course


def main_place(language: str) -> PlaceFacts:
    """What is live of the first place; nothing is known of one that is not there."""
    first = next(iter(live(models.Place, language)), None)
    words = first.shown if first else None
    return place_of(words) if isinstance(words, models.PlaceRevision) else PlaceFacts()


def place_of(words: models.PlaceRevision) -> PlaceFacts:
    """A place as the rooms below know it."""
    return PlaceFacts(
        street=words.street,
        city=words.city,
        openings=openings(words.hours),
        by_appointment=by_appointment(words.hours),
        closed=closed_days(words.closed_days),
        as_usual=open_all_the_same(words.closed_days),
        directions=words.directions,
        step_free=words.step_free,
        team=words.equipment,
        language=words.language,
    )


def prices(language: str) -> list[Price]:
    """The rows of the live price list, and what a first course costs where that can be added up."""
    return prices_of(next(iter(live(models.PriceList, language)), None), language)


def prices_of(found: models.PriceList | None, language: str) -> list[Price]:
    """The prices of this list as the rooms below know them; none without one."""
    words = found.shown if found else None
    if not isinstance(words, models.PriceListRevision):
        return []
    return [*_rows(words), *_course(words, language)]


def _rows(words: models.PriceListRevision) -> list[Price]:
    return [
        Price(
            tables.price_name(row, words.language), row["amount"], row["includes"], words.language
        )
        for row in tables.PRICES.read(words.prices)
    ]


def _course(words: models.PriceListRevision, language: str) -> list[Price]:
    """What the first sessions cost together, in our own words; none if nobody can add it up."""
    if not (total := first_course(words)):
        return []
    return [Price(course_name(words.sessions_in_course or 1), total, language=language)]


def openings(text: str) -> list[Opening]:
    """Hours as staff entered them, in the order of the week."""
    rows = filter(tables.is_open, tables.HOURS.read(text))
    return sorted({Opening(int(row["day"]), *times_of(row)) for row in rows})


def times_of(row: Row) -> tuple[time, time]:
    """When it opens and closes. The last minute of a day was once the way to say midnight."""
    opens, closes = (time.fromisoformat(row[name]) for name in ("opens", "closes"))
    return opens, time(0) if closes == time(23, 59) else closes


def by_appointment(text: str) -> list[int]:
    """Days of the week on which people come by appointment only."""
    rows = tables.HOURS.read(text)
    return sorted({int(row["day"]) for row in rows if row["opens"] == tables.BY_APPOINTMENT})


def closed_days(text: str) -> dict[date, str]:
    """The reason by the day."""
    rows = filter(tables.is_closed, tables.CLOSED_DAYS.read(text))
    return {date.fromisoformat(row["day"]): row["reason"] for row in rows}


def open_all_the_same(text: str) -> frozenset[date]:
    """Days that staff confirmed to be open ones, such as holidays."""
    rows = tables.CLOSED_DAYS.read(text)
    return frozenset(date.fromisoformat(row["day"]) for row in rows if not tables.is_closed(row))
