"""The sample clinic speaks Spanish wherever its own words stand."""

import re
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.test import Client, override_settings

from clinic_site.front.page_cache import PageCache
from clinic_site.wsgi import uncached
from faq.models import EntryRevision
from pages.models import PageRevision, Person, Place
from tests import first_edition
from tests.colleagues import open_site
from tests.database import never_was
from tests.english import english_on
from tests.spanish import OTHERS, SHIPPED, listed, read
from tests.visit import WHOLE_FLIGHT, Visit, size_of_whole_answer
from tests.wsgi import ask

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample_clinic")]

OF_THE_CLINIC = ["/es/team/", "/es/find-us/", "/es/prices/", "/es/how-to-start/"]
#: Shown with the price list.
WORKSHEET = "/es/prices/what-it-may-cost/"


@pytest.fixture(scope="module")
def sample_clinic(rows_for_all: None) -> Iterator[None]:
    """What the sample clinic says of itself is in Spanish, and nothing else is yet."""
    with override_settings(LOCAL=True, DEMO=True):
        first_edition.load()
        open_site()
        never_was(PageRevision.objects.filter(language="es"))
        never_was(EntryRevision.objects.filter(language="es"))
        call_command("load_demo", verbosity=0)
        yield


@pytest.mark.parametrize("path", [*SHIPPED, *OTHERS, *OF_THE_CLINIC, WORKSHEET])
def test_no_word_of_the_sample_clinic_is_english(client: Client, path: str) -> None:
    left = english_on(read(client, path)) - {"width=device-width,initial-scale=1"}
    assert left == set()


@pytest.mark.parametrize("path", [*SHIPPED, *OTHERS, *OF_THE_CLINIC, WORKSHEET])
def test_each_link_to_an_english_page_says_so(client: Client, path: str) -> None:
    links = [one for one in read(client, path).tags("a") if one.get("lang") != "en"]
    away = [one for one in links if re.match(r"/(?!es/)", one.get("href"))]
    assert {one.get("hreflang") for one in away} == {"en"}
    assert [one.words for one in away if "en inglés" not in one.words] == []


def test_it_lists_the_pages_of_the_clinic_once_they_are_translated(client: Client) -> None:
    assert listed(client) == {
        "/es/contact/",
        "/es/help-now/",
        "/es/treatment-day/",
        *OF_THE_CLINIC,
    }


def test_days_and_holidays_are_named_in_spanish(client: Client) -> None:
    html = client.get("/es/find-us/").content.decode()
    assert "Día de Acción de Gracias" in html
    assert '<th scope="row">Lunes</th>' in html
    assert "Thanksgiving" not in html


def test_a_reason_that_is_no_holiday_says_it_is_english(client: Client) -> None:
    draft = Place.objects.get().revisions.get(language="en").copy_as_draft()
    draft.closed_days = "2030-01-02 | Staff day"
    draft.save()
    draft.publish()
    assert '<span lang="en">Staff day</span>' in client.get("/es/find-us/").content.decode()


def test_someone_without_a_translation_is_in_english_altogether(client: Client) -> None:
    one = Person.objects.live("es")[0]
    never_was(one.revisions.filter(language="es"))
    html = client.get("/es/team/").content.decode()
    section = html.split(f'id="{one.slug}"')[1].split("</section>")[0]
    assert section.strip().startswith('lang="en"')
    assert "<dt>Speaks</dt>" in section
    assert "<dt>Habla</dt>" not in section


@pytest.mark.parametrize("path", [*SHIPPED, *OF_THE_CLINIC, WORKSHEET])
def test_a_first_visit_arrives_in_the_first_flight(path: str) -> None:
    application = PageCache(uncached)
    plain, served = (
        ask(application, path),
        ask(application, path, HTTP_ACCEPT_ENCODING="br, gzip"),
    )
    assert size_of_whole_answer(Visit(path, plain, served)) <= WHOLE_FLIGHT


def test_a_link_into_the_middle_of_a_page_stays_in_spanish(client: Client) -> None:
    html = client.get("/es/").content.decode()
    assert '<a href="/es/prices/#estimate">Estimación de buena fe</a>' in html
