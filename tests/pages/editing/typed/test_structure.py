"""What staff type or paste comes out as it was meant, or they read its line and what to do."""

import re
from pathlib import Path
from time import process_time

import pytest
from django.conf import settings
from django.template.loader import get_template
from django.test import Client

from faq.models import Entry
from pages.clinic.models import Clinic
from pages.markup import structure
from pages.markup.anchors import OF_THE_FRAME
from pages.markup.pasted import understood
from pages.models import Page, Person
from tests.colleagues import Editor, change, draft_of, said
from tests.html import Page as Html
from tests.profile import show_person

pytestmark = pytest.mark.django_db


def publish(dana: Editor, page: Page, body: str) -> Html:
    """The page as visitors read it, after staff typed this and said yes to every warning."""
    dana.press(change(page), body=body)
    if draft := page.draft("en"):
        draft.publish(dana.user)
    return Html(said(Client().get("/costs/")))


def article(html: Html) -> str:
    start = html.source.index('<article class="flow">')
    return html.source[start : html.source.index("</article>", start)]


# Anchors and contents


def test_each_place_on_a_page_has_a_name_of_its_own(dana: Editor, page: Page) -> None:
    heads = ["What **you** pay", "What you pay", "Main", "Contents", "More", "李", "???"]
    blocks = "::: study One\n- People | 3\n:::\n::: study One\n- People | 3\n:::\n"
    body = "\n\n".join(f"## {head}\n\nWords." for head in heads)
    html = publish(dana, page, f"{body}\n\n{blocks}\n\n## One study\n\nWords.")
    assert html.mistakes == []
    for link in html.tags("a"):
        if link.is_inside(css_class="contents"):
            named = [one for one in html.elements if f"#{one.get('id')}" == link.get("href")]
            assert [(one.tag, one.words) for one in named] == [("h2", link.words)]


def test_the_list_of_contents_is_plain_words(dana: Editor, page: Page) -> None:
    dana.press("/staff/pages/clinic/1/change/", phone="(202) 555-0142")
    heads = [
        "What **you** pay",
        "See [the list](/costs/)",
        "Call {phone}",
        "`A` & B",
        "One <!-- x -->",
        "Two",
        "Three",
    ]
    html = publish(dana, page, "\n\n".join(f"## {head}" for head in heads))
    others = ["A & B", "One", "Two", "Three"]
    (listed,) = [one for one in html.tags("nav") if one.get("class") == "contents"]
    items = [" ".join(one.words.split()) for one in html.tags("li") if listed in one.parents]
    assert items == ["What you pay", "See the list", "Call (202) 555-0142", *others]
    assert "<strong>" not in html.html_of(listed)


def test_people_of_one_page_may_use_the_same_headings(dana: Editor) -> None:
    for name in ("ana", "bo"):
        show_person(name, body="## Training\n\nYears of it.\n")
    assert Html(said(Client().get("/team/"))).mistakes == []
    assert Person.objects.count() == 2


def test_every_name_the_frame_gives_is_kept_from_words() -> None:
    given = set[str]()
    for folder in ("", "components", "contact", "faq", "layout", "pages", "profile", "sheets"):
        for file in sorted((Path(settings.BASE_DIR) / "templates" / folder).rglob("*.html")):
            if "admin" not in file.parts:
                assert get_template(str(file.relative_to(settings.BASE_DIR / "templates")))
                given |= set(re.findall(r'\bid="([^"{]+)"', file.read_text("utf-8")))
    assert given - OF_THE_FRAME == set()


# What is understood

LISTS = {
    "•\tOne\n•\tTwo": ["One", "Two"],
    "· One\n· Two": ["One", "Two"],
    "o\tOne\no\tTwo": ["One", "Two"],
    "–\tOne\n–\tTwo": ["One", "Two"],
    "– One\n– Two": ["One", "Two"],
    "\uf0b7\tOne\n\uf0b7\tTwo": ["One", "Two"],
    "▪  One\n▪  Two": ["One", "Two"],
    "●One\n●Two": ["One", "Two"],
    "Bring:\n•\tOne\n•\tTwo\nThat is all.": ["One", "Two"],
    "·\xa0\xa0\xa0\xa0One\n·\xa0\xa0\xa0\xa0Two": ["One", "Two"],
    "(1) One\n(2) Two": ["One", "Two"],
    "1.\tOne\n2.\tTwo": ["One", "Two"],
    "::: checklist\n•\tOne\n*\tTwo\n:::": ["One", "Two"],
}


@pytest.mark.parametrize("pasted", LISTS)
def test_a_list_pasted_from_word_is_a_list(dana: Editor, page: Page, pasted: str) -> None:
    html = Html(article(publish(dana, page, pasted)))
    assert [one.words.strip() for one in html.tags("li")] == LISTS[pasted]
    assert not re.search("[•·●▪–\uf0b7]", html.text)


def test_bullets_below_bullets_stay_below_them(dana: Editor, page: Page) -> None:
    html = Html(article(publish(dana, page, "•\tOne\no\tBelow one\n•\tTwo\n\nAfter.")))
    below = [one.words for one in html.tags("li") if one.is_inside("li")]
    assert below == ["Below one"]
    assert [one.words for one in html.tags("p")][-1] == "After."


@pytest.mark.parametrize(
    "pasted",
    [
        "Plan\tIt pays\nAetna\t$5\nCigna\t\nAsk us.",
        "| Plan | It pays |\n| Aetna | $5 |\n| Cigna | |\n\nAsk us.",
        "| Plan | It pays |\n|---|---|\n| Aetna | $5 |\n| Cigna | |\nAsk us.",
    ],
)
def test_a_table_pasted_with_tabs_or_typed_without_dashes_is_a_table(
    dana: Editor, page: Page, pasted: str
) -> None:
    html = Html(article(publish(dana, page, pasted)))
    assert [one.words for one in html.tags("th")] == ["Plan", "It pays"]
    assert [one.words for one in html.tags("td")] == ["Aetna", "$5", "Cigna", ""]
    assert html.tags("p")[-1].words == "Ask us."


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Open <!-- TODO ask\nDr. Lee --> daily.", "Open\ndaily."),
        ("##Heading", '<h2 id="heading">Heading</h2>'),
        ("\tA first line set in.", "<p>A first line set in.</p>"),
        ("3. Third\n4. Fourth", '<ol start="3">'),
        ("Zero\u200bwidth", "<p>Zerowidth</p>"),
        ("::: Status\nWords.\n:::", '<div class="status flow">'),
        ("  ::: status\n  Words.\n  :::", '<div class="status flow">'),
        ("<https://www.fda.gov/x>", '<a href="https://www.fda.gov/x">'),
        ("<desk@clinic.org>", '<a href="mailto:desk@clinic.org">'),
        ("::: status\n[x][1]\n:::\n\n[1]: /costs/", '<a href="/costs/">x</a>'),
        (
            "::: index\n- [x][1] | y\n- [F](https://www.fda.gov/) | z\n:::",
            'href="https://www.fda.gov/"',
        ),
    ],
)
def test_what_can_be_understood_is(dana: Editor, page: Page, typed: str, shown: str) -> None:
    assert shown in article(publish(dana, page, typed))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("[Call us](tel:{phone})", '<a href="tel:+12025550142">Call us</a>'),
        ("[Call {phone}]({phone})", '<a href="tel:+12025550142">Call (202) 555-0142</a>'),
        ("[Text us](sms:{phone})", '<a href="sms:+12025550142">Text us</a>'),
        ("[At night](tel:{night_phone})", "<a>At night</a>"),
        ("::: index\n- [Call {phone}](/costs/) | x\n:::", "<b>Call (202) 555-0142</b>"),
    ],
)
def test_a_number_of_the_clinic_works_in_a_link(
    dana: Editor, page: Page, typed: str, shown: str
) -> None:
    Clinic.objects.update_or_create(pk=1, defaults={"phone": "(202) 555-0142"})
    assert shown in article(publish(dana, page, typed))


# What is stored


def test_words_without_a_slip_go_live_at_once(dana: Editor, page: Page) -> None:
    body = (
        "Words & signs: 5 * 3 < 20, a – b, (a) this, $5/hour (so).\n\n## Heading\n\n1. One\n"
        "   - Below\n2. Two\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n[Here](#heading)\n"
    )
    dana.publish(change(page), body=body)
    assert page.draft("en") is None
    assert "Below" in said(Client().get("/costs/"))


def test_the_draft_holds_what_was_understood(dana: Editor, page: Page) -> None:
    dana.press(change(page), body="•\tOne\r\n•\tTwo\r\nAfter { phone }.")
    assert draft_of(page).body == "- One\n- Two\n\nAfter {phone}.\n"


@pytest.mark.parametrize("item", ["- · Most people", "- • Most people", "* \uf0b7\xa0 Most people"])
def test_a_bullet_that_came_along_into_an_item_goes(item: str) -> None:
    assert understood(item) == f"{item[0]} Most people"


# What is published


@pytest.mark.usefixtures("first_edition")
def test_the_first_edition_is_understood_as_it_stands_and_has_no_slip() -> None:
    there = [*Page.every_revision(), *Entry.every_revision()]
    assert len(there) > 200
    assert {str(one): found for one in there if (found := structure.look_at(one.body))} == {}
    changed = [str(one) for one in there if understood(one.body) != one.body]
    assert changed == []


@pytest.mark.parametrize(
    "sign", ["•\t{}\n", "{}\t{}\n", "# {}\n", "<!-- {}\n", "1. {}\n\n", "[{}][1]\n"]
)
def test_a_very_long_paste_takes_no_more_than_its_length(sign: str) -> None:
    def seconds(many: int) -> float:
        text, began = sign.format("a", "b") * many, process_time()
        understood(text)
        structure.look_at(text)
        return process_time() - began

    seconds(10)
    # Four times the length; the square of it would take sixteen times as long.
    assert seconds(2_000) < max(10 * seconds(500), 0.5)
