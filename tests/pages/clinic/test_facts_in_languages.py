"""What staff type of the clinic is said in Spanish too, and never older than the English."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import translation
from pytest_django import Settings

from clinic_site.front.page_cache import PageCache
from clinic_site.wsgi import uncached
from pages.clinic import rules
from pages.clinic.facts import facts_for_words
from pages.clinic.in_languages import FactInLanguage
from pages.clinic.models import Clinic
from pages.models import Page as WordsPage
from pages.revisions import content_version
from tests import database
from tests.colleagues import Editor, boxes_to_tick, said
from tests.html import Page as Html
from tests.rules import say
from tests.wsgi import ask

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first_edition", "site_is_open")]

FACTS, SPANISH, DAY, COST = (
    "/staff/pages/clinic/1/change/",
    "/staff/pages/clinic/es/",
    "/es/treatment-day/",
    "/es/cost/",
)
PAY, EN_PAY = "Solo con tarjeta.", "Only by card."
SHIPPED = "No manejo hasta el día siguiente, como mínimo, y después de dormir toda la noche."


@pytest.fixture(autouse=True)
def clinic(first_edition: None) -> Clinic:
    """The page on money is live in Spanish, too."""
    spanish = WordsPage.objects.get(slug="cost").draft("es")
    assert spanish
    spanish.publish(first_edition=True)
    Clinic.objects.update(payment=EN_PAY, first_talk_cost="about $100")
    return Clinic.load()


@pytest.fixture
def ana(hire: Any) -> Editor:
    """Who changes facts, and approves no medical words."""
    person: Editor = hire("Ana", "change_clinic")
    return person


def day(client: Client) -> str:
    """What the Spanish sheets and the page on money say, with what tells in which language."""
    return client.get(DAY).content.decode() + client.get(COST).content.decode()


def marked(html: str) -> set[str]:
    """What the main part of a page says is English."""
    page = Html(html)
    return {one.words for one in page.tags("span") if one.get("lang") == "en"}


# What visitors read


def test_a_spanish_page_says_the_spanish_words(client: Client, dana: Editor) -> None:
    assert f'<span lang="en">{EN_PAY}</span>' in day(client)
    assert "Visitors see that now." in said(dana.press(SPANISH, payment=PAY))
    html = day(client)
    assert PAY in html
    assert EN_PAY not in html
    assert EN_PAY in client.get("/cost/").content.decode()


def test_words_older_than_the_english_are_not_said(client: Client, dana: Editor) -> None:
    dana.press(SPANISH, payment=PAY)
    dana.press(FACTS, payment="Yes, if you ask us first.")
    html = day(client)
    assert PAY not in html
    assert '<span lang="en">Yes, if you ask us first.</span>' in html
    dana.press(FACTS, payment=EN_PAY)
    assert PAY in day(client), "They say it again once the English is what it was."


def test_a_fact_that_is_gone_is_not_said_in_spanish(client: Client, dana: Editor) -> None:
    dana.press(SPANISH, payment=PAY)
    dana.press(FACTS, payment="")
    assert "Formas de pago:" not in day(client)
    assert PAY not in day(client)


def test_medical_rules_of_the_code_are_shipped_in_spanish(client: Client) -> None:
    assert SHIPPED in day(client)
    facts = facts_for_words(Clinic.load(), "es")
    assert facts["usual_course"] == "6 sesiones en 2 a 3 semanas"
    assert facts["fda_status"].startswith("La FDA no ha aprobado la ketamina")
    with translation.override("es"):
        assert facts_for_words(Clinic.load(), "en")["usual_course"].startswith("6 sessions")


def agree(clinician: Editor, fact: str = "driving") -> None:
    """A colleague who did not write the new Spanish words approves them, with what is warned of."""
    value, address = rules.draft(fact, "es"), f"/staff/pages/clinic/rule/{fact}/es/"
    assert value
    ticked = boxes_to_tick(clinician.get(address))
    form = {"do": "approve", "reason": "A new label.", "seen": value.stamp, "ticked": ticked}
    clinician.post(address, form)


def test_a_rule_of_the_clinics_own_is_not_said_as_shipped(
    client: Client, dana: Editor, luis: Editor
) -> None:
    say(driving="for two whole days")
    html = day(client)
    assert "hasta el día siguiente, como mínimo" not in html
    assert 'No manejo <span lang="en">for two whole days</span>.' in html
    dana.press(SPANISH, driving_rule="durante dos días enteros")
    assert "durante dos días enteros" not in day(client), "Nobody approved it yet."
    agree(luis)
    assert "No manejo durante dos días enteros." in day(client)
    assert "No debe manejar durante dos días enteros." in day(client)


def test_words_of_staff_stand_before_those_of_the_code(
    client: Client, dana: Editor, luis: Editor
) -> None:
    page = said(dana.get(SPANISH))
    assert "Left empty, pages say: " in page
    dana.press(SPANISH, driving_rule="hasta mañana, bien dormido")
    agree(luis)
    assert "No manejo hasta mañana, bien dormido." in day(client)
    dana.press(SPANISH, driving_rule="")
    assert SHIPPED in day(client)


def test_what_is_kept_for_visitors_is_made_anew_at_once(
    dana: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clinic_site.front.editions._PAUSE", 0)
    content_version.install_triggers()
    site = PageCache(uncached)
    assert EN_PAY in ask(site, COST).body.decode()
    dana.press(SPANISH, payment=PAY)
    assert PAY in ask(site, COST).body.decode()
    FactInLanguage.objects.all().delete()
    assert EN_PAY in ask(site, COST).body.decode()


def test_the_sample_clinic_says_all_of_itself_in_spanish(
    client: Client, settings: Settings
) -> None:
    settings.LOCAL = settings.DEMO = True
    call_command("load_demo", verbosity=0)
    html = day(client)
    assert "Un taxista no puede cuidar de usted" in html
    assert marked(html) == set()
    typed = facts_for_words(Clinic.load(), "es").values()
    assert [one for one in typed if 'lang="en"' in one] == []


# What staff see


def test_older_words_are_marked_wherever_staff_look(dana: Editor) -> None:
    dana.press(SPANISH, payment=PAY, first_talk_cost="unos $100 más o menos")
    for path in (SPANISH, FACTS, "/staff/"):
        assert "lder in Spanish than" not in said(dana.get(path)), path
        assert "Older than the English" not in said(dana.get(path)), path
    dana.press(FACTS, payment="Yes.")
    assert said(dana.get(SPANISH)).count('<b class="late">Older than the English</b>') == 1
    page = said(dana.get(FACTS))
    assert "Older in Spanish than in English: 1" in page
    assert f'href="{SPANISH}"' in page
    assert "Older in Spanish than in English: 1" in said(dana.get("/staff/"))
    dana.press(SPANISH, payment="Sí.")
    assert "Older" not in said(dana.get(SPANISH))


def test_older_words_may_be_said_to_be_right_still(client: Client, dana: Editor) -> None:
    dana.press(SPANISH, payment=PAY, first_talk_cost="unos $100 más o menos")
    Clinic.objects.update(payment="No. Not alone.", first_talk_cost="$100 or so")
    assert "Nothing was changed" in said(dana.press(SPANISH))
    assert PAY not in day(client), "Saving something else says nothing of these."
    dana.press(SPANISH, still_right=["payment"])
    assert PAY in day(client)
    assert "unos $100 más o menos" not in day(client)


def test_only_what_someone_changed_is_saved(client: Client, dana: Editor, luis: Editor) -> None:
    dana.press(SPANISH, payment=PAY)
    opened = luis.fields(SPANISH)
    dana.press(SPANISH, payment="Pregunte primero.")
    luis.send(SPANISH, opened | {"first_talk_cost": "unos $100 más o menos"})
    html = day(client)
    assert "Pregunte primero." in html
    assert "unos $100 más o menos" in html


def test_english_words_that_nobody_saw_are_not_translated(client: Client, dana: Editor) -> None:
    opened = dana.fields(SPANISH)
    Clinic.objects.update(payment="Yes.")
    answer = dana.send(SPANISH, opened | {"payment": PAY})
    page = answer.content.decode()
    assert "The English words changed while this page was open." in page
    assert PAY in page
    assert not FactInLanguage.objects.exists()
    again = Html(page).form("novalidate").fields
    dana.send(SPANISH, again | {"payment": "Sí."})
    assert "Sí." in day(client)


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("first_talk_cost", "x" * 201, "This has 201 characters, and 200 are the most."),
        ("payment", "x" * 2001, "This has 2,001 characters, and 2,000 are the most."),
        ("payment", "Llame al {phone}.", "Visitors would read {phone} just like that"),
    ],
)
def test_what_would_not_do_in_english_is_refused_at_its_field_and_stays(
    dana: Editor, field: str, typed: str, message: str
) -> None:
    page = dana.press(SPANISH, **{field: typed, "refunds": "Sin costo."}).content.decode()
    html = Html(page)
    (error,) = [one for one in html.elements if one.get("id") == f"id_{field}_error"]
    assert message in error.words
    (box,) = [one for one in html.elements if one.get("id") == f"id_{field}"]
    assert f"id_{field}_error" in box.get("aria-describedby").split()
    assert typed in (box.words, box.get("value")) or typed in box.words.strip()
    assert not FactInLanguage.objects.exists()


def test_a_medical_rule_waits_for_who_may_approve_it(
    client: Client, ana: Editor, dana: Editor
) -> None:
    ana.press(SPANISH, payment=PAY, driving_rule="nunca")
    assert PAY in day(client)
    assert "nunca" not in day(client)
    agree(ana)
    assert "nunca" not in day(client), "She may not approve."
    assert "driving_rule" not in ana.fields(SPANISH), "It is changed where it is decided."
    agree(dana)
    assert "No manejo nunca." in day(client)
    say(driving="for a day")
    ana.press(SPANISH, still_right=["driving"])
    assert "No manejo nunca." not in day(client), "A clinician has to agree that it is still right."
    agree(dana)
    assert "No manejo nunca." in day(client)


def test_who_may_only_look_changes_nothing(hire: Any) -> None:
    desk: Editor = hire("Desk", "view_clinic")
    assert EN_PAY in said(desk.get(SPANISH))
    assert 'value="Save"' not in said(desk.get(SPANISH))
    forged = {"payment": PAY, "initial-payment": "", "english-payment": EN_PAY}
    assert desk.post(SPANISH, forged).status_code == 403
    assert hire("Nobody", "view_topic").get(SPANISH).status_code == 403
    assert not FactInLanguage.objects.exists()


def test_who_changed_what_is_in_the_history_without_the_words(ana: Editor) -> None:
    ana.press(SPANISH, payment=PAY)
    record = LogEntry.objects.get()
    assert record.user == ana.user
    assert record.change_message == "Changed in Spanish: ways to pay."
    assert record.change_message in said(ana.get("/staff/pages/clinic/1/history/"))
    ana.press(SPANISH)
    assert LogEntry.objects.count() == 1


def test_what_was_typed_survives_a_session_that_ends(client: Client, dana: Editor) -> None:
    opened = dana.fields(SPANISH)
    dana.logout()
    page = dana.send(SPANISH, opened | {"payment": PAY})
    assert "kept_text" in page.content.decode()
    assert EN_PAY in day(client)


# The table


@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_forward_and_back() -> None:
    with database.copy(connection.settings_dict["NAME"], "said") as name, database.on(name):
        Clinic.objects.update_or_create(pk=1, defaults={"payment": EN_PAY})
        was = Clinic.objects.values().get()
        call_command("migrate", "pages", "0013_night_phone", verbosity=0)
        Clinic.objects.update(phone="(202) 555-0142")
        call_command("migrate", "pages", verbosity=0)
        assert Clinic.objects.values().get() == was | {"phone": "(202) 555-0142"}
        FactInLanguage.objects.create(language="es", name="payment", text=PAY, english=EN_PAY)
        assert facts_for_words(Clinic.load(), "es")["payment"] == PAY
