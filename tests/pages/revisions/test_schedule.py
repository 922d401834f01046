"""Words go live and are taken off the site when their time has come, once each."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from pytest_django import Settings

from pages.models import Page, PageRevision
from pages.revisions import schedule
from pages.revisions.revision import NoteKind, State

Write = Callable[..., PageRevision]
NOW = datetime(2026, 11, 23, 14, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def state(revision: PageRevision) -> str:
    revision.refresh_from_db()
    return revision.state


def test_planned_words_go_live_at_their_time_and_not_before(write: Write, ana: User) -> None:
    draft = write()
    schedule.plan(draft, ana, publish_at=LATER, expires_at=None, warnings="a warning")
    assert schedule.publish_due(LATER - timedelta(seconds=1)) == 0
    assert state(draft) == State.DRAFT
    assert schedule.publish_due(LATER) == 1
    assert state(draft) == State.LIVE
    assert (draft.published_by, draft.published_over) == (ana, "a warning")
    assert schedule.publish_due(LATER) == 0


def test_a_plan_for_the_end_alone_was_made_by_nobody(write: Write, ana: User) -> None:
    draft = write(published_over="seen before")
    schedule.plan(draft, ana, publish_at=None, expires_at=LATER)
    draft.refresh_from_db()
    assert (draft.publish_at, draft.expires_at, draft.scheduled_by) == (None, LATER, None)
    assert draft.published_over == "seen before"


def test_words_that_may_not_be_published_are_not_planned(
    write: Write, ana: User, settings: Settings
) -> None:
    settings.TWO_PERSON_APPROVAL = True
    draft = write(author=ana)
    with pytest.raises(ValidationError, match="A clinician"):
        schedule.plan(draft, ana, publish_at=LATER, expires_at=None)
    draft.refresh_from_db()
    assert draft.publish_at is None


def test_words_are_taken_off_the_site_at_their_time_with_a_note(write: Write, page: Page) -> None:
    live = write(expires_at=LATER)
    live.publish()
    assert schedule.publish_due(LATER - timedelta(seconds=1)) == 0
    assert not schedule.withdrawn(Page)
    assert schedule.publish_due(LATER) == 1
    assert state(live) == State.PAST
    assert [note.did for note in live.notes.all()] == [NoteKind.WITHDRAWN]
    assert list(schedule.withdrawn(Page)) == [page]


def test_a_page_with_words_in_another_language_is_not_withdrawn(write: Write) -> None:
    write().publish()
    write().publish()
    write(language="es").publish()
    PageRevision.objects.filter(language="en", state=State.LIVE).update(state=State.PAST)
    assert not schedule.withdrawn(Page)
    PageRevision.objects.filter(state=State.LIVE).update(state=State.PAST)
    assert schedule.withdrawn(Page).count() == 1


def test_what_is_taken_off_is_gone_in_every_language_and_comes_back_by_no_plan(
    write: Write, page: Page, ana: User, nora: User
) -> None:
    past = write()
    past.publish()
    english, spanish = write(), write(language="es")
    english.publish()
    spanish.publish()
    planned, written = write(language="es"), write()
    schedule.plan(planned, ana, publish_at=LATER, expires_at=None)
    assert schedule.withdraw_all(page, nora, "Taken off at once.") is True
    for revision in (english, spanish):
        assert state(revision) == State.PAST
        note = revision.notes.get(did=NoteKind.WITHDRAWN)
        assert (note.by, note.words) == (nora, "Taken off at once.")
    planned.refresh_from_db()
    assert (planned.state, planned.publish_at, planned.scheduled_by) == (State.DRAFT, None, None)
    assert (state(written), state(past)) == (State.DRAFT, State.PAST)
    for revision in (past, planned, written):
        assert not revision.notes.filter(did=NoteKind.WITHDRAWN).exists()
    assert schedule.withdraw_all(page, nora, "Taken off at once.") is False


def test_words_that_cannot_go_live_stay_a_draft_and_say_why(
    write: Write, ana: User, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    draft = write(author=ana, publish_at=NOW, scheduled_by=ana)
    settings.TWO_PERSON_APPROVAL = True
    with caplog.at_level(logging.WARNING):
        assert schedule.publish_due(NOW) == 1
    draft.refresh_from_db()
    assert (draft.state, draft.publish_at, draft.scheduled_by) == (State.DRAFT, None, None)
    note = draft.notes.get()
    assert note.did == NoteKind.STOPPED
    assert note.words.startswith("A clinician who did not write")
    assert "Planned words could not go live: A clinician" in caplog.text
    assert schedule.publish_due(NOW) == 0


@pytest.mark.parametrize(("refused", "goes"), [("en", "es"), ("es", "en")])
def test_what_the_database_refuses_holds_up_nothing_else(
    write: Write,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    refused: str,
    goes: str,
) -> None:
    planned = {language: write(language=language, publish_at=NOW) for language in ("en", "es")}
    publish = PageRevision.publish

    def publish_one(revision: PageRevision, *args: Any, **options: Any) -> None:
        if revision.language == refused:
            raise IntegrityError
        publish(revision, *args, **options)

    monkeypatch.setattr(PageRevision, "publish", publish_one)
    assert schedule.publish_due(NOW) == 1
    assert (state(planned[refused]), state(planned[goes])) == (State.DRAFT, State.LIVE)
    assert "cannot go live: IntegrityError" in caplog.text


def test_what_another_worker_published_a_moment_earlier_is_not_counted(write: Write) -> None:
    theirs = [write(publish_at=NOW)]

    def another_first(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith("SAVEPOINT") and theirs:
            theirs.pop().publish()
        return execute(sql, *rest)

    with connection.execute_wrapper(another_first):
        assert schedule.publish_due(NOW) == 0
    assert not theirs


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (datetime(2026, 11, 30, 14, tzinfo=UTC), "Monday, November 30, 9 am"),
        (datetime(2027, 1, 1, 3, tzinfo=UTC), "Thursday, December 31, 10 pm"),
        (datetime(2027, 1, 4, 14, 30, tzinfo=UTC), "Monday, January 4 2027, 9:30 am"),
    ],
)
def test_a_time_is_said_on_the_clinics_clock(moment: datetime, told: str) -> None:
    with time_machine.travel(NOW):
        assert schedule.when(moment) == told
