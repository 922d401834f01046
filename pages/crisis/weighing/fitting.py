"""Learns from labelled examples how much each clue weighs: a logistic regression with a ridge."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import exp, sqrt
from typing import Final

from pages.crisis.weighing.clues import ALWAYS, clues, pairs

#: A clue of one example says more of that example than of danger.
_LEAST_EXAMPLES: Final = 2
#: How far weights may go to please the examples; chosen on rounds that were left out.
_FREEDOM: Final = 10.0
_PASSES: Final = 40
#: A weight goes no further in one step, so that the first steps do not leap over the goal.
_STEP: Final = 1.0
#: How much of each example a clue is: its number, and how often it is in it for its length.
_Column = list[tuple[int, float]]


def fit(texts: Sequence[Sequence[str]], in_danger: Sequence[bool]) -> dict[str, float]:
    """The weight of each clue, given the words of each example and whether it is danger.

    Each weight in turn is set to what fits best beside the others, until none moves much. So the
    same examples always give the same weights.
    """
    columns = _columns(texts)
    weights = dict.fromkeys(columns, 0.0)
    sums = [0.0] * len(texts)
    for _ in range(_PASSES):
        for clue, column in columns.items():
            step = _step(weights[clue], column, sums, in_danger)
            weights[clue] += step
            for at, share in column:
                sums[at] += step * share
    return weights


def _columns(texts: Sequence[Sequence[str]]) -> dict[str, _Column]:
    """In which examples each clue is, the clues in order."""
    counts = [Counter(_clues_of(words)) for words in texts]
    seen = Counter(clue for count in counts for clue in count)
    columns: dict[str, _Column] = defaultdict(list)
    for clue in sorted(clue for clue, times in seen.items() if times >= _LEAST_EXAMPLES):
        columns[clue] = []
    for at, (count, words) in enumerate(zip(counts, texts, strict=True)):
        for clue, times in count.items():
            if clue in columns:
                columns[clue].append((at, times / sqrt(len(words))))
    return {ALWAYS: [(at, 1.0) for at in range(len(texts))], **columns}


def _clues_of(words: Sequence[str]) -> Iterable[str]:
    return (clue for word, before in pairs(words) for clue in clues(word, before))


def _step(
    weight: float, column: _Column, sums: Sequence[float], in_danger: Sequence[bool]
) -> float:
    """How far to move this weight: Newton's step towards the best fit, kept short."""
    slope = weight / _FREEDOM
    curve = 1 / _FREEDOM
    for at, share in column:
        probable = probability(sums[at])
        slope += (probable - in_danger[at]) * share
        curve += probable * (1 - probable) * share * share
    return max(-_STEP, min(_STEP, -slope / curve))


def probability(weight: float) -> float:
    """How likely it is that someone is in danger, given what all clues weigh together."""
    return 1 / (1 + exp(-weight))
