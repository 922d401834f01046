"""What visitors read of people, places, prices and the way to start, in one language."""

from __future__ import annotations

from typing import Any, TypeVar

from django.http import HttpRequest

from pages.languages import DEFAULT, current
from pages.profile.documents import ProfileRevision
from pages.profile.models import Person, Place, PriceList, PriceListRevision, StartGuide
from pages.profile.sums import course_name, first_course, parts_of_course
from pages.revisions.document import Document
from pages.revisions.revision import Revision
from pages.version import memory_of

Kind = TypeVar("Kind", bound=Document)


class Profile:
    """All that is live, asked for when a page needs it. What has no translation is in English.

    A preview gives a document to show instead of the live one, or beside the others.
    """

    def __init__(self, language: str, *, instead: Document | None = None) -> None:
        self.language = language
        self._instead = instead
        self._there: dict[type[Document], list[Any]] = {}

    @property
    def people(self) -> list[Person]:
        """Everyone who agreed to be shown, in the order that staff chose."""
        return self.all_of(Person)

    @property
    def places(self) -> list[Place]:
        """Where patients come, the main place first."""
        return self.all_of(Place)

    @property
    def place(self) -> Place | None:
        """The main place."""
        return next(iter(self.places), None)

    @property
    def prices(self) -> PriceList | None:
        """The price list."""
        return next(iter(self.all_of(PriceList)), None)

    @property
    def start(self) -> StartGuide | None:
        """How to start."""
        return next(iter(self.all_of(StartGuide)), None)

    @property
    def course_total(self) -> str:
        """What the first sessions and every visit cost; empty if nobody can add it up."""
        return first_course(self.prices.shown) if self.prices else ""

    @property
    def course_parts(self) -> tuple[str, str]:
        """What the sessions of that sum cost, and what the visits; both empty without a sum."""
        return parts_of_course(self.prices.shown) if self.prices else ("", "")

    @property
    def course_name(self) -> str:
        """What that sum is of."""
        words = self.prices.shown if self.prices else None
        many = words.sessions_in_course if isinstance(words, PriceListRevision) else None
        return course_name(many or 1)

    def all_of(self, kind: type[Kind]) -> list[Kind]:
        """All of this kind, asked for once."""
        if kind not in self._there:
            self._there[kind] = self._ask(kind)
        return self._there[kind]

    def _ask(self, kind: type[Kind]) -> list[Kind]:
        shown = live(kind, self.language)
        if not isinstance(self._instead, kind):
            return shown
        others = [one for one in shown if one.pk != self._instead.pk]
        return sorted([*others, self._instead], key=_place)


def profile_of(request: HttpRequest) -> Profile:
    """What visitors read in the language of this page."""
    language = current()
    return memory_of(request).once((Profile, language), lambda: Profile(language))


def live(kind: type[Kind], language: str) -> list[Kind]:
    """What is live of this kind: in this language, or else in English."""
    there = {one.pk: one for one in _live_in(kind, DEFAULT)}
    if language != DEFAULT:
        for translated in _live_in(kind, language):
            english = there.get(translated.pk)
            if english is None or _may_stand_for(translated.shown, english.shown):
                there[translated.pk] = translated
    return sorted(there.values(), key=_place)


def _live_in(kind: type[Kind], language: str) -> list[Kind]:
    return [one for one in kind._default_manager.live(language) if isinstance(one, kind)]


def _may_stand_for(translated: Revision, english: Revision) -> bool:
    """Whether a translation is shown; it is given what only the English words say."""
    if not isinstance(translated, ProfileRevision) or not isinstance(english, ProfileRevision):
        return True
    if english.MUST_BE_NEW and translated.translates_id != english.pk:
        return False
    for name in english.WRITTEN_ONCE:
        setattr(translated, name, getattr(english, name))
    return True


def _place(document: Document) -> tuple[int, int]:
    # A new one, which a preview shows before it was ever saved, has no key.
    return document.order, document.pk or 0
