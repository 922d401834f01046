"""Words of crisis are noticed however they are typed, and ordinary questions are left alone."""

import time

import pytest

from pages.crisis import mentions_crisis


@pytest.mark.parametrize(
    "text",
    [
        "I am thinking about suicide",
        "SUICIDAL thoughts at night",
        "I want to kill myself",
        "i keep thinking of killing my self",
        "my son wants to kill himself",
        "I'm going to end my life",
        "end it all",
        "I might hurt myself",
        "I\u2019m scared I will harm myself",
        "I want to die",
        "wanna die",
        "they would be better off dead",
        "better off without me",
        "self harm",
        "self-harm",
        "selfharm",
        "I took an overdose",
        "there is no reason to live",
        "I do not want to live in pain",
        "I can't live like this",
        "he doesn't want to live",
        "I don't want to live anymore",
        "I don\u2019t want to be here any more",
        "I dont want to wake up",
        "I cannot go on",
        "I'm in crisis",
        "suicde",
        "kill\n\n  myself",
        "kill*myself",
        "k\u200bill myself",
        "\uff4b\uff49\uff4c\uff4c myself",
        "suicidio",
        "pienso en suicidarme",
        "quiero matarme",
        "me quiero morir",
        "Quiero morir",
        "quitarme la vida",
        "acabar con mi vida",
        "hacerme daño",
        "hacerme dan\u0303o",
        "hacerme dano",
        "no quiero vivir",
        "sobredosis",
        "AUTOLESIÓN",
    ],
)
def test_words_of_crisis_are_noticed(text: str) -> None:
    assert mentions_crisis(text)


@pytest.mark.parametrize(
    "text",
    [
        "I don't live near you",
        "we dont live in town",
        "I can't go on the 5th",
        "I cant go on Monday",
        "",
        "I have a question about cost.",
        "My car has a dead battery, can I come later?",
        "Does the feeling die down after an hour?",
        "I am dying to know the price",
        "Does it hurt?",
        "Can I hurt my arm with the needle?",
        "What is the dose?",
        "Will I want to sleep?",
        "How many people live with depression?",
        "Where do you live?",
        "I would like to end my therapy",
        "It changed my life",
        "How long does the infusion go on?",
        "¿Cuánto cuesta?",
        "¿Me hará daño?",
        "skill myself",
        "Is there any reason to wait?",
    ],
)
def test_ordinary_questions_are_left_alone(text: str) -> None:
    assert not mentions_crisis(text)


@pytest.mark.parametrize(
    "text", ["end my " * 8000, "no quiero " * 6000, "i'" * 25000, "dont " * 9000]
)
def test_a_very_long_text_is_read_at_once(text: str) -> None:
    start = time.process_time()
    mentions_crisis(text)
    assert time.process_time() - start < 0.5
