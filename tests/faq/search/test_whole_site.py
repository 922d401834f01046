"""A search knows pages, answers and what the clinic entered, and says what it does not know."""

import pytest
from django.test import Client
from django.utils.safestring import SafeString

from faq.models import Entry
from pages import registry
from pages.registry import Findable
from tests.faq.conftest import Write
from tests.faq.search.results import no_answer, search, shown
from tests.profile import open_place, show_person
from tests.spanish import publish

pytestmark = pytest.mark.django_db


def test_an_answer_that_staff_wrote_stands_in_for_a_missing_fact(
    client: Client, answer: Write
) -> None:
    assert no_answer(search(client, "where do i park"))
    answer("park", "Where do I park?", summary="On the street.")
    assert [one.line for one in shown(search(client, "where do i park"))] == ["On the street."]


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


def test_an_answer_that_names_it_whole_is_found(client: Client, answer: Write) -> None:
    answer("rates", "What does insurance pay?")
    assert no_answer(search(client, "life insurance"))
    answer("life", "Does my life insurance have to know?")
    assert [one.title for one in shown(search(client, "life insurance"))] == [
        "Does my life insurance have to know?"
    ]


def test_an_answer_nobody_translated_is_offered_in_english(
    client: Client, first_edition: None
) -> None:
    # There is something in Spanish, so that there is a search in it.
    cost = Entry.objects.get(slug="what-does-it-cost")
    publish(cost, title="¿Cuánto cuesta?", summary="Pregunte.")
    page = search(client, "puedo manejar despues", "/es/questions/search/")
    found = shown(page)[0]
    assert found.path == "/questions/transport/can-i-drive-home/"
    assert found.link.get("hreflang") == "en"
    assert "en" in [one.get("lang") for one in found.link.parents]


def test_a_spanish_answer_comes_before_an_english_one(client: Client, answer: Write) -> None:
    answer("car", "Can I drive home?", summary="No. Someone takes you.")
    publish(answer("taxi", "May I drive?"), title="¿Puedo manejar a casa?", summary="No.")
    page = search(client, "puedo manejar a casa", "/es/questions/search/")
    assert [one.path for one in shown(page)] == ["/es/questions/transport/taxi/"]
