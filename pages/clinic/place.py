"""The main place and the prices, as far as words, mails and promises need them.

Staff enter them as documents of ``pages/profile/``, which stands on this room: the app says here
how to ask for them when the site starts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, time

from pages.languages import DEFAULT, current


@dataclass(frozen=True, order=True)
class Opening:
    """Someone is there on this day of the week (Monday is 0) between these times.

    If it closes at or before the time it opens, that is on the next day.
    """

    day: int
    opens: time
    closes: time


@dataclass(frozen=True)
class PlaceFacts:
    """Where patients come; what is empty nobody entered."""

    street: str = ""
    city: str = ""
    openings: Sequence[Opening] = ()
    #: Days of the week on which someone comes for those who have an appointment, and for no other.
    by_appointment: Sequence[int] = ()
    #: Days it is closed although its weekday is open, with the reason.
    closed: dict[date, str] = field(default_factory=dict)
    #: Holidays on which staff said it is open all the same.
    as_usual: frozenset[date] = frozenset()
    directions: str = ""
    step_free: str = ""
    team: str = ""
    language: str = DEFAULT

    @property
    def address(self) -> list[str]:
        """Its lines."""
        return [line for line in (self.street, self.city) if line]


@dataclass(frozen=True)
class Price:
    """What something costs, in the clinic's own words."""

    label: str
    amount: str
    includes: str = ""
    language: str = DEFAULT


def _no_place(_language: str) -> PlaceFacts:
    return PlaceFacts()


def _no_prices(_language: str) -> list[Price]:
    return []


_ask_place: Callable[[str], PlaceFacts] = _no_place
_ask_prices: Callable[[str], list[Price]] = _no_prices


def ask(place: Callable[[str], PlaceFacts], prices: Callable[[str], list[Price]]) -> None:
    """From now on these say, by language, what visitors read."""
    global _ask_place, _ask_prices
    _ask_place, _ask_prices = place, prices


def main_place(language: str = "") -> PlaceFacts:
    """The main place as visitors read of it now, in this language or that of the page."""
    return _ask_place(language or current())


def listed_prices(language: str = "") -> list[Price]:
    """The prices that visitors read now, likewise."""
    return _ask_prices(language or current())
