"""Compares a whole query, words that say nothing too, with the ways to ask for each answer."""

from collections.abc import Iterable, Iterator

from rapidfuzz import fuzz, process

from faq.search.ranking import Texts
from faq.search.terms import words_of

#: In percent: what is less like it is not like it.
_HALF = 50


class Wordings:
    """All ways to ask for each of these answers, which are known by their place in the list."""

    def __init__(self, answers: Iterable[Texts]) -> None:
        written = [(number, words) for number, one in enumerate(answers) for words in _ways(one)]
        self._answers = [number for number, _words in written]
        self._words = [words for _number, words in written]

    def like(self, query: str) -> dict[int, float]:
        """How like the query each answer's closest wording is, from 0 to 1; those unlike it are
        left out.
        """
        like: dict[int, float] = {}
        near = process.extract(
            _folded(query),
            self._words,
            scorer=fuzz.token_sort_ratio,
            score_cutoff=_HALF,
            limit=None,
        )
        for _words, percent, place in near:
            answer = self._answers[place]
            like[answer] = max(like.get(answer, 0.0), percent / _HALF - 1)
        return like


def _ways(answer: Texts) -> Iterator[str]:
    ways = map(_folded, (answer["title"], *answer["keywords"].split(",")))
    return filter(None, ways)


def _folded(text: str) -> str:
    return " ".join(word.folded for word in words_of(text))
