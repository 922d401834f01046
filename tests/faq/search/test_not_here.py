"""What this clinic does not do is said so; words that sound like it are answered all the same."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from tests.faq.search.results import no_answer, search, shown
from tests.html import Page

HERE = Path(__file__).parent
ELSEWHERE = [
    *("home insurance", "car insurance", "eye exam", "hotel", "weight loss", "jobs", "covid test"),
    *("flu shot", "dentist", "teeth whitening", "where can I get a flu shot?"),
    *("do you sell life insurance", "seguro de auto", "trabajos", "dentista", "prueba de covid"),
    *("cuánto cuesta un seguro de vida", "bajar de peso"),
]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("filled_once")]


@pytest.fixture
def page(client: Client, typed: str) -> Page:
    return search(client, typed)


@pytest.mark.parametrize("typed", ELSEWHERE)
def test_what_others_do_is_no_answer_and_the_form_is_offered(page: Page) -> None:
    assert no_answer(page)
    assert len(shown(page)) <= 3
    links = [one.get("href") for one in page.tags("a") if one.is_inside("main")]
    assert "/contact/" in links


@pytest.mark.parametrize("typed", ["seguro de casa", "trabajos", "dentista"])
def test_it_is_said_in_spanish_too(client: Client, typed: str) -> None:
    found = search(client, typed, "/es/questions/search/")
    assert "Todavía no tenemos respuesta para" in found.main
    assert "/es/contact/" in [one.get("href") for one in found.tags("a")]


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("I have a dentist appointment with anesthesia", "/i-have-surgery-soon/"),
        ("health insurance", "/will-insurance-pay/"),
        ("my son is depressed", "/for-family/"),
        ("sat", "/find-us/"),
        ("are you open sat", "/find-us/"),
    ],
)
def test_what_sounds_like_it_is_answered_first(page: Page, path: str) -> None:
    assert path in shown(page)[0].path


@pytest.mark.parametrize("typed", ["blood pressure pills"])
def test_who_asks_of_a_pill_reads_of_the_day_and_of_the_illness(page: Page) -> None:
    first = [one.path.split("/")[-2] for one in shown(page)[:3]]
    assert {"medicines-on-the-day", "can-i-have-it-with-high-blood-pressure"} <= set(first)


@pytest.mark.parametrize(
    ("file", "figure", "least"),
    [("not-here.tsv", "no answer, and says so: ", 0.92), ("here.tsv", "hit at 3: ", 0.9)],
)
def test_most_queries_are_told_apart(
    capsys: pytest.CaptureFixture[str], file: str, figure: str, least: float
) -> None:
    call_command("measure_search", HERE / file)
    said = capsys.readouterr().out.splitlines()
    line = next(line for line in said if line.startswith(figure))
    assert float(line.removeprefix(figure).split()[0]) >= least, said
