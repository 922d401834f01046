"""Ranks what can be found by how well it fits a query, in memory: any database gives the same.

An answer fits by the words it holds (as in BM25F: a word counts by how rare it is and where it
stands) and by its closest wording: the question itself, or one of its keywords, as a whole.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from faq.search.lexicon import Lexicon
from faq.search.spelling import Spelling
from faq.search.spoken import Postings, Spoken, best
from faq.search.terms import Term, words_of
from faq.search.whose import topics_first

#: How much a word counts by where it stands.
FIELDS = {"title": 5.0, "keywords": 3.0, "summary": 2.0, "body": 1.2}
#: How much a text longer than others is discounted, 0 to 1.
_LENGTH = 0.4
#: Weighted occurrences at which a word has half its effect.
_HALF = 2.5
#: How much the closest wording counts beside the words of the whole answer, 0 to 1.
_WORDING = 0.5
#: How much a keyword counts where the title itself counts 1.
_KEYWORD = 0.97
#: How much less is like the query what speaks of none of it, but of the like alone, 0 to 1.
_SPEAKING = 0.2

#: How far one word of a phrase stands for the phrase.
_LOOSE = 0.4

#: The text of each field of an answer.
Texts = Mapping[str, str]


@dataclass(frozen=True)
class Wording:
    """One way to ask for an answer, as a whole."""

    answer: int
    weight: float
    is_title: bool


@dataclass(frozen=True)
class Ranked:
    """How like the query it is, and its title, from 0 to 1; how much of the query it speaks of."""

    likeness: float
    number: int
    spoken_of: float
    title: float = 0.0


class Ranking:
    """Answers, known by their place in the list they came in. Nothing changes once it is made."""

    def __init__(self, answers: list[Texts], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._answers = len(answers)
        self.vocabulary: Counter[str] = Counter(dict.fromkeys(lexicon.words, 1))
        self._strength: Postings = defaultdict(dict)
        self.spoken = Spoken(lexicon.kinds)
        self._asked: Postings = defaultdict(dict)
        self._wordings: list[Wording] = []
        for name in FIELDS:
            self._add_field(name, [answer[name] for answer in answers])
        self._rarity = {key: self._rarity_of(found) for key, found in self._strength.items()}
        for found in self._strength.values():
            found |= {number: strength / (strength + _HALF) for number, strength in found.items()}
        for number, answer in enumerate(answers):
            self._add_wording(number, answer["title"], is_title=True)
            for words in answer["keywords"].split(","):
                self._add_wording(number, words)
        self._spelling = Spelling(self.vocabulary, lexicon)

    def _add_field(self, name: str, texts: list[str]) -> None:
        """Count the keys of one field of all answers, longer texts counting a little less."""
        counted = [Counter(self._keys(text, exact=name == "body")) for text in texts]
        average = sum(count.total() for count in counted) / max(len(counted), 1) or 1
        for number, count in enumerate(counted):
            discount = 1 - _LENGTH + _LENGTH * count.total() / average
            for key, often in count.items():
                before = self._strength[key].get(number, 0.0)
                self._strength[key][number] = before + FIELDS[name] * often / discount
                self.spoken.add(key, number, name)

    def _keys(self, text: str, exact: bool) -> Iterator[str]:
        """What a text holds: its terms with (unless ``exact``) the groups they belong to."""
        words = words_of(text)
        self.vocabulary.update(word.folded for word in words)
        for term in self._lexicon.terms(words):
            yield from [term.exact] if exact else term.keys
            if len(term.words) > 1:
                yield from (word.exact for word in self._lexicon.single(term))

    def _add_wording(self, answer: int, words: str, *, is_title: bool = False) -> None:
        terms = self._lexicon.terms(words_of(words))
        if not terms:
            return
        for term in terms:
            for key in term.keys:
                self._asked[key][len(self._wordings)] = 1.0
        self._wordings.append(Wording(answer, sum(map(self.weigh, terms)), is_title))

    def understand(self, query: str) -> list[Term]:
        """The terms of a query, typing mistakes corrected, phrases nobody wrote taken apart."""
        words = list(self._spelling.correct(words_of(query)))
        terms = []
        for term in self._lexicon.terms(words):
            singles = self._lexicon.single(term) if len(term.words) > 1 else []
            known = not singles or any(key in self._strength for key in term.keys)
            terms += [_loosened(term, singles)] if known else singles
        return topics_first(terms, self._lexicon)

    def rank(self, terms: list[Term]) -> list[Ranked]:
        """All that is like what was asked, best first."""
        weights = [self.weigh(term) for term in terms]
        if not any(weights):
            return []
        by_words, spoken_of = self._by_words(terms, weights), self.spoken.of(terms, weights)
        wordings = self._wordings_like(terms, weights)
        by_wording, by_title = self._closest(wordings), self._closest(wordings, titles_alone=True)
        ranked = (
            Ranked(
                _likeness(by_words[number], by_wording[number], spoken_of[number]),
                number,
                spoken_of[number],
                by_title[number],
            )
            for number in by_words.keys() | by_wording.keys()
        )
        return sorted(ranked, key=lambda one: (-one.likeness, one.number))

    def _by_words(self, terms: list[Term], weights: list[float]) -> dict[int, float]:
        likeness: dict[int, float] = defaultdict(float)
        for term, weight in zip(terms, weights, strict=True):
            for number, found in best(term, self._strength).items():
                likeness[number] += weight * found / sum(weights)
        return likeness

    def _wordings_like(self, terms: list[Term], weights: list[float]) -> dict[int, float]:
        """How like the query each wording is as a whole."""
        matched: dict[int, float] = defaultdict(float)
        for term, weight in zip(terms, weights, strict=True):
            for number, found in best(term, self._asked).items():
                matched[number] += weight * found
        asked = sum(weights)
        return {
            number: min(2 * match / (asked + self._wordings[number].weight), 1.0)
            for number, match in matched.items()
        }

    def _closest(self, like: dict[int, float], *, titles_alone: bool = False) -> dict[int, float]:
        """Of each answer the wording that is most like the query."""
        closest: dict[int, float] = defaultdict(float)
        for number, likeness in like.items():
            wording = self._wordings[number]
            if wording.is_title or not titles_alone:
                counts = likeness * (1.0 if wording.is_title else _KEYWORD)
                closest[wording.answer] = max(closest[wording.answer], counts)
        return closest

    def weigh(self, term: Term) -> float:
        """By how rare it is; a word that stands nowhere is the rarest, unless it is a number."""
        known = [self._rarity[key] for key in term.keys if key in self._rarity]
        if not known and term.exact.isdecimal():
            return term.weight
        return term.weight * max(known, default=self._rarity_of({}))

    def _rarity_of(self, found: Mapping[int, float]) -> float:
        """High for a key few answers hold; a mention in passing counts as part of an answer."""
        holders = sum(min(1.0, strength / FIELDS["summary"]) for strength in found.values())
        return math.log1p((self._answers - holders + 0.5) / (holders + 0.5))


def _likeness(by_words: float, by_wording: float, spoken_of: float) -> float:
    """All of it in one number, from 0 to 1."""
    like = (1 - _WORDING) * by_words + _WORDING * by_wording
    return like * (1 - _SPEAKING + _SPEAKING * spoken_of)


def _loosened(term: Term, singles: list[Term]) -> Term:
    """A phrase that its words may stand in for, a little."""
    loose = {key: likeness * _LOOSE for one in singles for key, likeness in one.keys.items()}
    return replace(term, keys=loose | term.keys)
