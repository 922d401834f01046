"""Every phrase that was written down is found as what it was written down for."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from pages.crisis import Kind, read
from pages.crisis.files import PHRASES
from pages.crisis.kinds import Grade
from pages.crisis.labels import FILES, Label
from pages.crisis.phrasebook import named_words, phrases, rules
from pages.crisis.plain import folded, plain
from pages.crisis.rules import Rules

_PIECE = re.compile(r"[()\[\]|]|[^\s()\[\]|]+")
#: What one could type for each sign of a phrase.
_SIGNS = {"_": "xq", "...": "", "#": "20", "####": "1999"}
_NAMES = named_words()


def texts(phrase: str) -> Iterator[str]:
    """Texts the phrase is meant for: each of its words stands in one of them at least.

    They are chosen without the code that reads phrases, so that a choice it loses is missed here.
    """
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


def _is_found(text: str, label: Label) -> bool:
    return label in {one.label for one in rules().find(plain(text))}


def _is_plain(text: str) -> bool:
    """True if it is read as it stands. "please" is left out, and "he is" is read as "hes"."""
    return plain(text) == " ".join(map(folded, text.split()))


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.UNKNOWN])
def test_every_phrase_of_danger_is_read_as_its_kind(kind: Kind) -> None:
    unread = []
    for label, phrase in phrases(kind):
        if label.heading is Grade.WHO:
            continue
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


def test_every_file_of_phrases_is_read() -> None:
    assert {file.stem for file in PHRASES.glob("*.toml")} == {*FILES, "words", "spelling"}


def test_phrases_are_plain_and_fit_in_a_line() -> None:
    for file in PHRASES.glob("*.toml"):
        lines = file.read_text(encoding="utf-8").splitlines()
        assert [line for line in lines if len(line) > 100] == [], file.name
        rules = [line for line in lines if not line.lstrip().startswith("#")]
        assert [line for line in rules if not line.isascii()] == [], file.name


@pytest.mark.parametrize(
    ("file", "heading", "language"),
    [
        ("suicide", "sayd", "en"),
        ("suicide", "opens", "en"),
        ("questions", "for_them", "es"),
        ("near", "said", "en"),
        ("birth", "said", "fr"),
        ("money", "said", "en"),
    ],
)
def test_a_slip_in_a_heading_is_an_error(file: str, heading: str, language: str) -> None:
    with pytest.raises(ValueError, match=rf"{file}.toml: nothing looks under \[{language}\]"):
        Label.of(file, heading, language)


class _Forgetful(dict[Any, Any]):
    """Has lost by the next moment what it was told, as when another thread clears it."""

    def __setitem__(self, key: Any, value: Any) -> None:
        """Remember nothing."""


def test_what_another_thread_makes_it_forget_is_found_all_the_same() -> None:
    label = Label.of("suicide", "said", "en")
    forgetful = Rules({}, [(label, "want to die")])
    forgetful._begin.next = _Forgetful()
    forgetful._places = _Forgetful()
    assert [one.label for one in forgetful.find("i want to die")] == [label]
