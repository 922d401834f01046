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


def test_robots_may_read_all_but_what_is_for_one_person(client: Client) -> None:
    reply = client.get("/robots.txt")
    lines = reply.content.decode().splitlines()
    for path in ("/staff/", "/contact/thanks/", "/questions/search/"):
        assert f"Disallow: {path}" in lines
    assert "Sitemap: http://localhost/sitemap.xml" in lines
