"""In Spanish a front page, help and the form are there before anyone translated anything."""

import pytest
from django.test import Client, RequestFactory
from django.utils import translation

from clinic_site.errors import page_without_database
from contact.models import Delivery, Inquiry
from contact.outbox.letters import mail_for
from pages.editing.checks import leads_somewhere
from pages.models import Page, PageRevision
from tests import rules, spanish
from tests.contact.visitor import Visitor
from tests.database import never_was
from tests.english import english_on
from tests.html import Page as Html
from tests.spanish import OTHERS, SHIPPED, listed, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first_edition", "site_is_open")]


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


def test_the_front_page_lists_what_is_ready_and_nothing_else(client: Client) -> None:
    assert listed(client) == {"/es/contact/", "/es/help-now/", "/es/treatment-day/"}
    spanish.publish(Page.objects.get(slug="cost"))
    assert listed(client) == {"/es/contact/", "/es/help-now/", "/es/treatment-day/", "/es/cost/"}


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


@pytest.mark.parametrize("name", ["400", "403", "404", "429", "500", "503"])
def test_each_error_speaks_spanish_and_leads_there(client: Client, name: str) -> None:
    with translation.override("es"):
        html = page_without_database(f"{name}.html")
    assert english_on(Html(html)) - {"width=device-width,initial-scale=1"} == set()
    assert '<a class="brand" href="/es/">' in html
    assert '<a href="/es/help-now/"><b>¿En crisis?</b></a>' in html
    assert '<a href="/" hreflang="en" lang="en">English</a>' in html
