"""What colleagues do with words before they go live is kept: who, what, when and why."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.utils import timezone

from faq.models import Entry, EntryRevision
from pages.models import Page, PageRevision
from pages.revisions import approval, schedule
from tests.colleagues import Editor

Hire = Callable[..., Editor]
READ_ON = date(2026, 11, 30)


@pytest.fixture
def draft(luis: Editor, entry: Entry) -> EntryRevision:
    """Words that Luis wrote."""
    return EntryRevision.objects.create(
        document=entry, title="Where do I park?", summary="In front.", author=luis.user
    )


def notes(draft: EntryRevision) -> list[tuple[Any, str, str]]:
    """Who did what, and why, as it is stored."""
    return [(note.by, note.did, note.words) for note in EntryRevision(pk=draft.pk).notes.all()]


def stored(draft: EntryRevision) -> EntryRevision:
    return EntryRevision.objects.get(pk=draft.pk)


def clinician_of(app: str, who: Editor) -> Any:
    """A colleague who approves the words of one app only."""
    codename = {"codename": "approve_words", "content_type__app_label": app}
    who.user.user_permissions.set(Permission.objects.filter(**codename))
    return who.user


# Who may approve


def test_only_a_clinician_approves(hire: Hire, draft: EntryRevision) -> None:
    assert approval.can_approve(hire("Nora", "approve_words").user, draft)
    assert not approval.can_approve(hire("Eli", "change_entry").user, draft)


def test_a_clinician_approves_only_what_was_entrusted(hire: Hire, draft: EntryRevision) -> None:
    nora = clinician_of("pages", hire("Nora", "change_entry"))
    page = PageRevision(document=Page.objects.create(slug="way"))
    assert approval.can_approve(nora, page)
    assert not approval.can_approve(nora, draft)


@pytest.fixture
def nora_herself(hire: Hire) -> User:
    """A clinician who also writes."""
    return hire("Nora", "approve_words").user


@pytest.fixture
def own(nora_herself: User, draft: EntryRevision) -> EntryRevision:
    """Words that the clinician Nora wrote herself."""
    draft.author = nora_herself
    return draft


def test_one_person_is_enough_where_one_is_asked_for(
    own: EntryRevision, nora_herself: User, settings: Any
) -> None:
    settings.TWO_PERSON_APPROVAL = False
    assert approval.can_approve(nora_herself, own)


def test_nobody_approves_medical_words_of_their_own(
    own: EntryRevision, nora_herself: User, hire: Hire, settings: Any
) -> None:
    settings.TWO_PERSON_APPROVAL = True
    assert not approval.can_approve(nora_herself, own)
    assert approval.can_approve(hire("Mia", "approve_words").user, own)
    own.document.medical = False
    assert approval.can_approve(nora_herself, own)


# What is kept


def test_words_sent_for_review_say_who_asked_and_since_when(
    dana: Editor, draft: EntryRevision
) -> None:
    before = timezone.now()
    approval.send(draft, dana.user, "Is this right?")
    sent_at = stored(draft).sent_at
    assert sent_at is not None
    assert before <= sent_at <= timezone.now()
    assert notes(draft) == [(dana.user, "sent", "Is this right?")]


def test_sending_overwrites_nothing_that_was_typed_meanwhile(
    dana: Editor, draft: EntryRevision
) -> None:
    EntryRevision.objects.filter(pk=draft.pk).update(summary="Under the house.")
    approval.send(draft, dana.user, "")
    assert stored(draft).summary == "Under the house."


def test_an_approval_says_whose_it_is_and_when_to_look_again(
    dana: Editor, draft: EntryRevision
) -> None:
    approval.send(draft, draft.author, "")
    approval.approve(draft, dana.user, "Dr. Example", READ_ON, "Read with care.")
    words = stored(draft)
    assert (words.approved_by, words.reviewer, words.reviewed_on) == (
        dana.user,
        "Dr. Example",
        READ_ON,
    )
    assert words.review_due == date(2027, 11, 30)
    assert words.sent_at is None, "it waits no more"
    assert notes(draft)[-1] == (dana.user, "approved", "Read with care.")


def test_what_is_sent_back_is_neither_approved_nor_waiting(
    dana: Editor, draft: EntryRevision
) -> None:
    approval.approve(draft, dana.user, "Dr. Example", READ_ON)
    approval.send(draft, draft.author, "")
    approval.send_back(draft, dana.user, "Name the street.")
    words = stored(draft)
    assert (words.approved_by, words.reviewer, words.reviewed_on, words.review_due) == (
        None,
        "",
        None,
        None,
    )
    assert words.sent_at is None
    assert notes(draft)[-1] == (dana.user, "back", "Name the street.")


def test_what_is_sent_back_goes_live_at_no_time_that_was_planned(
    dana: Editor, draft: EntryRevision
) -> None:
    later = timezone.now() + timedelta(days=2)
    schedule.plan(draft, dana.user, publish_at=later, expires_at=None)
    approval.send_back(draft, dana.user, "Not yet.")
    assert (stored(draft).publish_at, stored(draft).scheduled_by) == (None, None)
    assert schedule.publish_due(later) == 0
    assert stored(draft).state == "draft"


# What waits


def test_a_clinician_sees_what_waits_the_longest_wait_first(
    luis: Editor, draft: EntryRevision, django_assert_num_queries: Any
) -> None:
    unsent = EntryRevision.objects.create(
        document=draft.document, title="T", summary="S", language="es", author=luis.user
    )
    assert list(approval.waiting(Entry)) == []
    approval.send(unsent, luis.user, "")
    approval.send(draft, luis.user, "")
    with django_assert_num_queries(1):
        found = [(one, one.document.slug, one.author) for one in approval.waiting(Entry)]
    assert found == [(unsent, "parking", luis.user), (draft, "parking", luis.user)]
    approval.send(unsent, luis.user, "Again.")
    assert list(approval.waiting(Entry)) == [draft, unsent]


def test_what_was_approved_waits_no_more(dana: Editor, draft: EntryRevision) -> None:
    approval.send(draft, dana.user, "")
    approval.approve(draft, dana.user, "", READ_ON)
    assert not approval.waiting(Entry).exists()
