"""Claims that nobody may make are warned of in both languages, and honest words are left alone."""

import tomllib
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from time import process_time

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from pages.clinic.declared import IN_BRACES
from pages.markup.claims.finding import claims
from pages.markup.claims.measuring import Judged, Line, judged, measure
from pages.markup.html import to_html
from pages.markup.reading import sentences_of_html, sentences_of_text

HERE = Path(__file__).parent
ROOT = HERE.parents[3]
LISTS = sorted(HERE.glob("*.tsv"))


def lines_of(file: Path) -> list[Line]:
    return judged(file.read_text("utf-8").split("\n"))


def whys(sentence: str, language: str = "en") -> list[str]:
    return [one.why for one in claims(sentences_of_text(sentence), language)]


def test_there_are_as_many_fine_sentences_as_bad_ones_in_both_languages() -> None:
    every = [line for file in LISTS for line in lines_of(file)]
    for language in ("en", "es"):
        of_language = [line for line in every if line.language == language]
        bad = sum(line.judged == Judged.BAD for line in of_language)
        assert len(of_language) >= 75
        assert 0.45 < bad / len(of_language) < 0.55


@pytest.mark.parametrize("file", LISTS, ids=lambda file: file.stem)
def test_bad_sentences_are_caught_and_fine_ones_are_not(file: Path) -> None:
    for figures in measure(lines_of(file)):
        assert figures.caught >= 0.95
        assert figures.false <= 0.02


@pytest.mark.parametrize(
    ("sentence", "language", "told"),
    [
        ("It is safe for everyone.", "en", "Nothing here is safe for everyone"),
        ("It has no side effects.", "en", "It has risks and side effects"),
        ("It always works.", "en", "Nothing here works for everyone"),
        ("You can stop your other medicines.", "en", "Never tell people to stop a medicine"),
        ("Es segura para todos.", "es", "Nothing here is safe for everyone"),
        ("Puede dejar sus otros medicamentos.", "es", "Never tell people to stop a medicine"),
        ("It is FDA-approved for depression.", "en", "The FDA approved ketamine only"),
        ("Did you know that ketamine cures depression?", "en", "No treatment here is a cure"),
    ],
)
def test_a_claim_is_told_by_its_kind(sentence: str, language: str, told: str) -> None:
    assert any(why.startswith(told) for why in whys(sentence, language))


@pytest.mark.parametrize(
    ("sentence", "language", "is_claim"),
    [
        ("It works for everyone.", "en", True),
        ("It does not work for everyone.", "en", False),
        ("There is nobody it does not help.", "en", True),
        ("No treatment is without side effects.", "en", False),
        ("It is not a wonder, and for all of you it is a cure.", "en", True),
        ("Funciona para todos.", "es", True),
        ("No funciona para todos.", "es", False),
        ("No hay nadie a quien no le ayude.", "es", True),
        ("Ningún tratamiento está libre de riesgos.", "es", False),
    ],
)
def test_a_not_turns_a_claim_and_a_second_one_turns_it_back(
    sentence: str, language: str, is_claim: bool
) -> None:
    assert bool(whys(sentence, language)) is is_claim


def content(language: str) -> Iterator[tuple[str, str]]:
    """Each sentence the site is delivered with, with every fact known and with none."""
    folders = (ROOT / app / "content" / language for app in ("pages", "faq"))
    for file in sorted(file for folder in folders for file in folder.glob("*.md")):
        _start, head, body = file.read_text("utf-8").split("+++\n", 2)
        words = tomllib.loads(head)
        yield from ((file.stem, words[name]) for name in ("title", "summary") if name in words)
        for facts in (dict.fromkeys(IN_BRACES, "a fact"), {}):
            html = to_html(body, facts)
            yield from ((file.stem, sentence) for sentence in sentences_of_html(html))


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_word_of_the_site_itself_is_warned_of(language: str) -> None:
    with translation.override(language):
        said = list(content(language))
    assert len(said) > 3000
    found = [(name, one) for name, text in said for one in claims([text], language)]
    assert found == []


def test_the_command_prints_one_line_a_language(tmp_path: Path) -> None:
    file = tmp_path / "sentences.tsv"
    file.write_text(
        "# Ours\n\nIt always works.\tbad\ten\nIt seldom works.\tfine\ten\r\n"
        "Siempre funciona.\tbad\tes\nMejora.\tbad\tes\n",
        "utf-8",
    )
    told = StringIO()
    call_command("measure_claims", file, "--misses", stdout=told)
    assert told.getvalue().splitlines() == [
        "en caught 1.00 false 0.00",
        "es caught 0.50 false 0.00",
        "bad: Mejora.",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "only words",
        "It works.\tgood\ten",
        "It works.\tbad\tfr",
        "\tbad\ten",
        "It works.\tbad\ten\tx",
    ],
)
def test_the_command_names_the_line_that_is_broken(tmp_path: Path, line: str) -> None:
    file = tmp_path / "sentences.tsv"
    file.write_text(f"# Ours\n\nIt always works.\tbad\ten\n{line}\n", "utf-8")
    with pytest.raises(CommandError, match="line 4: "):
        call_command("measure_claims", file)


@pytest.mark.parametrize("piece", ["no ", "a ", "safe for ", "you can stop your ", "», ", "ñ"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_no_sentence_takes_long_however_it_is_made(piece: str, language: str) -> None:
    list(claims(["Words."], language))
    start = process_time()
    list(claims([(piece * 4_000)[:4_000]], language))
    assert process_time() - start < 3
