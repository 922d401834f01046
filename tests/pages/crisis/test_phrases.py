"""Every phrase a clinician wrote down is found as what it was written down for."""

import re
from collections.abc import Iterator

import pytest

from pages.crisis import Kind, read
from pages.crisis.plain import PHRASES, folded, plain
from pages.crisis.reading import _WHOSE, _rules
from pages.crisis.rules import load

FILES = [*Kind, "near", "questions"]
_PIECE = re.compile(r"[()\[\]|]|[^\s()\[\]|]+")
#: What one could type for each sign of a phrase.
_SIGNS = {"_": "xq", "...": "", "#": "20", "####": "1999"}
_NAMES = {name: words for by_name in load("words").values() for name, words in by_name.items()}


def texts(phrase: str) -> Iterator[str]:
    """Texts the phrase is meant for: each of its words stands in one of them at least."""
    most = max([1, *(len(found.split("|")) for found in re.split(r"[()\[\]]", phrase))])
    most = max([most, *(len(_NAMES[name]) for name in re.findall(r"{(\w+)}", phrase))])
    for number in range(most):
        yield " ".join(_chosen(_PIECE.findall(phrase)[::-1], number))


def _chosen(pieces: list[str], number: int) -> list[str]:
    """The words of this choice, up to the bracket that closes it."""
    choices: list[list[str]] = [[]]
    while pieces and (piece := pieces.pop()) not in ")]":
        if piece == "|":
            choices.append([])
        elif piece in "([":
            choices[-1] += _chosen(pieces, number)
        elif piece.startswith("{"):
            words = _NAMES[piece[1:-1]]
            choices[-1] += _chosen(_PIECE.findall(words[number % len(words)])[::-1], number)
        else:
            choices[-1].append(_SIGNS.get(piece, piece.removesuffix("*")))
    return choices[number % len(choices)]


def phrases(file: str) -> Iterator[tuple[str, str]]:
    """Each phrase under the label it is found by."""
    for language, by_heading in load(file).items():
        for heading, listed in by_heading.items():
            yield from ((f"{file}.{heading}.{language}", phrase) for phrase in listed)


@pytest.mark.parametrize("file", FILES)
def test_every_phrase_is_found_for_what_it_says(file: str) -> None:
    lost = []
    for label, phrase in phrases(file):
        meant = {text: _is_found(text, label) for text in texts(phrase)}
        found = [text for text, is_found in meant.items() if is_found]
        missed = [text for text, is_found in meant.items() if not is_found and _is_plain(text)]
        if missed or not found:
            lost.append((label, phrase, missed[:1]))
    assert lost == []


def _is_found(text: str, label: str) -> bool:
    return label in {one.label for one in _rules().find(plain(text))}


def _is_plain(text: str) -> bool:
    """True if it is read as it stands. "please" is left out, and "he is" is read as "hes"."""
    return plain(text) == " ".join(map(folded, text.split()))


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in _WHOSE])
def test_every_phrase_of_danger_is_read_as_its_kind(kind: Kind) -> None:
    unread = []
    for label, phrase in phrases(kind):
        dangers = (read(text) for text in texts(phrase))
        if not any(danger and kind in danger.kinds for danger in dangers):
            unread.append((label, phrase))
    assert unread == []


def test_what_is_near_is_read_as_none() -> None:
    taken = []
    for _label, phrase in phrases("near"):
        if all(read(text) for text in texts(phrase)):
            taken.append(phrase)
    assert taken == []


def test_phrases_are_plain_and_fit_in_a_line() -> None:
    for file in PHRASES.glob("*.toml"):
        lines = file.read_text(encoding="utf-8").splitlines()
        assert [line for line in lines if len(line) > 100] == [], file.name
        rules = [line for line in lines if not line.lstrip().startswith("#")]
        assert [line for line in rules if not line.isascii()] == [], file.name
