"""A medical rule that many pages say is kept once, and only a clinician changes it."""

from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from clinic_site.staff import roles
from faq.models import Entry, EntryRevision
from faq.search.index import find
from pages.clinic.models import Clinic
from pages.editing.rules.fact_places import places
from pages.markup.reading import sentences_of_html
from pages.models import Page
from tests.colleagues import Editor, change, open_site

FACTS = "/staff/pages/clinic/1/change/"

pytestmark = pytest.mark.usefixtures("first_edition")


@pytest.mark.parametrize(
    ("fact", "rule", "said"),
    [
        ("driving", "driving_rule", "at least until the next day, after a full night's sleep"),
        ("usual_course", "usual_course", "6 sessions over 2 to 3 weeks"),
        ("fda_status", "fda_status", "has not approved ketamine for depression"),
    ],
)
def test_one_change_is_seen_on_every_page_named_beside_it(
    client: Client, dana: Editor, fact: str, rule: str, said: str
) -> None:
    shown = [place.path for place in places()[fact]]
    assert len(shown) >= 2
    assert all(said in unescape(client.get(path).content.decode()) for path in shown)
    page = dana.get(FACTS).content.decode()
    assert all(f'href="{path}"' in page for path in shown)
    Clinic.objects.update(**{rule: "as we now say"})
    assert all("as we now say" in client.get(path).content.decode() for path in shown)


def sentences(client: Client, about: str) -> list[tuple[str, str]]:
    """Where visitors read a sentence with this, also in short answers, and the sentence."""
    paths = [one.get_absolute_url() for one in everything()]
    return [
        (path, sentence)
        for path in paths
        for sentence in sentences_of_html(main_of(client.get(path).content.decode()))
        if about in sentence
    ]


def everything() -> list[Page | Entry]:
    return [*Page.objects.live("en"), *Entry.objects.live("en")]


def main_of(html: str) -> str:
    return html[html.index("<main") : html.index("</main>")]


def test_another_rule_on_driving_contradicts_no_page(client: Client) -> None:
    Clinic.objects.update(driving_rule="for 24 hours")
    rules = [
        (path, sentence)
        for path, sentence in sentences(client, "not drive")
        # What the label of another medicine says, and as such.
        if "spravato" not in path and "not drive a" not in sentence
    ]
    assert len(rules) > 8
    assert [rule for rule in rules if "not drive for 24 hours" not in rule[1]] == []
    assert [rule for rule in rules if "sleep" in rule[1]] == []


def test_another_course_contradicts_no_page(client: Client) -> None:
    Clinic.objects.update(usual_course="8 sessions over 4 weeks")
    for phrase in ("6 sessions", "usual course is 6"):
        assert sentences(client, phrase) == []
    assert (
        "/questions/sessions/how-many-sessions/",
        "A usual course is 8 sessions over 4 weeks.",
    ) in sentences(client, "8 sessions over 4 weeks")


def test_the_short_answer_says_it_to_search_engines_too(client: Client) -> None:
    open_site()
    Clinic.objects.update(driving_rule="for a day & a night")
    html = client.get("/questions/transport/can-i-drive-home/").content.decode()
    assert '<meta name="description" content="No. Do not drive for a day &amp; a night.">' in html
    assert '"text":"No. Do not drive for a day \\u0026 a night."' in html
    assert "{driving}" not in html
    assert find("drive home for a night")[0].findable.name == "can-i-drive-home"


def test_words_of_an_earlier_edition_say_the_same_as_before(client: Client) -> None:
    entry = Entry.objects.get(slug="can-i-drive-home")
    words = {"document": entry, "title": "Can I drive?", "summary": "No."}
    EntryRevision.objects.filter(document=entry, language="es").delete()
    EntryRevision.objects.filter(document=entry).delete()
    old = EntryRevision(body="Do not drive {driving_rule}, after a full night's sleep.", **words)
    old.save()
    old.publish(first_edition=True)
    html = client.get(entry.get_absolute_url()).content.decode()
    assert "Do not drive at least until the next day, after a full night's sleep." in html
    assert entry.get_absolute_url() in [place.path for place in places()["driving"]]


def test_a_short_answer_names_no_fact_that_there_is_not(dana: Editor) -> None:
    entry = Entry.objects.get(slug="can-i-drive-home")
    page = dana.press(change(entry), summary="No. {drivig}").content.decode()
    assert "There is no clinic fact “drivig”" in page
    assert entry.draft("en") is None


@pytest.mark.parametrize(("role", "may"), [("Editor", False), ("Clinician", True)])
def test_only_a_clinician_changes_one(hire: Any, role: str, may: bool) -> None:
    roles.create()
    person: Editor = hire(role, "change_clinic")
    person.user.groups.add(Group.objects.get(name=role))
    person.press(FACTS, driving_rule="for 24 hours", phone="(202) 555-0143")
    clinic = Clinic.load()
    assert clinic.phone == "(202) 555-0143"
    assert (clinic.driving_rule == "for 24 hours") == may
