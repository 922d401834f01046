"""HTML leaves tidy: the doctype first, few blank lines, no line break inside a title or a tag."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template import Engine, Origin
from django.template.loader import render_to_string
from django.test import Client

from clinic_site.templates import Loader, tidy
from faq.models import Entry
from tests.colleagues import Editor, change
from tests.html import Page
from tests.visit import Visit

pytestmark = pytest.mark.django_db

#: Of all the lines of a page.
MOST_BLANK = 0.05
#: A tag, and in it an attribute with its value.
TAG = re.compile(r"<[a-z][^\s>]*(?:\s+[^\s=>]+(?:=(?:\"[^\"]*\"|'[^']*'|[^\s>]*))?)*\s*/?>")
ATTRIBUTE = re.compile(r"[^\s=>]+=(?:\"[^\"]*\"|'[^']*')")
#: What people type may have as many lines as they like.
TYPED = re.compile(r"(?<=>)[^<]*(?=</textarea>)|(?<=>)[^<]*(?=</pre>)")


def blank(html: str) -> float:
    """The part of its lines that has nothing on it."""
    lines = TYPED.sub("", html).splitlines()
    return sum(not line.strip() for line in lines) / len(lines)


def untidy(html: str) -> list[str]:
    """What is wrong with this page."""
    wrong = []
    if not html.lower().startswith("<!doctype html>"):
        wrong.append(f"starts with {html[:40]!r}")
    if blank(html) >= MOST_BLANK:
        wrong.append(f"{blank(html):.0%} of its lines are blank")
    titles = re.findall(r"<title[^>]*>.*?</title>", html, re.DOTALL)
    attributes = [found for tag in TAG.findall(html) for found in ATTRIBUTE.findall(tag)]
    wrong += [f"a line break in {one!r}" for one in [*titles, *attributes] if "\n" in one]
    return wrong


def all_untidy(pages: dict[str, str]) -> dict[str, list[str]]:
    return {name: untidy(html) for name, html in pages.items() if untidy(html)}


def test_public_pages_are_tidy(visits: dict[str, Visit], spanish_visits: dict[str, Visit]) -> None:
    pages = {path: v.reply.body.decode() for path, v in (visits | spanish_visits).items()}
    assert len(pages) > 110
    assert all_untidy(pages) == {}


def test_staff_pages_are_tidy(staff_pages: dict[str, str]) -> None:
    assert len(staff_pages) > 60
    assert all_untidy(staff_pages) == {}


@pytest.mark.parametrize(
    "name", ["staff_new", "staff_overdue", "staff_reviews", "staff_summary", "receipt"]
)
def test_mails_are_tidy(name: str) -> None:
    rows = [{"reference": "BS-1", "due": "today", "reply_by": "text", "with": "Luis"}]
    inquiry = {"reference": "BS-1", "crisis": True}
    html = render_to_string(f"contact/mails/{name}.html", {"rows": rows, "inquiry": inquiry})
    assert untidy(html) == []


def test_a_mail_of_plain_text_is_sent_as_it_is_written() -> None:
    mails = sorted((settings.BASE_DIR / "templates").rglob("*.txt"))
    assert len(mails) > 4
    for mail in mails:
        assert Loader(Engine()).get_contents(Origin(str(mail))) == mail.read_text()


#: Blank lines, spaces at both ends, and what looks like a template.
TYPED_WORDS = "  \n\nOne\n\n\n\n{% if it %}\n{# is #}\n{% endif %}\n  <pre>\n\n& two\n\n  "


def area(page: Any, name: str) -> str:
    """What a browser shows in this textarea: all but the line end it begins with."""
    areas = Page(page.content.decode()).tags("textarea")
    (found,) = (one for one in areas if one.get("name") == name)
    assert found.words.startswith("\n")
    return found.words.removeprefix("\n")


def test_what_visitors_typed_comes_back_byte_for_byte(first_edition: None) -> None:
    page = Client().post("/contact/", {"name": "", "message": TYPED_WORDS})
    assert area(page, "message") == TYPED_WORDS


def test_what_staff_typed_comes_back_byte_for_byte(dana: Editor, entry: Entry) -> None:
    page = dana.press(change(entry), summary="", body=TYPED_WORDS)
    assert area(page, "body") == TYPED_WORDS


class TestTidy:
    """The lines of a template that are left."""

    def test_a_line_with_nothing_but_tags_goes(self) -> None:
        assert tidy("<p>\n  {% if a %}\n    b\n  {% endif %}{# c #}\n</p>\n") == (
            "<p>\n{% if a %}    b\n{% endif %}{# c #}</p>\n"
        )

    def test_a_line_that_writes_something_stays(self) -> None:
        source = "{% translate 'a' %}\n{{ b }}\n{% if c %}d{% endif %} e\n{% url 'f' %}\n"
        assert tidy(source) == source

    def test_a_line_that_may_be_empty_goes_when_it_is(self) -> None:
        assert tidy("  {% if a %}b{% endif %}\nc\n") == "{% if a %}  b\n{% endif %}c\n"
        assert tidy("{% if a %}b{% else %}c{% endif %}\n") == (
            "{% if a %}b\n{% else %}c\n{% endif %}"
        )

    def test_the_indent_before_a_tag_goes_and_its_line_stays(self) -> None:
        assert tidy("<ul>\n  <li>a\n  b</li>\n</ul>\n") == "<ul>\n<li>a\n  b</li>\n</ul>\n"

    @pytest.mark.parametrize(
        "source",
        [
            "<pre>\n  <b>a</b></pre>\n",
            "{% blocktranslate %}\n  <b>a</b>{% endblocktranslate %}\n",
            "{% blocktranslate %}\n\n{% plural %}\n\n{% endblocktranslate %}\n",
            "<pre>\n\n{% if a %}\n{% endif %}</pre>\n",
            "<textarea name='a'>\n{{ b }}\n\n</textarea>\n",
            "{% comment %}\n\n{% endcomment %}\n",
        ],
    )
    def test_what_is_looked_up_or_shown_as_it_stands_is_not_touched(self, source: str) -> None:
        assert tidy(source) == source

    def test_lines_are_counted_as_in_the_file_while_somebody_looks_for_a_mistake(self) -> None:
        loader = Loader(Engine(debug=True))
        origin = Origin(str(settings.BASE_DIR / "templates/base.html"))
        assert loader.get_contents(origin) == Path(origin.name).read_text()
