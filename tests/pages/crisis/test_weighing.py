"""Danger that no phrase names is found by the weight of all words, and nothing harmless with it."""

from itertools import product

import pytest
from django.test import Client

from pages.crisis import Kind, read
from pages.crisis.labels import Language
from pages.crisis.lines import CHILD_ABUSE, DOMESTIC_VIOLENCE, EMERGENCY, LIFELINE, VETERANS
from pages.crisis.measuring import Deserves
from pages.crisis.weighing.examples import Examples, all_examples
from pages.crisis.weighing.fitting import fit
from pages.crisis.weighing.learnt import Learnt
from pages.crisis.weighing.weights import Weights, file_of, weights
from tests.html import Page

#: Said by no phrase under a kind of danger.
WEIGHED = [
    "everyone could rest if i wasnt here",
    "the door is kicked in, im hiding in the bathroom",
    "tiró la puerta a patadas, estoy escondida en el baño",
    "house is paid off, forgive me",
]
#: The same words, of everyday things.
NEAR = [
    "everyone was so kind and i could rest",
    "the door is stuck in the bathroom",
    "me gustó la puerta del baño",
    "house payment is due, can i pay you later",
]


@pytest.mark.parametrize("text", WEIGHED)
def test_danger_of_no_known_kind_is_shown_every_help(text: str) -> None:
    danger = read(text)
    assert danger
    assert danger.kinds == (Kind.UNKNOWN,)
    assert danger.helps[:2] == (EMERGENCY, LIFELINE)
    assert {DOMESTIC_VIOLENCE, CHILD_ABUSE} <= set(danger.helps)
    assert not danger.asks


def test_who_someone_is_is_known_beside_the_weight_of_words() -> None:
    danger = read(f"{WEIGHED[1]}, i am a veteran")
    assert danger
    assert danger.kinds == (Kind.UNKNOWN, Kind.VETERAN)
    assert VETERANS in danger.helps


@pytest.mark.parametrize("text", [*NEAR, "rest here", "hiding"])
def test_what_weighs_little_or_is_a_word_or_two_is_no_danger(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize("text", WEIGHED)
def test_a_search_for_it_shows_help_first(client: Client, first_edition: None, text: str) -> None:
    reply = client.get("/questions/search/", {"q": text})
    main = Page(reply.content.decode()).main
    assert "Get help right now" in main or "Busque ayuda ahora mismo" in main
    assert "Call 911" in main or "Llame al 911" in main
    assert "for “" not in main


@pytest.mark.parametrize("text", NEAR)
def test_a_search_for_what_is_near_shows_none(
    client: Client, first_edition: None, text: str
) -> None:
    page = Page(client.get("/questions/search/", {"q": text}).content.decode())
    assert "Get help right now" not in page.main


def test_a_question_keeps_its_answers_below_the_help(client: Client, first_edition: None) -> None:
    reply = client.get("/questions/search/", {"q": "do you treat people who have attempted"})
    main = Page(reply.content.decode()).main
    assert main.index("Get help right now") < main.index("988")
    assert "Answers are below." in main


def test_the_weights_are_those_of_the_examples() -> None:
    """After a change of the examples or the spelling: ``manage.py weigh_danger``."""
    for language, question in product(Language, Learnt):
        examples = Examples.of(language, question)
        head = file_of(language, question).read_text(encoding="utf-8").splitlines()[0]
        assert head.endswith(f" {examples.fingerprint}")
        anew = Weights.of(fit(examples.texts, examples.answers))
        for words in examples.texts:
            kept = weights(language, question).probability(words)
            assert kept == pytest.approx(anew.probability(words), abs=0.02)


@pytest.mark.parametrize(
    ("little", "much"),
    [
        ("mi perro se comió mis papeles", "mi perro se comió mis pastillas"),
        ("my nose stings a little from the spray", "i want it to end, passed the bridge"),
    ],
)
def test_weak_hints_are_no_danger_where_the_words_weigh_little(little: str, much: str) -> None:
    assert read(little) is None
    assert read(much)


def test_words_of_what_is_near_speak_only_against_danger() -> None:
    english = weights(Language.ENGLISH, Learnt.DANGER)
    words = WEIGHED[0].split()
    assert english.probability(words, range(len(words))) < english.probability(words) / 2


def test_a_long_harmless_message_does_not_add_up_to_danger() -> None:
    for language in Language:
        harmless = [
            one.text
            for one in all_examples()
            if one.language is language and one.deserves is Deserves.NEITHER and not read(one.text)
        ]
        messages = [", ".join(harmless[at : at + 8]) for at in range(0, len(harmless), 8)]
        taken = [one for one in messages if (danger := read(one)) and Kind.UNKNOWN in danger.kinds]
        assert len(taken) <= 0.05 * len(messages)


def test_a_long_text_is_weighed_by_its_heaviest_stretch_and_more_is_asked_of_it() -> None:
    made_up = Weights(-3, {"danger": 40.0, "calm": -0.5})
    short, long, longer = (["calm"] * count + ["danger"] for count in (20, 60, 600))
    assert made_up.probability(short) == pytest.approx(made_up.probability(["danger", *short[:-1]]))
    assert 0.5 < made_up.probability(long) < made_up.probability(short)
    assert made_up.probability(longer) < made_up.probability(long)
