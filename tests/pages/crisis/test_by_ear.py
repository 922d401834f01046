"""Spanish that is written as it sounds is heard as if it were spelled right."""

from pathlib import Path

import pytest

from pages.crisis import Kind, read, soft_line
from pages.crisis.lines import LIFELINE_SPANISH
from pages.crisis.measuring import Deserves, labelled
from pages.crisis.plain import plain

LIST = Path(__file__).parent / "by_ear.tsv"
SUICIDE = ["suisidar", "suizidar", "suicidar", "suisidarme", "me quiero suisidar", "zuisido"]
#: Who threatens to hurt themself, and who threatens others.
THEMSELF = [
    "mi hijo amenaza con matarse",
    "mi esposo amenaza con ahorcarse",
    "mi ija amenasa con kitarse la bida",
    "me amenaza con matarse",
]
OTHERS = [
    "amenaza con matarme",
    "amenaza con matarnos",
    "mi hijo amenaza con matarme",
    "mi marido amenaza con pegarme",
    "mi esposo me amenaza",
]
RIGHT = {
    "me boy a matar": "me voy a matar ",
    "boy a acerme daño": "voy a hacerme dano ",
    "nesesito una sita": "necesito una cita ",
    "is my boy a candidate": "is my boy a candidate ",
    "a heart echo a year ago": "a heart echo a year ago ",
}


def test_danger_by_ear_is_heard_and_what_is_harmless_left_alone() -> None:
    phrases = labelled(LIST.read_text(encoding="utf-8").splitlines())
    heard = [one for one in phrases if read(one.text) or soft_line(one.text, "es")]
    assert heard == [one for one in phrases if one.deserves is Deserves.HELP]


@pytest.mark.parametrize(("typed", "meant"), RIGHT.items())
def test_only_what_sounds_alike_is_mended(typed: str, meant: str) -> None:
    assert plain(typed) == meant


def test_who_says_so_by_ear_gets_the_help_of_the_right_words() -> None:
    danger = read("me boy a matar")
    assert danger == read("me voy a matar")
    assert danger
    assert (danger.language, danger.in_doubt) == ("es", False)


@pytest.mark.parametrize("text", SUICIDE)
def test_suicide_is_read_however_it_is_spelled(text: str) -> None:
    danger = read(text)
    assert danger
    assert danger.kinds[0] is Kind.SUICIDE


@pytest.mark.parametrize(
    "text", ["boy a tomar pastillas", "voy a tomar pastillas", "no balgo nada"]
)
def test_what_may_be_danger_brings_the_soft_line(text: str) -> None:
    soft = soft_line(text, "en", read(text))
    assert soft
    assert soft.line is LIFELINE_SPANISH


@pytest.mark.parametrize("text", THEMSELF)
def test_who_threatens_to_hurt_themself_is_in_danger(text: str) -> None:
    danger = read(text)
    assert danger
    assert danger.kinds[0] is Kind.SUICIDE


@pytest.mark.parametrize("text", OTHERS)
def test_who_threatens_others_is_violent(text: str) -> None:
    danger = read(text)
    assert danger
    assert danger.kinds[0] is Kind.VIOLENCE
