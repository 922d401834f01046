"""Each kind of danger gets its right help first, and who asks something keeps the answer."""

import runpy
from unittest.mock import patch

import pytest
from django.conf import settings

from pages.crisis import Danger, Help, Kind, mentions_crisis, phrasebook, read
from pages.crisis.lines import (
    CHILD_ABUSE,
    DOMESTIC_VIOLENCE,
    EMERGENCY,
    LIFELINE,
    LIFELINE_SPANISH,
    LINES,
    MATERNAL,
    POISON,
    SEXUAL_ASSAULT,
    VETERANS,
    Line,
)
from pages.crisis.measuring import labelled
from pages.crisis.weighing.examples import FOLDER


@pytest.mark.parametrize(
    ("text", "kind", "first"),
    [
        ("my chest hurts and my arm is numb", Kind.BODY, EMERGENCY),
        ("se desmayó después de la infusión", Kind.BODY, EMERGENCY),
        ("I took the whole bottle of pills", Kind.OVERDOSE, EMERGENCY),
        ("me tomé todo el frasco de pastillas", Kind.OVERDOSE, EMERGENCY),
        ("poison control", Kind.OVERDOSE, POISON),
        ("I want to die", Kind.SUICIDE, LIFELINE),
        ("no point anymore", Kind.SUICIDE, LIFELINE),
        ("no aguanto más", Kind.SUICIDE, LIFELINE),
        ("my son wants to die", Kind.SUICIDE, LIFELINE),
        ("im on the roof right now", Kind.SUICIDE, EMERGENCY),
        ("my husband hits me", Kind.VIOLENCE, DOMESTIC_VIOLENCE),
        ("mi novio me pega", Kind.VIOLENCE, DOMESTIC_VIOLENCE),
        ("he said he will kill me if i leave", Kind.VIOLENCE, EMERGENCY),
        ("my uncle hits my little sister", Kind.CHILD, CHILD_ABUSE),
        ("abuso infantil", Kind.CHILD, CHILD_ABUSE),
        ("i was raped", Kind.ASSAULT, SEXUAL_ASSAULT),
        ("me violaron", Kind.ASSAULT, SEXUAL_ASSAULT),
        ("i want to hurt my boyfriend", Kind.TO_OTHERS, LIFELINE),
        ("quiero matar a mi jefe", Kind.TO_OTHERS, LIFELINE),
        ("i started cutting my arms", Kind.SELF_HARM, LIFELINE),
        ("me corto los brazos", Kind.SELF_HARM, LIFELINE),
        ("i hear voices at night", Kind.MIND, LIFELINE),
        ("escucho voces", Kind.MIND, LIFELINE),
    ],
)
def test_the_right_help_comes_first(text: str, kind: Kind, first: Line) -> None:
    danger = read(text)
    assert danger
    assert kind in danger.kinds
    assert danger.helps[0] == first
    assert danger.now is (first is EMERGENCY)
    assert EMERGENCY in danger.helps


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("i shook the baby", (EMERGENCY, CHILD_ABUSE)),
        ("od'd on fentanyl", (EMERGENCY, POISON)),
        ("heroin overdose", (EMERGENCY, POISON)),
        ("my friend od", (EMERGENCY, POISON)),
        ("someone touched me during the infusion", (SEXUAL_ASSAULT, EMERGENCY)),
        ("the nurse touched me", (SEXUAL_ASSAULT, EMERGENCY)),
        ("my dad hits me", (CHILD_ABUSE, EMERGENCY)),
        ("im 14 and my dad beats me", (CHILD_ABUSE, EMERGENCY)),
        ("someone is hurting my kid", (CHILD_ABUSE, EMERGENCY)),
        ("they hit my son at school", (CHILD_ABUSE, EMERGENCY)),
        ("mi papa me pega", (CHILD_ABUSE, EMERGENCY)),
        ("alguien le pega a mi hijo", (CHILD_ABUSE, EMERGENCY)),
        ("kid has bruises from her dad", (CHILD_ABUSE, EMERGENCY)),
        ("my teacher hits me", (CHILD_ABUSE, EMERGENCY)),
        ("i hit my kid", (CHILD_ABUSE, EMERGENCY)),
        ("want to go to sleep and never wake up", (LIFELINE, EMERGENCY)),
        ("no quiero despertar", (LIFELINE, EMERGENCY)),
        ("i want to take all my pills", (LIFELINE, EMERGENCY, POISON)),
        ("acabo de tener un bebe y no quiero vivir", (LIFELINE, EMERGENCY, MATERNAL)),
    ],
)
def test_lines_stand_in_the_order_they_help(text: str, lines: tuple[Line, ...]) -> None:
    danger = read(text)
    assert danger
    assert danger.helps[: len(lines)] == lines


def test_poison_help_and_someone_to_talk_to_follow_911_after_an_overdose() -> None:
    danger = read("I took too many pills")
    assert danger
    assert danger.helps == (EMERGENCY, POISON, LIFELINE, LIFELINE_SPANISH)


def test_veterans_get_their_line() -> None:
    danger = read("I am a veteran and I want to die")
    assert danger
    assert danger.kinds == (Kind.SUICIDE, Kind.VETERAN)
    assert danger.helps[:2] == (VETERANS, EMERGENCY)


def test_the_line_for_mothers_stands_after_those_for_a_crisis() -> None:
    danger = read("since giving birth I want to die")
    assert danger
    assert Kind.BIRTH in danger.kinds
    assert danger.helps.index(MATERNAL) > danger.helps.index(LIFELINE)


@pytest.mark.parametrize("text", ["I am a veteran", "we have a newborn", "soy veterano"])
def test_who_someone_is_is_no_danger(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "does it reduce suicidal thoughts",
        "what is a safety plan",
        "do you treat people who self harm",
        "I tried to kill myself last year, can I get ketamine",
        "atienden a personas con ideas suicidas",
        "ketamine for suicidal ideation",
    ],
)
def test_who_asks_gets_help_and_an_answer(text: str) -> None:
    danger = read(text)
    assert danger
    assert danger.asks
    assert not danger.now


@pytest.mark.parametrize(
    "text",
    [
        "what dose of ketamine would kill me",
        "how many pills would it take",
        "suicidal",
        "I took too many pills what do I do",
        "if ketamine doesnt work im killing myself",
    ],
)
def test_help_stands_alone_where_an_answer_could_harm(text: str) -> None:
    danger = read(text)
    assert danger
    assert not danger.asks


@pytest.mark.parametrize(
    "text",
    [
        "su1c1de",
        "k i l l myself",
        "kiiiill myself",
        "killmyself",
        "su*cide",
        "overdosse",
        "sewerslide",
        "kms",
        "kiero morir",
        "wanna off myself",
    ],
)
def test_misspelt_and_hidden_words_are_read(text: str) -> None:
    assert mentions_crisis(text)


@pytest.mark.parametrize(
    "text",
    [
        "dying to know the price",
        "suicide prevention job",
        "shoot me an email",
        "me muero por saber",
        "can ketamine cause seizures",
        "I had a heart attack ten years ago",
    ],
)
def test_what_is_near_is_none(text: str) -> None:
    assert read(text) is None


def test_what_is_near_does_not_hide_danger_beside_it() -> None:
    assert mentions_crisis("dying to know the price, also i want to die")


@pytest.mark.parametrize(
    ("line", "call", "text"),
    [
        (EMERGENCY, "tel:911", ""),
        (LIFELINE, "tel:988", "sms:988"),
        (LIFELINE_SPANISH, "tel:988", "sms:988?&body=AYUDA"),
        (VETERANS, "tel:988", "sms:838255"),
        (POISON, "tel:+18002221222", ""),
        (DOMESTIC_VIOLENCE, "tel:+18007997233", "sms:88788?&body=START"),
        (SEXUAL_ASSAULT, "tel:+18006564673", ""),
        (CHILD_ABUSE, "tel:+18004224453", ""),
        (MATERNAL, "tel:+18338526262", "sms:+18338526262"),
    ],
)
def test_each_line_can_be_reached(line: Line, call: str, text: str) -> None:
    assert (line.call_link, line.text_link) == (call, text)


def test_every_line_is_listed_once() -> None:
    assert len(set(LINES)) == len(LINES) == 9


def test_the_rules_are_ready_once_the_door_is_open() -> None:
    phrasebook.rules.cache_clear()
    with patch("django.setup"):
        runpy.run_path(str(settings.BASE_DIR / "clinic_site/wsgi.py"))
    assert phrasebook.rules.cache_info().misses == 1


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("suicidal thoughts", "en"),
        ("pensamientos suicidas", "es"),
        ("no aguanto mas", "es"),
        ("estoy pensando en suicidarme", "es"),
        ("i want to die", "en"),
        ("su1c1de", "en"),
        ("feeling suicidal after second infusion in LA", "en"),
        ("I live in El Paso and I feel suicidal", "en"),
        ("suicidal thoughts, near Del Mar", "en"),
        ("suicidal el paso", "en"),
        ("my abuela is suicidal", "en"),
        ("she took a sobredosis tonight", "en"),
        ("pensamientos suicidas despues de la segunda sesion", "es"),
        ("mi hermano esta pensando en suicidarse cerca de Brooklyn", "es"),
        ("tuve una sobredosis de tylenol", "es"),
    ],
)
def test_the_language_of_danger_is_known(text: str, language: str) -> None:
    danger = read(text)
    assert danger
    assert danger.language == language


@pytest.mark.parametrize("word", ["ya", "LA", "el paso", "por favor"])
def test_a_few_spanish_words_leave_english_english(word: str) -> None:
    lines = (FOLDER / "danger.tsv").read_text(encoding="utf-8").splitlines()
    english = [one.text for one in labelled(lines) if one.language == "en"]
    turned = [
        text
        for text in english
        # Two words beside one or two are no text in English any more.
        if len(text.split()) > 2 and (danger := read(f"{text} {word}")) and danger.language != "en"
    ]
    assert turned == []


@pytest.mark.parametrize(
    ("text", "heading_in", "lines"),
    [
        ("mi amor is suicidal", "en", (LIFELINE, LIFELINE_SPANISH, EMERGENCY)),
        ("suicidal thoughts, near Del Mar", "en", (LIFELINE, LIFELINE_SPANISH, EMERGENCY)),
        ("me quiero morir, i feel mal", "es", (LIFELINE_SPANISH, LIFELINE, EMERGENCY)),
    ],
)
def test_where_the_language_is_in_doubt_help_is_in_both(
    text: str, heading_in: str, lines: tuple[Line, ...]
) -> None:
    danger = read(text)
    assert danger
    told = Help.for_danger(danger, "en")
    assert {told.language, told.also} == {"en", "es"}
    assert told.language == heading_in
    assert told.lines == lines


@pytest.mark.parametrize("text", ["I live in El Paso and I feel suicidal", "pienso en suicidarme"])
def test_where_the_language_is_plain_help_is_in_one(text: str) -> None:
    danger = read(text)
    assert danger
    assert not Help.for_danger(danger, "en").also


def test_nearly_all_danger_is_answered_in_the_language_it_is_told_in() -> None:
    lines = (FOLDER / "danger.tsv").read_text(encoding="utf-8").splitlines()
    told = labelled(lines)
    dangers = [(one.language, danger.language) for one in told if (danger := read(one.text))]
    assert sum(asked != spoken for asked, spoken in dangers) <= 0.01 * len(dangers)


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_kind_has_words_and_lines(kind: Kind, language: str) -> None:
    told = Help.for_danger(Danger.of((kind,), now=False), language)
    assert told.heading
    assert told.says
    assert told.lines
    assert told.language == language
    assert not (language == "es" and LIFELINE in told.lines)


def test_a_veteran_is_told_of_the_line_in_spanish_as_well() -> None:
    assert LIFELINE_SPANISH in Danger.of((Kind.SUICIDE, Kind.VETERAN), now=False).helps
