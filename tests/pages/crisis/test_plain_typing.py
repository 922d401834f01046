"""Words of crisis are noticed however they are typed, and ordinary questions are left alone."""

import time

import pytest

from pages.crisis import Kind, mentions_crisis, read


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
    "text",
    [
        "i wan to die",
        "i wnat to die",
        "wantto die",
        "end my lif",
        "suidical",
        "soucide",
        "overdosing",
        "he od'd",
        "he od\u2019d",
        "domestic voilence",
        "sexual assult",
    ],
)
def test_slips_of_the_finger_are_mended(text: str) -> None:
    assert mentions_crisis(text)


@pytest.mark.parametrize("text", ["odd dreams", "what are the odds it works", "I feel oddly calm?"])
def test_odd_is_no_overdose(text: str) -> None:
    danger = read(text)
    assert not danger or Kind.OVERDOSE not in danger.kinds


@pytest.mark.parametrize(
    "text",
    [
        "kill%20myself",
        "kill%2520myself",
        "k%69ll myself",
        "kil&#108; myself",
        "kill&nbsp;myself",
        "ki<b>ll</b> mys<i>e</i>lf",
        "kill<br>myself",
        "<p>kill</p><p>myself</p>",
        "\u1d0b\u026a\u029f\u029f \u1d0d\u028fs\u1d07\u029f\ua730",
        "ki\u3164ll myself",
        "hacerme da\u00c3\u00b1o",
    ],
)
def test_hidden_letters_are_read(text: str) -> None:
    assert mentions_crisis(text)


@pytest.mark.parametrize(
    "text", ["end my " * 8000, "no quiero " * 6000, "i'" * 25000, "dont " * 9000]
)
def test_a_very_long_text_is_read_at_once(text: str) -> None:
    start = time.process_time()
    mentions_crisis(text)
    assert time.process_time() - start < 0.5
