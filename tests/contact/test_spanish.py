"""Who writes in Spanish is answered in Spanish, from the form to the receipt."""

from typing import Any

import pytest
from django.test import Client

from contact.models import Delivery, Inquiry
from contact.outbox.letters import mail_for
from pages.models import PageRevision
from tests.contact.visitor import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(first_edition: None) -> Visitor:
    """Someone at the Spanish form, which is there whatever is translated."""
    return Visitor(write="/es/contact/")


def test_the_form_speaks_spanish_and_offers_a_reply_in_it(visitor: Visitor) -> None:
    html = visitor.open_form().page.content.decode()
    assert '<html lang="es">' in html
    assert "¿Cómo debemos responderle?" in html
    assert visitor.fields["language"] == "es"
    assert 'action="/es/contact/"' in html


def test_mistakes_are_named_in_spanish(visitor: Visitor) -> None:
    visitor.open_form()
    visitor.send(name="")
    html = visitor.page.content.decode()
    assert "Error: Contáctenos" in html
    assert "Escriba su nombre" in html
    assert "Elija cómo debemos responderle" in html
    assert "Choose" not in html


def test_a_name_too_long_is_refused_in_spanish(visitor: Visitor) -> None:
    visitor.open_form()
    visitor.send(name="a" * 200, reply_by="call", phone="(202) 555-0142")
    assert "Acorte su nombre a 120 caracteres o menos. Usted escribió 200." in (
        visitor.page.content.decode()
    )


def _write(visitor: Visitor, **more: Any) -> Inquiry:
    visitor.open_form()
    visitor.send(name="Ana", reply_by="email", email="ana@example.com", message="Hola", **more)
    return Inquiry.objects.get()


def test_the_message_remembers_the_language_of_its_page(visitor: Visitor) -> None:
    inquiry = _write(visitor)
    assert (inquiry.page_language, inquiry.language) == ("es", "es")


def test_a_reply_in_english_may_be_chosen_on_the_spanish_page(visitor: Visitor) -> None:
    inquiry = _write(visitor, language="en")
    assert (inquiry.page_language, inquiry.language) == ("es", "en")


@pytest.mark.usefixtures("site_is_open")
def test_the_thanks_are_in_spanish(visitor: Visitor) -> None:
    _write(visitor)
    html = visitor.follow().content.decode()
    assert '<html lang="es">' in html
    assert "Gracias. Tenemos su mensaje." in html
    assert "A más tardar" in html


@pytest.mark.usefixtures("site_is_open")
def test_the_receipt_is_in_spanish_and_names_no_treatment(visitor: Visitor) -> None:
    _write(visitor)
    mail = mail_for(Delivery.objects.get(kind=Delivery.Kind.RECEIPT))
    assert mail
    assert mail.subject.startswith("Tenemos su mensaje (BS-")
    html = str(mail.alternatives[0][0])
    assert '<html lang="es">' in html
    for said in (str(mail.body), html):
        assert "Hola Ana," in said
        assert "AYUDA al 988" in said
        assert "ketamin" not in said.lower()
    assert "/es/contact/" in str(mail.body)


def test_staff_are_told_in_english(visitor: Visitor) -> None:
    _write(visitor)
    mail = mail_for(Delivery.objects.filter(kind=Delivery.Kind.STAFF).first())  # type: ignore[arg-type]
    assert mail
    assert mail.subject.startswith("New message BS-")


def test_no_message_is_lost_when_the_front_page_goes_away_meanwhile(visitor: Visitor) -> None:
    visitor.open_form()
    PageRevision.objects.filter(language="es", state="live").update(state="past")
    assert Client().get("/es/contact/").status_code == 200
    visitor.send(name="Ana", reply_by="email", email="ana@example.com", message="Hola")
    assert Inquiry.objects.count() == 1
    assert "Gracias" in visitor.follow().content.decode()
