"""Whether today is an open day is said where the hours stand, and on that day alone."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.wsgi import get_wsgi_application
from django.test import Client

from clinic_site.front.page_cache import PageCache
from pages.models import Clinic
from pages.revisions import content_version
from tests.profile import WEEKDAYS, closed, hours, open_place, say
from tests.wsgi import ask

#: In New York it is still, and no longer, the 26th: in UTC both are the 27th.
LATE = datetime(2026, 11, 27, 4, 55, tzinfo=UTC)
AFTER_MIDNIGHT = datetime(2026, 11, 27, 5, 5, tzinfo=UTC)
SAID = "Closed today, November 26 (Thanksgiving). We open Friday at 9\N{NO-BREAK SPACE}am."
NEXT_DAY = "Open today, November 27: 9\N{NO-BREAK SPACE}am to 5\N{NO-BREAK SPACE}pm."

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clinic(first_edition: None, site_is_open: None) -> Iterator[None]:
    place = open_place(
        street="1 Elm St", hours=hours(*WEEKDAYS), closed_days=closed("2026-11-26", "Thanksgiving")
    )
    say(place, language="es", title="La clínica")
    with time_machine.travel(LATE, tick=False):
        yield


def read(path: str) -> str:
    return Client().get(path).content.decode()


@pytest.mark.parametrize(("path", "times"), [("/", 2), ("/find-us/", 2), ("/treatment/", 1)])
def test_a_closed_day_is_said_where_the_hours_stand(path: str, times: int) -> None:
    assert read(path).count(SAID) == times


@pytest.mark.parametrize("path", ["/", "/find-us/"])
def test_an_open_day_is_said_with_its_hours(path: str) -> None:
    with time_machine.travel(AFTER_MIDNIGHT, tick=False):
        page = read(path)
    assert NEXT_DAY in page
    assert "Closed today" not in page


@pytest.mark.parametrize("path", ["/", "/find-us/"])
def test_a_site_that_is_being_prepared_says_nothing_of_today(path: str) -> None:
    Clinic.objects.update(opened_at=None)
    assert " today, " not in read(path)


def test_a_reason_typed_in_english_is_said_in_spanish() -> None:
    page = read("/es/find-us/")
    assert "Hoy, 26 de noviembre, está cerrado (" in page
    assert "está cerrado (Thanksgiving" not in page


@pytest.mark.parametrize("path", ["/", "/find-us/"])
def test_no_kept_page_says_it_after_midnight_where_the_clinic_is(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clinic_site.front.editions._PAUSE", 0)
    content_version.install_triggers()
    site = PageCache(get_wsgi_application())
    assert SAID in ask(site, path).body.decode()
    assert SAID in ask(site, path).body.decode()
    with time_machine.travel(AFTER_MIDNIGHT, tick=False):
        page = ask(site, path).body.decode()
    assert NEXT_DAY in page
    assert "Closed today" not in page


def test_closed_days_are_listed_with_their_year() -> None:
    assert "Thursday, November 26, 2026" in read("/find-us/")


@pytest.mark.parametrize("path", ["/", "/treatment/"])
def test_no_line_breaks_within_a_time(path: str) -> None:
    page = read(path)
    assert "9\N{NO-BREAK SPACE}am to 5\N{NO-BREAK SPACE}pm" in page
    assert "9 am to 5 pm" not in page
