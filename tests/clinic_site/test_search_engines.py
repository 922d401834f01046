"""Search engines find every page, and nothing that is for one person."""

import re

import pytest
from django.test import Client

from faq.models import Entry
from pages.models import Page

pytestmark = pytest.mark.django_db


def test_the_sitemap_names_every_page_and_no_other(client: Client, first_edition: None) -> None:
    reply = client.get("/sitemap.xml", headers={"Host": "localhost:99"})
    found = re.findall("<loc>http://localhost(/[^<]*)</loc>", reply.content.decode())
    words = [*Page.objects.live(), *Entry.objects.live().select_related("topic")]
    expected = {document.get_absolute_url() for document in words}
    assert set(found) == expected | {"/questions/", "/contact/"}
    assert len(found) == len(set(found)) > 40
    assert b":99" not in reply.content


def test_robots_may_read_all_but_searches(client: Client) -> None:
    words = client.get("/robots.txt").content.decode()
    assert "Disallow: /questions/search/\n" in words
    assert "Sitemap: http://localhost/sitemap.xml\n" in words


@pytest.mark.parametrize("path", ["/robots.txt", "/sitemap.xml"])
def test_neither_names_what_is_for_one_person(client: Client, path: str) -> None:
    words = client.get(path).content.decode()
    assert not re.search("staff|admin|thanks|local|healthz", words.replace("//localhost", ""))
