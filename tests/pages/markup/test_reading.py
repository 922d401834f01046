"""The reading grade is the one people count by hand."""

import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

from pages.markup.reading import measure, minutes, sentences_of_html, sentences_of_text, syllables

ROOT = Path(__file__).parents[3]


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
    easiest = measure(["The cat sat on the mat."])
    assert easiest.grade == pytest.approx(-1.45)
    assert easiest.shown_grade == 0


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


def test_a_page_needs_no_dictionary_to_tell_its_minutes() -> None:
    """A process that shows pages counts words and syllables with a list of a few kilobytes."""
    script = (
        "import json, tracemalloc\n"
        "tracemalloc.start()\n"
        "from pages.markup.reading import measure, minutes\n"
        "assert minutes('<p>We give ketamine in a quiet room.</p>') == 1\n"
        "assert measure(['We give ketamine in a quiet room.']).syllables == 10\n"
        "print(tracemalloc.get_traced_memory()[1])"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True, text=True
    )
    # A dictionary of the language took 54 MB.
    assert int(done.stdout) < 8 * 1024 * 1024


def test_no_package_the_site_runs_with_is_under_the_gpl() -> None:
    """We ship under the MIT license; the lesser GPL lets a library be used as it is."""
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    names = [line.split("==")[0].strip() for line in lines if "==" in line]
    assert len(names) > 15
    licenses = {name: license_of(name) for name in names}
    assert [
        name for name, words in licenses.items() if re.search(r"\bA?GPL|GNU General", words)
    ] == []


def license_of(name: str) -> str:
    """What the package says of its license; a text of many lines is not looked into."""
    try:
        about = metadata(name)
    except PackageNotFoundError:
        # For another system than this.
        return ""
    said = [*about.get_all("License-Expression", []), *about.get_all("Classifier", [])]
    said += [words.split("\n")[0] for words in about.get_all("License", [])]
    return " ".join(said)


def test_a_text_without_a_word_has_no_grade() -> None:
    assert measure([]).grade == measure(["…"]).grade == 0
