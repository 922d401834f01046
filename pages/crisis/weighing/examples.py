"""The labelled examples that the weights are learnt from."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple, Self

from pages.crisis.labels import Language
from pages.crisis.measuring import Deserves, Labelled, labelled
from pages.crisis.plain import plain

FOLDER: Final = Path(__file__).parent.parent / "examples"


class Examples(NamedTuple):
    """The examples of one language, as they are weighed."""

    #: The plain words of each.
    texts: list[list[str]]
    in_danger: list[bool]

    @classmethod
    def of(cls, language: Language) -> Self:
        """All examples that have words in this language, each once."""
        told = {
            plain(one.text): one.deserves is not Deserves.NEITHER
            for one in all_examples()
            if one.language is language
        }
        told.pop("", None)
        return cls([text.split() for text in told], list(told.values()))

    @property
    def fingerprint(self) -> str:
        """Another one for other examples, and for words that are brought to another spelling."""
        lines = (f"{danger} {' '.join(words)}\n" for words, danger in zip(*self, strict=True))
        return sha256("".join(sorted(lines)).encode()).hexdigest()


def all_examples() -> Iterator[Labelled]:
    """Every example of every file, in the order of their names."""
    for file in sorted(FOLDER.glob("*.tsv")):
        yield from labelled(file.read_text(encoding="utf-8").splitlines())
