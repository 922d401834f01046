"""Words that claim too much, or lead nowhere, are noticed; honest ones are left alone."""

from dataclasses import replace
from typing import Any

import pytest

from pages.markup.writing_checks import Written, warnings_about

HONEST = "Ketamine may help some people. It has risks. This use is off-label."


def found(html: str, **about: Any) -> list[str]:
    written = Written(title="A title", summary="", body="", html=f"<p>{html}</p>", medical=True)
    return warnings_about(
        replace(written, **about), "clinic.example", lambda path: path == "/cost/"
    )


@pytest.mark.parametrize(
    ("html", "told"),
    [
        ("Ketamine cures depression.", "is a cure"),
        ("It is clinically proven.", "“Proven”"),
        ("We guarantee a result.", "guarantee"),
        ("It is not a wonder, and for all of you it is a cure.", "is a cure"),
        ("It is not addictive.", "can be addictive"),
        ("It is a safe and effective treatment.", "safe and effective"),
        ("Ketamine is FDA-approved for depression.", "only as an anesthetic"),
        ("Most people feel well.", "How many?"),
        ("It helped 70% of them.", "needs a source"),
        ("Ketamine helps.", "of no risk"),
        ("Ketamine helps with depression. It has risks.", "off-label"),
        ('<a href="/none/">Costs</a>', "leads nowhere: /none/"),
        ('<b id="one">Here</b> <a href="#none">Below</a>', "no place here called #none"),
        ('<a href="https://shop.example/x">Shop</a>', "not in the sources"),
        (f"{'It is one long sentence ' * 6}.", "A sentence has"),
    ],
)
def test_what_a_careful_colleague_would_mark_is_marked(html: str, told: str) -> None:
    assert any(told in warning for warning in found(html))


def test_a_warning_quotes_the_sentence_and_cuts_a_long_one() -> None:
    assert any("“Ketamine cures depression.”" in one for one in found("Ketamine cures depression."))
    [told] = found(f"{'word ' * 30}.")
    assert told.endswith(f"{'word ' * 23}wo…”")


@pytest.mark.parametrize(
    "html",
    [
        HONEST,
        "Is it a cure? No, ketamine is not a cure, and it has risks.",
        "Nobody can guarantee a result.",
        "The FDA has not approved ketamine for depression.",
        "A nasal spray, esketamine (Spravato), is FDA-approved; ketamine is not.",
        "Most people, 45 of 100, felt sick.",
        'See <a href="/cost/">the cost</a> or <a href="https://988lifeline.org/chat/">chat</a>.',
        'See <a href="https://www.journal.example/2">the study</a>.',
        '<b title="/none/">A sentence</b> that leads nowhere and is no link.',
        "word " * 25,
    ],
)
def test_honest_words_pass(html: str) -> None:
    assert found(html, sources=("https://journal.example/1",)) == []


#: Four words each, with 18, 8 and 7 syllables.
HARD = "Administration necessitates considerable observation. "
HARDER, EASIER = "We offer you observation. ", "We give you observation. "


@pytest.mark.parametrize(("html", "grade"), [(HARD * 10, "39.1"), (HARDER * 8 + EASIER * 2, "9")])
def test_hard_words_are_marked_with_their_grade(html: str, grade: str) -> None:
    told = f"Reads like grade {grade}. Shorter sentences and words bring it down to 7."
    assert found(html, title="") == [told]


@pytest.mark.parametrize(
    ("html", "language"), [(HARD * 9 + "We do it.", "en"), (HARD * 10, "es"), (EASIER * 10, "en")]
)
def test_few_words_or_easy_ones_or_those_of_another_language_have_no_grade(
    html: str, language: str
) -> None:
    assert found(html, title="", language=language) == []


def test_a_link_without_words_is_marked() -> None:
    assert found("x", body="[](/cost/)") == ["Line 1: A link has no words: [ ](…)"]


def test_a_picture_without_words_is_marked() -> None:
    assert "Line 1: A picture has no words for people who cannot see it." in found(
        "x", body="![](/static/x.png)"
    )
