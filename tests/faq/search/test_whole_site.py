"""A search knows pages, answers and what the clinic entered, and says what it does not know."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils.safestring import SafeString

from faq.models import UnansweredSearch
from faq.search.index import indexes
from pages import registry
from pages.registry import Findable
from tests.faq.conftest import Write
from tests.faq.search.results import no_answer, search, shown
from tests.profile import open_place, show_person
from tests.spanish import publish

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
MISSING = [
    *("phone number", "where are you located", "are you open saturday", "parking"),
    *("what bus goes there", "who are the doctors"),
]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("file", ["asked.tsv", "asked-blind.tsv"])
def test_nine_of_ten_find_what_the_site_has(
    filled_site: None, capsys: pytest.CaptureFixture[str], file: str
) -> None:
    call_command("measure_search", HERE / file)
    said = capsys.readouterr().out.splitlines()
    at_three = next(line for line in said if line.startswith("hit at 3: "))
    assert float(at_three.split()[3]) >= 0.95, said
    silent = next(line for line in said if line.startswith("no answer, and says so: "))
    right, many = map(int, re.findall(r"\d+(?= of|\))", silent))
    assert many - right <= 1, said


@pytest.mark.parametrize(("typed", "says", "path"), FACTS)
def test_a_fact_is_said_itself_and_leads_to_its_page(
    client: Client, filled_site: None, typed: str, says: str, path: str
) -> None:
    first = shown(search(client, typed))[:3]
    fitting = [one for one in first if says in one.line or says in one.title]
    assert fitting, [(one.title, one.line) for one in first]
    assert fitting[0].path.startswith(path)


@pytest.mark.parametrize("typed", MISSING)
def test_a_fact_that_nobody_entered_is_no_answer(
    client: Client, first_edition: None, typed: str
) -> None:
    page = search(client, typed)
    assert no_answer(page)
    assert "/contact/" in [one.get("href") for one in page.tags("a") if one.is_inside("li")]
    assert not [one for one in shown(page) if one.path.startswith(("/find-us/", "/team/"))]


def test_an_answer_that_staff_wrote_stands_in_for_a_missing_fact(
    client: Client, answer: Write
) -> None:
    assert no_answer(search(client, "where do i park"))
    answer("park", "Where do I park?", summary="On the street.")
    assert [one.line for one in shown(search(client, "where do i park"))] == ["On the street."]


def test_nothing_that_is_shown_is_blank(client: Client, filled_site: None) -> None:
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


@pytest.mark.parametrize("typed", ["ketamine", "Ketamine therapy", "clinic", "infusion", "therapy"])
def test_the_commonest_words_find_something(
    client: Client, first_edition: None, typed: str
) -> None:
    page = search(client, typed)
    assert not no_answer(page)
    assert shown(page)


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("what is ketamine", "/treatment/what-it-is/"),
        ("choices", "/choices/"),
        ("my treatment day", "/treatment-day/"),
        ("referral sheet", "/referral-sheet/"),
        ("ptsd", "/conditions/ptsd/"),
        ("can i drive home", "/questions/transport/can-i-drive-home/"),
    ],
)
def test_a_page_comes_first_for_who_asks_for_it(
    client: Client, first_edition: None, typed: str, path: str
) -> None:
    assert shown(search(client, typed))[0].path == path


def test_what_has_no_answer_says_so_and_shows_a_few_that_are_near(
    client: Client, first_edition: None
) -> None:
    page = search(client, "autism")
    assert no_answer(page)
    assert "Perhaps close to it" in page.main
    assert 0 < len(shown(page)) <= 3
    assert not re.search(r"\d+ (answers?|results?)", page.main)
    assert UnansweredSearch.objects.count() == 1


def test_what_is_found_is_not_counted_and_has_no_number(client: Client, filled_site: None) -> None:
    page = search(client, "parking")
    assert not re.search(r"\d+ (answers?|results?)", page.main)
    assert not UnansweredSearch.objects.exists()


def test_no_page_of_results_is_long(client: Client, filled_site: None) -> None:
    for typed in ("ketamine", "doctor", "pain", "session", "medicine", "depression"):
        assert len(shown(search(client, typed))) <= 5, typed


def test_a_link_in_a_line_stands_in_no_other_link(client: Client, filled_site: None) -> None:
    page = search(client, "phone number")
    call = next(one for one in page.tags("a") if one.get("href").startswith("tel:+1202"))
    assert not call.is_inside("a")
    assert page.mistakes == []


def test_what_staff_typed_stays_text(client: Client) -> None:
    open_place(parking="<b>Free</b> & near")
    show_person("maya", role="<i>Nurse</i>")
    html = client.get("/questions/search/", {"q": "parking"}).content.decode()
    assert "&lt;b&gt;Free&lt;/b&gt; &amp; near" in html
    html = client.get("/questions/search/", {"q": "nurse"}).content.decode()
    assert "&lt;i&gt;Nurse&lt;/i&gt;" in html


# What apps say of themselves


def test_an_app_says_what_else_can_be_found(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = Findable("zebra", "Our zebra", SafeString("It is <b>striped</b>."), "/treatment/", "Zoo")
    monkeypatch.setattr(registry, "findables", [lambda _language: [one]])
    (found,) = shown(search(client, "zebra"))
    assert (found.title, found.line, found.path) == ("Our zebra", "It is striped.", "/treatment/")


def test_an_answer_in_both_languages_leads_to_the_reader_s_own(
    client: Client, answer: Write
) -> None:
    publish(answer("car", "May I drive?"), title="¿Puedo manejar?", summary="No.")
    assert shown(search(client, "drive"))[0].path == "/questions/transport/car/"
    spanish = shown(search(client, "manejar", "/es/questions/search/"))
    assert spanish[0].path == "/es/questions/transport/car/"
