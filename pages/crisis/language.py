"""Tells English from Spanish by the words that the phrases of only one of them use.

So no word of both languages, as "no" and "me", and no list of ours to keep, decides anything. A few
words of the other language, as in a place's name, do not either: more words of one have to speak
for it than of the other.
"""

import re
from functools import cache
from typing import NamedTuple

from pages.crisis.labels import Label, Language
from pages.crisis.phrasebook import written_in
from pages.crisis.plain import corrected

#: Whole words: neither beginnings, as "suicid*", nor names in braces.
_WORD = re.compile(r"(?<![\w{])[a-z]+(?![\w}*])")


class Guess(NamedTuple):
    """The language of a text, and whether it may well be the other one."""

    language: Language
    in_doubt: bool


def _words_of(language: Language) -> set[str]:
    """Every whole word written down in it, as plain texts have it (which may be two words)."""
    words = {word for text in written_in(language) for word in _WORD.findall(text)}
    return {part for word in words for part in corrected(word).split()}


@cache
def _telling_words() -> dict[Language, frozenset[str]]:
    """For each language the words that speak for it."""
    english, spanish = _words_of(Language.ENGLISH), _words_of(Language.SPANISH)
    return {
        Language.ENGLISH: frozenset(english - spanish),
        Language.SPANISH: frozenset(spanish - english),
    }


def language_of(plain_text: str, labels: set[Label]) -> Guess:
    """What a text is said in that has phrases under these labels.

    Unless twice as many words speak for one language as for the other, it is in doubt: the phrases
    decide if all of them are of one language, and otherwise it is taken for English.
    """
    words = plain_text.split()
    speaking = {
        one: sum(word in telling for word in words) for one, telling in _telling_words().items()
    }
    less, more = sorted(speaking, key=lambda one: speaking[one])
    if speaking[more] > 2 * speaking[less]:
        return Guess(more, in_doubt=False)
    languages = {label.language for label in labels}
    return Guess(languages.pop() if len(languages) == 1 else Language.ENGLISH, in_doubt=True)
