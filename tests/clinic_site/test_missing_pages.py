"""A page that is not there says why, as far as we know, and leads to what is."""

import pytest
from django.test import Client

from tests.html import Page
from tests.profile import list_prices, open_place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first_edition", "site_is_open")]

SAMPLE = "120 Sample Street, Suite 4"
#: The plate with the number on the wall, in the drawings of the street and of the letterbox.
PLATES = ("M232 100h32v26h-32z", "M96 96h48v34H96z")


def found(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 404
    return answer.content.decode()


def links(html: str) -> set[str]:
    main = [one for one in Page(html).tags("a") if one.is_inside(tag="main")]
    return {one.get("href") for one in main}


@pytest.mark.parametrize("path", ["/prices/", "/team/", "/find-us/", "/how-to-start/"])
def test_what_the_clinic_has_not_entered_did_not_move(client: Client, path: str) -> None:
    assert "<h1>This page is not ready yet</h1>" in found(client, path)
    assert "<h1>Esta página todavía no está lista</h1>" in found(client, f"/es{path}")
    assert "may have moved" not in found(client, path)


def test_who_mistyped_reads_that_there_is_no_such_page(client: Client) -> None:
    html = found(client, "/no-such-page/")
    assert "<h1>We can’t find that page</h1>" in html
    assert "It may have moved" in html


def test_what_is_in_english_alone_is_one_press_away(client: Client) -> None:
    html = found(client, "/es/treatment/")
    assert "<h1>Esta página todavía no está en español</h1>" in html
    read_it = next(one for one in Page(html).tags("a") if one.get("class") == "lit")
    assert (read_it.words, read_it.get("href")) == ("Léala en inglés", "/treatment/")
    assert "Tal vez se movió" not in html


def test_it_leads_to_help_and_to_what_the_clinic_entered(client: Client) -> None:
    assert "/help-now/" in links(found(client, "/nothing/"))
    assert not {"/prices/", "/find-us/"} & links(found(client, "/nothing/"))
    list_prices()
    open_place()
    assert {"/prices/", "/find-us/", "/help-now/"} <= links(found(client, "/nothing/"))


@pytest.mark.parametrize("path", ["/nothing/", "/contact/"])
def test_the_number_on_the_wall_is_that_of_the_clinic(client: Client, path: str) -> None:
    def walls() -> bool:
        html = client.get(path).content.decode()
        return any(plate in html for plate in PLATES)

    assert not walls()
    open_place(street="45 Elm Street")
    assert not walls()
    open_place(street=SAMPLE)
    assert walls()
