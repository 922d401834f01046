"""Links lead to the language of the page, and only links to pages of ours that are there in it."""

import pytest
from django.test import Client
from django.utils import translation
from django.utils.safestring import SafeString

from faq.models import Entry, EntryRevision, Topic
from pages.languages import Signposts
from pages.models import Layout, Page, PageRevision
from tests.colleagues import make_entry


@pytest.fixture
def spanish(topic: Topic) -> Entry:
    """An answer that is there in Spanish too."""
    entry = make_entry(topic)
    EntryRevision.objects.create(document=entry, language="es", title="x", summary="x").publish()
    return entry


def test_of_all_links_only_ours_to_a_spanish_page_are_turned(spanish: Entry) -> None:
    here = spanish.get_absolute_url()
    kept = [
        f"//www.example.org{here}",
        f"https://www.example.org{here}",
        "/no/such/page/",
        "#below",
    ]
    links = SafeString("".join(f'<a href="{link}">x</a>' for link in [*kept, here, f"{here}#a"]))
    turned = links.replace(f'"{here}', f'"/es{here}')
    assert Signposts(f"/es{here}").turn_links(links) == turned
    assert Signposts(here).turn_links(links) == links


def test_a_link_to_a_page_that_is_only_english_says_so(spanish: Entry) -> None:
    here = f"/es{spanish.get_absolute_url()}"
    english = make_entry(spanish.topic, "english-only").get_absolute_url()
    told = f'<a href="{english}" hreflang="en">it (en inglés)</a>'
    links = SafeString(
        f'<a href="{english}#a">the <i>other</i></a> <a href="{here}">this</a> {told}'
        f' <a href="{english}"><b>Name</b><span>what it says</span></a>'
    )
    said = (
        f'<a href="{english}#a" hreflang="en">the <i>other</i> (en inglés)</a>'
        f' <a href="{here}">this</a> {told}'
        f' <a href="{english}" hreflang="en"><b>Name (en inglés)</b><span>what it says</span></a>'
    )
    with translation.override("es"):
        assert Signposts(here).turn_links(links) == said


def test_without_a_database_all_but_what_is_shipped_is_english(spanish: Entry) -> None:
    here = spanish.get_absolute_url()
    links = SafeString(f'<a href="{here}">x</a><a href="/help-now/">y</a>')
    turned = Signposts(f"/es{here}", silent=True).turn_links(links)
    assert f'<a href="{here}" hreflang="en">' in turned
    assert '<a href="/es/help-now/">y</a>' in turned


def test_what_is_nowhere_in_spanish_leads_to_the_front_page_in_it(spanish: Entry) -> None:
    home = Page.objects.create(slug="home", layout=Layout.HOME)
    for language in ("en", "es"):
        words = {"language": language, "title": "x", "summary": "x"}
        PageRevision.objects.create(document=home, **words).publish()
    make_entry(spanish.topic, "english-only")
    for path in ("/questions/visits/english-only/", "/no/such/page/"):
        assert [one.path for one in Signposts(path).elsewhere()] == ["/es/"]
    here = spanish.get_absolute_url()
    assert [one.path for one in Signposts(here).elsewhere()] == [f"/es{here}"]
    assert [one.path for one in Signposts(f"/es{here}").elsewhere()] == [here]


@pytest.mark.django_db
def test_a_list_of_no_answers_in_any_language_is_only_there_in_english() -> None:
    assert Client().get("/questions/").status_code == 200
    assert Client().get("/es/questions/").status_code == 404
