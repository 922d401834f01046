"""Brings a text into the plain spelling the phrases are written in, however it was typed.

What it knows is gathered at the first text: most commands and the mail worker never read one.
"""

import re
from functools import cache
from string import ascii_lowercase
from typing import Final

from pages.crisis.decoding import decoded, meant, our_letters, with_voy
from pages.crisis.files import load_all, load_spelling

#: Straight, curly, modifier, grave, acute, prime and full-width.
_APOSTROPHES = dict.fromkeys(map(ord, "'`\u2018\u2019\u02bc\u00b4\u2032\uff07"))
_LEET_SIGNS = frozenset("013457@$!")
_LEET = str.maketrans("013457@$!", "oieastasi")
#: A digit or sign that stands for a letter: between letters, before a word, or at its end.
_LEET_SIGN = re.compile(
    r"(?<=[a-z])[013457@$!]{1,2}(?=[a-z])"
    r"|(?<![a-z0-9])[013457](?=[a-z]{4})"
    r"|(?<=[a-z]{2})[013457](?![a-z0-9])"
)
#: Both would be read as "od" once apostrophes and doubled letters are gone.
_OVERDOSED = re.compile("\\bod(?:['\u2019]d|ed)\\b")
_ODD = re.compile(r"\bodd(?:s|ly)?\b")
_SPELLED_OUT = re.compile(r"\b(?:[a-z] ){3,}[a-z]\b")
#: Shorter words have too many neighbours that are right words.
_LONG: Final = 7
_DOUBLED = re.compile(r"([a-z])\1+")


def folded(word: str) -> str:
    """The word with each doubled letter once: "killlll" is "kill", and "too" is "to"."""
    return _DOUBLED.sub(r"\1", word)


def bare(text: str) -> str:
    """Lower case, without accents, apostrophes, invisible or stand-in characters; single spaces."""
    letters = _OVERDOSED.sub("overdosed", decoded(text).casefold())
    letters = our_letters(letters.translate(_APOSTROPHES))
    letters = _ODD.sub("strange", letters)
    if not _LEET_SIGNS.isdisjoint(letters):
        letters = _LEET_SIGN.sub(lambda found: found[0].translate(_LEET), letters)
    letters = re.sub(r"(?<=\d)(?=[a-z])|[\W_]+", " ", letters)
    letters = _SPELLED_OUT.sub(lambda found: found[0].replace(" ", ""), letters)
    return folded(letters)


def _near_spellings(word: str) -> set[str]:
    """What one slip of the finger makes of the word: a letter left out, swapped, wrong or added."""
    halves = [(word[:at], word[at:]) for at in range(1, len(word) + 1)]
    left_out = {before + after[1:] for before, after in halves if after}
    swapped = {before + after[1] + after[0] + after[2:] for before, after in halves if after[1:]}
    wrong = {b + letter + a[1:] for b, a in halves if a for letter in ascii_lowercase}
    added = {b + letter + a for b, a in halves for letter in ascii_lowercase}
    return left_out | swapped | wrong | added


def _letters_of(word: str) -> str:
    """The same for words whose letters stand in another order after the first."""
    return word[0] + "".join(sorted(word[1:]))


@cache
def _right_words() -> frozenset[str]:
    """Every word of the phrases, and of those that texts are brought to; none is a slip."""
    spelling = load_spelling()
    used = [
        *load_all(),
        *spelling["right_words"],
        *spelling["guessed"],
        *spelling["dropped"],
        *spelling["glued"],
        *spelling["by_ear"],
        *spelling["words"].values(),
        *spelling["together"].values(),
    ]
    return frozenset(map(folded, set(re.findall(r"[a-z]+", "\n".join(used)))))


@cache
def _corrections() -> dict[str, str]:
    """The right word for each wrong one, those written down before those guessed."""
    spelling, right = load_spelling(), _right_words()
    guessed = {
        slip: word
        for word in map(folded, spelling["guessed"])
        for slip in _near_spellings(word)
        if slip not in right
    }
    glued = {folded(phrase.replace(" ", "")): folded(phrase) for phrase in spelling["glued"]}
    with_i = {f"i{word}": f"i {phrase}" for word, phrase in glued.items()}
    written = {folded(wrong): folded(better) for wrong, better in spelling["words"].items()}
    dropped = dict.fromkeys(map(folded, spelling["dropped"]), "")
    return {**guessed, **with_i, **glued, **written, **dropped}


@cache
def _jumbled() -> dict[str, str]:
    """Long words by their letters: "suidical" is "suicidal"."""
    words = map(folded, load_spelling()["guessed"])
    return {_letters_of(word): word for word in words if len(word) >= _LONG}


@cache
def _together() -> tuple[re.Pattern[str], dict[str, str]]:
    """Words that are one when they stand side by side, what finds them, and what they are then."""
    joined = {folded(key): folded(to) for key, to in load_spelling()["together"].items()}
    return re.compile(rf"\b(?:{'|'.join(sorted(joined, key=len)[::-1])})\b"), joined


@cache
def corrected(word: str) -> str:
    """The word as phrases have it, which may be two; empty if it only colours what is said."""
    return _mended(folded(word))


def _mended(word: str) -> str:
    better = _corrections().get(word)
    if better is not None or word in _right_words():
        return word if better is None else better
    jumbled = _jumbled().get(_letters_of(word), "") if len(word) >= _LONG else ""
    return jumbled or folded(meant(word)) or word


def plain(text: str) -> str:
    """The text in the phrases' spelling, one space after each word; empty if it has none."""
    words = map(_mended, bare(text).split())
    mended = with_voy(" ".join(word for word in words if word))
    pattern, joined = _together()
    text = pattern.sub(lambda found: joined[found[0]], mended)
    return f"{text} " if text else ""
