"""What each clue weighs in a language, and what the words of a text weigh together."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from math import exp, sqrt
from pathlib import Path
from typing import Final, Self

from pages.crisis.labels import Language
from pages.crisis.weighing.clues import ALWAYS, clues, pairs
from pages.crisis.weighing.learnt import Learnt

FOLDER: Final = Path(__file__).parent.parent / "weights"
#: A longer text is weighed by the stretch of so many words that weighs most: what is said of
#: danger takes a sentence or two, however much is told around it.
_STRETCH: Final = 25
#: Lighter clues change nothing.
_LEAST: Final = 0.05


@dataclass(frozen=True)
class Weights:
    """The weights of one language for one question."""

    always: float
    clues: dict[str, float]

    @classmethod
    def of(cls, weights: dict[str, float]) -> Self:
        """These weights, as they are kept: rounded, and without those that are next to nothing."""
        kept = {clue: round(weight, 2) for clue, weight in sorted(weights.items())}
        always = kept.pop(ALWAYS)
        return cls(always, {clue: one for clue, one in kept.items() if abs(one) >= _LEAST})

    @classmethod
    def read(cls, lines: Iterable[str]) -> Self:
        """The weights on these lines, a clue and its weight with a tab between."""
        pairs_of = (line.rstrip("\n").split("\t") for line in lines if not line.startswith("#"))
        return cls.of({clue: float(weight) for clue, weight in pairs_of})

    def lines(self) -> list[str]:
        """The lines to keep them on."""
        return [
            f"{clue}\t{weight}" for clue, weight in [(ALWAYS, self.always), *self.clues.items()]
        ]

    def probability(self, words: Sequence[str], taken_back: Collection[int] = ()) -> float:
        """How likely it is that these words speak of danger.

        Words ``taken_back`` (their places) are part of what is near, and speak only against it. A
        long text has many stretches that may weigh much by chance, so more is asked of each: its
        odds are shared among all the stretches beside each other.
        """
        if not words:
            return 0.0
        weights = [self.weight(word, before) for word, before in pairs(words)]
        for at in taken_back:
            weights[at] = min(weights[at], 0.0)
        length = min(len(words), _STRETCH)
        odds = exp(self.always + _heaviest(weights, length) / sqrt(length)) * length / len(words)
        return odds / (1 + odds)

    def weight(self, word: str, before: str) -> float:
        """What a word weighs after the word before it."""
        known = self.clues
        return sum(known[clue] for clue in clues(word, before) if clue in known)

    def by_clue(self, words: Sequence[str]) -> dict[str, float]:
        """What each known clue of these words weighs."""
        found = (clue for word, before in pairs(words) for clue in clues(word, before))
        return {clue: self.clues[clue] for clue in found if clue in self.clues}


def _heaviest(weights: Sequence[float], length: int) -> float:
    """The most that any so many words beside each other weigh."""
    sums = [0.0, *accumulate(weights)]
    return max(end - start for start, end in zip(sums, sums[length:], strict=False))


def file_of(language: Language, question: Learnt) -> Path:
    """Where they are kept."""
    return FOLDER / f"{question}-{language}.tsv"


@cache
def weights(language: Language, question: Learnt) -> Weights:
    """The weights of a language for a question; read once."""
    return Weights.read(file_of(language, question).read_text(encoding="utf-8").splitlines())
