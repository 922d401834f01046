"""Visitors read what is live of people, places, prices and the way to start, and no more."""

from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from pages.clinic.place import listed_prices, main_place
from pages.models import Layout, Page, PageRevision, Person
from pages.profile.shown import Profile
from tests.profile import guide_start, hours, list_prices, open_place, say, show_person

pytestmark = pytest.mark.django_db

ADDRESSES = ["/team/", "/find-us/", "/prices/", "/how-to-start/"]


def publish_all() -> None:
    show_person("ana")
    open_place()
    list_prices(("session", "One session", "$450"))
    guide_start()


def write_plain(slug: str) -> None:
    page = Page.objects.create(slug=slug, layout=Layout.PLAIN, medical=False)
    PageRevision.objects.create(document=page, title="Of before", summary="x").publish()


@pytest.mark.parametrize("path", ADDRESSES)
def test_with_nothing_entered_there_is_no_page(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ADDRESSES)
def test_a_page_that_was_there_before_stays_until_something_is_live(
    client: Client, path: str
) -> None:
    write_plain(path.strip("/"))
    assert "Of before" in client.get(path).content.decode()
    publish_all()
    page = client.get(path)
    assert page.status_code == 200
    assert "Of before" not in page.content.decode()


@pytest.mark.parametrize("path", ADDRESSES)
def test_what_is_live_has_its_page(client: Client, path: str) -> None:
    publish_all()
    page = client.get(path)
    assert page.status_code == 200
    assert page["Cache-Control"] == "public, no-cache"


def test_a_draft_is_not_shown(client: Client) -> None:
    person = Person.objects.create(slug="ana")
    person.revisions.create(title="Ana", agreed=True)
    assert client.get("/team/").status_code == 404
    assert Profile("en").people == []


def test_people_stand_in_the_order_of_staff() -> None:
    for order, name in enumerate(["zoe", "ana", "mia"]):
        person = show_person(name)
        person.order = order
        person.save()
    assert [one.shown.title for one in Profile("en").people] == ["Zoe", "Ana", "Mia"]


def test_rows_are_read_as_rows() -> None:
    guide_start(steps="Call | 2 minutes | free | You talk.\nVisit")
    start: Any = Profile("en").start
    assert start.shown.steps_rows == [
        {"name": "Call", "takes": "2 minutes", "costs": "free", "text": "You talk."},
        {"name": "Visit", "takes": "", "costs": "", "text": ""},
    ]


def test_a_page_asks_for_each_kind_once(django_assert_num_queries: Any) -> None:
    publish_all()
    profile = Profile("en")
    with django_assert_num_queries(3):
        assert profile.people
        assert profile.people


def test_the_sum_is_that_of_the_live_list() -> None:
    assert Profile("en").course_total == ""
    rows = ("visit", "Visit", "$100"), ("session", "One session", "$400")
    list_prices(*rows, sessions_in_course=6)
    assert Profile("en").course_total == "$2,500"


@pytest.mark.parametrize(("visits", "total"), [(1, "$2,500"), (2, "$2,600"), (3, "$2,700")])
@pytest.mark.parametrize("language", ["", "/es"])
def test_the_sum_says_what_is_in_it_however_many_visits_there_are(
    client: Client, visits: int, total: str, language: str
) -> None:
    rows = [("visit", f"Visit {number}", "$100") for number in range(visits)]
    prices = list_prices(*rows, ("session", "One session", "$400"), sessions_in_course=6)
    say(prices, language="es", title="Precios")
    names = {
        "": "The first 6 sessions and all visits",
        "/es": "Las primeras 6 sesiones y todas las visitas",
    }
    page = client.get(f"{language}/prices/").content.decode()
    assert f"{names[language]}: {total}" in page
    with translation.override(language.strip("/") or "en"):
        assert listed_prices()[-1].label == names[language]


# In Spanish


def test_what_is_not_translated_is_english(client: Client) -> None:
    ana = show_person("ana", role="Nurse")
    show_person("luis", role="Doctor")
    say(ana, language="es", role="Enfermera")
    people: list[Any] = Profile("es").people
    assert [(one.shown.role, one.shown.language) for one in people] == [
        ("Enfermera", "es"),
        ("Doctor", "en"),
    ]


def test_spanish_is_there_once_something_is_translated(client: Client) -> None:
    ana = show_person("ana")
    assert client.get("/es/team/").status_code == 404
    say(ana, language="es")
    assert client.get("/es/team/").status_code == 200


def test_hours_that_change_change_in_every_language() -> None:
    place = open_place(hours=hours(0), door="Blue.")
    say(place, language="es", door="Azul.")
    say(place, hours=hours(1))
    shown: Any = Profile("es").place
    assert (shown.shown.door, shown.shown.hours) == ("Azul.", hours(1))


def test_old_amounts_are_not_shown_in_translation() -> None:
    prices = list_prices(("session", "One session", "$400"))
    say(prices, language="es", prices="session | Una sesión | $400")
    assert "Una sesión" in str(Profile("es").prices.shown.prices)  # type: ignore[union-attr]
    list_prices(("session", "One session", "$450"))
    shown: Any = Profile("es").prices
    assert (shown.shown.language, shown.shown.prices_rows[0]["amount"]) == ("en", "$450")


# What other rooms are told


def test_nothing_is_known_of_a_place_that_is_not_live() -> None:
    assert main_place().address == []
    assert not main_place().openings
    assert listed_prices() == []


def test_the_first_place_is_the_main_one() -> None:
    open_place("uptown", street="2 High St", hours=hours(0))
    main = open_place("downtown", street="1 Low St", hours=hours(5, 0))
    assert main_place().street == "2 High St"
    main.order, main.pk = 0, main.pk
    type(main).objects.exclude(pk=main.pk).update(order=1)
    assert main_place().street == "1 Low St"
    assert [row.day for row in main_place().openings] == [0, 5]


def test_a_closed_day_that_is_past_is_not_shown(db: None) -> None:
    days = "2999-01-02 | Later\n2001-01-01 | Long ago\n2998-01-02 | Sooner"
    open_place(closed_days=days)
    page = Client().get("/find-us/").content.decode()
    assert "Long ago" not in page
    assert page.index("Sooner") < page.index("Later")


def test_listed_prices_end_with_what_a_course_costs_if_it_can_be_added_up() -> None:
    rows = ("visit", "Visit", "$100"), ("session", "One session", "$400")
    list_prices(*rows, sessions_in_course=6)
    assert [price.amount for price in listed_prices()] == ["$100", "$400", "$2,500"]
    list_prices(("session", "One session", "From $400"), sessions_in_course=6)
    assert [price.amount for price in listed_prices()] == ["From $400"]
