"""What a clinic says about itself, entered and published."""

from typing import Any

from pages.models import Person, Place, PriceList, StartGuide
from pages.profile import tables
from pages.revisions.document import Document

WEEKDAYS = range(5)


def open_place(slug: str = "clinic", **words: Any) -> Place:
    """A place with these words, beside those it had."""
    place, _is_new = Place.objects.get_or_create(slug=slug)
    say(place, title="Our clinic", **words)
    return place


def show_person(slug: str, **words: Any) -> Person:
    """Someone who agreed to be shown."""
    person, _is_new = Person.objects.get_or_create(slug=slug)
    say(person, title=slug.capitalize(), agreed=True, **words)
    return person


def list_prices(*rows: tuple[str, ...], **words: Any) -> PriceList:
    """The price list with these rows: kind, label, amount, what is in it."""
    one, _is_new = PriceList.objects.get_or_create()
    names = [column.name for column in tables.PRICES.columns]
    if rows:
        words["prices"] = tables.PRICES.write(dict(zip(names, row, strict=False)) for row in rows)
    say(one, title="Prices", **words)
    return one


def guide_start(**words: Any) -> StartGuide:
    """The guide to start, which nobody else looked at."""
    guide, _is_new = StartGuide.objects.get_or_create()
    say(guide, title="How to start", **words)
    return guide


def say(document: Document, *, language: str = "en", **words: Any) -> None:
    """Publish these words, beside what it says already in this language."""
    live = document.revisions.filter(state="live")
    begun = live.filter(language=language).first() or live.filter(language="en").first()
    draft: Any = begun.copy_as_draft(language=language) if begun else document.revision_model()()
    draft.document = document
    for name, text in words.items():
        setattr(draft, name, text)
    draft.translates = live.filter(language="en").first() if language != "en" else None
    draft.save()
    draft.publish(first_edition=True)


def hours(*days: int, opens: str = "09:00", closes: str = "17:00") -> str:
    """The hours of these days, as they are kept."""
    return tables.HOURS.write({"day": str(day), "opens": opens, "closes": closes} for day in days)


def closed(day: str, reason: str = "") -> str:
    """A closed day, as it is kept."""
    return tables.CLOSED_DAYS.write([{"day": day, "reason": reason}])
