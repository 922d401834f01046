"""A medical rule that many pages say is kept once, and only a clinician changes it."""

from html import unescape

import pytest
from django.test import Client

from faq.models import Entry, EntryRevision
from faq.search.index import find
from pages.editing.rules.mentions import mentions
from pages.markup.reading import sentences_of_html
from pages.models import Page
from tests import rules
from tests.colleagues import Editor, change, open_site
from tests.database import never_was

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
    shown = [one.path for one in mentions()[fact]]
    assert len(shown) >= 2
    assert all(said in unescape(client.get(path).content.decode()) for path in shown)
    page = dana.get(FACTS).content.decode()
    assert all(f'href="{path}"' in page for path in shown)
    rules.say(**{fact: "as we now say"})
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
    rules.say(driving="for 24 hours")
    said = [
        (path, sentence)
        for path, sentence in sentences(client, "not drive")
        # What the label of another medicine says, and as such.
        if "spravato" not in path and "not drive a" not in sentence
    ]
    assert len(said) > 8
    assert [rule for rule in said if "not drive for 24 hours" not in rule[1]] == []
    assert [rule for rule in said if "sleep" in rule[1]] == []


def test_another_course_contradicts_no_page(client: Client) -> None:
    rules.say(usual_course="8 sessions over 4 weeks")
    for phrase in ("6 sessions", "usual course is 6"):
        assert sentences(client, phrase) == []
    assert (
        "/questions/sessions/how-many-sessions/",
        "A usual course is 8 sessions over 4 weeks.",
    ) in sentences(client, "8 sessions over 4 weeks")


def test_the_short_answer_says_it_to_search_engines_too(client: Client) -> None:
    open_site()
    rules.say(driving="for a day & a night")
    html = client.get("/questions/transport/can-i-drive-home/").content.decode()
    assert '<meta name="description" content="No. Do not drive for a day &amp; a night.">' in html
    assert '"text":"No. Do not drive for a day \\u0026 a night."' in html
    assert "{driving}" not in html
    assert find("drive home for a night")[0].findable.name == "can-i-drive-home"


def test_words_of_an_earlier_edition_say_the_same_as_before(client: Client) -> None:
    entry = Entry.objects.get(slug="can-i-drive-home")
    words = {"document": entry, "title": "Can I drive?", "summary": "No."}
    never_was(EntryRevision.objects.filter(document=entry, language="es"))
    never_was(EntryRevision.objects.filter(document=entry))
    old = EntryRevision(body="Do not drive {driving_rule}, after a full night's sleep.", **words)
    old.save()
    old.publish(first_edition=True)
    html = client.get(entry.get_absolute_url()).content.decode()
    assert "Do not drive at least until the next day, after a full night's sleep." in html
    assert entry.get_absolute_url() in [one.path for one in mentions()["driving"]]


def test_a_short_answer_names_no_fact_that_there_is_not(dana: Editor) -> None:
    entry = Entry.objects.get(slug="can-i-drive-home")
    page = dana.press(change(entry), summary="No. {drivig}").content.decode()
    assert "There is no clinic fact “drivig”" in page
    assert entry.draft("en") is None
