"""Whoever changes a fact sees where visitors see it."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from pytest_django import DjangoAssertNumQueries

from faq.models import Entry, EntryRevision
from pages.clinic.facts import fact_uses
from pages.editing.rules.mentions import Mention, mentions
from tests.colleagues import Editor, change
from tests.colleagues import said as text_of
from tests.html import Page
from tests.profile import open_place

FACTS = "/staff/pages/clinic/1/change/"
PARKING = Mention("Where do I park?", "/questions/visits/parking/")

pytestmark = pytest.mark.django_db


def say(entry: Entry, body: str, **more: Any) -> EntryRevision:
    """Publish these words in the place of those before."""
    words = EntryRevision(document=entry, title="Where do I park?", summary="x", body=body, **more)
    words.save()
    words.publish()
    return words


def beside(editor: Editor, field: str, form: str = FACTS) -> tuple[str, list[str]]:
    """What stands beside a field of the clinic's facts, and where its links lead."""
    page = Page(editor.get(form).content.decode())
    help_text = next(one for one in page.elements if one.get("id") == f"id_{field}_helptext")
    links = [one.get("href") for one in page.tags("a") if help_text in one.parents]
    return " ".join(help_text.words.split()), links


def test_a_field_names_the_answers_that_show_it(dana: Editor, entry: Entry) -> None:
    say(entry, "Pay like this: {payment}")
    assert beside(dana, "payment") == ("Shown on: Where do I park?", [PARKING.path])


def test_a_fact_that_only_decides_what_is_said_counts_too(dana: Editor, entry: Entry) -> None:
    say(entry, "::: unless companion\nAsk us.\n:::")
    assert beside(dana, "companion")[1] == ["/treatment-day/", PARKING.path]


def test_a_fact_nobody_says_is_not_shown_anywhere(dana: Editor, entry: Entry) -> None:
    assert beside(dana, "payment")[0] == "Not shown anywhere yet."


def test_drafts_and_past_words_are_not_named(dana: Editor, entry: Entry) -> None:
    say(entry, "{payment}")
    say(entry, "Nothing.")
    EntryRevision.objects.create(document=entry, title="x", summary="x", body="{payment}")
    assert "payment" not in mentions()


def test_a_fact_said_in_other_words_is_found(entry: Entry) -> None:
    say(entry, "Please {call-us}. {Call-us}!")
    assert mentions()["phone"].count(PARKING) == 1


def test_an_answer_in_spanish_is_named_with_its_own_address(entry: Entry) -> None:
    say(entry, "{payment}", language="es")
    assert mentions()["payment"] == [Mention("Where do I park?", f"/es{PARKING.path}")]


def test_parts_of_a_fact_are_shown_where_the_whole_is(dana: Editor, entry: Entry) -> None:
    say(entry, "{address}")
    for field in ("street", "city"):
        said, links = beside(dana, field, "/staff/pages/place/add/")
        assert "Contact, Find us, My treatment day, Where do I park?" in said
        assert "Shown on: Every page, Contact" in said
        assert links == ["/", "/contact/", "/find-us/", "/treatment-day/", PARKING.path]


def test_what_was_said_beside_a_field_stays(dana: Editor) -> None:
    assert beside(dana, "phone")[0].startswith("For example (202) 555-0142 Shown on: Every page")


def test_rows_of_hours_and_prices_say_it_too(dana: Editor, entry: Entry) -> None:
    say(entry, "{hours} {prices}")
    place, prices = change(open_place()), "/staff/pages/pricelist/add/"
    assert "Shown on: Every page, Contact" in beside(dana, "hours", place)[0]
    assert "Shown on: Contact and when we reply" in beside(dana, "closed_days", place)[0]
    assert beside(dana, "prices", prices)[0].endswith(
        "Shown on: Prices, What it may cost, Where do I park?"
    )


def test_only_the_main_place_is_shown_on_every_page(dana: Editor) -> None:
    open_place()
    other = open_place("uptown")
    other.order = 2
    other.save()
    assert "Every page" not in text_of(dana.get(change(other)))


def test_a_draft_of_a_place_before_it_is_not_the_main_one(dana: Editor) -> None:
    main = open_place()
    draft = type(main).objects.create(slug="soon", order=1)
    draft.revisions.create(title="Soon")
    main.order = 2
    main.save()
    assert "Every page" in text_of(dana.get(change(main)))
    assert "Every page" not in text_of(dana.get(change(draft)))


def test_the_title_of_an_answer_is_only_text_here(dana: Editor, entry: Entry) -> None:
    words = EntryRevision(document=entry, title="<i>a</i>", summary="x", body="{payment}")
    words.save()
    words.publish()
    assert "<i>a</i>" not in dana.get(FACTS).content.decode()


#: Templates of pages, and the pages (by the names of their views) that show each of them.
SHOWN_BY = {
    "profile/find_us.html": "pages:find_us",
    "profile/team.html": "pages:team",
    "profile/prices.html": "pages:prices",
    "profile/how_to_start.html": "pages:how_to_start",
    "sheets/treatment_day.html": "pages:treatment_day",
    "sheets/what_it_may_cost.html": "pages:what_it_may_cost",
    "contact/write.html": "contact:write",
}
FACT_IN_TEMPLATE = re.compile(r"\b(?:facts|clinic)\.([a-z_]+)")
#: Whether the site is open is no fact that staff type; the name stands on every page.
NO_FACT_OF_A_PAGE = {"is_being_prepared", "is_not_open_yet", "name"}
#: Shown beside the words for doctors, which say it too and so name their page for it.
SAID_BY_THE_WORDS = {"doctors_line"}


def facts_of(template: Path) -> set[str]:
    return set(FACT_IN_TEMPLATE.findall(template.read_text())) - NO_FACT_OF_A_PAGE


def test_every_fact_in_a_template_is_known_to_be_there() -> None:
    folder = Path(settings.BASE_DIR / "templates")
    known = {use.fact for use in fact_uses()}
    used = set()
    for template in folder.rglob("*.html"):
        if template.relative_to(folder).parts[0] != "admin":
            used |= facts_of(template)
    assert {"phone", "hours", "reply_days", "first_talk_cost"} <= used
    assert used - SAID_BY_THE_WORDS <= known


def test_the_line_for_doctors_names_the_page_that_shows_it(first_edition: None) -> None:
    assert "/for-doctors/" in [one.path for one in mentions()["doctors_line"]]


@pytest.mark.parametrize("template", SHOWN_BY)
def test_a_fact_in_the_template_of_a_page_is_known_to_be_on_that_page(template: str) -> None:
    view = SHOWN_BY[template]
    known = {use.fact for use in fact_uses() if use.view == view or use.page == "Every page"}
    assert facts_of(Path(settings.BASE_DIR / "templates" / template)) <= known


def test_the_clinics_facts_are_opened_with_few_queries(
    dana: Editor, first_edition: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(60):
        dana.get(FACTS)
