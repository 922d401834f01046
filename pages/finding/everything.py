"""Everything of this app that visitors may search for."""

from collections.abc import Iterable

from pages.finding.facts import facts
from pages.finding.pages import pages
from pages.finding.profile import profile
from pages.registry import Findable


def everything(language: str) -> Iterable[Findable]:
    """Pages and facts, as visitors read them in this language."""
    yield from pages(language)
    yield from facts(language)
    yield from profile(language)
