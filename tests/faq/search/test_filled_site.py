"""On the site of a filled clinic a search knows pages, answers and what the clinic entered."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from faq.models import UnansweredSearch
from faq.search.index import indexes
from tests.faq.search.results import search, shown

HERE = Path(__file__).parent
#: What is typed, what is said in a line, and where that leads, on the site of a filled clinic.
FACTS = [
    ("phone number", "(202) 555-0142", "/contact/"),
    ("can i call you", "(202) 555-0142", "/contact/"),
    ("where are you located", "120 Sample Street", "/find-us/"),
    ("what time do you close", "Monday to Friday, 8 am to 6 pm", "/find-us/"),
    ("are you open saturday", "Closed: Saturday, Sunday.", "/find-us/"),
    ("xmas hours", "December 25, 2026 (Christmas)", "/find-us/"),
    ("parking", "Behind the house, free.", "/find-us/"),
    ("what bus goes there", "Bus 7 and 12", "/find-us/"),
    ("which door do i come in", "A green door", "/find-us/"),
    ("is there an elevator", "The ramp is on the left", "/find-us/"),
    ("prices", "One session: $480", "/prices/"),
    ("price for all 6", "The first 6 sessions and all visits: $3,240", "/prices/"),
    ("what insurance do you take", "Sample Health: we take it.", "/prices/"),
    ("how can i pay", "Card, cash or check", "/prices/"),
    ("who are the doctors", "Dr. Maya Sample", "/team/"),
    ("anesthesiologist", "Dr. Ines Ejemplo", "/team/"),
    ("fax for my doctor", "Fax (202) 555-0143", "/for-doctors/"),
    ("are you taking new patients", "We take new patients. Usual wait: 2 weeks.", "/how-to-start/"),
    ("good faith estimate", "You get it in writing.", "/prices/#estimate"),
]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("filled_once")]


@pytest.mark.parametrize("file", ["asked.tsv", "asked-blind.tsv"])
def test_nine_of_ten_find_what_the_site_has(capsys: pytest.CaptureFixture[str], file: str) -> None:
    call_command("measure_search", HERE / file)
    said = capsys.readouterr().out.splitlines()
    at_three = next(line for line in said if line.startswith("hit at 3: "))
    assert float(at_three.split()[3]) >= 0.95, said
    silent = next(line for line in said if line.startswith("no answer, and says so: "))
    right, many = map(int, re.findall(r"\d+(?= of|\))", silent))
    assert many - right <= 1, said


@pytest.mark.parametrize(("typed", "says", "path"), FACTS)
def test_a_fact_is_said_itself_and_leads_to_its_page(
    client: Client, typed: str, says: str, path: str
) -> None:
    first = shown(search(client, typed))[:3]
    fitting = [one for one in first if says in one.line or says in one.title]
    assert fitting, [(one.title, one.line) for one in first]
    assert fitting[0].path.startswith(path)


def test_nothing_that_is_shown_is_blank(client: Client) -> None:
    for candidates in (indexes.of("en").candidates, indexes.of("es").candidates):
        for one in candidates:
            assert one.findable.title.strip()
            assert one.findable.path.startswith("/")
            assert one.findable.place
    for typed in ("clinic", "doctor", "visit", "price", "open"):
        for result in shown(search(client, typed)):
            assert result.title
            assert result.line, result.title
            assert client.get(result.path.split("#")[0]).status_code == 200


def test_what_is_found_is_not_counted_and_has_no_number(client: Client) -> None:
    page = search(client, "parking")
    assert not re.search(r"\d+ (answers?|results?)", page.main)
    assert not UnansweredSearch.objects.exists()


def test_no_page_of_results_is_long(client: Client) -> None:
    for typed in ("ketamine", "doctor", "pain", "session", "medicine", "depression"):
        assert len(shown(search(client, typed))) <= 5, typed


def test_a_link_in_a_line_stands_in_no_other_link(client: Client) -> None:
    page = search(client, "phone number")
    call = next(one for one in page.tags("a") if one.get("href").startswith("tel:+1202"))
    assert not call.is_inside("a")
    assert page.mistakes == []
