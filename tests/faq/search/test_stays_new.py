"""What staff enter is found at once, and what is over is found no more."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from pages.clinic.models import Clinic
from pages.models import Page as WordsPage
from pages.revisions.gone import off_site
from tests.faq.search.results import search, shown
from tests.profile import closed, guide_start, hours, list_prices, open_place, show_person

pytestmark = pytest.mark.django_db


def say_a_fact() -> None:
    Clinic.objects.update_or_create(pk=1, defaults={"phone": "(202) 555-0199"})


CHANGES: list[tuple[str, Callable[[], object], str]] = [
    ("phone number", say_a_fact, "(202) 555-0199"),
    ("parking", lambda: open_place(parking="In the yard."), "In the yard."),
    ("hours", lambda: open_place(hours=hours(1)), "Tuesday, 9 am to 5 pm."),
    ("nurse", lambda: show_person("joy", role="Nurse"), "Nurse."),
    ("prices", lambda: list_prices(("session", "", "$450", "")), "One session: $450"),
    ("how to start", lambda: guide_start(summary="In six steps."), "In six steps."),
]


@pytest.mark.parametrize(("typed", "change", "says"), CHANGES)
def test_what_staff_enter_is_found_at_once(
    client: Client, typed: str, change: Callable[[], object], says: str
) -> None:
    assert says not in search(client, typed).main
    change()
    assert says in search(client, typed).main


def test_a_person_who_left_is_found_no_more(client: Client, first_edition: None) -> None:
    maya = show_person("maya", role="Nurse")
    assert "Maya" in search(client, "who are the doctors").main
    off_site.throw_away(maya, None, "She left.")
    assert "Maya" not in search(client, "who are the doctors").main


def test_a_page_is_found_by_its_new_words_at_once(client: Client, first_edition: None) -> None:
    assert not shown(search(client, "unicorns"))
    draft = WordsPage.objects.get(slug="choices").revisions.get(language="en", state="live")
    draft = draft.copy_as_draft()
    draft.title = "Six unicorns"
    draft.save()
    draft.publish(first_edition=True)
    assert shown(search(client, "unicorns"))[0].path == "/choices/"


def test_a_closed_day_that_has_passed_is_no_answer(client: Client) -> None:
    with time_machine.travel(datetime(2026, 12, 24, 17, tzinfo=UTC)) as clock:
        open_place(closed_days=closed("2026-12-25", "Christmas"))
        assert "December 25, 2026 (Christmas)" in search(client, "holiday hours").main
        clock.move_to(datetime(2026, 12, 26, 17, tzinfo=UTC))
        assert "Christmas" not in search(client, "holiday hours").main
