"""A rule that stands in many places is found in all of them."""

from collections.abc import Callable

import pytest
from django.test import Client

from faq.models import Entry, EntryRevision, Topic
from pages.clinic.models import Clinic
from pages.editing.rules import phrases
from tests.colleagues import Editor, change, make_entry
from tests.database import never_was
from tests.html import Page

pytestmark = pytest.mark.django_db


def find(editor: Editor, words: str) -> Page:
    reply = editor.get("/staff/pages/clinic/said/", {"words": words})
    assert reply.status_code == 200
    return Page(reply.content.decode())


def links(page: Page) -> list[str]:
    return [one.get("href") for one in page.tags("a") if one.is_inside(css_class="said")]


def test_each_place_is_one_click_from_its_words(dana: Editor, topic: Topic) -> None:
    rule = "Rest well. Do not drive\nuntil the **next day**.\n\n- Ask the next   DAY.\n"
    ride = make_entry(topic, "ride", title="Who drives?", body=rule)
    make_entry(topic, "food", title="May I eat?", body="Yes.")
    page = find(dana, " next  day")
    assert links(page) == [change(ride), ride.get_absolute_url()]
    said = [one.words for one in page.tags("p") if one.is_inside(css_class="said")]
    assert said[:2] == ["Do not drive until the next day.", "Ask the next DAY."]
    assert [one.words for one in page.tags("mark")] == ["next day", "next DAY"]


def test_spanish_words_lead_to_where_they_are_written(dana: Editor, entry: Entry) -> None:
    spanish = EntryRevision(document=entry, language="es", title="x", summary="Una cebra.")
    spanish.save()
    spanish.publish()
    page = find(dana, "cebra")
    assert links(page) == [f"{change(entry)}?language=es", f"/es{entry.get_absolute_url()}"]
    opened = Page(dana.get(links(page)[0]).content.decode())
    assert "Una cebra." in [one.words.strip() for one in opened.tags("textarea")]


def test_facts_in_spanish_words_are_said_in_spanish(entry: Entry) -> None:
    Clinic.objects.create(pk=1, phone="(202) 555-0142")
    words = {"document": entry, "language": "es", "title": "x", "summary": "x"}
    spanish = EntryRevision(body="{Call-us} hoy.", **words)
    spanish.save()
    spanish.publish()
    [found] = phrases.find("hoy")
    assert found.texts == ["Llámenos al (202) 555-0142 hoy."]


def test_titles_short_answers_and_facts_are_words_too(entry: Entry) -> None:
    assert [one.title for one in phrases.find("behind the")] == ["Where do I park?"]
    assert [one.title for one in phrases.find("where do i")] == ["Where do I park?"]
    Clinic.objects.create(pk=1, payment="Cash or card")
    never_was(EntryRevision.objects.get(state="live"))
    new = EntryRevision(document=entry, title="Pay", summary="x", body="We take {payment}.")
    new.save()
    new.publish()
    assert [one.sentences for one in phrases.find("cash or")] == [
        ["We take <mark>Cash or</mark> card."]
    ]


def test_drafts_and_past_words_are_not_what_visitors_read(entry: Entry) -> None:
    EntryRevision.objects.create(document=entry, title="x", summary="x", body="zebra")
    assert list(phrases.find("zebra")) == []


@pytest.mark.parametrize("words", ["(", ".*", "[a", "\\", "$", "<b>", "zebra"])
def test_what_is_not_said_is_not_found(dana: Editor, entry: Entry, words: str) -> None:
    page = find(dana, words)
    assert f"No page or answer says “{words}”" in page.main
    assert links(page) == []


def test_nothing_typed_finds_nothing(dana: Editor, entry: Entry) -> None:
    assert links(find(dana, "  ")) == []


def test_what_staff_wrote_is_only_text(dana: Editor, topic: Topic) -> None:
    make_entry(topic, title="Is <i>a</i> < b?")
    assert "<i>" not in str(dana.get("/staff/pages/clinic/said/", {"words": "Is"}).content)


def test_all_staff_may_look_and_nobody_else(
    hire: Callable[..., Editor], entry: Entry, client: Client
) -> None:
    assert len(links(find(hire("Eve", "view_page"), "behind"))) == 2
    assert client.get("/staff/pages/clinic/said/").status_code == 302


@pytest.mark.parametrize("path", ["/staff/pages/clinic/1/change/", "/staff/faq/entry/add/"])
def test_facts_and_words_lead_to_it(dana: Editor, path: str) -> None:
    page = Page(dana.get(path).content.decode())
    assert "/staff/pages/clinic/said/" in {one.get("href") for one in page.tags("a")}


@pytest.mark.usefixtures("first_edition")
def test_each_rule_offered_is_said_in_more_than_one_place() -> None:
    offered = {name: len(list(phrases.find(words))) for name, words in phrases.rules()}
    assert all(places > 1 for places in offered.values()), offered
    often = ("How long nobody drives", "A usual course", "What the FDA says", "Help in a crisis")
    assert all(offered[name] > 3 for name in often), offered


def test_a_rule_of_a_fact_is_called_as_in_its_form_and_found_whatever_the_fact_says() -> None:
    assert ("How long nobody drives", "drive") in phrases.rules()
    assert ("Prices", "$") in phrases.rules()
    clinic = Clinic(driving_rule="never", usual_course="x", fda_status="x")
    for name, phrase in phrases.rules():
        assert phrase not in (clinic.driving_rule, clinic.usual_course), name


def test_a_phrase_starts_where_a_word_does(entry: Entry) -> None:
    assert [one.texts for one in phrases.find("hind the")] == []
    assert [one.texts for one in phrases.find("behi")] == [["Behind the house."]]
