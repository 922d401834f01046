"""What the writing surface may offer to link to, and the facts it shows."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from faq.models import Entry, EntryRevision
from pages.models import Clinic, Page
from tests.colleagues import Editor, change

KNOWN = "/staff/faq/entry/known/"


def known(editor: Client, language: str = "") -> Any:
    answer = editor.get(KNOWN, {"language": language} if language else None)
    assert answer.status_code == 200
    return answer.json()


def places(editor: Client, language: str = "") -> dict[str, dict[str, str]]:
    return {place["title"]: place for place in known(editor, language)["places"]}


def test_every_page_and_answer_is_offered_with_its_path(dana: Editor, first_edition: None) -> None:
    offered = {place["path"]: place["title"] for place in places(dana).values()}
    for document in (*Page.objects.live("en"), *Entry.objects.live("en")):
        assert offered[document.get_absolute_url()] == document.shown.title
    assert offered["/contact/"]
    assert {"/prices/", "/team/"} <= offered.keys()


def test_a_draft_is_offered_and_said_to_be_one(dana: Editor, entry: Entry) -> None:
    dana.press(change(entry), title="Where is the door?")
    assert places(dana)["Where do I park?"]["note"] == "Question, live"
    entry.revisions.filter(state="live").update(state="past", expires_at=None)
    note = places(dana)["Where is the door?"]["note"]
    assert note == "Question, draft: visitors cannot open it yet"


def test_in_spanish_it_has_its_spanish_title_and_its_english_path(
    dana: Editor, entry: Entry
) -> None:
    assert places(dana, "es")["Where do I park?"]["note"] == "Question, live, in English only"
    spanish = EntryRevision(
        document=entry, language="es", title="¿Dónde estaciono?", summary="Ahí."
    )
    spanish.save()
    spanish.publish(first_edition=True)
    place = places(dana, "es")["¿Dónde estaciono?"]
    assert place == {
        "title": "¿Dónde estaciono?",
        "path": entry.get_absolute_url(),
        "note": "Question, live",
    }


def test_what_is_in_the_bin_is_not_offered(dana: Editor, entry: Entry) -> None:
    assert "Where do I park?" in places(dana)
    dana.post(change(entry).replace("/change/", "/delete/"), {"why": "Not ours."})
    assert "Where do I park?" not in places(dana)


def test_nobody_is_told_of_what_they_may_not_see(
    hire: Callable[..., Editor], first_edition: None
) -> None:
    titles = places(hire("Ann", "view_entry")).keys()
    assert "Can I drive home?" in titles
    assert not set(titles) & {page.shown.title for page in Page.objects.live("en")}
    assert hire("Bob", "view_page").get(KNOWN).status_code == 403
    assert Client().get(KNOWN).status_code == 302


def test_facts_are_said_in_plain_words(dana: Editor) -> None:
    Clinic.objects.get_or_create(pk=1)
    Clinic.objects.update(phone="(202) 555-0142", records="2 hours & more")
    facts = known(dana)["facts"]
    assert facts["phone"] == "(202) 555-0142"
    assert facts["records"] == "2 hours & more"
    assert not facts["taxi"]
    assert set(known(dana)["offered"]) < facts.keys()
