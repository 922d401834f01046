"""What speaks of a thing that was asked, and how far: a mention in a text may be in passing."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace

from faq.search.lexicon import GROUP
from faq.search.terms import Term

#: How far what stands in a field speaks of a thing.
_SPEAKS = {"title": 1.0, "keywords": 1.0, "summary": 1.0, "body": 0.7}
#: Fields that visitors read: a keyword alone does not say that a thing of a kind is spoken of.
_READ = frozenset({"title", "summary", "body"})

#: What holds a key, and how strongly.
Postings = defaultdict[str, dict[int, float]]


def best(term: Term, postings: Postings) -> dict[int, float]:
    """Everything that holds a key of this term, each with the key that fits it best."""
    found: dict[int, float] = {}
    for key, likeness in term.keys.items():
        for number, strength in postings.get(key, {}).items():
            found[number] = max(found.get(number, 0.0), likeness * strength)
    return found


class Spoken:
    """Of which keys each answer speaks; ``kinds`` are keys of things known only by their kind."""

    def __init__(self, kinds: Collection[str]) -> None:
        self._kinds = kinds
        self._spoken: Postings = defaultdict(dict)
        self._read: defaultdict[str, set[int]] = defaultdict(set)

    def add(self, key: str, number: int, field: str) -> None:
        """This answer holds the key in this field."""
        self._spoken[key][number] = max(self._spoken[key].get(number, 0.0), _SPEAKS[field])
        if field in _READ:
            self._read[key].add(number)

    def holding(self, key: str) -> Collection[int]:
        """What holds just this key, anywhere."""
        return self._spoken.get(key, {}).keys()

    def of(self, terms: Sequence[Term], weights: Sequence[float]) -> dict[int, float]:
        """Which part of what was asked each answer speaks of, from 0 to 1."""
        part: dict[int, float] = defaultdict(float)
        for term, weight in zip(terms, weights, strict=True):
            for number, speaks in self.speaking(term).items():
                part[number] += weight * speaks / sum(weights)
        return part

    def speaking(self, term: Term) -> dict[int, float]:
        """What speaks of this term, and how far.

        Of a thing known only by its kind those speak that name it where visitors read.
        """
        kinds = self._kinds & term.keys.keys()
        surest = max(term.keys.values())
        own = {key: like / surest for key, like in term.keys.items() if key not in kinds}
        speaking = best(replace(term, keys=own), self._spoken)
        if not kinds or any(key.startswith(GROUP) for key in own):
            return speaking
        read = set[int]().union(*(self._read.get(key, set()) for key in own))
        return {number: speaks for number, speaks in speaking.items() if number in read}
