"""Staff learn which answers help and which do not, and never who said so."""

import re
import threading
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from faq.counts import counting, votes
from faq.models import Entry, EntryRevision, UnansweredSearch, Vote
from pages.clinic.models import Clinic
from tests.faq.conftest import Write
from tests.html import Page

pytestmark = pytest.mark.django_db

OURS = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture(autouse=True)
def nobody_heard_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(votes, "heard", votes.Heard())


@pytest.fixture
def entry(answer: Write) -> Entry:
    return answer("drive", "Can I drive home?")


def press(
    entry: Entry, button: str, address: str = "203.0.113.1", headers: Any = OURS, **more: str
) -> Any:
    """Press a button under the answer; the page it leads to."""
    visitor = Client(REMOTE_ADDR=address, enforce_csrf_checks=True)
    path = f"/questions/transport/{entry.slug}/"
    form = next(
        one for one in Page(visitor.get(path).content.decode()).tags("form") if one.get("method")
    )
    reply = visitor.post(form.get("action"), {"vote": button}, headers={**headers, **more})
    assert not visitor.cookies
    return visitor.get(reply["Location"])


def counted() -> dict[bool, int]:
    return dict(Vote.objects.values_list("helpful", "count"))


def test_yes_and_no_are_counted_and_thanked(entry: Entry) -> None:
    for number, button in enumerate(["yes", "yes", "no"]):
        page = press(entry, button, address=f"203.0.113.{number}")
        assert page.status_code == 200
        assert "Thank you" in page.content.decode()
    assert counted() == {True: 2, False: 1}


def test_the_answer_stays_the_same_for_everyone_and_sets_no_cookie(entry: Entry) -> None:
    reply = Client().get(f"/questions/transport/{entry.slug}/")
    assert reply["Cache-Control"] == "public, no-cache"
    assert not reply.cookies


def test_no_leads_to_a_person_and_keeps_the_crisis_bar(entry: Entry) -> None:
    Clinic.objects.create(pk=1, phone="(202) 555-0142")
    page = Page(press(entry, "no").content.decode())
    links = {one.get("href") for one in page.tags("a") if one.is_inside("main")}
    assert {"/contact/", "tel:+12025550142", "tel:988", "sms:988"} <= links
    assert any(one.is_inside(css_class="crisis") for one in page.tags("a"))
    assert "noindex" in page.meta("robots")


def test_thanks_are_kept_nowhere_and_count_nothing(entry: Entry) -> None:
    address = reverse("faq:helpful", args=["transport", entry.slug])
    for path in (f"{address}?vote=no", f"{address}?vote=yes"):
        for method in ("get", "head"):
            reply = getattr(Client(headers=OURS), method)(path)
            assert "no-store" in reply["Cache-Control"]
    assert counted() == {}


def test_one_person_counts_once_a_day_for_each_answer(entry: Entry, answer: Write) -> None:
    other = answer("taxi", "Can I take a taxi?")
    with time_machine.travel(datetime(2026, 11, 23, 17, tzinfo=UTC)) as clock:
        for button in ("no", "no", "yes"):
            press(entry, button)
        press(other, "no")
        assert list(Vote.objects.values_list("count", flat=True)) == [1, 1]
        clock.move_to(datetime(2026, 11, 24, 17, tzinfo=UTC))
        press(entry, "no")
    assert list(entry.votes.values_list("count", flat=True)) == [1, 1]


def test_who_one_claims_to_be_changes_nothing(entry: Entry) -> None:
    for number in range(5):
        headers = {"X-Forwarded-For": f"198.51.100.{number}", "X-Real-IP": f"198.51.100.{number}"}
        press(entry, "no", **headers)
    assert counted() == {False: 1}


def test_many_machines_cannot_swing_it_without_end(
    entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(votes, "MOST_A_DAY", 3)
    for number in range(5):
        press(entry, "no", address=f"203.0.113.{number}")
    assert counted() == {False: 3}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin"},
        {"Origin": "null"},
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "same-site"},
        {"Origin": "http://testserver.evil.example"},
        {"Origin": "http://testserver:8080"},
    ],
)
def test_another_site_or_a_script_counts_nothing(entry: Entry, headers: dict[str, str]) -> None:
    assert press(entry, "no", headers=headers).status_code == 200
    assert counted() == {}


def test_a_browser_that_says_only_its_origin_is_counted(entry: Entry) -> None:
    press(entry, "yes", headers={"Origin": "http://testserver"})
    assert counted() == {True: 1}


@pytest.mark.parametrize("vote", ["", "maybe", "yes\x00", "YES"])
def test_what_is_no_button_counts_nothing_and_leads_back(entry: Entry, vote: str) -> None:
    address = reverse("faq:helpful", args=["transport", entry.slug])
    reply = Client(headers=OURS).post(address, {"vote": vote})
    assert (reply.status_code, reply["Location"]) == (302, entry.get_absolute_url())
    assert counted() == {}


def test_an_answer_nobody_can_read_has_no_buttons(entry: Entry) -> None:
    entry.revisions.update(state="past")
    address = reverse("faq:helpful", args=["transport", entry.slug])
    assert Client(headers=OURS).post(address, {"vote": "no"}).status_code == 404


def test_the_visitor_is_thanked_while_nothing_can_be_written(
    entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(votes, "_ONE_MORE", "INSERT INTO nowhere VALUES (%s, %s, %s, %s, %s)")
    assert press(entry, "no").status_code == 200
    assert counted() == {}


def test_nothing_that_is_kept_tells_who(entry: Entry) -> None:
    press(entry, "no")
    kept = {field.name for field in Vote._meta.fields}
    assert kept == {"id", "entry", "language", "day", "helpful", "count"}
    assert all(b"203.0.113.1" not in one for one in votes.heard._seen)


@pytest.mark.django_db(transaction=True)
def test_votes_at_once_are_all_counted(answer: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "_PATIENCE", 30_000)
    entry = answer("drive", "Can I drive home?")

    def vote(reader: int) -> None:
        for turn in range(5):
            request = RequestFactory(headers=OURS).post("/", REMOTE_ADDR=f"203.0.{reader}.{turn}")
            votes.count(request, entry, "en", helpful=False)
        connection.close()

    readers = [threading.Thread(target=vote, args=[number]) for number in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert counted() == {False: 20}


def test_counts_are_forgotten_after_ninety_days(entry: Entry) -> None:
    with time_machine.travel(datetime(2026, 11, 23, 17, tzinfo=UTC)) as clock:
        press(entry, "no")
        Client().get("/questions/search/?q=parking")
        clock.move_to(datetime(2027, 2, 21, 17, tzinfo=UTC))
        press(entry, "no")
        call_command("purge_counts", verbosity=0)
        assert (Vote.objects.count(), UnansweredSearch.objects.count()) == (2, 1)
        clock.move_to(datetime(2027, 2, 22, 17, tzinfo=UTC))
        call_command("purge_counts", verbosity=0)
        assert (Vote.objects.count(), UnansweredSearch.objects.count()) == (1, 0)
        assert Vote.objects.get().day < timezone.localdate()


def test_the_nightly_purge_forgets_counts_too() -> None:
    unit = (settings.BASE_DIR / "deploy/systemd/brainstim-purge.service").read_text()
    assert re.findall(r"^ExecStart=.* manage.py (\w+)$", unit, re.MULTILINE) == [
        "purge_counts",
        "purge_inquiries",
    ]


def test_an_answer_in_spanish_is_counted_for_itself(entry: Entry) -> None:
    words = EntryRevision(document=entry, language="es", title="¿Puedo conducir?", summary="No.")
    words.save()
    words.publish()
    visitor = Client(headers=OURS)
    path = f"/es/questions/transport/{entry.slug}/"
    form = next(
        one for one in Page(visitor.get(path).content.decode()).tags("form") if one.get("method")
    )
    reply = visitor.post(form.get("action"), {"vote": "no"})
    assert reply["Location"] == f"{path}helpful/?vote=no"
    assert visitor.get(reply["Location"]).status_code == 200
    press(entry, "no")
    assert sorted(Vote.objects.values_list("language", "count")) == [("en", 1), ("es", 1)]


@pytest.mark.parametrize("title", ["I want to die", "My husband hits me", "Is he suicidal"])
def test_nobody_in_danger_is_asked_whether_it_helped(answer: Write, title: str) -> None:
    entry, client = answer("now", title), Client()
    answer("drive", "Can I drive home?")
    page = client.get(entry.get_absolute_url()).content.decode()
    assert "helpful" not in page
    assert "Can I drive home?" not in page
    helpful = reverse("faq:helpful", args=["transport", entry.slug])
    for reply in (
        client.post(helpful, {"vote": "yes"}, headers=OURS),
        client.get(f"{helpful}?vote=no"),
    ):
        assert reply["Location"] == entry.get_absolute_url()
    assert not Vote.objects.exists()


def test_what_is_remembered_of_a_day_has_a_bound(
    entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(votes, "_MOST_REMEMBERED", 3)
    heard = votes.Heard()
    assert [heard.is_new(f"203.0.113.{last}", entry) for last in (1, 2, 3, 3, 4)] == [
        *(True, True, True, True, True)
    ]
    assert len(heard._seen) <= 3
