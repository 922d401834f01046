"""The figures say how fast we reply, truly, to those who see and to those who listen."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from contact.inbox import figures, reply_times
from contact.inbox.figures import Week
from contact.models import Inquiry
from tests.contact.clock import new_york
from tests.contact.desk import INBOX, save
from tests.html import Page

Make = Callable[..., Inquiry]
NOW = new_york(11, 25, 12)


@pytest.fixture
def came(make_inquiry: Make) -> Callable[..., Inquiry]:
    """A message that came in then and was replied to so many hours later, or not."""

    def make(at: datetime, hours: float | None = None, **values: Any) -> Inquiry:
        replied = {"replied_at": at + timedelta(hours=hours), "status": "waiting"} if hours else {}
        values = {"due_at": at + timedelta(hours=24)} | replied | values
        return make_inquiry(received_at=at, **values)

    return make


def test_each_week_counts_in_time_late_and_not_yet(came: Any) -> None:
    monday = new_york(11, 23, 9)
    came(monday, 2)
    came(monday, 4)
    came(monday, 30)
    came(monday)
    came(new_york(11, 25, 9))
    came(monday, status="held", held_reason="links")
    came(monday, status="done")
    this_week = figures.weeks(NOW)[-1]
    assert (this_week.in_time, this_week.late, this_week.not_yet) == (2, 2, 1)
    assert this_week.median_hours == 4


def test_a_week_begins_on_monday_on_the_clinics_clock(came: Any) -> None:
    came(new_york(11, 22, 23, 30), 1)
    came(new_york(11, 23, 0, 30), 1)
    assert [week.received for week in figures.weeks(NOW)[-2:]] == [1, 1]


def test_the_first_moment_of_the_first_week_counts_and_none_before(came: Any) -> None:
    first = new_york(9, 7, 0)
    came(first, 1)
    came(first - timedelta(seconds=1), 1)
    assert [week.received for week in figures.weeks(NOW)] == [1] + 11 * [0]


def test_a_reply_in_the_last_moment_is_in_time(came: Any) -> None:
    came(new_york(11, 23, 9), 24)
    came(new_york(11, 24, 12))
    this_week = figures.weeks(NOW)[-1]
    assert (this_week.in_time, this_week.late, this_week.not_yet) == (1, 0, 1)


def test_a_bar_stands_on_the_floor_and_its_parts_on_each_other() -> None:
    chart = reply_times.chart([Week(NOW.date(), in_time=2, late=1, not_yet=1), Week(NOW.date())])
    assert chart.top == 4
    parts = [(part.kind, part.x, part.y, part.height) for part in chart.parts]
    assert parts == [("in_time", 5, 60, 60), ("late", 5, 30, 30), ("open", 5, 0, 30)]


def test_what_is_older_than_the_chart_is_left_out(came: Any) -> None:
    came(NOW - timedelta(weeks=14), 1)
    assert sum(week.received for week in figures.weeks(NOW)) == 0


def test_the_first_reply_is_when_the_status_leaves_new(desk: Client, make_inquiry: Make) -> None:
    inquiry = make_inquiry()
    save(desk, inquiry, status="new")
    inquiry.refresh_from_db()
    assert inquiry.replied_at is None
    save(desk, inquiry, status="waiting")
    inquiry.refresh_from_db()
    first = inquiry.replied_at
    assert first is not None
    save(desk, inquiry, status="done")
    inquiry.refresh_from_db()
    assert inquiry.replied_at == first


def test_closing_advertising_is_no_reply(desk: Client, make_inquiry: Make) -> None:
    inquiry = make_inquiry(status="held", held_reason="links")
    save(desk, inquiry, status="done")
    inquiry.refresh_from_db()
    assert inquiry.replied_at is None


def test_the_page_says_in_words_what_the_chart_draws(desk: Client, came: Any) -> None:
    now = timezone.now()
    came(now - timedelta(hours=5), 3)
    came(now - timedelta(hours=50), 40, due_at=now - timedelta(hours=45))
    html = desk.get(f"{INBOX}figures/").content.decode()
    words = Page(html).main
    assert "half of the first replies came within 21.5 hours" in words
    assert "Of 2 messages whose reply came or is late, 1 had it in the time we promised." in words
    assert "not due yet" not in words
    assert html.count('class="bar-in_time"') == html.count('class="bar-late"') == 1
    assert 'role="img"' in html


def test_a_reply_within_minutes_is_told_in_minutes_and_what_is_not_due_counts_apart(
    desk: Client, came: Any
) -> None:
    now = timezone.now()
    came(now - timedelta(hours=1), 0.2)
    came(now - timedelta(hours=1))
    words = Page(desk.get(f"{INBOX}figures/").content.decode()).main
    assert "the one first reply came after 12 minutes." in words
    assert "Of 1 message whose reply came or is late, 1 had it in the time we promised." in words
    assert "1 waits for a reply that is not due yet." in words


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (0.001, "1 minute"),
        (0.99, "59 minutes"),
        (1, "1 hour"),
        (21.5, "21.5 hours"),
        (72, "3 days"),
    ],
)
def test_a_time_is_told_as_people_say_it(hours: float, words: str) -> None:
    assert figures.in_words(hours) == words


def test_an_empty_inbox_has_figures_too(desk: Client) -> None:
    html = desk.get(f"{INBOX}figures/").content.decode()
    assert "There is no reply to count" in html


def test_others_do_not_see_them(db: None) -> None:
    assert Client().get(f"{INBOX}figures/").status_code == 302
