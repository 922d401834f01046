"""A clinician approves or sends back, and what that undoes is undone."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import timezone
from pytest_django import Settings

from pages.models import Page, PageRevision
from pages.revisions import approval
from pages.revisions.revision import NoteKind

Write = Callable[..., PageRevision]


@pytest.fixture(autouse=True)
def two_people(settings: Settings) -> None:
    settings.TWO_PERSON_APPROVAL = True


def notes(revision: PageRevision) -> list[tuple[str, str, str]]:
    return [(note.did, note.words, str(note.by)) for note in revision.notes.all()]


def test_only_a_clinician_may_approve(write: Write, ana: User, nora: User) -> None:
    draft = write(author=ana)
    assert approval.can_approve(nora, draft)
    assert not approval.can_approve(ana, draft)


def test_nobody_approves_what_they_wrote(write: Write, nora: User, settings: Settings) -> None:
    draft = write(author=nora)
    assert not approval.can_approve(nora, draft)
    settings.TWO_PERSON_APPROVAL = False
    assert approval.can_approve(nora, draft)


def test_who_wrote_words_that_are_not_medical_may_approve_them(write: Write, nora: User) -> None:
    draft = write(author=nora)
    draft.document.medical = False
    assert approval.can_approve(nora, draft)


def test_what_is_sent_waits_and_says_who_sent_it(write: Write, ana: User) -> None:
    draft = write(author=ana)
    approval.send(draft, ana, "Please read.")
    assert list(approval.waiting(Page)) == [draft]
    assert notes(draft) == [(NoteKind.SENT, "Please read.", "ana")]
    stored = PageRevision.objects.get(pk=draft.pk)
    assert stored.sent_at == draft.sent_at
    assert timezone.now() - draft.sent_at < timedelta(minutes=1)  # type: ignore[operator]


def test_the_longest_wait_comes_first(write: Write, ana: User) -> None:
    first, second = write(), write(language="es")
    approval.send(second, ana, "")
    approval.send(first, ana, "")
    assert list(approval.waiting(Page)) == [second, first]


def test_a_draft_nobody_sent_does_not_wait(write: Write) -> None:
    write()
    assert not approval.waiting(Page)


def test_what_is_approved_waits_no_more(write: Write, ana: User, nora: User) -> None:
    draft = write(author=ana)
    approval.send(draft, ana, "")
    approval.approve(draft, nora, "Dr. Nora", date(2026, 1, 2), "Good.")
    stored = PageRevision.objects.get(pk=draft.pk)
    assert (stored.approved_by, stored.reviewer, stored.sent_at) == (nora, "Dr. Nora", None)
    assert stored.reviewed_on == date(2026, 1, 2)
    assert stored.review_due == date(2027, 1, 2)
    assert notes(draft)[-1] == (NoteKind.APPROVED, "Good.", "nora")


def test_what_is_sent_back_is_neither_approved_nor_planned(
    write: Write, ana: User, nora: User
) -> None:
    draft = write(author=ana)
    approval.send(draft, ana, "")
    draft.approve(nora, "Dr. Nora", date(2026, 1, 2))
    draft.publish_at, draft.scheduled_by, draft.sent_at = timezone.now(), ana, timezone.now()
    draft.save()
    approval.send_back(draft, nora, "Name the street.")
    stored = PageRevision.objects.get(pk=draft.pk)
    assert (stored.sent_at, stored.publish_at, stored.scheduled_by) == (None, None, None)
    assert (stored.approved_by, stored.reviewer) == (None, "")
    assert (stored.reviewed_on, stored.review_due) == (None, None)
    assert notes(draft)[-1] == (NoteKind.BACK, "Name the street.", "nora")


def test_medical_words_need_a_second_person(write: Write, ana: User, nora: User) -> None:
    draft = write(author=ana)
    with pytest.raises(ValidationError, match="A clinician who did not write"):
        draft.publish(ana)
    draft.approve(nora, "", date(2026, 1, 2))
    draft.publish(ana, warnings="a warning")
    assert (draft.published_alone, draft.published_by, draft.published_over) == (
        False,
        ana,
        "a warning",
    )


def test_who_approved_their_own_words_was_alone(
    write: Write, nora: User, settings: Settings
) -> None:
    settings.TWO_PERSON_APPROVAL = False
    draft = write(author=nora)
    draft.approve(nora, "", date(2026, 1, 2))
    draft.publish(nora)
    assert draft.published_alone
