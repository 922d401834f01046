"""What a clinician sees before a yes: the page, what changes, warnings, sources; who is next."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import Settings

from faq.models import Entry, EntryRevision
from pages.clinic.models import Clinic
from pages.revisions.revision import State
from pages.revisions.sources import Source
from tests.colleagues import Editor, arrive, change, draft_of, said
from tests.html import Page as Html

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("two_people")]
Hire = Callable[..., Editor]
WAS = "The door is **green**. [The way](/treatment/).\n\nAsk at the desk.\n\nCall {phone}.\n"
NOW = WAS.replace("green", "blue").replace("/treatment/", "/cost/")


@pytest.fixture
def sent(eli: Editor, entry: Entry) -> Any:
    """A change of live words that waits for a clinician."""
    Clinic.objects.create(pk=1, phone="(202) 555-0142")
    entry.revisions.update(state=State.PAST)
    words = {"document": entry, "title": "Where do I park?", "summary": "Behind.", "body": WAS}
    EntryRevision.objects.create(**words).publish(first_edition=True)
    source = Source.objects.create(
        key="map", author="City", title="Map", year=2020, url="https://city.example.org/map"
    )
    eli.press(change(entry), "_review", body=NOW, sources=[str(source.pk)])
    return draft_of(entry)


def version(words: Any, rest: str = "") -> str:
    return change(words.document).replace("/change/", f"/words/{words.pk}/{rest}")


def page_of(who: Editor, words: Any) -> Html:
    return Html(who.get(version(words)).content.decode())


def test_what_changes_is_read_as_visitors_read_it(nora: Editor, sent: Any) -> None:
    page = page_of(nora, sent)
    shown = [one for one in page.tags("del", "ins") if one.is_inside(css_class="difference")]
    marked = [one.words.strip() for one in shown]
    assert "[removed: green] " in f"{marked[0]} "
    assert any("blue" in one for one in marked)
    (part,) = [one for one in page.tags("section") if "difference" in one.get("class")]
    assert "**" not in part.words
    assert "{phone}" not in part.words
    assert "Call (202)" not in part.words, "Far from any change."
    assert "[added: /cost/" in part.words, "Where a link leads is no word, and said all the same."
    assert "tel:" not in part.words


def test_a_sentence_that_is_all_new_is_not_cut_into_words(
    eli: Editor, nora: Editor, sent: Any
) -> None:
    eli.press(change(sent.document), summary="Ring the bell twice at the gate.")
    shown = page_of(nora, sent).tags("del", "ins")
    marked = [one.words.strip() for one in shown]
    assert "[removed: Behind.]" in marked
    assert "[added: Ring the bell twice at the gate.]" in marked


def test_the_page_and_the_sources_are_there_without_a_click(nora: Editor, sent: Any) -> None:
    page = page_of(nora, sent)
    (frame,) = page.tags("iframe")
    preview = said(nora.get(frame.get("src")))
    assert "<strong>blue</strong>" in preview
    links = {one.get("href"): one.words for one in page.tags("a")}
    assert links["https://city.example.org/map"] == "City: Map"
    (raw,) = [one for one in page.tags("dl") if one.get("class") == "words"]
    assert raw.is_inside("details"), "As it was typed, for whoever asks."
    assert "in English," in said(nora.get(version(sent)))


def test_a_warning_leads_to_its_sentence(eli: Editor, nora: Editor, sent: Any) -> None:
    eli.press(change(sent.document), body="It is a proven cure.\n")
    page = page_of(nora, draft_of(sent.document))
    links = [one for one in page.tags("a") if one.get("data-reads")]
    assert {one.get("data-reads") for one in links} == {"It is a proven cure."}
    editor = Html(nora.get(change(sent.document)).content.decode())
    ids = {one.get("id") for one in editor.elements}
    assert {one.get("href").partition("#")[2] for one in links} <= ids


def test_an_english_change_says_that_the_spanish_becomes_older(nora: Editor, sent: Any) -> None:
    assert "Spanish becomes older" not in said(nora.get(version(sent)))
    live = sent.document.revisions.get(state=State.LIVE)
    spanish = live.copy_as_draft(language="es", translates=live)
    spanish.publish(first_edition=True)
    page = said(nora.get(version(sent)))
    assert "Spanish becomes older by this:" in page
    assert f"{change(sent.document)}?language=es" in page
    assert "becomes older" not in said(nora.get(version(spanish)))
    assert "in Spanish" in said(nora.get(version(spanish)))


def test_words_that_are_new_say_so(eli: Editor, nora: Editor, entry: Entry) -> None:
    entry.revisions.update(state=State.PAST)
    draft = EntryRevision.objects.create(document=entry, title="T", summary="S", author=eli.user)
    assert "All of it is new: visitors read nothing of it now." in said(nora.get(version(draft)))


# Whose turn it is


def buttons(page: Any) -> set[str]:
    """What this person may press on the form."""
    html = Html(arrive(page).content.decode())
    found = [*html.tags("input"), *html.tags("button")]
    return {one.get("name") for one in found if "if-not-medical" not in one.get("class")}


def test_new_medical_words_are_sent_and_never_offered_to_publish(eli: Editor, entry: Entry) -> None:
    offered = buttons(eli.get("/staff/faq/entry/add/"))
    assert "_review" in offered
    assert "_publish" not in offered


def test_each_is_offered_what_they_can_do_now_and_told_who_is_next(
    eli: Editor, nora: Editor, hire: Hire, entry: Entry
) -> None:
    form = change(entry)
    eli.press(form, summary="In front.")
    page = eli.get(form)
    assert {"_review"} == buttons(page) & {"_review", "_publish"}
    assert "Send it for review. Then it waits for Nora to approve it." in said(page)
    eli.press(form, "_review")
    page = eli.get(form)
    assert not buttons(page) & {"_review", "_publish"}
    assert "It waits for Nora to approve it, since" in said(page)
    path = version(draft_of(entry))
    assert "It waits for you to approve it" in said(nora.get(path))
    nora.post(path, {"do": "back", "words": "Which?"})
    assert "It was sent back: change it, and send it again." in said(eli.get(form))
    draft_of(entry).approve(nora.user, "", draft_of(entry).changed_at.date())
    page = eli.get(form)
    assert {"_publish"} == buttons(page) & {"_review", "_publish"}
    assert "Nora approved it. It can go live" in said(page)


def test_without_a_clinician_it_says_who_can_help(eli: Editor, entry: Entry) -> None:
    eli.press(change(entry), summary="In front.")
    assert "Nobody here can approve it" in said(eli.get(change(entry)))


@pytest.mark.parametrize("asks_two", [True, False])
def test_two_people_are_spoken_of_only_where_the_clinic_asks_for_two(
    nora: Editor, eli: Editor, entry: Entry, settings: Settings, asks_two: bool
) -> None:
    settings.TWO_PERSON_APPROVAL = asks_two
    eli.press(change(entry), summary="In front.")
    for who in (nora, eli):
        assert ("Two people have to agree" in said(who.get(change(entry)))) == asks_two
    page = said(eli.get(version(draft_of(entry))))
    assert ("wait" in page.split("Next:")[1].split("</p>")[0]) == asks_two
