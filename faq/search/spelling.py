"""Corrects typing mistakes in a query: words nobody knows become the nearest one that is known."""

from bisect import bisect
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from faq.search.lexicon import Lexicon
from faq.search.terms import Word, stem

#: How far a word that had to be corrected is trusted.
_CORRECTED = 0.85
#: From these lengths on a word may hold 1, 2 or 3 mistakes.
_LENGTHS_FOR_MISTAKES = (4, 6, 10)
#: In a language whose words we have no list of, shorter ones are left as they are.
_LONG_FOR_A_GUESS = 7


class Spelling:
    """Corrects words that nobody knows, and leaves all others alone."""

    def __init__(self, vocabulary: Mapping[str, int], lexicon: Lexicon) -> None:
        """``vocabulary`` says how often each word that is known occurs."""
        self._lexicon = lexicon
        self._known = vocabulary
        self._stems = frozenset(stem(word, lexicon.language) for word in vocabulary)
        self._long_enough = [word for word in vocabulary if len(word) > 2]

    def correct(self, words: list[Word]) -> Iterator[Word]:
        """The words, each as it was meant if that can be told."""
        rest = list(words)
        while rest:
            word = rest.pop(0)
            if meant := self._lexicon.spelling.get(word.folded):
                yield self._as(word, meant)
            elif self._knows(word.folded):
                yield word
            elif rest and word.folded + rest[0].folded in self._known:
                yield self._as(word, word.folded + rest.pop(0).folded)
            else:
                yield from (self._as(word, meant) for meant in self._meant(word.folded))

    def _as(self, word: Word, meant: str) -> Word:
        trust = 1.0 if meant == word.folded else _CORRECTED
        return Word(meant, word.start, word.end, trust)

    def _knows(self, word: str) -> bool:
        return word in self._known or stem(word, self._lexicon.language) in self._stems

    def _meant(self, word: str) -> tuple[str, ...]:
        if self._may_be_right(word) or any(letter.isdigit() for letter in word):
            return (word,)
        two_words = self._two_words(word)
        surely = self._lexicon.language == "en" and not two_words
        near = self._nearest(word, most=3 if surely else 1)
        return (near,) if near else two_words or (word,)

    def _may_be_right(self, word: str) -> bool:
        """True for a word that exists; where we have no list of them, for any short one."""
        if self._lexicon.language == "en":
            return is_english(word)
        return len(word) < _LONG_FOR_A_GUESS

    def _two_words(self, word: str) -> tuple[str, str] | None:
        """Words run together, as in "offlabel"."""
        pairs = ((word[:at], word[at:]) for at in range(2, len(word) - 1))
        known = [pair for pair in pairs if pair[0] in self._known and pair[1] in self._known]
        return max(known, key=lambda pair: min(map(len, pair)), default=None)

    def _nearest(self, word: str, most: int) -> str | None:
        """The known word with the fewest mistakes between.

        Letters change places more often than one is lost, and the first one is seldom wrong.
        """
        mistakes = min(most, bisect(_LENGTHS_FOR_MISTAKES, len(word)))
        near = process.extract(
            word, self._long_enough, scorer=OSA.distance, score_cutoff=mistakes, limit=None
        )
        ranked = (
            (count, one[0] != word[0], sorted(one) != sorted(word), -self._known[one], one)
            for one, count, _ in near
        )
        return min(ranked)[-1] if mistakes and near else None


def is_english(word: str) -> bool:
    """Whether this word exists, so that "parking" is not taken for a badly typed "working"."""
    return f"\n{word}\n" in _english_words()


@cache
def _english_words() -> str:
    """A word a line: to look through a text takes less memory than a set, and is soon done."""
    text = Path(__file__).with_name("english.txt").read_text("utf-8")
    return f"\n{text}"
