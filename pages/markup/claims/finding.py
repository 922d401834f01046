"""Finds what a sentence claims, unless it asks, denies or doubts it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pages.markup.claims.phrases import Aside, Kind, plain, table

#: So many words before a claim can take it back.
_SHORTLY = 7
_END_OF_QUESTION = ("?", "?”", '?"', "?)", "?»")


@dataclass(frozen=True)
class Claim:
    """What a sentence claims that it should not, in words for staff."""

    why: str
    sentence: str


def claims(sentences: Iterable[str], language: str) -> Iterator[Claim]:
    """Each kind of claim that one of these sentences makes, in the order they are read.

    Sources of the rules: FTC (health claims need sound science; endorsements are no evidence),
    the FDA on compounded ketamine, 10 October 2023. None for a language nobody wrote down.
    """
    known = table(language)
    for sentence in sentences if known else ():
        for kind in known.kinds if known else ():
            if known and _is_claimed(plain(sentence), sentence, kind, known.aside):
                yield Claim(kind.why, sentence)


def _is_claimed(words: str, sentence: str, kind: Kind, aside: Aside) -> bool:
    if kind.needs and not kind.needs.search(words):
        return False
    if kind.unless and kind.unless.search(words):
        return False
    if aside.doubt.search(words) or _only_asks(words, sentence, aside):
        return False
    return any(
        _stands(words[: found.start()], aside) and not aside.after.match(words[found.end() :])
        for found in kind.phrases.finditer(words)
    )


def _only_asks(words: str, sentence: str, aside: Aside) -> bool:
    return sentence.endswith(_END_OF_QUESTION) and not aside.asked.search(words)


def _stands(before: str, aside: Aside) -> bool:
    """True unless what stands shortly before leaves it open or denies it; twice “not” is a yes."""
    part = aside.no_no.sub(" ", _last_part(before, aside))
    shortly = " ".join(part.split()[-_SHORTLY:])
    return not aside.open.search(shortly) and len(aside.no.findall(shortly)) % 2 == 0


def _last_part(before: str, aside: Aside) -> str:
    ends = [found.end() for found in aside.breaks.finditer(before)]
    return before[max(ends, default=0) :]
