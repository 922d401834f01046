"""What the search knows of a language: words that say nothing, and words that mean the same."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from faq.search.terms import Term, Word, stem, words_of

#: How alike a word of the same group counts, where the very same word counts 1.
_SYNONYM = 0.8
#: What a word that says little weighs, and a question for a measure ("how long"), against others.
_WEAK = 0.4
_MEASURE = 0.6
#: Begins the key of a group, as no word does.
GROUP = "="
#: How many words a "not" reaches.
_REACH = 3


@dataclass
class Lexicon:
    """Words and phrases of one language."""

    language: str
    #: Stems of words that say nothing, and of words that say little.
    filler: set[str] = field(default_factory=set)
    weak: set[str] = field(default_factory=set)
    #: Stems of words for someone of the family, and groups that outrank them: whose question it is
    #: says less than what it is about.
    family: set[str] = field(default_factory=set)
    topics: set[str] = field(default_factory=set)
    #: Groups of what someone of the family may have, so that who lives with it is asking as well.
    illnesses: set[str] = field(default_factory=set)
    #: Groups that ask how much or how long of something.
    measures: set[str] = field(default_factory=set)
    #: Groups of different things of one kind: who asks for one is not answered by another.
    kinds: set[str] = field(default_factory=set)
    #: Groups of things that are not done here; a word of their names says nothing of them.
    elsewhere: set[str] = field(default_factory=set)
    #: Words like "not", and what a group means after one.
    negations: set[str] = field(default_factory=set)
    opposites: dict[str, str] = field(default_factory=dict)
    #: Mistakes that cannot be told by likeness, and what is meant.
    spelling: dict[str, str] = field(default_factory=dict)
    #: The stems of a word or phrase, and the groups it belongs to; a phrase in none says nothing.
    groups: dict[tuple[str, ...], list[str]] = field(default_factory=dict)
    #: Every word in it.
    words: set[str] = field(default_factory=set)
    _longest: int = 1

    def add_words(self, kind: set[str], words: str) -> None:
        """These words, with spaces between, belong to this kind, whatever their ending."""
        self.words.update(words.split())
        kind.update(stem(word, self.language) for word in words.split())

    def add_phrases(self, phrases: str, *groups: str) -> None:
        """These words and phrases, with commas between, belong to the groups."""
        for phrase in phrases.split(","):
            words = [word.folded for word in words_of(phrase)]
            stems = tuple(stem(word, self.language) for word in words)
            self.groups.setdefault(stems, []).extend(groups)
            self.words.update(words)
            self._longest = max(self._longest, len(stems))

    def terms(self, words: list[Word]) -> list[Term]:
        """What these words speak of; the longest phrases that are known count as one term."""
        stems = [stem(word.folded, self.language) for word in words]
        found, place = [], 0
        while place < len(words):
            size = self._size(stems, place)
            if term := self._term(words[place : place + size], stems[place : place + size]):
                before = {word.folded for word in words[max(place - _REACH, 0) : place]}
                found.append(self._turned(term) if before & self.negations else term)
            place += size
        return found

    def single(self, term: Term) -> list[Term]:
        """The words of a phrase, one by one."""
        return [one for word in term.words for one in self.terms([word])]

    def _size(self, stems: list[str], place: int) -> int:
        """How many words the longest phrase has that is known and starts here."""
        for size in range(min(self._longest, len(stems) - place), 1, -1):
            if tuple(stems[place : place + size]) in self.groups:
                return size
        return 1

    def _term(self, words: list[Word], stems: list[str]) -> Term | None:
        groups = self.groups.get(tuple(stems), [])
        if not groups and (len(words) > 1 or stems[0] in self.filler):
            return None
        trust = min(word.trust for word in words)
        exact = " ".join(stems)
        keys = {exact: trust} | dict.fromkeys(groups, trust * _SYNONYM)
        return Term(exact, keys, tuple(words), self._weight(exact, groups))

    def _weight(self, exact: str, groups: list[str]) -> float:
        if exact in self.weak:
            return _WEAK
        return _MEASURE if self.measures.intersection(groups) else 1.0

    def _turned(self, term: Term) -> Term:
        """The term after a "not"."""
        keys = {self.opposites.get(key, key): likeness for key, likeness in term.keys.items()}
        if keys.keys() == term.keys.keys():
            return term
        return replace(term, keys=keys | {term.exact: term.keys[term.exact] / 2})


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of ``synonyms/<language>.toml``; an empty one if there is no such file."""
    path = Path(__file__).parent / "synonyms" / f"{language}.toml"
    made = Lexicon(language)
    if not path.exists():
        return made
    data = tomllib.loads(path.read_text("utf-8"))
    made.add_words(made.filler, data["filler"])
    made.add_words(made.weak, data["weak"])
    made.add_words(made.family, data["family"])
    made.topics.update(map(_key, data["topics"].split()))
    made.illnesses.update(map(_key, data["illnesses"].split()))
    made.measures.update(map(_key, data["measures"].split()))
    made.kinds.update(map(_key, data["kinds"].split()))
    made.elsewhere.update(map(_key, data["elsewhere"].split()))
    made.negations.update(data["negations"].split())
    made.opposites.update(_keys(data["opposites"]))
    made.spelling.update(data["spelling"])
    made.add_phrases(data["chatter"])
    for name, members in data["groups"].items():
        made.add_phrases(members, _key(name))
    return made


@cache
def bare(language: str) -> Lexicon:
    """The same language without groups and without words that say nothing: each counts."""
    return Lexicon(language, spelling=lexicon(language).spelling)


def _key(group: str) -> str:
    """The key of a group."""
    return f"{GROUP}{group}"


def _keys(groups: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    return ((_key(name), _key(opposite)) for name, opposite in groups.items())
