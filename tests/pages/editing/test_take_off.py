"""Whoever may write something takes it off the site at once, and loses none of its words."""

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import Client

from clinic_site.front.page_cache import PageCache
from faq.models import Entry, EntryRevision, Topic
from pages.models import Page
from pages.revisions import content_version
from tests.colleagues import Editor, change, draft_of, make_entry, said
from tests.profile import list_prices, open_place, say, show_person
from tests.wsgi import ask

pytestmark = pytest.mark.django_db


def take_off(editor: Editor, document: object) -> str:
    """What they read after they asked for the page and said yes."""
    path = change(document).replace("change/", "take-off/")
    assert "Take off the site now" in said(editor.get(path))
    return said(editor.post(path, {"why": "A wrong sentence."}))


def test_a_person_is_gone_in_every_language_and_their_words_are_kept(dana: Editor) -> None:
    ana = show_person("ana", role="Nurse")
    say(ana, language="es", title="Ana", role="Enfermera")
    show_person("luis")
    page = take_off(dana, ana)
    assert "“Ana” is off the site now." in page
    for path in ("/team/", "/es/team/"):
        assert "Ana" not in said(Client().get(path))
    assert (draft_of(ana).role, draft_of(ana, "es").role) == ("Nurse", "Enfermera")
    # Nothing brings them back without a new yes.
    assert not draft_of(ana).agreed
    assert "Taken off the site, in every language. Why: A wrong sentence." in said(
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
    assert "This page always stays" in said(dana.post(link, follow=True))
    assert home.is_live


def test_the_tick_of_consent_says_what_it_does_before_it_is_taken_away(dana: Editor) -> None:
    assert "off the site at once" in said(dana.get(change(show_person("ana"))))
    assert "off the site at once" not in said(dana.get("/staff/pages/person/add/"))


def back(editor: Editor, document: object) -> str:
    return said(editor.post(change(document).replace("change/", "put-back/")))


def test_one_press_puts_it_back_word_for_word_in_each_language(dana: Editor, entry: Entry) -> None:
    words = {"title": "¿Dónde estaciono?", "summary": "Detrás."}
    spanish = EntryRevision(document=entry, language="es", **words)
    spanish.save()
    spanish.publish(first_edition=True)
    live = set(entry.revisions.values_list("pk", "body", "title", "published_at"))
    take_off(dana, entry)
    assert "Put back on the site" in said(dana.get(change(entry)))
    assert "is back on the site" in back(dana, entry)
    shown = entry.revisions.filter(state="live")
    assert set(shown.values_list("pk", "body", "title", "published_at")) == live
    assert Client().get(f"/es{entry.get_absolute_url()}").status_code == 200
    # What was copied to go on from says the same, so it is gone.
    assert entry.draft("en") is None
    assert "Put back on the site." in said(dana.get(change(entry).replace("change", "history")))


def test_what_a_colleague_wrote_meanwhile_stays_a_draft(dana: Editor, entry: Entry) -> None:
    take_off(dana, entry)
    dana.press(change(entry), summary="In front.")
    back(dana, entry)
    assert draft_of(entry).summary == "In front."
    assert "Behind the house." in said(Client().get(entry.get_absolute_url()))


def test_a_kept_page_is_gone_with_the_next_click(
    dana: Editor, entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clinic_site.front.editions._PAUSE", 0)
    content_version.install_triggers()
    kept, path = PageCache(get_wsgi_application()), entry.get_absolute_url()
    lists = ("/questions/", "/questions/search/?q=park", "/sitemap.xml")
    for one in (path, path, *lists):
        assert ask(kept, one).status == 200
    take_off(dana, entry)
    assert ask(kept, path).status == 404
    for one in lists:
        assert b"parking/" not in ask(kept, one).body, one
    back(dana, entry)
    assert ask(kept, path).status == 200
    assert b"parking/" in ask(kept, "/questions/").body


def test_visitors_read_that_it_is_being_checked_and_where_to_go_on(
    dana: Editor, entry: Entry
) -> None:
    take_off(dana, entry)
    page = said(Client().get(entry.get_absolute_url()))
    assert "We are checking this page" in page
    assert 'href="/questions/"' in page
    assert "988" in page
    assert "A wrong sentence" not in page
    spanish = said(Client().get(f"/es{entry.get_absolute_url()}"))
    assert "Estamos revisando esta página" in spanish
    assert "We are checking" not in said(Client().get("/questions/visits/nothing/"))


def test_without_a_reason_nothing_is_taken_off(dana: Editor, entry: Entry) -> None:
    page = said(dana.post(change(entry).replace("change/", "take-off/"), {"why": ""}))
    assert "Write why. A few words are enough." in page
    assert "<title>Error: " in page
    assert entry.is_live


def test_a_person_comes_back_only_with_a_new_yes(dana: Editor) -> None:
    ana = show_person("ana")
    take_off(dana, ana)
    assert "Ask this person first" in back(dana, ana)
    assert not ana.is_live


def test_who_is_second_finds_it_done(dana: Editor, luis: Editor, entry: Entry) -> None:
    for who in (dana, luis):
        take_off(who, entry) if who is dana else who.post(
            change(entry).replace("change/", "take-off/"), {"why": "Too."}
        )
    notes = entry.revisions.get(state="past").notes.filter(did="withdrawn")
    assert [note.by for note in notes] == [dana.user]
    back(dana, entry)
    assert "Nothing was taken off here" in back(luis, entry)


def test_today_leads_there_by_a_title_or_an_address(dana: Editor, entry: Entry) -> None:
    there = change(entry).replace("change/", "take-off/")
    for typed in ("Where do I park?", "park", f"https://clinic.example{entry.get_absolute_url()}"):
        assert dana.get("/staff/take-off/", {"what": typed})["Location"] == there
    assert "Nothing on the site is called" in said(dana.get("/staff/take-off/", {"what": "xyz"}))
