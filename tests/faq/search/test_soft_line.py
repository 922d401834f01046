"""Heavy words that are no clear danger bring one soft line above what is found; none is kept."""

import pytest
from django.test import Client

from faq.models import UnansweredSearch
from tests.faq.conftest import Write
from tests.faq.search.results import no_answer, search, shown
from tests.html import Page

pytestmark = pytest.mark.django_db


def said(page: Page) -> str:
    return " ".join(one.words for one in page.tags("p") if "soft" in one.get("class").split())


def test_it_stands_above_the_answers(client: Client, answer: Write) -> None:
    answer("other", "What if nothing works?", keywords="nothing works")
    page = search(client, "nothing works")
    assert "If it is heavy right now: call or text 988" in said(page)
    assert page.main.index("988") < page.main.index("What if nothing works?")
    assert page.tags("title")[0].words.startswith("Search for “nothing works”")
    assert {"tel:988", "sms:988"} <= {one.get("href") for one in page.tags("a")}


def test_what_is_heavy_is_not_kept_and_nothing_beside_it_is_offered(
    client: Client, first_edition: None
) -> None:
    reply = client.get("/questions/search/", {"q": "no point"})
    page = Page(reply.content.decode())
    assert said(page)
    assert shown(page) == []
    assert "We count a search" not in page.main
    assert not UnansweredSearch.objects.exists()
    assert reply["Referrer-Policy"] == "no-referrer"


def test_it_is_said_in_the_language_that_was_typed(client: Client, answer: Write) -> None:
    page = search(client, "cansada de todo")
    line = next(one for one in page.tags("p") if "soft" in one.get("class").split())
    assert line.get("lang") == "es"
    assert "envíe AYUDA al 988" in line.words


def test_worry_about_another_finds_answers_first(client: Client, answer: Write) -> None:
    answer("ptsd", "Does it help with PTSD?")
    page = search(client, "My mother has PTSD. Can you help her?")
    assert said(page)
    assert [one.title for one in shown(page)] == ["Does it help with PTSD?"]
    assert "Leave this page" not in page.main


@pytest.mark.parametrize("typed", ["nothing works for my back pain", "cutting down on alcohol"])
def test_what_is_near_brings_no_line(client: Client, answer: Write, typed: str) -> None:
    assert not said(search(client, typed))


def test_below_help_the_page_goes_on_in_the_language_of_the_help(
    client: Client, answer: Write
) -> None:
    page = search(client, "ya no quiero vivir")
    heading = [one for one in page.tags("h2") if one.is_inside("main")][-1]
    assert heading.words.startswith("¿")
    assert "es" in [one.get("lang") for one in heading.parents]


#: What is typed, on which page, and the language of the two pages that are offered.
NOTHING_ANSWERS = [
    ("no valgo nada", "/questions/search/", "/es"),
    ("no balgo nada", "/es/questions/search/", "/es"),
    ("no tengo ganas de nada", "/es/questions/search/", "/es"),
    ("estoy muy triste", "/questions/search/", "/es"),
    ("no point", "/questions/search/", ""),
]


@pytest.mark.parametrize(("typed", "path", "language"), NOTHING_ANSWERS)
def test_where_nothing_answers_there_is_a_kind_word(
    client: Client, filled_once: None, typed: str, path: str, language: str
) -> None:
    page = search(client, typed, path)
    assert said(page)
    assert shown(page) == []
    assert not no_answer(page)
    links = [one for one in page.tags("a") if one.is_inside("li") and one.is_inside("main")]
    offered = [f"{language}/conditions/thoughts-of-suicide/", f"{language}/for-family/"]
    assert [one.get("href") for one in links] == offered
    words = "No tiene que cargar con esto a solas" if language else "You do not have to carry this"
    assert words in page.main


def test_below_the_line_only_what_surely_answers_follows(client: Client, filled_once: None) -> None:
    found = shown(search(client, "voy a tomar pastillas", "/es/questions/search/"))
    assert [one.title for one in found] == ["¿Qué medicinas tomo el día de la sesión?"]
    assert [one.path for one in shown(search(client, "estoy deprimida"))] == [
        "/es/conditions/depression/"
    ]
