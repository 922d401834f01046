"""Weighs the words of a text: how likely danger is, and a question beside it, learnt from examples.

It stands beside the rules and finds what nobody thought of writing a phrase for. The examples are
in ``examples/``, what was learnt from them in ``weights/``; ``manage.py weigh_danger`` learns anew.
"""

from collections.abc import Collection, Sequence
from typing import Final

from pages.crisis.labels import Language
from pages.crisis.language import Guess
from pages.crisis.weighing.learnt import Learnt
from pages.crisis.weighing.weights import weights

#: So likely that someone in danger asks something, too.
ASKS: Final = 0.7
#: So likely that it is taken for danger; chosen on rounds of examples that were left out.
DANGER: Final = 0.85
#: So likely that a soft line is due where danger is not clear.
HEAVY: Final = 0.75
#: So unlikely that hints which say little need more beside them.
HARMLESS: Final = 0.2
#: A word or two weigh by chance, so they say neither; what they mean is for the rules to know.
_FEWEST: Final = 3
_NEITHER: Final = 0.5


def weigh(
    words: Sequence[str],
    guess: Guess,
    taken_back: Collection[int] = (),
    question: Learnt = Learnt.DANGER,
) -> float:
    """How likely the answer to this question is yes for these plain words, between 0 and 1.

    Where their language is in doubt, the likelier of both. Words ``taken_back`` (their places) are
    part of what is near: they speak only against danger.
    """
    if len(words) < _FEWEST:
        return _NEITHER
    languages = list(Language) if guess.in_doubt else [guess.language]
    return max(weights(one, question).probability(words, taken_back) for one in languages)


def reasons(words: Sequence[str], guess: Guess) -> list[str]:
    """The clues that speak most for danger, so that a person can see why it was found."""
    weighed = weights(guess.language, Learnt.DANGER).by_clue(words)
    return sorted((clue for clue in weighed if weighed[clue] > 0), key=lambda one: -weighed[one])[
        :4
    ]
