"""Plain words of someone in danger are found whatever stands before and after them."""

from itertools import product

import pytest

from pages.crisis import read
from pages.crisis.labels import Near
from pages.crisis.phrasebook import phrases

#: What is said of oneself, then of another.
ENGLISH = [
    ("kill myself", "kill himself"),
    ("end my life", "end her life"),
    ("end it all", "end it all"),
    ("die", "die"),
    ("take my own life", "take his own life"),
    ("hang myself", "hang herself"),
    ("shoot myself", "shoot himself"),
    ("cut my wrists", "cut her wrists"),
    ("hurt myself", "hurt himself"),
    ("jump off a bridge", "jump off a bridge"),
    ("take all my pills", "take all his pills"),
    ("overdose", "overdose"),
    ("go to sleep and never wake up", "go to sleep and never wake up"),
]
SPANISH = [
    ("matarme", "matarse"),
    ("morirme", "morirse"),
    ("morir", "morir"),
    ("suicidarme", "suicidarse"),
    ("quitarme la vida", "quitarse la vida"),
    ("acabar con mi vida", "acabar con su vida"),
    ("terminar con mi vida", "terminar con su vida"),
    ("ponerle fin a mi vida", "ponerle fin a su vida"),
    ("tomarme todas las pastillas", "tomarse todas las pastillas"),
    ("tomar un frasco de pastillas", "tomar un frasco de pastillas"),
    ("hacerme daño", "hacerse daño"),
    ("tirarme del puente", "tirarse del puente"),
]
I_LEAD = ["i want to", "i wanna", "im going to", "i wnat to", "i am about to", "i need to"]
OTHERS_LEAD = ["my brother wants to", "my wife wants to", "my friend is going to"]
YO_LEAD = ["quiero", "voy a", "tengo ganas de", "pienso en"]
OTROS_LEAD = ["mi hermano quiere", "mi esposa va a", "mi amigo piensa en"]
TAILS = [
    "",
    "tonight",
    "now",
    "please help",
    "today",
    "in pain",
    "at home",
    "alone",
    "and i cant stop crying",
    "before the weekend",
    "this form is too long",
    "if the price goes up",
]
COLAS = ["", "esta noche", "ahora", "por favor ayuda", "hoy", "en mi casa", "y no tengo seguro"]


def swallowed(
    cores: list[tuple[str, str]], own_leads: list[str], others_leads: list[str], tail: str
) -> list[str]:
    """Those that are not read as danger, of all that can be said of oneself and of another."""
    own = product(own_leads, [mine for mine, _theirs in cores])
    of_others = product(others_leads, [theirs for _mine, theirs in cores])
    texts = [f"{lead} {core} {tail}" for lead, core in (*own, *of_others)]
    return [text for text in texts if not read(text)]


@pytest.mark.parametrize("tail", TAILS)
def test_english_danger_is_never_swallowed(tail: str) -> None:
    assert swallowed(ENGLISH, I_LEAD, OTHERS_LEAD, tail) == []


@pytest.mark.parametrize("tail", COLAS)
def test_spanish_danger_is_never_swallowed(tail: str) -> None:
    assert swallowed(SPANISH, YO_LEAD, OTROS_LEAD, tail) == []


@pytest.mark.parametrize(
    "lead", ["thinking about", "i feel like", "i keep thinking of", "thoughts of"]
)
@pytest.mark.parametrize(
    "core",
    ["killing myself", "ending my life", "dying", "hurting myself", "suicide", "ending it all"],
)
@pytest.mark.parametrize("tail", TAILS)
def test_thoughts_of_danger_are_never_swallowed(lead: str, core: str, tail: str) -> None:
    assert read(f"{lead} {core} {tail}")


def test_a_near_phrase_that_takes_back_what_is_said_names_all_its_words() -> None:
    exact = [phrase for label, phrase in phrases("near") if label.heading is Near.PHRASES]
    for phrase in exact:
        pieces = phrase.replace("(", " ").replace(")", " ").replace("|", " ").split()
        assert not {"_", "[_]", "..."} & set(pieces), phrase


@pytest.mark.parametrize(
    "text",
    [
        "want to die of laughter",
        "quiero morir de risa",
        "i want to jump in with a question",
        "i give up coffee?",
        "blood pressure pills",
        "pills for blood sugar",
        "pastillas para la sangre",
    ],
)
def test_words_that_go_on_can_take_danger_back(text: str) -> None:
    assert not read(text)
    assert read(f"{text} and i want to end my life")


@pytest.mark.parametrize(
    "text",
    [
        "thirty of his gabapentin are gone, i saw her swallow them",
        "she swallowed them, thirty gabapentin",
        "in my drawer there is a rifle and i keep crying",
        "crying next to the rifle in my drawer",
        "saco la escopeta y no deja de llorar",
        "no deja de llorar y saco la escopeta",
    ],
)
def test_hints_that_stand_together_are_danger_in_any_order(text: str) -> None:
    assert read(text)


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ("mi papa limpia la escopeta", "por que mi papa limpia la escopeta"),
        ("he keeps cleaning his rifle", "why is he cleaning his rifle"),
    ],
)
def test_some_hints_are_danger_only_where_nothing_is_asked(told: str, asked: str) -> None:
    assert read(told)
    assert not read(asked)


@pytest.mark.parametrize(
    ("over", "now"),
    [
        ("had an overdose in 2009", "had an overdose in 2009 and another overdose now"),
        ("sobredosis a los 19", "sobredosis a los 19 y hoy otra sobredosis"),
    ],
)
def test_what_was_years_ago_is_over(over: str, now: str) -> None:
    assert not read(over)
    assert read(now)


@pytest.mark.parametrize(
    ("alone", "more"),
    [
        ("help me please", "help me find a time"),
        ("emergency", "emergency contact"),
        ("crisis", "crisis de los 40"),
        ("stroke", "stroke order"),
        ("ayuda", "ayuda con el formulario"),
        ("i need someone to talk to", "i need someone to talk to about billing"),
    ],
)
def test_a_bare_cry_is_danger_only_by_itself(alone: str, more: str) -> None:
    assert read(alone)
    assert not read(more)
