"""The first use of a glossary word on a page leads to what it means."""

import pytest
from django.test import Client

from pages.markup.terms import with_terms, words_of
from pages.models import Page, PageRevision
from tests.html import Page as Html

GLOSSARY = """## Words

### Off-label

x

### Placebo, or dummy pill

x

### Esketamine (Spravato)

x
"""
WORDS = words_of(GLOSSARY)


def test_a_heading_may_name_a_word_in_two_ways() -> None:
    assert WORDS == {
        "off-label": "off-label",
        "placebo": "placebo-or-dummy-pill",
        "dummy pill": "placebo-or-dummy-pill",
        "esketamine": "esketamine-spravato",
        "spravato": "esketamine-spravato",
    }
    assert words_of("### TCC (en inglés, CBT)\n") == dict.fromkeys(
        ["tcc", "cbt"], "tcc-en-ingles-cbt"
    )


def test_only_the_first_use_leads_there_in_whatever_way_it_is_named() -> None:
    html = with_terms("<p>A Placebo, a dummy pill, a placebo. Off-label.</p>", WORDS)
    assert html == (
        '<p>A <a href="/glossary/#placebo-or-dummy-pill" class="term">Placebo</a>, a dummy pill, a '
        'placebo. <a href="/glossary/#off-label" class="term">Off-label</a>.</p>'
    )


@pytest.mark.parametrize(
    "html",
    [
        "<h2>Placebo</h2>",
        "<h3><b>Placebo</b></h3>",
        '<a href="/x/">a placebo</a>',
        '<a href="/x/"><span>a placebo</span></a>',
        "<summary>placebo</summary>",
        '<img alt="placebo">',
        '<p>See <a href="/glossary/#placebo-or-dummy-pill">this</a>: a placebo.</p>',
        "<p>placebos and nonplacebo, a placebo-pill</p>",
    ],
)
def test_headings_links_and_other_words_stay(html: str) -> None:
    assert with_terms(html, WORDS) == html


def test_without_a_glossary_nothing_is_done() -> None:
    assert with_terms("<p>A placebo.</p>", {}) == "<p>A placebo.</p>"


@pytest.mark.django_db
def test_pages_lead_to_the_glossary_but_itself_and_help_do_not(client: Client) -> None:
    texts = {"glossary": f"{GLOSSARY}\nA placebo.", "help-now": "A placebo.", "tale": "A placebo."}
    for slug, body in texts.items():
        page = Page.objects.create(slug=slug)
        words = {"language": "en", "title": "x", "summary": "x", "body": body}
        PageRevision.objects.create(document=page, **words).publish()

    def led_from(path: str) -> list[str]:
        page = Html(client.get(path).content.decode())
        links = [one for one in page.tags("a") if one.get("class") == "term"]
        return [one.get("href") for one in links]

    assert led_from("/tale/") == ["/glossary/#placebo-or-dummy-pill"]
    assert led_from("/glossary/") == led_from("/help-now/") == []


@pytest.mark.django_db
def test_in_spanish_it_leads_to_the_spanish_glossary(client: Client) -> None:
    for slug, body in {"glossary": "### Sedante\n\nx", "tale": "A sedative. Un sedante."}.items():
        page = Page.objects.create(slug=slug)
        for language in ("en", "es"):
            words = {"language": language, "title": "x", "summary": "x", "body": body}
            PageRevision.objects.create(document=page, **words).publish()
    page_in_spanish = client.get("/es/tale/").content.decode()
    assert '<a href="/es/glossary/#sedante" class="term">sedante</a>' in page_in_spanish
