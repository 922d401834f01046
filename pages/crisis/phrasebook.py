"""All phrases that were written down, each under its label, and ready to be found."""

from collections.abc import Iterator
from functools import cache
from typing import Final

from pages.crisis.files import load
from pages.crisis.labels import FILES, Label
from pages.crisis.rules import Rules

_WORDS: Final = "words"


def phrases(file: str) -> Iterator[tuple[Label, str]]:
    """Each phrase of a file under the label it is found by."""
    for language, by_heading in load(file).items():
        for heading, listed in by_heading.items():
            label = Label.of(file, heading, language)
            yield from ((label, phrase) for phrase in listed)


def named_words() -> dict[str, list[str]]:
    """What the names stand for that phrases have in braces."""
    return {name: words for by_name in load(_WORDS).values() for name, words in by_name.items()}


def written_in(language: str) -> Iterator[str]:
    """All that is written down in this language, phrases and named words."""
    for file in (*FILES, _WORDS):
        for listed in load(file)[language].values():
            yield from listed


@cache
def rules() -> Rules:
    """All phrases; made once, since it takes a moment."""
    return Rules(named_words(), (one for file in FILES for one in phrases(file)))
