"""Weighs whose question it is below what it is about: “my son has PTSD” asks of PTSD."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from faq.search.lexicon import Lexicon
    from faq.search.terms import Term

#: What a word for someone of the family weighs beside a topic, against others.
_BESIDE_A_TOPIC: Final = 0.1
#: The page for who worries about another.
FOR_FAMILY: Final = "for-family"
#: Who is younger asks something else: whether we treat them at all.
_GROWN, _OLDEST, _YOUNG = 18, 110, "=young"


def topics_first(terms: list[Term], lexicon: Lexicon) -> list[Term]:
    """The terms without the age of a grown person; family weighs less where a topic is named."""
    rest = [term for term in terms if term.exact not in lexicon.family]
    if len(rest) == len(terms):
        return terms
    left = [term for term in terms if not _is_age(term)]
    if any(_YOUNG in term.keys for term in rest) or not _has_topic(rest, lexicon):
        return left
    return [
        replace(term, weight=term.weight * _BESIDE_A_TOPIC)
        if term.exact in lexicon.family
        else term
        for term in left
    ]


def is_about_family(terms: list[Term], lexicon: Lexicon) -> bool:
    """True of someone of the family and an illness, whatever else is asked."""
    family = any(term.exact in lexicon.family for term in terms)
    return family and any(not lexicon.illnesses.isdisjoint(term.keys) for term in terms)


def _has_topic(terms: list[Term], lexicon: Lexicon) -> bool:
    return any(not lexicon.topics.isdisjoint(term.keys) for term in terms)


def _is_age(term: Term) -> bool:
    return term.exact.isdecimal() and _GROWN <= int(term.exact) <= _OLDEST
