"""Finds what someone typed for: answers, pages and facts of the clinic, kept in memory."""

import threading
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from django.conf import settings
from django.utils import timezone, translation
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from faq.models import Entry
from faq.search.as_typed import Wordings
from faq.search.found import Candidate, candidates
from faq.search.lexicon import Lexicon, bare, lexicon
from faq.search.ranking import Ranked, Ranking
from faq.search.terms import Term, words_of
from faq.search.whose import FOR_FAMILY, is_about_family
from pages.languages import path_in
from pages.registry import Findable
from pages.revisions import content_version

#: Letters of a query that are read.
LONGEST_QUERY = 80
#: Below this likeness, from 0 to 1, nothing is shown; from the second on it may be an answer.
_NEAR_ENOUGH = 0.12
_GOOD_ENOUGH = 0.33
#: So much of what was asked has to be spoken of in an answer, or so much in one that is more like
#: the query than such an answer; and so much of what the best one speaks of.
_SPOKEN_OF, _SPOKEN_OF_IN_PART, _AS_THE_BEST = 0.48, 0.35, 0.5
#: From this weight on a word says something; two or three words with two such are one thing.
_SAYS_SOMETHING, _ONE_THING = 1.5, 3
#: How much it counts among answers if the words are just as somebody asked before.
_AS_TYPED = 0.15
#: From here on it speaks of just what was asked; and from here on it is as like it as another.
_JUST_THAT, _AS_LIKE = 0.9, 0.93
#: An answer this much less like the query than the best one is left out.
_NEXT_TO_BEST = 0.7
_MOST_ANSWERS, _MOST_NEAR = 5, 3
#: Above the page for family, where an illness is asked of as well.
_BEFORE_FAMILY = 2
#: So like the query it is, with a title so like it, what truly answers.
_TRULY, _TITLE_TRULY = 0.78, 0.6


@dataclass(frozen=True)
class Result:
    """Something that was found; ``title_html`` is its title with the matching words marked."""

    findable: Findable
    title_html: SafeString
    entry: Entry | None = None
    #: It answers for sure; others may.
    is_sure: bool = False

    @property
    def path(self) -> str:
        """Where it is, in the language of its words."""
        return path_in(self.findable.language, self.findable.path)


@dataclass(frozen=True)
class Found:
    """What answers a query, best first; where nothing does, a few that are near it."""

    answers: list[Result] = field(default_factory=list)
    near: list[Result] = field(default_factory=list)
    #: Of the answers, if it is another than that of the page.
    language: str = ""

    def surely(self) -> "Found":
        """Only what answers for sure."""
        sure = [one for one in self.answers if one.is_sure]
        return replace(self, answers=sure, near=[], language=self.language if sure else "")


@dataclass(frozen=True)
class Edition:
    """The words of one moment: they change with the content, and closed days pass."""

    version: int
    day: date

    @classmethod
    def now(cls) -> "Edition":
        """What visitors read now."""
        return cls(content_version.current(), timezone.localdate())


@dataclass(frozen=True)
class Index:
    """All that can be found in one language, as it was in one edition."""

    edition: Edition
    lexicon: Lexicon
    candidates: list[Candidate]
    ranking: Ranking
    #: Understands words that say nothing among others: "what is ketamine".
    plain: Ranking
    wordings: Wordings

    def find(self, query: str) -> Found:
        """What fits; a query of words that say nothing is compared word by word."""
        for ranking in (self.ranking, self.plain):
            if terms := ranking.understand(query):
                return self._found(ranking, query, terms)
        return Found()

    def is_missing(self, query: str) -> bool:
        """True if just that is asked which nobody entered."""
        ranked = self.ranking.rank(self.ranking.understand(query))
        return any(self._is_gap(one, ranked[0]) for one in ranked)

    def find_terms(self, terms: list[Term], without: Collection[str]) -> Found:
        """What answers these terms, but for what is called one of these names."""
        answers = self._answers(self._naming(self.ranking.rank(terms), terms))
        left = [one for one in answers if self._named(one) not in without]
        return Found(answers=self._results(left[:_MOST_ANSWERS], []))

    def _found(self, ranking: Ranking, query: str, terms: list[Term]) -> Found:
        ranked = [one for one in ranking.rank(terms) if one.likeness >= _NEAR_ENOUGH]
        known = [one for one in ranked if self.candidates[one.number].is_known]
        if _is_one_thing(ranking, query, terms):
            speaking = ranking.spoken.speaking(terms[-1])
            ranked = [one for one in ranked if one.number in speaking or not speaking]
        if answers := self._answers(self._naming(ranked, terms)):
            typed = self.wordings.like(query)
            answers.sort(key=lambda one: -one.likeness - _AS_TYPED * typed.get(one.number, 0.0))
            results = self._results(answers[:_MOST_ANSWERS], terms)
            about_family = is_about_family(terms, self.lexicon)
            return Found(
                answers=_with_family(results, self.pages(FOR_FAMILY)) if about_family else results
            )
        # Nothing is marked: its words are not those that were asked for.
        return Found(near=self._results(known[:_MOST_NEAR], []))

    def _named(self, one: Ranked) -> str:
        return self.candidates[one.number].findable.name

    def _naming(self, ranked: list[Ranked], terms: Iterable[Term]) -> list[Ranked]:
        """Those that name what others do, if that is asked: “life insurance”, not insurance."""
        asked = [term.exact for term in terms if not self.lexicon.elsewhere.isdisjoint(term.keys)]
        naming = [self.ranking.spoken.holding(key) for key in asked]
        return [
            one
            for one in ranked
            if not self.candidates[one.number].is_known
            or all(one.number in held for held in naming)
        ]

    def _answers(self, ranked: list[Ranked]) -> list[Ranked]:
        """Those that answer, and speak of about as much as the best of them."""
        known = self._without_gaps(_speaking(ranked))
        if not known:
            return []
        best = known[0]
        return [
            one
            for one in known
            if one.likeness >= _NEXT_TO_BEST * best.likeness
            and one.spoken_of >= _AS_THE_BEST * best.spoken_of
        ]

    def _without_gaps(self, sure: list[Ranked]) -> list[Ranked]:
        """What is known; if just that is asked which nobody entered, only what says it as well."""
        known = [one for one in sure if self.candidates[one.number].is_known]
        gap = next((one for one in sure if self._is_gap(one, sure[0])), None)
        if gap is None:
            return known
        return [
            one
            for one in known
            if one.spoken_of >= _JUST_THAT
            and max(one.likeness / gap.likeness, one.title) >= _AS_LIKE
        ]

    def _is_gap(self, one: Ranked, best: Ranked) -> bool:
        """True for a fact that nobody entered, if just that is asked."""
        is_known = self.candidates[one.number].is_known
        return (
            not is_known
            and one.spoken_of >= _JUST_THAT
            and one.likeness >= _AS_LIKE * best.likeness
        )

    def _results(self, ranked: list[Ranked], terms: list[Term]) -> list[Result]:
        return [self._result(one, terms) for one in ranked]

    def _result(self, one: Ranked, terms: list[Term]) -> Result:
        found = self.candidates[one.number]
        sure = one.likeness >= _TRULY and one.title >= _TITLE_TRULY
        title = self._marked(found.findable.title, terms)
        return Result(found.findable, title, found.entry, is_sure=sure)

    def pages(self, *names: str) -> list[Result]:
        """The pages of these names, in this order."""
        found = {one.findable.name: one.findable for one in self.candidates if not one.entry}
        return [Result(found[name], escape(found[name].title)) for name in names if name in found]

    def _marked(self, title: str, terms: Iterable[Term]) -> SafeString:
        asked = {key for term in terms for key in term.keys}
        html, at = SafeString(), 0
        for term in self.lexicon.terms(words_of(title)):
            if asked & term.keys.keys():
                start, end = term.words[0].start, term.words[-1].end
                html += escape(title[at:start]) + format_html("<mark>{}</mark>", title[start:end])
                at = end
        return html + escape(title[at:])


def _with_family(results: list[Result], page: list[Result]) -> list[Result]:
    """The results with the page for family among the first three."""
    if FOR_FAMILY in [one.findable.name for one in results[: _BEFORE_FAMILY + 1]]:
        return results
    others = [one for one in results if one.findable.name != FOR_FAMILY]
    return [*others[:_BEFORE_FAMILY], *page, *others[_BEFORE_FAMILY:]][:_MOST_ANSWERS]


def _is_one_thing(ranking: Ranking, query: str, terms: list[Term]) -> bool:
    """True of two words that name one thing, as “car insurance”: the last says what it is."""
    many = len(words_of(query))
    return (
        len(terms) == 2
        and many <= _ONE_THING
        and all(ranking.weigh(term) >= _SAYS_SOMETHING for term in terms)
    )


def _speaking(ranked: list[Ranked]) -> list[Ranked]:
    """Those that speak of what was asked, and those more like it that speak of part of it."""
    like = [one for one in ranked if one.likeness >= _GOOD_ENOUGH]
    first = next((one.likeness for one in like if one.spoken_of >= _SPOKEN_OF), None)
    if first is None:
        return []
    return [
        one
        for one in like
        if one.spoken_of >= (_SPOKEN_OF_IN_PART if one.likeness > first else _SPOKEN_OF)
    ]


class Indexes:
    """The index of each language, made anew when the words changed. Threads may share it."""

    def __init__(self) -> None:
        self._kept: dict[str, Index] = {}
        self._making = threading.Lock()

    def of(self, language: str, edition: Edition | None = None) -> Index:
        """The index of the words as they are now, or were a moment ago when ``edition`` was."""
        edition = edition or Edition.now()
        kept = self._kept.get(language)
        if kept is None or kept.edition != edition:
            with self._making:
                kept = self._kept.get(language)
                if kept is None or kept.edition != edition:
                    kept = self._kept[language] = _index(language, edition)
        return kept

    def forget(self) -> None:
        """Start anew, for tests: a rolled back transaction rolls back the content version."""
        self._kept.clear()


indexes = Indexes()


def look(query: str, language: str = settings.LANGUAGE_CODE) -> Found:
    """What there is for what someone typed: answers, or else what is near."""
    return indexes.of(language).find(query)


def find(query: str, language: str = settings.LANGUAGE_CODE) -> list[Result]:
    """What answers what someone typed, best first; none if nothing does."""
    return look(query, language).answers


def tidy(query: str) -> str:
    """What was typed as we show and read it: composed letters, single spaces, not too long."""
    visible = "".join(_shown(letter) for letter in query)
    composed = unicodedata.normalize("NFC", " ".join(visible.split()))
    return composed[:LONGEST_QUERY].strip()


def _shown(letter: str) -> str:
    if letter.isprintable():
        return letter
    return "" if unicodedata.category(letter) == "Cf" else " "


def _index(language: str, edition: Edition) -> Index:
    with translation.override(language):
        found = candidates(language)
    known, texts = lexicon(language), [one.texts for one in found]
    plain = Ranking([{**one, "body": ""} for one in texts], bare(language))
    return Index(edition, known, found, Ranking(texts, known), plain, Wordings(texts))
