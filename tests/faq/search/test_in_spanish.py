"""Who asks in Spanish finds Spanish pages, or English ones that say so."""

import pytest
from django.test import Client

from pages.models import Page as WordsPage
from pages.models import Person, Place, PriceList
from tests.faq.search.results import search, shown
from tests.profile import say

pytestmark = pytest.mark.django_db


@pytest.fixture
def spanish_too(filled_site: None) -> None:
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


def test_words_that_staff_typed_in_english_say_so(client: Client, filled_site: None) -> None:
    page = search(client, "estacionamiento", "/es/questions/search/")
    said = next(one for one in page.tags("span") if one.words == "Behind the house, free.")
    assert said.get("lang") == "en"


def test_a_page_that_is_only_in_english_is_found_and_says_so(
    client: Client, filled_site: None
) -> None:
    page = WordsPage.objects.get(slug="choices")
    page.revisions.filter(language="es").delete()
    html = search(client, "comparar tratamientos", "/es/questions/search/")
    found = next(one for one in shown(html) if one.path == "/choices/")
    assert found.link.get("hreflang") == "en"
    assert "en" in [one.get("lang") for one in found.link.parents]
    assert "(en inglés)" in html.main
    by_its_english_title = search(client, "choices side by side", "/es/questions/search/")
    assert "/choices/" not in [one.path for one in shown(by_its_english_title)]
