"""Brings a text into the plain spelling the phrases are written in, however it was typed."""

import re
import unicodedata
from functools import cache
from string import ascii_lowercase
from typing import Final

from pages.crisis.files import load_all, load_spelling

_SPELLING: Final = load_spelling()

#: Straight, curly, modifier, grave, acute, prime and full-width.
_APOSTROPHES = dict.fromkeys(map(ord, "'`\u2018\u2019\u02bc\u00b4\u2032\uff07"))
#: Letters of other scripts that look like ours.
_LOOKALIKES = str.maketrans("аеорсухіѕ", "aeopcyxis")
_LEET_SIGNS = frozenset("013457@$!")
_LEET = str.maketrans("013457@$!", "oieastasi")
#: A digit or sign that stands for a letter: between letters, before a word, or at its end.
_LEET_SIGN = re.compile(
    r"(?<=[a-z])[013457@$!]{1,2}(?=[a-z])"
    r"|(?<![a-z0-9])[013457](?=[a-z]{4})"
    r"|(?<=[a-z]{2})[013457](?![a-z0-9])"
)
_SPELLED_OUT = re.compile(r"\b(?:[a-z] ){3,}[a-z]\b")
_DOUBLED = re.compile(r"([a-z])\1+")


def folded(word: str) -> str:
    """The word with each doubled letter once: "killlll" is "kill", and "too" is "to"."""
    return _DOUBLED.sub(r"\1", word)


def bare(text: str) -> str:
    """Lower case, without accents, apostrophes, invisible or stand-in characters; single spaces."""
    letters = text.translate(_APOSTROPHES).casefold()
    if not letters.isascii():
        letters = unicodedata.normalize("NFKD", letters).translate(_LOOKALIKES)
        unseen = (sign for sign in set(letters) if unicodedata.category(sign) in ("Mn", "Cf"))
        letters = letters.translate(dict.fromkeys(map(ord, unseen)))
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


def _right_words() -> set[str]:
    """Every word of the phrases, and of those that texts are brought to; none is a slip."""
    used = [
        *load_all(),
        *_SPELLING["right_words"],
        *_SPELLING["guessed"],
        *_SPELLING["dropped"],
        *_SPELLING["glued"],
        *_SPELLING["words"].values(),
        *_SPELLING["together"].values(),
    ]
    return {folded(word) for text in used for word in re.findall(r"[a-z]+", text)}


def _corrections() -> dict[str, str]:
    """The right word for each wrong one, those written down before those guessed."""
    right = _right_words()
    guessed = {
        slip: word
        for word in map(folded, _SPELLING["guessed"])
        for slip in _near_spellings(word)
        if slip not in right
    }
    glued = {folded(phrase.replace(" ", "")): folded(phrase) for phrase in _SPELLING["glued"]}
    with_i = {f"i{word}": f"i {phrase}" for word, phrase in glued.items()}
    written = {folded(wrong): folded(better) for wrong, better in _SPELLING["words"].items()}
    dropped = dict.fromkeys(map(folded, _SPELLING["dropped"]), "")
    return {**guessed, **with_i, **glued, **written, **dropped}


_CORRECTIONS: Final = _corrections()
_TOGETHER: Final = {folded(key): folded(value) for key, value in _SPELLING["together"].items()}
_TOGETHER_PATTERN: Final = re.compile(rf"\b(?:{'|'.join(sorted(_TOGETHER, key=len)[::-1])})\b")


@cache
def corrected(word: str) -> str:
    """The word as phrases have it, which may be two; empty if it only colours what is said."""
    word = folded(word)
    return _CORRECTIONS.get(word, word)


def plain(text: str) -> str:
    """The text in the phrases' spelling, one space after each word; empty if it has none."""
    words = (_CORRECTIONS.get(word, word) for word in bare(text).split())
    mended = " ".join(word for word in words if word)
    joined = _TOGETHER_PATTERN.sub(lambda found: _TOGETHER[found[0]], mended)
    return f"{joined} " if joined else ""
