"""What is heavy and no clear danger brings one soft line, and so does worry about another."""

from pathlib import Path

import pytest

from pages.crisis import read, soft_line
from pages.crisis.lines import LIFELINE, LIFELINE_SPANISH
from pages.crisis.measuring import Deserves, Labelled, labelled

HERE = Path(__file__).parent
WORRY = [
    "My mother has PTSD. Can you help her?",
    "My son is 23 and has PTSD. I am so scared",
    "My son is 23 and has PTSD. He does not sleep.",
    "My son won't get out of bed. I'm scared for him.",
    "mi hija no duerme y estoy muy preocupada",
]
NO_WORRY = [
    "My husband has PTSD and I am afraid of him",
    "my son has PTSD and he has a gun",
    "my brother locks mom in her room and doesnt feed her",
    "please somebody help me",
    "my daughter does not sleep and wants to die",
]


def share_told(phrases: list[Labelled]) -> float:
    """Of these phrases, those that bring help or the soft line."""
    told = [read(one.text) or soft_line(one.text, "en") for one in phrases]
    return sum(map(bool, told)) / len(told)


@pytest.mark.parametrize("name", ["heavy.tsv", "heavy_blind.tsv"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_heavy_words_are_heard_and_harmless_ones_left_alone(name: str, language: str) -> None:
    phrases = labelled((HERE / name).read_text(encoding="utf-8").splitlines())
    ours = [one for one in phrases if one.language == language]
    heavy = [one for one in ours if one.deserves is Deserves.HELP]
    harmless = [one for one in ours if one.deserves is Deserves.NEITHER and not read(one.text)]
    assert share_told(heavy) >= 0.95
    assert share_told(harmless) <= 0.05


def test_the_line_speaks_the_language_that_was_typed() -> None:
    typed = {text: soft_line(text, "en") for text in ("no point", "cansada de todo")}
    assert [one and (one.language, one.line) for one in typed.values()] == [
        ("en", LIFELINE),
        ("es", LIFELINE_SPANISH),
    ]
    on_spanish_page = soft_line("no point", "es")
    assert on_spanish_page
    assert on_spanish_page.line is LIFELINE_SPANISH


@pytest.mark.parametrize("text", WORRY)
def test_plain_worry_about_another_is_no_clear_danger(text: str) -> None:
    danger = read(text)
    assert danger
    assert danger.worry
    assert soft_line(text, "en", danger)


@pytest.mark.parametrize("text", NO_WORRY)
def test_one_word_of_danger_is_enough(text: str) -> None:
    danger = read(text)
    assert danger
    assert not danger.worry
