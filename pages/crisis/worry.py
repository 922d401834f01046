"""Tells who only worries about another, in plain words, from who tells of danger.

All words together may weigh as much as danger does: "My son has PTSD. I am so scared." So a text of
nothing but the words of such a worry is one, whatever it weighs; any other word keeps it a danger.
"""

from collections.abc import Iterable

from pages.crisis.labels import Hint, Worry
from pages.crisis.rules import Found


def is_worry(found: Iterable[Found], count: int) -> bool:
    """True if a text of so many words speaks of another, and each word is one of worry."""
    about_another, places = False, set[int]()
    for one in found:
        about_another |= one.label.heading is Hint.OTHER
        if one.label.heading is Worry.WORDS:
            places.update(range(one.start, one.end))
    return about_another and len(places) == count
