"""The page behind "In crisis?" names every line that helps, and nothing follows help on its own."""

import re

import pytest
from django.conf import settings

from pages.crisis.lines import LINES
from tests.html import Page
from tests.visit import Visit

CRISIS = "/questions/safety/i-am-in-crisis/"
THOUGHTS = "/conditions/thoughts-of-suicide/"


def links_of(page: Page) -> list[str]:
    return [one.get("href") for one in page.tags("a") if one.is_inside("main")]


def test_the_help_page_names_every_line(visits: dict[str, Visit]) -> None:
    page = visits["/help-now/"].page
    # Its own words say how to reach the Lifeline, in English and in Spanish.
    others = [line for line in LINES if line.number not in ("911", "988") or line.press == "1"]
    assert len(others) == 6
    for line in others:
        assert line.name in page.main
        assert line.call_link in links_of(page)
        assert not line.text_link or line.text_link in links_of(page)


def test_who_is_hurt_by_someone_can_leave_the_help_page(visits: dict[str, Visit]) -> None:
    page = visits["/help-now/"].page
    links = links_of(page)
    assert links.index("https://www.weather.gov/") < links.index("tel:+18007997233")
    assert "stays in your browser’s history" in page.main


def test_the_way_out_stands_once(visits: dict[str, Visit]) -> None:
    assert links_of(visits["/help-now/"].page).count("https://www.weather.gov/") == 1


def test_help_stands_alone_in_the_answer_for_a_crisis(visits: dict[str, Visit]) -> None:
    page = visits[CRISIS].page
    assert "Was this answer helpful?" not in page.main
    assert "More about" not in page.main
    assert not [one for one in page.tags("button", "form") if one.is_inside("main")]
    assert not [link for link in links_of(page) if link.startswith("/questions/safety/")]


def test_other_answers_still_ask_whether_they_helped(visits: dict[str, Visit]) -> None:
    page = visits["/questions/safety/is-ketamine-addictive/"].page
    assert "Was this answer helpful?" in page.main
    assert "More about safety" in page.main


def test_numbers_stand_before_all_else_on_the_help_page(visits: dict[str, Visit]) -> None:
    page = visits["/help-now/"].page
    links = links_of(page)
    assert links[:3] == ["tel:988", "sms:988", "tel:911"]
    assert links[3] == "https://www.weather.gov/"
    html = visits["/help-now/"].reply.body.decode()
    assert html.index('href="tel:911"') < html.index('class="scene"')
    assert page.main.index("In danger right now") < page.main.index("Leave this page")


def test_the_way_out_looks_unlike_a_call_for_help(visits: dict[str, Visit]) -> None:
    page = visits["/help-now/"].page
    inside = [one for one in page.tags("a") if one.is_inside("main")]
    classes = {one.get("href"): set(one.get("class").split()) for one in inside}
    assert "lit" in classes["tel:988"] & classes["tel:911"]
    assert "lit" not in classes["https://www.weather.gov/"]


@pytest.mark.parametrize("path", ["/help-now/", THOUGHTS])
def test_a_kind_sentence_stands_before_the_way_out(visits: dict[str, Visit], path: str) -> None:
    page = visits[path].page
    assert page.main.index("call or text 988") < page.main.index("Call 988")
    assert page.main.index("Call 911") < page.main.index("Someone watching? Leave this page")


@pytest.mark.parametrize("path", ["/help-now/", THOUGHTS])
def test_nothing_asks_for_a_message_after_it_said_to_call(
    visits: dict[str, Visit], path: str
) -> None:
    assert "Ask a person" not in visits[path].page.main


@pytest.mark.parametrize("path", ["/help-now/", THOUGHTS, CRISIS])
def test_private_is_said_with_its_limit(visits: dict[str, Visit], path: str) -> None:
    words = visits[path].page.main
    assert words.lower().count("private") == 1
    assert re.search(r"private, [^.:]*(name\. There is|with) one limit: if [^.]* send help", words)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_next_minutes_are_said_alike_on_both_pages(language: str) -> None:
    content = settings.BASE_DIR / "pages" / "content" / language
    steps = [
        re.findall(r"^\d\. .*", (content / f"{name}.md").read_text(), re.MULTILINE)
        for name in ("help-now", "thoughts-of-suicide")
    ]
    assert len(steps[0]) == 3
    assert steps[0] == steps[1]


def test_the_help_page_leads_to_more_on_such_thoughts(visits: dict[str, Visit]) -> None:
    assert THOUGHTS in links_of(visits["/help-now/"].page)


def test_poison_help_says_poison(visits: dict[str, Visit]) -> None:
    assert "Poison, or too much of a medicine or drug" in visits["/help-now/"].page.main
