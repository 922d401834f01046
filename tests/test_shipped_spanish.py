"""In Spanish a front page, help and the form are there before anyone translated anything."""

import re

import pytest
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.utils import translation
from pytest_django import Settings

from clinic_site.errors import page_without_database
from clinic_site.front.page_cache import PageCache
from clinic_site.wsgi import uncached
from contact.models import Delivery, Inquiry
from contact.outbox.letters import mail_for
from faq.models import EntryRevision
from pages.editing.checks import leads_somewhere
from pages.models import Page, PageRevision, Person, Place
from tests import rules, spanish
from tests.contact.visitor import Visitor
from tests.database import never_was
from tests.english import english_on
from tests.html import Page as Html
from tests.visit import WHOLE_FLIGHT, Visit, size_of_whole_answer
from tests.wsgi import ask

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first_edition", "site_is_open")]

SHIPPED = ["/es/", "/es/help-now/", "/es/contact/", "/es/treatment-day/"]
OTHERS = ["/es/contact/thanks/", "/es/nada/", "/es/cost/"]
OF_THE_CLINIC = ["/es/team/", "/es/find-us/", "/es/prices/", "/es/how-to-start/"]
#: Shown with the price list.
WORKSHEET = "/es/prices/what-it-may-cost/"


def read(client: Client, path: str) -> Html:
    return Html(client.get(path).content.decode())


@pytest.fixture
def demo(settings: Settings, first_edition: None) -> None:
    """What the sample clinic says of itself is in Spanish, and nothing else is yet."""
    never_was(PageRevision.objects.filter(language="es"))
    never_was(EntryRevision.objects.filter(language="es"))
    settings.LOCAL = settings.DEMO = True
    call_command("load_demo", verbosity=0)


@pytest.mark.parametrize("path", SHIPPED)
def test_they_are_there_in_spanish(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert '<html lang="es">' in answer.content.decode()


def test_they_are_there_on_a_site_without_any_words(client: Client) -> None:
    never_was(PageRevision.objects.filter(language="es"))
    never_was(Page.objects.all())
    assert {client.get(path).status_code for path in SHIPPED} == {200}
    assert client.get("/").status_code == 404


@pytest.mark.parametrize("path", [*SHIPPED, *OTHERS])
def test_no_word_of_them_is_english(client: Client, path: str) -> None:
    assert english_on(read(client, path)) - {"width=device-width,initial-scale=1"} == set()


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("path", [*SHIPPED, *OTHERS, *OF_THE_CLINIC, WORKSHEET])
def test_no_word_of_the_sample_clinic_is_english(client: Client, path: str) -> None:
    left = english_on(read(client, path)) - {"width=device-width,initial-scale=1"}
    assert left == set()


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("path", [*SHIPPED, *OTHERS, *OF_THE_CLINIC, WORKSHEET])
def test_each_link_to_an_english_page_says_so(client: Client, path: str) -> None:
    links = [one for one in read(client, path).tags("a") if one.get("lang") != "en"]
    away = [one for one in links if re.match(r"/(?!es/)", one.get("href"))]
    assert {one.get("hreflang") for one in away} == {"en"}
    assert [one.words for one in away if "en inglés" not in one.words] == []


@pytest.mark.parametrize("path", SHIPPED)
def test_the_name_the_crisis_bar_and_the_form_stay_in_spanish(client: Client, path: str) -> None:
    html = client.get(path).content.decode()
    assert '<a class="brand" href="/es/">' in html
    assert '<a href="/es/help-now/"><b>¿En crisis?</b></a>' in html
    assert '<a href="/es/contact/">Escríbanos</a>' in html


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/", "/es/"),
        ("/help-now/", "/es/help-now/"),
        ("/contact/", "/es/contact/"),
        ("/cost/", "/es/"),
        ("/questions/", "/es/"),
        ("/contact/thanks/", "/es/"),
        ("/nothing-here/", "/es/"),
    ],
)
def test_each_english_page_offers_spanish(client: Client, path: str, leads_to: str) -> None:
    html = client.get(path).content.decode()
    assert f'<a href="{leads_to}" hreflang="es" lang="es">Español</a>' in html


@pytest.mark.parametrize("path", SHIPPED)
def test_each_offers_english(client: Client, path: str) -> None:
    html = client.get(path).content.decode()
    english = path.removeprefix("/es")
    assert f'<a href="{english}" hreflang="en" lang="en">English</a>' in html


@pytest.mark.parametrize("path", SHIPPED)
def test_search_engines_learn_of_both(client: Client, path: str) -> None:
    english = f"http://localhost{path.removeprefix('/es')}"
    for address in (path, path.removeprefix("/es")):
        links = [one for one in read(client, address).tags("link") if one.get("hreflang")]
        named = {one.get("hreflang"): one.get("href") for one in links}
        assert named == {"en": english, "es": f"http://localhost{path}", "x-default": english}


def _listed(client: Client) -> set[str]:
    html = client.get("/es/").content.decode()
    ready = html.split('<ul class="index">')[1].split("</ul>")[0]
    return set(re.findall('href="([^"]*)"', ready))


def test_the_front_page_lists_what_is_ready_and_nothing_else(client: Client) -> None:
    assert _listed(client) == {"/es/contact/", "/es/help-now/", "/es/treatment-day/"}
    spanish.publish(Page.objects.get(slug="cost"))
    assert _listed(client) == {"/es/contact/", "/es/help-now/", "/es/treatment-day/", "/es/cost/"}


@pytest.mark.usefixtures("demo")
def test_it_lists_the_pages_of_the_clinic_once_they_are_translated(client: Client) -> None:
    assert _listed(client) == {
        "/es/contact/",
        "/es/help-now/",
        "/es/treatment-day/",
        *OF_THE_CLINIC,
    }


@pytest.mark.parametrize("path", SHIPPED)
def test_staff_may_link_to_them(rf: RequestFactory, path: str) -> None:
    assert leads_somewhere(path, rf.get("/"))
    assert not leads_somewhere("/es/privacy/", rf.get("/"))


def test_words_that_staff_published_stand_in_its_place(client: Client) -> None:
    spanish.home(title="Nuestra casa")
    spanish.publish(Page.objects.get(slug="help-now"), title="Llame ya")
    assert "Nuestra casa" in client.get("/es/").content.decode()
    assert "Llame ya" in client.get("/es/help-now/").content.decode()
    assert "Lo que puede leer" not in client.get("/es/").content.decode()


def test_the_way_out_of_the_help_page_stands_once_and_first(client: Client) -> None:
    main = read(client, "/es/help-now/").source.split('id="main"')[1]
    assert main.count("www.weather.gov") == 1
    assert main.index("www.weather.gov") < main.index("tel:+18007997233")


def test_help_names_the_spanish_line_first(client: Client) -> None:
    lines = [one for one in read(client, "/es/help-now/").tags("a") if one.is_inside(tag="main")]
    first = [(one.words, one.get("href")) for one in lines[:3]]
    assert first == [
        ("Llame al 988, marque 2", "tel:988"),
        ("Envíe AYUDA al 988", "sms:988?&body=AYUDA"),
        ("Llame al 911", "tel:911"),
    ]


def test_what_staff_say_of_the_fda_is_not_translated_for_them(client: Client) -> None:
    assert "La FDA no ha aprobado" in client.get("/es/").content.decode()
    rules.say(fda_status="The FDA changed its mind.")
    html = client.get("/es/").content.decode()
    assert "La FDA no ha aprobado" not in html
    assert '<span lang="en">The FDA changed its mind.</span>' in html


@pytest.mark.usefixtures("demo")
def test_days_and_holidays_are_named_in_spanish(client: Client) -> None:
    html = client.get("/es/find-us/").content.decode()
    assert "Día de Acción de Gracias" in html
    assert '<th scope="row">Lunes</th>' in html
    assert "Thanksgiving" not in html


@pytest.mark.usefixtures("demo")
def test_a_reason_that_is_no_holiday_says_it_is_english(client: Client) -> None:
    draft = Place.objects.get().revisions.get(language="en").copy_as_draft()
    draft.closed_days = "2030-01-02 | Staff day"
    draft.save()
    draft.publish()
    assert '<span lang="en">Staff day</span>' in client.get("/es/find-us/").content.decode()


@pytest.mark.usefixtures("demo")
def test_someone_without_a_translation_is_in_english_altogether(client: Client) -> None:
    one = Person.objects.live("es")[0]
    never_was(one.revisions.filter(language="es"))
    html = client.get("/es/team/").content.decode()
    section = html.split(f'id="{one.slug}"')[1].split("</section>")[0]
    assert section.strip().startswith('lang="en"')
    assert "<dt>Speaks</dt>" in section
    assert "<dt>Habla</dt>" not in section


def test_a_message_is_taken_thanked_and_receipted_in_spanish() -> None:
    visitor = Visitor(write="/es/contact/")
    visitor.open_form()
    visitor.send(name="")
    assert "Escriba su nombre" in visitor.page.content.decode()
    visitor.send(name="Ana", reply_by="email", email="ana@example.com", message="Hola")
    assert Inquiry.objects.get().page_language == "es"
    assert "Gracias. Tenemos su mensaje." in visitor.follow().content.decode()
    mail = mail_for(Delivery.objects.get(kind=Delivery.Kind.RECEIPT))
    assert mail
    assert mail.subject.startswith("Tenemos su mensaje (BS-")


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("path", [*SHIPPED, *OF_THE_CLINIC, WORKSHEET])
def test_a_first_visit_arrives_in_the_first_flight(path: str) -> None:
    application = PageCache(uncached)
    plain, served = (
        ask(application, path),
        ask(application, path, HTTP_ACCEPT_ENCODING="br, gzip"),
    )
    assert size_of_whole_answer(Visit(path, plain, served)) <= WHOLE_FLIGHT


@pytest.mark.usefixtures("demo")
def test_a_link_into_the_middle_of_a_page_stays_in_spanish(client: Client) -> None:
    html = client.get("/es/").content.decode()
    assert '<a href="/es/prices/#estimate">Estimación de buena fe</a>' in html


@pytest.mark.parametrize("name", ["400", "403", "404", "429", "500", "503"])
def test_each_error_speaks_spanish_and_leads_there(client: Client, name: str) -> None:
    with translation.override("es"):
        html = page_without_database(f"{name}.html")
    assert english_on(Html(html)) - {"width=device-width,initial-scale=1"} == set()
    assert '<a class="brand" href="/es/">' in html
    assert '<a href="/es/help-now/"><b>¿En crisis?</b></a>' in html
    assert '<a href="/" hreflang="en" lang="en">English</a>' in html
