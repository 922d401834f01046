"""Adds up what the first course costs: said in one place, or not at all."""

from __future__ import annotations

import re

from django.utils.translation import ngettext

from pages.profile import tables
from pages.profile.rows import Row
from pages.revisions.revision import Revision

#: A plain amount in dollars: $450, $1,200, $99.50. “From $450” is none.
_DOLLARS = re.compile(r"\$\s?(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{2}))?")
#: In the languages a price list may be in.
_FREE = frozenset({"free", "gratis"})

_NO_SUM = "Visitors see no sum of a first course:"


def cents(amount: str) -> int | None:
    """An amount as staff typed it, in cents; None if it is no plain number."""
    if amount.strip().lower() in _FREE:
        return 0
    found = _DOLLARS.fullmatch(amount.strip())
    return int(found[1].replace(",", "")) * 100 + int(found[2] or 0) if found else None


def dollars(amount: int) -> str:
    """Cents as visitors read them: $3,240, $99.50."""
    return f"${amount // 100:,}" + (f".{amount % 100:02d}" if amount % 100 else "")


def first_course(revision: Revision) -> str:
    """The talk, every visit and the sessions of a first course together.

    Empty unless each is a plain amount, and a session and a visit are in the list: a sum that
    leaves something out would look like less than it is.
    """
    return "" if _is_open(revision) else dollars(sum(_parts(revision).values()))


def parts_of_course(revision: Revision) -> tuple[str, str]:
    """What the sessions of that sum cost, and what the visits; both empty without a sum.

    A plan often pays for the one and not for the other.
    """
    if _is_open(revision):
        return "", ""
    parts = _parts(revision)
    return dollars(parts[tables.SESSION]), dollars(parts[tables.VISIT])


def course_name(sessions: int) -> str:
    """What that sum is of, for visitors: true of one visit and of many."""
    name = ngettext(
        "The first session and all visits",
        "The first %(sessions)s sessions and all visits",
        sessions,
    )
    return name % {"sessions": sessions}


def why_no_sum(revision: Revision) -> str:
    """What keeps the sum of a first course off the page, for staff; empty if nothing does."""
    if not getattr(revision, "sessions_in_course", None):
        return ""
    rows = _rows_of_course(revision)
    kinds = [row["kind"] for row in rows]
    if kinds.count(tables.SESSION) != 1:
        return f"{_NO_SUM} it needs just one row “One session”"
    if tables.VISIT not in kinds:
        return f"{_NO_SUM} it needs a row “A doctor's visit”"
    no_number = [row["amount"] for row in rows if cents(row["amount"]) is None]
    if no_number:
        return f"{_NO_SUM} “{no_number[0]}” is no plain amount, like $450 or free"
    return ""


def _is_open(revision: Revision) -> bool:
    """True if nobody can say what a first course costs."""
    return not getattr(revision, "sessions_in_course", None) or bool(why_no_sum(revision))


def _parts(revision: Revision) -> dict[str, int]:
    """By the kind of price, what all of them in a first course cost."""
    many = {tables.SESSION: getattr(revision, "sessions_in_course", None) or 0}
    costs: dict[str, int] = dict.fromkeys((tables.FIRST_TALK, tables.VISIT, tables.SESSION), 0)
    for row in _rows_of_course(revision):
        costs[row["kind"]] += (cents(row["amount"]) or 0) * many.get(row["kind"], 1)
    return costs


def _rows_of_course(revision: Revision) -> list[Row]:
    """The rows that are part of the sum."""
    parts = {tables.FIRST_TALK, tables.VISIT, tables.SESSION}
    rows = tables.PRICES.read(getattr(revision, "prices", ""))
    return [row for row in rows if row["kind"] in parts]
