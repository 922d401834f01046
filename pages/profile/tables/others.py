"""The tables of prices, plans, steps, and what we ask."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from pages.profile.rows import Column, Row, Table
from pages.typed.prices import PriceError, read_price

#: Characters of a cell that stands alone on a line of a phone.
_SHORT = 40
#: A number, or words that people who ask for a price can do something with.
_SAYS_SOMETHING = re.compile(
    r"\d|\b(?:free|no (?:charge|cost|fee)|nothing|none|included|in the price|covered|waived"
    r"|ask|call|write|varies|depends|on request|quote|your plan|insurance|tba|to come"
    r"|gratis|sin (?:costo|cargo)|nada|incluid[oa]|pregunte|llame|escriba|consulte|depende"
    r"|var[ií]a)",
    re.IGNORECASE,
)
#: What a price is of. The sum of a first course is made of these.
FIRST_TALK, VISIT, SESSION, COURSE, OTHER = "talk", "visit", "session", "course", "other"
#: What visitors read of a row without a name of its own.
_NAMES = {
    FIRST_TALK: gettext_lazy("First talk"),
    VISIT: gettext_lazy("Doctor’s visit"),
    SESSION: gettext_lazy("One session"),
    COURSE: gettext_lazy("Whole course"),
}


def price_name(row: Row, language: str) -> str:
    """What this price is of, in the language of the words around it."""
    with translation.override(language):
        return row["label"] or str(_NAMES.get(row["kind"], ""))


def _names_other(row: Row) -> None:
    if not row["label"] and row["kind"] not in _NAMES:
        raise ValidationError("Name: say what this price is of.")


def _tidy_price(text: str) -> str:
    """As visitors read it where it stands alone: $450, From $450, Ask us."""
    price = _tidy_cost(text)
    if not _SAYS_SOMETHING.search(price):
        raise ValidationError("Type an amount like $450, or words like “Free” or “Ask us”.")
    return price.capitalize() if price.isupper() and len(price) > 3 else capfirst(price)


def _tidy_cost(text: str) -> str:
    try:
        return read_price(text)
    except PriceError as error:
        raise ValidationError(str(error)) from error


PRICES = Table(
    (
        Column(
            "kind",
            "What it is",
            required=True,
            choices=(
                (FIRST_TALK, "A first talk"),
                (VISIT, "A doctor's visit"),
                (SESSION, "One session"),
                (COURSE, "A whole course"),
                (OTHER, "Something else"),
            ),
        ),
        Column("label", "Name", hint="One infusion"),
        Column("amount", "Price", required=True, tidy=_tidy_price, hint="$450", most=_SHORT),
        Column("includes", "What is in it", input="long"),
    ),
    check_row=_names_other,
)
PLANS = Table(
    (
        Column("plan", "Insurance plan", required=True),
        Column(
            "taken",
            "We take it",
            required=True,
            choices=(("yes", "Yes"), ("no", "No"), ("ask", "Please ask")),
        ),
        Column("note", "Note", input="long"),
    )
)
STEPS = Table(
    (
        Column("name", "Step", required=True, hint="Call or write"),
        Column("takes", "How long it takes", hint="2 minutes", most=_SHORT),
        Column("costs", "Cost", tidy=_tidy_cost, hint="free", most=_SHORT),
        Column("text", "What happens", input="long"),
    )
)
ASKED = Table(
    (
        Column("question", "What you ask", required=True, most=200),
        Column("why", "Why", input="long"),
    )
)
