"""The labelled examples that the weights are learnt from."""

from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple, Self

from pages.crisis.labels import Language
from pages.crisis.measuring import Deserves, Labelled, labelled
from pages.crisis.plain import plain
from pages.crisis.weighing.learnt import Learnt

FOLDER: Final = Path(__file__).parent.parent / "examples"


#: What an example that deserves this says to a question.
_YES: Final[dict[Learnt, Callable[[Deserves], bool]]] = {
    Learnt.DANGER: lambda deserves: deserves is not Deserves.NEITHER,
    Learnt.ASKS: lambda deserves: deserves is Deserves.HELP_AND_ANSWER,
}


def _tells(question: Learnt, deserves: Deserves) -> bool:
    """What is harmless says nothing of how danger asks."""
    return question is Learnt.DANGER or deserves is not Deserves.NEITHER


class Examples(NamedTuple):
    """The examples of one language, as they are weighed for one question."""

    #: The plain words of each.
    texts: list[list[str]]
    #: What each says to the question.
    answers: list[bool]

    @classmethod
    def of(cls, language: Language, question: Learnt) -> Self:
        """All examples in this language that tell something of this question, each once."""
        told = {
            plain(one.text): _YES[question](one.deserves)
            for one in all_examples()
            if one.language is language and _tells(question, one.deserves)
        }
        told.pop("", None)
        return cls([text.split() for text in told], list(told.values()))

    @property
    def fingerprint(self) -> str:
        """Another one for other examples, and for words that are brought to another spelling."""
        lines = (f"{answer} {' '.join(words)}\n" for words, answer in zip(*self, strict=True))
        return sha256("".join(sorted(lines)).encode()).hexdigest()


def all_examples() -> Iterator[Labelled]:
    """Every example of every file, in the order of their names."""
    for file in sorted(FOLDER.glob("*.tsv")):
        yield from labelled(file.read_text(encoding="utf-8").splitlines())
