"""Finds the answers for what someone typed, among the live answers kept in memory."""

import threading
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.html import escape, format_html, strip_tags
from django.utils.safestring import SafeString

from faq.models import Entry
from faq.search.lexicon import Lexicon, lexicon
from faq.search.ranking import FIELDS, Ranking, Texts
from faq.search.terms import Term, words_of
from pages.clinic.facts import facts_for_words
from pages.clinic.models import Clinic
from pages.markup.html import line_to_text, to_html
from pages.revisions import content_version
from pages.revisions.revision import Revision

#: Letters of a query that are read.
LONGEST_QUERY = 80
#: Below this likeness, from 0 to 1, an answer is none.
_GOOD_ENOUGH = 0.12
#: An answer this much less like the query than the best one is left out.
_NEXT_TO_BEST = 0.55
_MOST_RESULTS = 8


@dataclass(frozen=True)
class Result:
    """An answer that was found; ``question_html`` is its title with the matching words marked."""

    entry: Entry
    revision: Revision
    question_html: SafeString


@dataclass(frozen=True)
class Index:
    """The live answers of one language as they were at one content version."""

    version: int
    lexicon: Lexicon
    entries: list[Entry]
    ranking: Ranking

    def find(self, query: str) -> list[Result]:
        """The answers that fit, best first; none if none fits well."""
        terms = self.ranking.understand(query)
        ranked = self.ranking.rank(terms)[:_MOST_RESULTS]
        enough = max(_GOOD_ENOUGH, _NEXT_TO_BEST * ranked[0][0]) if ranked else 0
        found = [self.entries[number] for likeness, number in ranked if likeness >= enough]
        return [Result(entry, entry.shown, self._marked(entry, terms)) for entry in found]

    def _marked(self, entry: Entry, terms: Iterable[Term]) -> SafeString:
        asked = {key for term in terms for key in term.keys}
        title, html, at = entry.shown.title, SafeString(), 0
        for term in self.lexicon.terms(words_of(title)):
            if asked & term.keys.keys():
                start, end = term.words[0].start, term.words[-1].end
                html += escape(title[at:start]) + format_html("<mark>{}</mark>", title[start:end])
                at = end
        return html + escape(title[at:])


class Indexes:
    """The index of each language, made anew when the words changed. Threads may share it."""

    def __init__(self) -> None:
        self._kept: dict[str, Index] = {}
        self._making = threading.Lock()

    def of(self, language: str) -> Index:
        """The index of the words as they are now."""
        version = content_version.current()
        kept = self._kept.get(language)
        if kept is None or kept.version != version:
            with self._making:
                kept = self._kept.get(language)
                if kept is None or kept.version != version:
                    kept = self._kept[language] = _index(language, version)
        return kept

    def forget(self) -> None:
        """Start anew, for tests: a rolled back transaction rolls back the content version."""
        self._kept.clear()


indexes = Indexes()


def find(query: str, language: str = settings.LANGUAGE_CODE) -> list[Result]:
    """The answers for what someone typed, best first; none if none fits well."""
    return indexes.of(language).find(query)


def tidy(query: str) -> str:
    """What was typed as we show and read it: composed letters, single spaces, not too long."""
    visible = "".join(_shown(letter) for letter in query)
    composed = unicodedata.normalize("NFC", " ".join(visible.split()))
    return composed[:LONGEST_QUERY].strip()


def _shown(letter: str) -> str:
    if letter.isprintable():
        return letter
    return "" if unicodedata.category(letter) == "Cf" else " "


def _index(language: str, version: int) -> Index:
    entries = list(Entry.objects.live(language).select_related("topic"))
    facts = facts_for_words(Clinic.load(), language)
    known = lexicon(language)
    ranking = Ranking([_texts(entry, facts) for entry in entries], known)
    return Index(version, known, entries, ranking)


def _texts(entry: Entry, facts: dict[str, SafeString]) -> Texts:
    revision = entry.shown
    texts = {name: getattr(revision, name) for name in FIELDS}
    texts["summary"] = line_to_text(revision.summary, facts)
    return texts | {"body": strip_tags(to_html(revision.body, facts).replace("<", " <"))}
