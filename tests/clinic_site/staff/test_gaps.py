"""One report tells staff what people look for and do not find."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from clinic_site.staff import gaps
from faq.counts.retention import DAYS
from faq.counts.unanswered import fingerprint
from faq.models import Entry, Topic, UnansweredSearch, Vote
from faq.search.index import indexes
from pages.clinic.hours import last_mondays
from tests.colleagues import Editor, change
from tests.html import Page

Make = Callable[..., Any]
MONDAY = datetime(2026, 11, 23, 17, tzinfo=UTC)


@pytest.fixture(autouse=True)
def new_index() -> None:
    indexes.forget()


def report(editor: Editor) -> Page:
    reply = editor.get("/staff/faq/gaps/")
    assert reply.status_code == 200
    return Page(reply.content.decode())


def looked_for(words: str, count: int = 1, ago: int = 0) -> None:
    day = timezone.localdate() - timedelta(days=ago)
    UnansweredSearch.objects.create(words=words, day=day, count=count)


def looked_for_rarely(words: str, ago: int = 0) -> None:
    day = timezone.localdate() - timedelta(days=ago)
    UnansweredSearch.objects.create(fingerprint=fingerprint(words), day=day, count=1)


def voted(entry: Entry, no: int = 0, yes: int = 0, ago: int = 0, language: str = "en") -> None:
    day = timezone.localdate() - timedelta(days=ago)
    for helpful, count in ((False, no), (True, yes)):
        Vote.objects.create(entry=entry, language=language, day=day, helpful=helpful, count=count)


def test_a_search_in_vain_is_one_click_from_its_answer(dana: Editor) -> None:
    looked_for("wifi", count=2)
    looked_for("wifi", count=3, ago=20)
    page = report(dana)
    assert "wifi 5 times, last" in page.main
    link = next(one for one in page.tags("a") if one.words == "Write an answer to wifi")
    assert dana.fields(link.get("href"))["title"] == "wifi"


def test_of_rare_searches_only_their_number_is_shown(dana: Editor) -> None:
    looked_for("wifi")
    for words, ago in (("pets", 0), ("pets", 1), ("rain", 0)):
        looked_for_rarely(words, ago)
    page = report(dana)
    rare = "2 other searches were asked on fewer than three days; their words are not kept."
    assert rare in page.main
    assert "None" not in page.main
    cells = [one.words for one in page.tags("td") if one.is_inside("tbody")]
    assert sum(int(cell) for cell in cells[::3]) == 4


def test_one_rare_search_alone_is_not_called_another(dana: Editor) -> None:
    looked_for_rarely("pets")
    words = report(dana).main
    assert "1 search was asked on fewer than three days; its words are not kept." in words
    assert "Every search found an answer" not in words


def test_a_search_that_finds_an_answer_by_now_leads_to_it(dana: Editor, entry: Entry) -> None:
    looked_for("park")
    page = report(dana)
    assert "Finds now: Where do I park?" in page.main
    assert change(entry) in {one.get("href") for one in page.tags("a")}
    assert "Write an answer to park" not in page.main


def test_answers_that_helped_least_come_first(dana: Editor, entry: Entry, topic: Topic) -> None:
    other = entry.topic.entries.create(slug="rides", order=2)
    other.revisions.create(title="Who takes me home?", summary="A friend.").publish()
    voted(entry, no=2, yes=9)
    voted(entry, no=1, ago=30)
    voted(other, no=7, yes=1, language="es")
    page = report(dana)
    assert "Where do I park? 3 No, 9 Yes" in page.main
    assert "Who takes me home? 7 No, 1 Yes, Español" in page.main
    assert page.main.index("Who takes me home?") < page.main.index("Where do I park?")
    assert change(other) in {one.get("href") for one in page.tags("a")}


def test_an_answer_everyone_liked_is_not_in_doubt(dana: Editor, entry: Entry) -> None:
    voted(entry, yes=3)
    assert "Where do I park?" not in report(dana).main


def test_the_drawing_and_the_table_say_the_same(dana: Editor, make_inquiry: Make) -> None:
    with time_machine.travel(MONDAY):
        dana.force_login(dana.user)
        looked_for("wifi", count=4)
        looked_for("wifi", count=3, ago=7)
        looked_for("pets", count=2, ago=9)
        make_inquiry()
        page = report(dana)
    cells = [one.words for one in page.tags("th", "td") if one.is_inside("tbody")]
    rows = [cells[at : at + 4] for at in range(0, len(cells), 4)]
    assert rows[0] == ["Nov 23", "4", "0", "1"]
    assert rows[1] == ["Nov 16", "3", "0", "0"]
    assert rows[2] == ["Nov 9", "2", "0", "0"]
    drawing, *_ = [one for one in page.tags("svg") if one.get("role") == "img"]
    named = drawing.get("aria-labelledby").split()
    said = " ".join(one.words for one in page.elements if one.get("id") in named)
    assert "Searches without an answer by week" in said
    assert said.endswith("0, 2, 3, 4.")
    bars = [one for one in page.tags("rect") if one.parents[-1] is drawing]
    assert [bar.get("height") for bar in bars] == ["30", "45", "60"]


def test_it_looks_back_as_far_as_counts_are_kept(dana: Editor) -> None:
    """On a Sunday the first Monday is longest ago."""
    with time_machine.travel(MONDAY + timedelta(days=6)):
        dana.force_login(dana.user)
        looked_for("first", ago=DAYS)
        looked_for("before", ago=DAYS + 1)
        looked_for("tomorrow", ago=-1)
        words = report(dana).main
    assert len(last_mondays(timezone.localdate(), gaps.WEEKS)) == gaps.WEEKS
    assert "first" in words
    assert "before" not in words
    assert "tomorrow" not in words


def test_messages_are_counted_and_not_read(dana: Editor, make_inquiry: Make) -> None:
    make_inquiry(about="me", language="es", name="Zed Quill", message="xylophone")
    make_inquiry(about="me")
    make_inquiry(about="patient", status="held", held_reason="links")
    make_inquiry(about="other", received_at=timezone.now() - timedelta(days=200))
    words = report(dana).main
    assert re.search(r"Me 2 ?Someone I care about 0 ?My patient 0 ?Not said 0", words)
    assert re.search(r"English 1 ?Español 1", words)
    assert not re.search("Zed|Quill|xylophone", words)


def test_who_may_not_open_messages_sees_no_count_of_them(
    hire: Callable[..., Editor], make_inquiry: Make
) -> None:
    make_inquiry()
    editor = hire("Eve", "view_unansweredsearch")
    looked_for("wifi")
    page = report(editor)
    assert "Messages" not in page.main
    assert "Write an answer" not in page.main
    assert "wifi" in page.main


def test_only_who_may_see_searches_opens_it(hire: Callable[..., Editor]) -> None:
    assert hire("Eve", "view_page").get("/staff/faq/gaps/").status_code == 403


def test_it_is_in_the_menu_and_on_today(dana: Editor) -> None:
    links = [one.get("href") for one in Page(dana.get("/staff/").content.decode()).tags("a")]
    assert links.count(reverse("admin:gaps")) == 2


def test_with_nothing_counted_it_says_so(dana: Editor) -> None:
    words = report(dana).main
    assert "Every search found an answer" in words
    assert "Nobody said “No”" in words
