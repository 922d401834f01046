"""The facts that staff enter with the main place and the price list, for the rooms below."""

from __future__ import annotations

from datetime import date, time

from pages.clinic.place import Opening, Place, Price
from pages.profile import models, tables
from pages.profile.shown import live
from pages.profile.sums import course_name, first_course


def main_place(language: str) -> Place:
    """What is live of the first place; nothing is known of one that is not there."""
    first = next(iter(live(models.Place, language)), None)
    words = first.shown if first else None
    return place_of(words) if isinstance(words, models.PlaceRevision) else Place()


def place_of(words: models.PlaceRevision) -> Place:
    """A place as the rooms below know it."""
    return Place(
        street=words.street,
        city=words.city,
        openings=openings(words.hours),
        closed=closed_days(words.closed_days),
        directions=words.directions,
        step_free=words.step_free,
        team=words.equipment,
        language=words.language,
    )


def prices(language: str) -> list[Price]:
    """The rows of the live price list, and what a first course costs where that can be added up."""
    lists = [one.shown for one in live(models.PriceList, language)]
    return [
        price
        for words in lists
        if isinstance(words, models.PriceListRevision)
        for price in (*_rows(words), *_course(words, language))
    ]


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
    rows = {
        Opening(
            int(row["day"]), time.fromisoformat(row["opens"]), time.fromisoformat(row["closes"])
        )
        for row in tables.HOURS.read(text)
    }
    return sorted(rows)


def closed_days(text: str) -> dict[date, str]:
    """The reason by the day."""
    return {date.fromisoformat(row["day"]): row["reason"] for row in tables.CLOSED_DAYS.read(text)}
