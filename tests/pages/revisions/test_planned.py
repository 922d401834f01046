"""Words go live and are taken off at their time; what cannot is told and stops nothing else."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.db.models import QuerySet
from django.utils import timezone

from faq.models import Entry, EntryRevision
from pages import registry
from pages.models import Page, PageRevision
from pages.revisions import schedule
from tests.colleagues import Editor

SOON = datetime(2027, 3, 1, 14, tzinfo=UTC)


@pytest.fixture
def page(db: None) -> Page:
    page = Page.objects.create(slug="way", medical=False)
    PageRevision.objects.create(document=page, title="Way", summary="By bus.").publish()
    return page


@pytest.fixture
def draft(page: Page) -> PageRevision:
    return PageRevision.objects.create(document=page, title="Way", summary="By train.")


def plan(draft: Any, by: Any = None, **more: Any) -> None:
    schedule.plan(draft, by, **{"publish_at": SOON, "expires_at": None, **more})


def stored(draft: Any) -> Any:
    return type(draft).objects.get(pk=draft.pk)


def notes(draft: Any) -> list[tuple[str, str]]:
    return [(note.did, note.words) for note in stored(draft).notes.all()]


# Plans


def test_a_plan_says_who_made_it(dana: Editor, draft: PageRevision) -> None:
    plan(draft, dana.user, expires_at=SOON + timedelta(days=1))
    planned = stored(draft)
    assert (planned.publish_at, planned.expires_at) == (SOON, SOON + timedelta(days=1))
    assert planned.scheduled_by == dana.user
    plan(planned, dana.user, publish_at=None)
    assert (stored(draft).publish_at, stored(draft).scheduled_by) == (None, None)


def test_who_planned_is_who_published(dana: Editor, draft: PageRevision) -> None:
    plan(draft, dana.user, warnings="A long sentence.")
    schedule.publish_due(SOON)
    live = stored(draft)
    assert (live.state, live.published_by) == ("live", dana.user)
    assert live.published_over == "A long sentence."
    assert (live.publish_at, live.scheduled_by) == (None, None)


def test_a_second_plan_forgets_no_warning_that_was_seen(draft: PageRevision) -> None:
    plan(draft, warnings="A long sentence.")
    plan(draft)
    assert stored(draft).published_over == "A long sentence."
    plan(draft, warnings="Two long sentences.")
    assert stored(draft).published_over == "Two long sentences."


def test_words_that_nobody_approved_cannot_be_planned(entry: Entry, settings: Any) -> None:
    settings.TWO_PERSON_APPROVAL = True
    draft = EntryRevision.objects.create(document=entry, title="T", summary="S")
    with pytest.raises(ValidationError, match="has to approve them first"):
        plan(draft)
    assert stored(draft).publish_at is None
    plan(draft, publish_at=None, expires_at=SOON)
    assert stored(draft).expires_at == SOON


# When the time has come


def test_nothing_happens_before_its_time(draft: PageRevision) -> None:
    plan(draft, expires_at=SOON + timedelta(days=1))
    assert schedule.publish_due(SOON - timedelta(microseconds=1)) == 0
    assert schedule.publish_due(SOON) == 1
    assert stored(draft).state == "live"
    assert schedule.publish_due(SOON + timedelta(days=1, microseconds=-1)) == 0
    assert schedule.publish_due(SOON + timedelta(days=1)) == 1
    assert stored(draft).state == "past"


def test_pages_and_answers_go_live_together(draft: PageRevision, entry: Entry) -> None:
    answer = EntryRevision.objects.create(document=entry, title="T", summary="S")
    plan(draft)
    plan(answer)
    assert schedule.publish_due(SOON) == 2
    assert (stored(draft).state, stored(answer).state) == ("live", "live")


def test_words_taken_off_say_so(draft: PageRevision) -> None:
    plan(draft, expires_at=SOON + timedelta(days=1))
    schedule.publish_due(SOON)
    schedule.publish_due(SOON + timedelta(days=1))
    assert notes(draft) == [("withdrawn", "")]


def test_words_that_cannot_go_live_say_why_once(
    entry: Entry, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    draft = EntryRevision.objects.create(document=entry, title="T", summary="S")
    plan(draft)
    settings.TWO_PERSON_APPROVAL = True
    schedule.publish_due(SOON)
    assert schedule.publish_due(SOON) == 0, "not tried again every few seconds"
    reason = "A clinician who did not write these words has to approve them first."
    assert notes(draft) == [("stopped", reason)]
    assert caplog.messages == [f"Planned words could not go live: {reason}"]
    kept = stored(draft)
    assert (kept.state, kept.publish_at, kept.scheduled_by) == ("draft", None, None)


def test_what_the_database_refuses_stops_nothing_else(
    draft: PageRevision,
    entry: Entry,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    answer = EntryRevision.objects.create(document=entry, title="T", summary="S")
    plan(draft)
    plan(answer)

    def refuse(*_args: Any, **_named: Any) -> None:
        raise IntegrityError("the words themselves")

    monkeypatch.setattr(PageRevision, "publish", refuse)
    assert schedule.publish_due(SOON) == 1
    assert (stored(draft).state, stored(answer).state) == ("draft", "live")
    assert caplog.messages == [f"Planned words {draft.pk} cannot go live: IntegrityError"]


def test_words_that_are_past_stay_as_they_are(draft: PageRevision) -> None:
    plan(draft, expires_at=SOON + timedelta(days=1))
    schedule.publish_due(SOON)
    schedule.publish_due(SOON + timedelta(days=1))
    assert schedule.publish_due(SOON + timedelta(days=2)) == 0
    assert notes(draft) == [("withdrawn", "")]


def test_a_draft_without_a_time_does_not_go_live_when_it_would_end(draft: PageRevision) -> None:
    plan(draft, publish_at=None, expires_at=SOON)
    assert schedule.publish_due(SOON) == 0
    assert stored(draft).state == "draft"


def test_words_that_are_not_due_cost_one_question_each_kind(
    draft: PageRevision, django_assert_num_queries: Any
) -> None:
    plan(draft)
    with django_assert_num_queries(len(registry.documents)):
        schedule.publish_due(SOON - timedelta(days=1))


def test_workers_on_postgresql_pass_by_words_that_another_one_has(
    draft: PageRevision, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan(draft)
    asked: list[dict[str, Any]] = []

    def lock(rows: QuerySet[Any], **how: Any) -> QuerySet[Any]:
        asked.append(how)
        return rows.all()

    monkeypatch.setattr(connection.features, "has_select_for_update_skip_locked", True)
    monkeypatch.setattr(QuerySet, "select_for_update", lock)
    assert schedule.publish_due(SOON) == 1
    assert asked == [{"of": ("self",), "skip_locked": True}]


# What is gone, and how a time is said


def test_what_no_visitor_can_read_any_more_is_listed_once(page: Page, entry: Entry) -> None:
    Page.objects.create(slug="unwritten")
    page.revisions.create(title="Camino", summary="En tren.", language="es")
    assert list(schedule.withdrawn(Page)) == []
    page.revisions.get(language="es").publish()
    page.revisions.filter(language="es").update(state="past")
    assert list(schedule.withdrawn(Page)) == [], "English is still there"
    page.revisions.update(state="past")
    assert list(schedule.withdrawn(Page)) == [page]


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (datetime(2026, 11, 30, 14, tzinfo=UTC), "Monday, November 30, 9 am"),
        (datetime(2027, 1, 1, 4, 30, tzinfo=UTC), "Thursday, December 31, 11:30 pm"),
        (datetime(2027, 1, 1, 14, tzinfo=UTC), "Friday, January 1 2027, 9 am"),
    ],
)
def test_a_time_is_said_by_the_clock_of_the_clinic(moment: datetime, told: str) -> None:
    with time_machine.travel(datetime(2026, 11, 25, 12, tzinfo=UTC)):
        assert schedule.when(moment) == told
        assert timezone.localdate().year == 2026
