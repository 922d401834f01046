"""Numbers and addresses that staff type start a call or a mail where they are read."""

from time import process_time

import pytest
from django.test import Client
from django.utils.safestring import SafeString

from pages.markup.calls import with_calls, with_fax
from pages.models import Page, PageRevision
from tests.html import Page as Html


@pytest.mark.parametrize(
    ("typed", "href", "words"),
    [
        ("Call (202) 555-0142, please.", "tel:+12025550142", "(202) 555-0142"),
        ("At 202-555-0142.", "tel:+12025550142", "202-555-0142"),
        ("202.555.0142", "tel:+12025550142", "202.555.0142"),
        ("202 555 0142", "tel:+12025550142", "202 555 0142"),
        ("+1 202 555 0142", "tel:+12025550142", "+1 202 555 0142"),
        ("or 1-800-985-3059.", "tel:+18009853059", "1-800-985-3059"),
        ("(202) 555-0142 ext. 12", "tel:+12025550142;ext=12", "(202) 555-0142 ext. 12"),
        ("202-555-0142, extensión 7", "tel:+12025550142;ext=7", "202-555-0142, extensión 7"),
    ],
)
def test_a_number_starts_a_call(typed: str, href: str, words: str) -> None:
    link = f'<a href="{href}" class="nb">{words}</a>'
    assert with_calls(f"<p>{typed}</p>") == f"<p>{typed.replace(words, link)}</p>"


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("Write to rosa@example.org.", "rosa@example.org"),
        ("(o.k.f-1@mail.clinic.example)", "o.k.f-1@mail.clinic.example"),
    ],
)
def test_an_address_starts_a_mail(typed: str, address: str) -> None:
    link = f'<a href="mailto:{address}">{address}</a>'
    assert with_calls(typed) == typed.replace(address, link)


@pytest.mark.parametrize(
    "html",
    [
        '<a href="tel:+12025550142">(202) 555-0142</a>',
        '<a href="/x/"><b>Call</b><span>(202) 555-0142 or a@b.example</span></a>',
        '<img alt="202-555-0142 and a@b.example">',
        "<button>202-555-0142</button>",
        "Fax (202) 555-0143",
        "Fax: 202-555-0143",
        "The number 2025550142 is long.",
        "$202-555-0142",
        "4-202-555-0142",
        "202-555-0142-9",
        "https://clinic.example/202-555-0142",
        "911 or 988",
        "2026-11-27, 537 of 9,016",
        "@example.org and rosa@example",
        "ros&amp;a@example.org",
        "1 < 2",
    ],
)
def test_what_is_a_link_or_no_number_stays_as_it_is(html: str) -> None:
    assert with_calls(html) == html


def test_only_the_fax_beside_a_telephone_is_no_call() -> None:
    line = "Fax (202) 555-0143, doctors' line (202) 555-0144."
    assert with_calls(line).count("<a ") == 1
    assert ">(202) 555-0144</a>" in with_calls(line)


def test_for_doctors_the_fax_is_a_link_too() -> None:
    html = with_fax("Fax (202) 555-0143, doctors' line (202) 555-0144.")
    assert html.count("<a ") == 2
    assert 'href="tel:+12025550143"' in html


@pytest.mark.parametrize("sign", ["9", "202 ", "(202) 555-", "a@", "a.", "<", "<a>", "fax "])
def test_a_very_long_text_is_read_at_once(sign: str) -> None:
    began = process_time()
    with_calls(SafeString(sign * 50_000))
    assert process_time() - began < 2


@pytest.mark.django_db
def test_a_page_calls_and_keeps_what_was_typed(client: Client) -> None:
    page = Page.objects.create(slug="reach-us")
    typed = "Call (202) 555-0142 or write to rosa@clinic.example."
    words = {"language": "en", "title": "x", "summary": "Or 202-555-0145.", "body": typed}
    PageRevision.objects.create(document=page, **words).publish()
    shown = Html(client.get("/reach-us/").content.decode())
    links = [one.get("href") for one in shown.tags("a") if one.is_inside("main")]
    for href in ("tel:+12025550142", "mailto:rosa@clinic.example", "tel:+12025550145"):
        assert links.count(href) == 1
    assert PageRevision.objects.get(document=page).body == typed
