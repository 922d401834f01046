"""Whoever may write something takes it off the site at once, and loses none of its words."""

import pytest
from django.test import Client

from faq.models import Entry, Topic
from pages.models import Page
from tests.colleagues import Editor, change, draft_of, make_entry, said
from tests.profile import list_prices, open_place, say, show_person

pytestmark = pytest.mark.django_db


def take_off(editor: Editor, document: object) -> str:
    """What they read after they asked for the page and said yes."""
    path = change(document).replace("change/", "take-off/")
    assert "As soon as you say yes" in said(editor.get(path))
    return said(editor.post(path))


def test_a_person_is_gone_in_every_language_and_their_words_are_kept(dana: Editor) -> None:
    ana = show_person("ana", role="Nurse")
    say(ana, language="es", title="Ana", role="Enfermera")
    show_person("luis")
    page = take_off(dana, ana)
    assert "It is off the site now, in every language." in page
    for path in ("/team/", "/es/team/"):
        assert "Ana" not in said(Client().get(path))
    assert (draft_of(ana).role, draft_of(ana, "es").role) == ("Nurse", "Enfermera")
    # Nothing brings them back without a new yes.
    assert not draft_of(ana).agreed
    assert "Taken off the site, in every language." in said(
        dana.get(change(ana).replace("change/", "history/"))
    )


def test_it_is_offered_while_it_is_on_the_site_and_only_then(dana: Editor) -> None:
    place = open_place()
    link = change(place).replace("change/", "take-off/")
    assert link in said(dana.get(change(place)))
    take_off(dana, place)
    assert link not in said(dana.get(change(place)))
    assert "There is nothing to take off." in said(dana.get(link, follow=True))


def test_a_draft_that_a_colleague_writes_stays(dana: Editor, luis: Editor) -> None:
    prices = list_prices(("session", "One", "$450"))
    luis.press(change(prices), summary="Fair and plain.")
    take_off(dana, prices)
    assert draft_of(prices).summary == "Fair and plain."
    assert Client().get("/prices/").status_code == 404


def test_an_answer_goes_as_well(dana: Editor, topic: Topic) -> None:
    entry = make_entry(topic)
    path = entry.get_absolute_url()
    take_off(dana, entry)
    assert Client().get(path).status_code == 404
    assert Entry.objects.get(pk=entry.pk).draft("en")


def test_a_page_the_site_needs_stays(dana: Editor, first_edition: None) -> None:
    home = Page.objects.get(layout="home")
    link = change(home).replace("change/", "take-off/")
    assert link not in said(dana.get(change(home)))
    assert "cannot be without this page" in said(dana.post(link, follow=True))
    assert home.is_live


def test_the_tick_of_consent_says_what_it_does_before_it_is_taken_away(dana: Editor) -> None:
    assert "off the site at once" in said(dana.get(change(show_person("ana"))))
    assert "off the site at once" not in said(dana.get("/staff/pages/person/add/"))
