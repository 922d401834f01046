"""The reading grade is the one people count by hand."""

import pytest

from pages.markup.reading import measure, minutes, sentences_of_html, sentences_of_text, syllables


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("cat", 1),
        ("treatment", 2),
        ("ketamine", 3),
        ("you’re", 1),
        ("2026", 1),
        ("esketamine", 4),
        ("area", 3),
        ("being", 2),
        ("isn’t", 2),
        ("treated", 2),
        ("doses", 2),
        ("called", 1),
        ("handled", 2),
        # Words that their vowels tell wrong are known.
        ("family", 2),
        ("suicide", 3),
        ("science", 2),
        # In no list: an e at the end is silent, but not the only one.
        ("zorbes", 1),
        ("zle", 1),
    ],
)
def test_syllables_are_counted_as_spoken(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_grade_is_the_published_formula() -> None:
    # 6 words, 1 sentence, 6 syllables: 0.39 * 6 + 11.8 * 1 - 15.59
    assert measure(["The cat sat on the mat."]).grade == pytest.approx(-1.45)


def test_hard_words_and_long_sentences_raise_the_grade() -> None:
    easy = measure(sentences_of_text("You sit in a chair. We stay with you."))
    hard = measure(sentences_of_text("Administration necessitates considerable observation."))
    assert easy.grade < 3
    assert hard.grade > 12


def test_headings_items_and_cells_are_sentences_of_their_own() -> None:
    html = "<h2>Safety</h2><ul><li>one thing</li><li>and another. It ends</li></ul>"
    assert sentences_of_html(html) == ["Safety", "one thing", "and another.", "It ends"]
    assert sentences_of_html("<p>In a part.</p> In none") == ["In a part.", "In none"]


def test_what_nobody_reads_is_not_counted() -> None:
    html = "<style>p{}</style><svg><text>NMDA</text></svg><script>{}</script><p>Seen</p>"
    assert sentences_of_html(html) == ["Seen"]


def test_inline_markup_does_not_break_a_sentence() -> None:
    assert sentences_of_html("<p>This is <b>one</b> sentence.</p>") == ["This is one sentence."]


def test_the_longest_sentence_is_named() -> None:
    assert measure(["The last.", "One of four words."]).longest_sentence == "One of four words."


def test_reading_takes_at_least_a_minute_and_rounds_up() -> None:
    assert minutes("<p>word</p>") == 1
    assert minutes(f"<p>{'word ' * 181}</p>") == 2
