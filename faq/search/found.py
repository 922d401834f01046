"""All that the search may find in one language: the live answers, and what apps registered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from faq.models import Entry
from faq.search.ranking import Texts
from pages import registry
from pages.clinic.facts import facts_for_words
from pages.clinic.models import Clinic
from pages.languages import neutral
from pages.markup.html import line_to_html, line_to_text, to_html, words_of_html
from pages.registry import Findable


@dataclass(frozen=True)
class Candidate:
    """Something that can be found, and what is compared with a query."""

    findable: Findable
    texts: Texts
    entry: Entry | None = None

    @property
    def is_known(self) -> bool:
        """False for a fact that nobody entered: it is asked for, and there is no answer."""
        return bool(self.findable.line)


def candidates(language: str) -> list[Candidate]:
    """Answers in their order, then pages and facts; the language is spoken meanwhile."""
    return [*_answers(language), *_registered(language)]


def _answers(language: str) -> Iterator[Candidate]:
    facts = facts_for_words(Clinic.load(), language)
    for entry in Entry.objects.live(language).select_related("topic"):
        yield Candidate(_findable(entry, facts), _texts(entry, facts), entry)


def _findable(entry: Entry, facts: dict[str, SafeString]) -> Findable:
    revision = entry.shown
    return Findable(
        name=entry.slug,
        title=revision.title,
        line=line_to_html(revision.summary, facts),
        path=neutral(entry.get_absolute_url()),
        place=gettext("Questions: %s") % entry.topic.called,
        language=revision.language,
    )


def _texts(entry: Entry, facts: dict[str, SafeString]) -> Texts:
    revision = entry.shown
    return {
        "title": revision.title,
        "keywords": getattr(revision, "keywords", ""),
        "summary": line_to_text(revision.summary, facts),
        "body": words_of_html(to_html(revision.body, facts)),
    }


def _registered(language: str) -> Iterator[Candidate]:
    for find in registry.findables:
        for one in find(language):
            yield Candidate(one, _texts_of(one, language))


def _texts_of(one: Findable, language: str) -> Texts:
    """Words in another language than the one that is typed would fit by chance alone."""
    is_spoken = one.language == language
    return {
        "title": one.title if is_spoken else "",
        "keywords": one.asked,
        "summary": words_of_html(one.line) if is_spoken else "",
        "body": f"{one.text} {one.asked}" if is_spoken else one.asked,
    }
