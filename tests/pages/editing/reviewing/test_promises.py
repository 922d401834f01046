"""One person alone publishes no promise and no dangerous advice; each warning is ticked."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from faq.models import Entry
from pages.models import Page, PageRevision
from pages.revisions.revision import State
from tests.colleagues import Editor, change, draft_of, said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("two_people")]
Hire = Callable[..., Editor]
PROMISE = "Ketamine is a proven cure for depression.\n"
RIGHTS = ("view_page", "change_page", "view_entry", "change_entry")


@pytest.fixture
def nora(hire: Hire) -> Editor:
    """A clinician."""
    return hire("Nora", *RIGHTS, "approve_words")


@pytest.fixture
def eli(hire: Hire) -> Editor:
    """An editor, who approves nothing."""
    return hire("Eli", *RIGHTS)


@pytest.fixture
def way() -> Page:
    """A page that is not medical: one person publishes it."""
    page = Page.objects.create(slug="way", medical=False)
    PageRevision.objects.create(document=page, title="Way", summary="By bus.").publish()
    return page


def version(words: Any, rest: str = "") -> str:
    return change(words.document).replace("/change/", f"/words/{words.pk}/{rest}")


def keys(page: Any) -> list[str]:
    """Of the boxes on this page."""
    return [one.key for one in page.context["remarks"]]


def approve(clinician: Editor, words: Any, **more: Any) -> Any:
    path = version(words)
    seen = clinician.get(path).context["form"]["seen"].value()
    form = {"do": "approve", "reviewed_on": timezone.localdate(), "seen": seen}
    return clinician.post(path, form | more)


def by_visitors(document: Any) -> str:
    return Client().get(document.get_absolute_url()).content.decode()


@pytest.mark.parametrize("who", ["eli", "nora"])
def test_a_promise_in_words_that_are_not_medical_needs_two_as_well(
    who: str, way: Page, request: pytest.FixtureRequest
) -> None:
    writer: Editor = request.getfixturevalue(who)
    page = writer.press(change(way), "_publish", body=PROMISE)
    assert "promise what nobody can promise" in said(page)
    assert "Publish anyway" not in said(page)
    draft = draft_of(way)
    every = [one.key for one in page.arrived.context["all_remarks"]]
    form = {"seen": draft.changed_at.isoformat(), "ticked": every}
    writer.post(version(draft, "publish/"), form | {"do": "now"})
    soon = timezone.localtime(timezone.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    times = {"do": "plan", "publish_at": soon, "expires_at": ""}
    writer.post(version(draft, "publish/"), form | times)
    assert draft_of(way).publish_at is None
    assert "proven cure" not in by_visitors(way)


def test_who_wrote_a_promise_does_not_approve_it(nora: Editor, way: Page) -> None:
    nora.press(change(way), body=PROMISE)
    assert "Your decision" not in said(nora.get(version(draft_of(way))))
    form = {"do": "approve", "reviewed_on": timezone.localdate(), "seen": ""}
    assert nora.post(version(draft_of(way)), form).status_code == 403


def test_a_clinician_ticks_each_warning_and_the_author_none(
    eli: Editor, nora: Editor, entry: Entry
) -> None:
    eli.press(change(entry), "_review", body=PROMISE)
    path = version(draft_of(entry))
    every = keys(nora.get(path))
    assert len(every) > 1
    for ticked in ([], every[1:], every[:-1]):
        page = said(approve(nora, draft_of(entry), ticked=ticked))
        assert "Read each warning, and tick it" in page
        assert draft_of(entry).reviewed_on is None
    approve(nora, draft_of(entry), ticked=every)
    assert draft_of(entry).reviewed_on
    assert "Published" in said(eli.press(change(entry), "_publish"))
    live = entry.revisions.get(state=State.LIVE)
    assert "No treatment here is a cure" in live.published_over
    assert "proven cure" in by_visitors(entry)


def test_a_promise_that_no_clinician_ticked_stays_a_draft(
    eli: Editor, nora: Editor, entry: Entry
) -> None:
    eli.press(change(entry), "_review", body=PROMISE)
    draft = draft_of(entry)
    draft.approve(nora.user, "", timezone.localdate())
    eli.press(change(entry), "_publish")
    assert "proven cure" not in by_visitors(entry)
    page = said(eli.get(version(draft, "publish/")))
    assert "Not yet" in page
    assert "Send for review" in page


GRAVE = (
    "It works for everyone and has no side effects.\n",
    "You can drive at once.\n",
    "Stop your antidepressant before.\n",
    "Drive yourself home.\n",
)
GRAVE_IN_SPANISH = (
    "Funciona para todos y no tiene efectos secundarios.\n",
    "Puede manejar enseguida.\n",
    "Deje su antidepresivo antes.\n",
    "Maneje usted mismo a casa.\n",
)


@pytest.mark.parametrize(
    ("words", "language"),
    [*((one, "en") for one in GRAVE), *((one, "es") for one in GRAVE_IN_SPANISH)],
)
def test_where_one_may_publish_nobody_publishes_danger_alone(
    eli: Editor, entry: Entry, settings: Settings, words: str, language: str
) -> None:
    settings.TWO_PERSON_APPROVAL = False
    path = f"{change(entry)}?language={language}"
    page = eli.press(path, "_publish", title="Coche", summary="Sí.", body=words)
    assert "has to agree first" in said(page)
    draft = draft_of(entry, language)
    every = [one.key for one in page.arrived.context["all_remarks"]]
    form = {"seen": draft.changed_at.isoformat(), "ticked": every, "do": "now"}
    eli.post(version(draft, "publish/"), form)
    assert draft_of(entry, language) == draft


def test_a_live_medical_text_never_changes_before_the_change_was_shown(
    eli: Editor, entry: Entry, settings: Settings
) -> None:
    settings.TWO_PERSON_APPROVAL = False
    page = eli.press(change(entry), "_publish", body="Take a seat in the garden.\n")
    assert "What changes for visitors" in said(page)
    assert "Take a seat in the garden." in said(page)
    assert "garden" not in by_visitors(entry)
    draft = draft_of(entry)
    form = {"seen": draft.changed_at.isoformat(), "ticked": keys(page.arrived), "do": "now"}
    eli.post(version(draft, "publish/"), form)
    assert "garden" in by_visitors(entry)


def test_where_one_may_publish_each_warning_is_ticked(
    eli: Editor, way: Page, settings: Settings
) -> None:
    settings.TWO_PERSON_APPROVAL = False
    hard = "Most people come by bus.\n"
    page = eli.press(change(way), "_publish", body=hard)
    assert "two people" not in said(page).lower()
    draft = draft_of(way)
    form = {"do": "now", "seen": draft.changed_at.isoformat()}
    eli.post(version(draft, "publish/"), form)
    assert "come by bus" not in by_visitors(way)
    ticked = keys(page.arrived)
    assert ticked
    eli.post(version(draft, "publish/"), form | {"ticked": ticked})
    assert "come by bus" in by_visitors(way)
