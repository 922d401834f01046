"""Search engines find every page, and nothing that is for one person."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest
import time_machine
from django.test import Client

from faq.models import Entry, Topic
from pages.clinic.models import Clinic
from pages.models import Page, PageRevision
from tests.colleagues import draft_of, make_entry
from tests.profile import guide_start, list_prices, open_place, show_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_is_open")]

#: Spanish ones are forbidden before any answer is in Spanish: people may search already.
SEARCHES = "Disallow: /questions/search/\nDisallow: /es/questions/search/\n"


def test_before_the_site_opens_the_sitemap_is_empty(client: Client, topic: Topic) -> None:
    make_entry(topic)
    Clinic.objects.update(opened_at=None)
    reply = client.get("/sitemap.xml")
    assert reply.status_code == 200
    assert b"<loc>" not in reply.content


def test_before_the_site_opens_robots_read_that_they_may_not_list_it(client: Client) -> None:
    """A page that they may not read could not tell them so."""
    Clinic.objects.update(opened_at=None)
    words = client.get("/robots.txt").content.decode()
    assert words == f"User-agent: *\n{SEARCHES}"


def test_the_sitemap_names_every_page_and_no_other(client: Client, first_edition: None) -> None:
    reply = client.get("/sitemap.xml", headers={"Host": "localhost:99"})
    found = re.findall("<loc>http://localhost(/[^<]*)</loc>", reply.content.decode())
    words = [*Page.objects.live("en"), *Entry.objects.live("en").select_related("topic")]
    expected = {document.get_absolute_url() for document in words}
    shipped = {"/es/", "/es/help-now/", "/es/contact/", "/treatment-day/", "/es/treatment-day/"}
    topics = {topic.get_absolute_url() for topic in Topic.objects.with_answers("en")}
    assert len(topics) > 8
    assert set(found) == expected | topics | {"/questions/", "/contact/"} | shipped
    assert len(found) == len(set(found)) > 40
    assert b":99" not in reply.content


def test_each_search_is_forbidden_once(client: Client, topic: Topic) -> None:
    make_entry(topic)
    words = client.get("/robots.txt").content.decode()
    assert re.findall("Disallow: (.*)", words) == ["/questions/search/", "/es/questions/search/"]


def test_robots_may_read_all_but_searches(client: Client) -> None:
    words = client.get("/robots.txt").content.decode()
    assert SEARCHES in words
    assert "Sitemap: http://localhost/sitemap.xml\n" in words


@pytest.mark.parametrize("path", ["/robots.txt", "/sitemap.xml"])
def test_neither_names_what_is_for_one_person(client: Client, path: str) -> None:
    words = client.get(path).content.decode()
    assert not re.search("staff|admin|thanks|local|healthz", words.replace("//localhost", ""))


def test_each_page_says_when_its_words_changed(client: Client, topic: Topic) -> None:
    """The list changed with its newest answer, the form with the page that was there first."""
    days = iter(range(1, 29))

    def publish(document: Any) -> str:
        day = f"2026-01-{next(days):02}"
        with time_machine.travel(f"{day}T17:00Z"):
            words = {"document": document, "title": "x", "summary": "x"}
            document.revisions.model(**words).save()
            draft_of(document).publish(first_edition=True)
        return day

    first = publish(Page.objects.create(slug="cars"))
    answer = publish(Entry.objects.create(topic=topic, slug="a"))
    home = publish(Page.objects.create(slug="home", layout="home"))
    newest = publish(Entry.objects.create(topic=topic, slug="b"))
    reply = client.get("/sitemap.xml").content.decode()
    found = dict(re.findall("<loc>http://localhost([^<]*)</loc><lastmod>([^<]*)</lastmod>", reply))
    assert found == {
        "/cars/": first,
        "/": home,
        "/questions/visits/a/": answer,
        "/questions/visits/b/": newest,
        "/questions/visits/": newest,
        "/questions/": newest,
        "/contact/": first,
    }


def test_what_the_clinic_says_of_itself_is_named_by_its_pages(client: Client) -> None:
    """Two people are one page."""
    show_person("ana")
    show_person("ben")
    open_place()
    list_prices(("course", "Course", "400"))
    guide_start()
    reply = client.get("/sitemap.xml").content.decode()
    found = re.findall("<loc>http://localhost(/(?!es/)[^<]*)</loc>", reply)
    worksheet = "/prices/what-it-may-cost/"
    of_documents = ["/find-us/", "/how-to-start/", "/prices/", "/team/"]
    assert sorted(found) == sorted([*of_documents, worksheet, "/treatment-day/"])


def test_without_a_front_page_the_form_is_not_named(client: Client, topic: Topic) -> None:
    make_entry(topic)
    reply = client.get("/sitemap.xml").content.decode()
    assert "/questions/<" in reply
    assert "localhost/contact/<" not in reply


def test_pages_in_spanish_are_named_with_their_own_addresses(client: Client) -> None:
    home = Page.objects.create(slug="home", layout="home")
    for language in ("en", "es"):
        words = {"document": home, "language": language, "title": "x", "summary": "x"}
        PageRevision.objects.create(**words).publish(first_edition=True)
    reply = client.get("/sitemap.xml").content.decode()
    found = re.findall("<loc>http://localhost(/[^<]*)</loc>", reply)
    day = ["/treatment-day/", "/es/treatment-day/"]
    assert set(found) == {"/", "/contact/", "/es/", "/es/contact/", "/es/help-now/", *day}
    assert len(found) == len(set(found))


def test_what_is_there_in_two_languages_is_named_as_one_page(client: Client) -> None:
    both, english = Page.objects.create(slug="cars"), Page.objects.create(slug="trains")
    for page, language in ((both, "en"), (both, "es"), (english, "en")):
        words = {"document": page, "language": language, "title": "x", "summary": "x"}
        PageRevision.objects.create(**words).publish(first_edition=True)
    reply = client.get("/sitemap.xml")
    names = {"": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    alike = {
        url.findtext("loc", namespaces=names): [
            (link.get("hreflang"), link.get("href"))
            for link in url.iter("{http://www.w3.org/1999/xhtml}link")
        ]
        for url in ElementTree.fromstring(reply.content)  # noqa: S314  # Our own.
    }
    editions = [("en", "http://localhost/cars/"), ("es", "http://localhost/es/cars/")]
    assert alike["http://localhost/cars/"] == alike["http://localhost/es/cars/"] == editions
    assert alike["http://localhost/trains/"] == []


def test_the_day_of_a_change_is_the_day_where_the_clinic_is(client: Client) -> None:
    """At half past eleven at night in New York it is the next day in London."""
    page = Page.objects.create(slug="cars")
    with time_machine.travel("2026-11-04T04:30Z"):
        PageRevision.objects.create(document=page, title="x", summary="x").publish(
            first_edition=True
        )
    assert "<lastmod>2026-11-03</lastmod>" in client.get("/sitemap.xml").content.decode()
