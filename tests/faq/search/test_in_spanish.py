"""Who asks in Spanish finds Spanish pages, or English ones that say so."""

import pytest
from django.test import Client

from pages.models import Page as WordsPage
from pages.models import Person, Place, PriceList
from tests.database import never_was
from tests.faq.search.results import no_answer, search, shown
from tests.profile import say

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("filled_once")]


@pytest.fixture
def spanish_too(filled_once: None) -> None:
    """The clinic said in Spanish what it says of itself."""
    say(Place.objects.get(), language="es", parking="Detrás de la casa, gratis.")
    for one in (*Person.objects.all(), *PriceList.objects.all()):
        say(one, language="es")


@pytest.mark.parametrize(
    ("typed", "says", "path"),
    [
        ("estacionamiento", "Detrás de la casa, gratis.", "/es/find-us/"),
        ("horario", "lunes a viernes", "/es/find-us/"),
        ("cuánto cuesta", "$480", "/es/prices/"),
        ("quién es el doctor", "Dr. Maya Sample", "/es/team/"),
        ("qué es la ketamina", "", "/es/treatment/what-it-is/"),
        ("estres postraumatico", "", "/es/conditions/ptsd/"),
    ],
)
def test_who_asks_in_spanish_finds_spanish_pages(
    client: Client, spanish_too: None, typed: str, says: str, path: str
) -> None:
    first = shown(search(client, typed, "/es/questions/search/"))[:2]
    assert [one for one in first if one.path.startswith(path) and says in one.line], first


def test_words_that_staff_typed_in_english_say_so(client: Client) -> None:
    page = search(client, "estacionamiento", "/es/questions/search/")
    said = next(one for one in page.tags("span") if one.words == "Behind the house, free.")
    assert said.get("lang") == "en"


def test_a_page_that_is_only_in_english_is_found_and_says_so(client: Client) -> None:
    page = WordsPage.objects.get(slug="choices")
    never_was(page.revisions.filter(language="es"))
    html = search(client, "comparar tratamientos", "/es/questions/search/")
    found = next(one for one in shown(html) if one.path == "/choices/")
    assert found.link.get("hreflang") == "en"
    assert "en" in [one.get("lang") for one in found.link.parents]
    assert "(en inglés)" in html.main


# Typed in one language on a page of the other


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("¿cuánto cuesta?", "/es/prices/"),
        ("estacionamiento", "/es/find-us/"),
        ("miedo a las agujas", "/es/questions/"),
        ("puedo manejar a mi casa", "/es/questions/transport/can-i-drive-home/"),
        ("que ropa me pongo", "/es/questions/"),
        ("cubre medicare", "/es/questions/"),
    ],
)
def test_spanish_typed_on_an_english_page_finds_spanish_answers_that_say_so(
    client: Client, typed: str, path: str
) -> None:
    page = search(client, typed)
    first = shown(page)[:2]
    found = next(one for one in first if one.path.startswith(path))
    assert found.link.get("hreflang") == "es"
    assert "es" in [one.get("lang") for one in found.link.parents]
    again = next(one for one in page.tags("a") if one.words == "Buscar en español")
    assert again.get("href").startswith("/es/questions/search/?q=")
    assert shown(search(client, typed, again.get("href").partition("?")[0]))


@pytest.mark.parametrize("typed", ["medicare", "spravato", "taxi", "no pain", "doctor", "parkin"])
def test_words_of_both_languages_stay_in_that_of_the_page(client: Client, typed: str) -> None:
    page = search(client, typed)
    assert shown(page)
    assert not [one for one in shown(page) if one.path.startswith("/es/")]


def test_what_no_language_answers_has_no_answer_in_any(client: Client) -> None:
    for typed in ("receta de tacos", "car insurance", "covid test"):
        assert no_answer(search(client, typed)), typed
        page = search(client, typed, "/es/questions/search/")
        assert "Todavía no tenemos" in page.main, page.main[:300]
