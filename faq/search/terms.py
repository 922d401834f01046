"""Takes a text apart into words as they are compared: small, without accents and endings."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_STEMMERS = {"en": "english", "es": "spanish"}
#: Letters with the accents and invisible characters after them, and apostrophes between.
_LETTERS = r"(?:[^\W_][\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]*)+"
_WORD = re.compile(rf"{_LETTERS}(?:['\u2018\u2019\u02bc]{_LETTERS})*")
_LETTERS_THAT_STAY_WHOLE = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l"})


@dataclass(frozen=True)
class Word:
    """A word as it stands in a text, folded, where it stands, and how sure we are of it."""

    folded: str
    start: int = 0
    end: int = 0
    trust: float = 1.0


@dataclass(frozen=True)
class Term:
    """One thing a text speaks of: keys that mean it, each with how well, and its words."""

    exact: str
    keys: dict[str, float]
    words: tuple[Word, ...]
    #: What it says, against other terms.
    weight: float = 1.0


def fold(word: str) -> str:
    """Small letters without accents or apostrophes: what is typed in a hurry."""
    decomposed = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS_THAT_STAY_WHOLE))
    return "".join(letter for letter in decomposed if letter.isalnum())


def words_of(text: str) -> list[Word]:
    """The words of a text in order."""
    found = (Word(fold(match[0]), *match.span()) for match in _WORD.finditer(text))
    return [word for word in found if word.folded]


@lru_cache(maxsize=20_000)
def stem(word: str, language: str) -> str:
    """The word without its ending. A stemmer is not safe to share between threads."""
    # It brings all its languages, and is of no use before someone searches.
    import snowballstemmer  # noqa: PLC0415

    name = _STEMMERS.get(language)
    return str(snowballstemmer.stemmer(name).stemWord(word)) if name else word
