"""What visitors read on the pages of people, places, prices and the way to start."""

import re

import pytest
from django.test import Client

from pages.clinic.models import Clinic
from pages.models import Page
from tests.colleagues import Editor
from tests.database import never_was
from tests.english import english_on
from tests.html import Page as Html
from tests.profile import (
    guide_start,
    hours,
    list_prices,
    open_place,
    say,
    show_person,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_is_open")]

TEAM, FIND_US, PRICES, START = "/team/", "/find-us/", "/prices/", "/how-to-start/"
EVERY_DAY = range(7)


def page_at(client: Client, path: str) -> Html:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return Html(answer.content.decode())


def said(page: Html) -> str:
    """What it says, on one line, with plain spaces."""
    return " ".join(page.text.replace("\N{NO-BREAK SPACE}", " ").split())


def holes(page: Html) -> list[str]:
    """Elements that hold nothing."""
    kinds = ("address", "dl", "ul", "ol", "p", "h1", "h2", "h3", "dd", "blockquote", "section")
    shown = [one for one in page.tags(*kinds) if one.is_inside("main")]
    return [page.html_of(one) for one in shown if not one.words.strip()]


# Nothing is left where nothing was entered


def test_a_place_with_hours_alone_leaves_no_hole(client: Client) -> None:
    open_place(hours=hours(0))
    open_place("uptown", hours=hours(1))
    page = page_at(client, FIND_US)
    assert holes(page) == []
    assert "The way here" not in said(page)
    assert "Our hours" in said(page)


def test_a_place_with_a_door_has_a_heading_over_it(client: Client) -> None:
    open_place(street="1 Elm St", door="Blue.")
    page = page_at(client, FIND_US)
    assert "The way here The door Blue." in said(page)
    assert [one.words for one in page.tags("address") if one.is_inside("main")] == ["1 Elm St"]


def test_prices_and_a_guide_without_a_short_answer_leave_no_hole(client: Client) -> None:
    list_prices(("session", "One session", "$450"))
    guide_start(steps="Call")
    for path in (PRICES, START):
        assert holes(page_at(client, path)) == []


def test_who_said_nothing_is_not_quoted(client: Client) -> None:
    show_person("ana", role="Nurse")
    assert not page_at(client, TEAM).tags("blockquote")
    show_person("luis", summary="I stay with you.")
    quotes = page_at(client, TEAM).tags("blockquote")
    assert [one.words.strip() for one in quotes] == ["“I stay with you.”"]


# Hours


def test_the_hours_stand_at_their_day(client: Client) -> None:
    open_place(hours="\n".join([hours(2, opens="08:00", closes="12:00"), hours(5)]))
    rows = [one.words.split() for one in page_at(client, FIND_US).tags("tr")[1:]]
    assert [" ".join(row) for row in rows] == [
        "Monday Closed",
        "Tuesday Closed",
        "Wednesday 8 am to 12 pm",
        "Thursday Closed",
        "Friday Closed",
        "Saturday 9 am to 5 pm",
        "Sunday Closed",
    ]


def todays(main: str) -> list[str]:
    """The hours of today, wherever they are said."""
    said = main.replace("\N{NO-BREAK SPACE}", " ")
    return re.findall(r"Open today, [^:]*: (\d+ am to \d+ [ap]m)", said)


def test_each_place_says_its_own_today(client: Client) -> None:
    open_place(hours=hours(*EVERY_DAY, opens="09:00", closes="17:00"))
    open_place("uptown", hours=hours(*EVERY_DAY, opens="06:00", closes="07:00"))
    main = page_at(client, FIND_US).main
    assert todays(main) == ["9 am to 5 pm", "6 am to 7 am"]


def test_a_preview_says_the_today_of_what_is_looked_at(dana: Editor) -> None:
    place = open_place(hours=hours(*EVERY_DAY))
    draft = place.revisions.get(state="live").copy_as_draft()
    draft.hours = hours(*EVERY_DAY, opens="06:00", closes="07:00")
    draft.save()
    page = Html(dana.get(f"/staff/pages/place/{place.pk}/preview/").content.decode())
    assert todays(page.main) == ["6 am to 7 am"]


def test_nothing_is_said_of_today_while_the_site_is_prepared(client: Client) -> None:

    open_place(hours=hours(*EVERY_DAY))
    open_place("uptown", hours=hours(*EVERY_DAY))
    assert "today" in said(page_at(client, FIND_US))
    Clinic.objects.update(opened_at=None)
    assert "today" not in said(page_at(client, FIND_US))


def test_search_engines_read_of_no_closed_day_that_is_past(
    client: Client, first_edition: None
) -> None:
    open_place(closed_days="2001-01-01 | Long ago\n2999-01-02 | Later")
    page = client.get("/").content.decode()
    assert "2999-01-02" in page
    assert "2001-01-01" not in page


# People


def test_a_license_is_checked_at_the_board(client: Client) -> None:
    show_person("ana", license="ST 123", license_link="https://board.example.org/ana")
    page = page_at(client, TEAM)
    links = [one for one in page.tags("a") if one.is_inside(css_class="meta")]
    assert [one.get("href") for one in links] == ["https://board.example.org/ana"]
    assert "ST 123 ( check it at the state board : Ana )" in said(page)


# Prices


def test_each_plan_says_whether_it_is_taken(client: Client) -> None:
    list_prices(plans="Plan A | yes | Call first.\nPlan B | no\nPlan C | ask")
    page = page_at(client, PRICES)
    plans = [" ".join(one.words.split()) for one in page.tags("dd")]
    assert plans == ["we take it. Call first.", "we do not take it.", "ask us first."]


def test_the_right_to_an_estimate_is_told_with_its_numbers(client: Client) -> None:
    list_prices(("session", "One session", "$450"))
    page = said(page_at(client, PRICES))
    assert "You have the right to a Good Faith Estimate" in page
    assert "you get it within 1 business day" in page
    assert "or just ask, you get it within 3" in page
    assert "If our bill is $400 or more above the estimate, you can dispute it." in page
    assert "You have 120 days from the date of the bill, and the fee is $25." in page


def test_beside_a_course_stands_that_six_were_no_better_than_one(client: Client) -> None:
    fair = "In a trial with 54 people six were no better at the end than one."
    list_prices(("session", "One session", "$450"), sessions_in_course=6)
    assert fair in said(page_at(client, PRICES))
    list_prices(("session", "One session", "$450"), sessions_in_course=None)
    assert fair not in said(page_at(client, PRICES))


# How to start


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("yes", "We take new patients. Usual wait: 2 weeks."),
        ("list", "There is a waiting list. Usual wait: 2 weeks."),
        ("no", "We take no new patients now."),
    ],
)
def test_it_says_whether_new_patients_are_taken(client: Client, answer: str, sentence: str) -> None:
    guide_start(new_patients=answer, usual_wait="2 weeks")
    page = said(page_at(client, START))
    assert sentence in page
    assert ("Usual wait" in page) == (answer != "no"), "a wait for nothing"
    assert page.count("new patients") + page.count("waiting list") == 1


def test_who_cannot_wait_reads_whom_to_call_beside_the_steps(client: Client) -> None:
    guide_start(steps="Call")
    page = page_at(client, START)
    links = {one.get("href") for one in page.tags("a") if one.is_inside("main")}
    assert {"tel:988", "sms:988"} <= links
    assert "Cannot wait? Tell us, and tell your own doctor." in said(page)


# In Spanish, when the English words are newer


def be_newer() -> None:
    """Each kind in Spanish, and in newer English words that took its place."""
    rows = ("visit", "A visit", "$100"), ("session", "A session", "$400")
    plan = "The plan we know | no"
    prices = list_prices(*rows, sessions_in_course=6, plans=plan, how_to_pay="By card.")
    say(prices, language="es", title="Precios viejos")
    say(prices, summary="What you pay.", body="More on what you pay.", not_included="The lab.")
    guide = guide_start(steps="Call us", what_we_ask="Your weight | For the dose", body="And more.")
    say(guide, language="es", title="Guía vieja")
    say(
        guide,
        new_patients="yes",
        usual_wait="2 weeks",
        if_we_say_no="We say why.",
        summary="It is.",
    )


#: Of our own words those that say it is Spanish, and none that is English too.
SPANISH = re.compile(r"\b(el|la|los|las|de|que|una?|usted|nuestr[oa]s?|pacientes|cada|para)\b")


def unmarked(page: Html) -> set[str]:
    """English that is not said to be English, but for the title of the page, which staff chose."""
    titles = {one.words.strip() for one in page.tags("title")} | {page.meta("og:title")}
    return english_on(page) - titles - {"width=device-width,initial-scale=1"}


def in_english(page: Html) -> list[str]:
    """What the page says is English."""
    return [text.strip() for element, text in page.pieces if element.language == "en"]


@pytest.mark.parametrize("path", [PRICES, START])
def test_newer_english_words_are_marked_and_ours_are_not(client: Client, path: str) -> None:
    be_newer()
    page = page_at(client, f"/es{path}")
    assert unmarked(page) == set()
    assert [text for text in in_english(page) if SPANISH.search(text)] == []


def test_old_spanish_words_on_starting_are_not_shown(client: Client) -> None:
    be_newer()
    page = said(page_at(client, f"/es{START}"))
    assert "Guía vieja" not in page
    assert "Call us" in page


def test_the_front_page_marks_english_steps_and_english_people(
    client: Client, first_edition: None
) -> None:
    be_newer()
    show_person("ana", role="Nurse for you", summary="I stay with you.")
    page = page_at(client, "/es/")
    assert unmarked(page) == set()
    marked = in_english(page)
    assert {"“I stay with you.”", "Ana", ". Nurse for you"} <= set(marked)
    assert [text for text in marked if SPANISH.search(text)] == []


def test_a_spanish_text_marks_english_steps_and_english_people(
    client: Client, first_edition: None
) -> None:
    be_newer()
    show_person("ana", role="Nurse for you", summary="I stay with you.")
    body = "::: points Así es\n- Uno | Dos\n:::\n\n::: start Se empieza\n- Tres | Cuatro\n:::"
    home = Page.objects.get(layout="home")
    never_was(home.revisions.filter(language="es"))
    ours = {"title": "Inicio", "summary": "Aquí.", "description": "Aquí.", "body": body}
    say(home, language="es", **ours)
    page = page_at(client, "/es/")
    assert unmarked(page) == set()
    marked = in_english(page)
    assert {"“I stay with you.”", ". Nurse for you", "Call us"} <= set(marked)
    assert [text for text in marked if SPANISH.search(text)] == []
