"""Finds phrases under labels in a text, word by word, in a time that grows only with its length."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple, Self

from pages.crisis.labels import Label
from pages.crisis.phrase import ANYTHING, NUMBER, YEAR, Reader, Step

#: Beginnings of words are looked up by their first letters.
_KEY: Final = 2
#: Ways from place to place that are remembered; then all are forgotten and learnt again.
_KEPT: Final = 100_000


class Found(NamedTuple):
    """A phrase of this label in a text, and the words it reaches from and to."""

    label: Label
    start: int
    end: int


class _Place:
    """All steps that one may be at after the same words, and where the next word leads."""

    __slots__ = ("beginnings", "labels", "next", "words")

    def __init__(self, steps: Iterable[Step]) -> None:
        self.labels = tuple({step.label for step in steps if step.label})
        #: Where each word leads, and each sign, which no text has.
        self.words: dict[str, list[Step]] = defaultdict(list)
        self.beginnings: dict[str, list[tuple[str, Step]]] = defaultdict(list)
        self.next: dict[str, Self | None] = {}
        for step in steps:
            self._add(step)

    def _add(self, step: Step) -> None:
        by, after = step.by, step.after
        if by is None or after is None:
            return
        if isinstance(by, frozenset):
            for word in by:
                self.words[word].append(after)
        elif by.endswith("*"):
            beginning = by[:-1]
            self.beginnings[beginning[:_KEY]].append((beginning, after))
        else:
            self.words[by].append(after)

    def led_to(self, word: str) -> list[Step]:
        """The steps this word leads to, as itself or as any word."""
        steps = [*self.words.get(word, ()), *self.words.get(ANYTHING, ())]
        for beginning, after in self.beginnings.get(word[:_KEY], ()):
            if word.startswith(beginning):
                steps.append(after)
        if word.isdigit():
            steps += self.words.get(NUMBER, ()) if len(word) > 1 or word >= "5" else ()
            steps += self.words.get(YEAR, ()) if len(word) == 4 and word[:2] in ("19", "20") else ()
        return steps


class Rules:
    """Phrases under labels, ready to be found in a plain text."""

    def __init__(self, names: dict[str, list[str]], phrases: Iterable[tuple[Label, str]]) -> None:
        """Take the named words, and pairs of a label and a phrase."""
        reader = Reader(names)
        ends: dict[Label, Step] = defaultdict(Step)
        begins = []
        for label, phrase in phrases:
            ends[label].label = label
            begins.append(reader.read(phrase)(ends[label]))
        self._kept = 0
        self._places: dict[frozenset[Step], _Place] = {}
        self._steps = _with_skips(begins)
        self._begin = _Place(self._steps)

    def find(self, plain: str) -> Iterator[Found]:
        """Each label from each word on, at its shortest and its longest."""
        words = plain.split()
        count = len(words)
        for start, word in enumerate(words):
            place = self._after(self._begin, word)
            if place:
                yield from self._found_from(words, start, count, place)

    def _found_from(
        self, words: list[str], start: int, count: int, place: _Place | None
    ) -> Iterator[Found]:
        first: dict[Label, int] = {}
        last: dict[Label, int] = {}
        at = start + 1
        while place:
            for label in place.labels:
                first.setdefault(label, at)
                last[label] = at
            if at == count:
                break
            # This line runs most: what was stepped before is looked up without a call.
            word = words[at]
            place = place.next[word] if word in place.next else self._after(place, word)
            at += 1
        for label, end in first.items():
            yield Found(label, start, end)
            if last[label] > end:
                yield Found(label, start, last[label])

    def _after(self, place: _Place, word: str) -> _Place | None:
        """Where the word leads; never looked up twice, since another thread may forget between."""
        if word in place.next:
            return place.next[word]
        self._kept += 1
        if self._kept > _KEPT:
            self._forget()
        after = self._place(place.led_to(word))
        place.next[word] = after
        return after

    def _place(self, steps: list[Step]) -> _Place | None:
        if not steps:
            return None
        key = frozenset(steps)
        place = self._places.get(key)
        if not place:
            place = self._places[key] = _Place(_with_skips(steps))
        return place

    def _forget(self) -> None:
        """Start anew with empty memories; who reads just now ends with those they have."""
        self._kept = 0
        self._places = {}
        self._begin = _Place(self._steps)


def _with_skips(steps: Iterable[Step]) -> list[Step]:
    """The steps and all that are reached from them without a word."""
    reached = dict.fromkeys(steps)
    waiting = list(reached)
    while waiting:
        for step in waiting.pop().skips:
            if step not in reached:
                reached[step] = None
                waiting.append(step)
    return list(reached)
