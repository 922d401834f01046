"""Danger is found, harmless words are left alone, and questions keep their answers."""

import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from pages.crisis import read
from pages.crisis.measuring import Deserves, Labelled, labelled, measure
from pages.crisis.weighing.examples import FOLDER

HELD_OUT = Path(__file__).parent / "held_out.tsv"
STRANGERS = HELD_OUT.with_name("strangers.tsv")


def phrases(name: str) -> list[Labelled]:
    return phrases_in(FOLDER / name)


def phrases_in(file: Path) -> list[Labelled]:
    return labelled(file.read_text(encoding="utf-8").splitlines())


def test_there_are_hundreds_of_phrases_in_both_languages() -> None:
    assert len(phrases("danger.tsv")) >= 300
    assert len(phrases("near.tsv")) >= 300
    assert {one.language for one in phrases("danger.tsv")} == {"en", "es"}


@pytest.mark.parametrize("at", [0, 1], ids=["en", "es"])
def test_danger_is_found_and_what_is_near_is_left_alone(at: int) -> None:
    figures = measure([*phrases("danger.tsv"), *phrases("near.tsv")])[at]
    assert figures.found >= 0.97
    assert figures.harmless <= 0.03
    assert figures.both == 1


def test_phrases_nobody_tunes_on_are_found_as_well() -> None:
    """What is missed here is counted, never mended: write new phrases of that kind instead."""
    english, spanish = measure(phrases_in(HELD_OUT))
    assert english.found >= 0.9
    assert spanish.found >= 0.85
    assert english.harmless <= 0.12
    assert spanish.harmless <= 0.12


def test_phrases_of_strangers_are_found() -> None:
    """620 phrases of someone who saw no rule, measured before they taught; they never shall."""
    english, spanish = measure(phrases_in(STRANGERS))
    assert english.found >= 0.9
    assert spanish.found >= 0.9
    assert max(english.harmless, spanish.harmless) <= 0.09
    assert english.both >= 0.7
    assert spanish.both >= 0.6


def test_phrases_written_blind_are_found() -> None:
    """Five lists, each measured before the rules were widened; docs/decisions/crisis.md has how."""
    for figures in measure(phrases("blind.tsv")):
        assert figures.found >= 0.95
        assert figures.harmless <= 0.05
        assert figures.both >= 0.9


def test_help_stands_alone_for_someone_who_asks_nothing() -> None:
    alone = [one for one in phrases("danger.tsv") if one.deserves is Deserves.HELP]
    answered = [one for one in alone if (danger := read(one.text)) and danger.asks]
    assert len(answered) <= 0.03 * len(alone)


def test_the_command_prints_one_line_a_language(tmp_path: Path) -> None:
    file = tmp_path / "phrases.tsv"
    file.write_text("i want to die\tyes\ten\nhow much is it\tno\ten\n\nquiero morir\tyes\tes\n")
    told = StringIO()
    call_command("measure_crisis", file, stdout=told)
    assert told.getvalue().splitlines() == [
        "en found 1.00 harmless 0.00 both 0.00",
        "es found 1.00 harmless 0.00 both 0.00",
    ]


def test_the_command_says_why_weighing_found_something(tmp_path: Path) -> None:
    file = tmp_path / "phrases.tsv"
    file.write_text("i want to die\tyes\ten\nhouse is paid off, forgive me\tyes\ten\n")
    told = StringIO()
    call_command("measure_crisis", file, "--why", stdout=told)
    _figures, *why = told.getvalue().splitlines()
    assert [one.split(": ")[0] for one in why] == ["house is paid off, forgive me"]
    assert "house" in why[0].split(": ")[1]


@pytest.mark.parametrize(
    "line", ["only a text", "i want to die\tNO\ten", "i want to die\tyes\ten\tx", "morir\tyes\tfr"]
)
def test_the_command_refuses_a_file_of_something_else(tmp_path: Path, line: str) -> None:
    file = tmp_path / "phrases.tsv"
    file.write_text(f"i want to die\tyes\ten\n\n{line}\n")
    with pytest.raises(CommandError, match=r"cannot be read .*: line 3: "):
        call_command("measure_crisis", file)


def best_time(text: str) -> float:
    """The processor's time for one reading once the rules are warm, the best of five."""
    read(text)
    times = []
    for _ in range(5):
        start = time.process_time()
        read(text)
        times.append(time.process_time() - start)
    return min(times)


def test_a_message_is_read_in_a_moment() -> None:
    message = "I have lived with depression for years and would like to know what a visit costs. "
    # Four times what it takes on a quiet machine.
    assert best_time((message * 13)[:1000]) < 0.004


@pytest.mark.parametrize(
    "piece",
    [
        "i ",
        "end my ",
        "no quiero ",
        "i'",
        "dont ",
        "a",
        "a1",
        "é\u200b",
        "my my my want to ",
        "i i kill ",
        "<b>",
        "%25",
        "&#107;",
        "want to end my life ",
    ],
)
def test_no_text_takes_long_however_it_is_made(piece: str) -> None:
    assert best_time((piece * 50_000)[:50_000]) < 0.2
