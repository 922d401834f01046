"""After each save staff read what visitors see now: no more and no less."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from faq.models import Entry, Topic
from pages.clinic import rules
from pages.clinic.models import Clinic
from tests.colleagues import Editor, change, draft_of, said

pytestmark = pytest.mark.django_db
FACTS = "/staff/pages/clinic/1/change/"
STILL = "Visitors still see the words of "


def notice(page: str) -> str:
    """The messages on top."""
    return page.partition('class="messagelist"')[2].partition("</ul>")[0]


def test_of_a_draft_beside_live_words(dana: Editor, entry: Entry) -> None:
    told = notice(said(dana.press(change(entry), summary="In front.")))
    assert "The draft is saved. " in told
    assert f"{STILL}{timezone.localdate():%b} {timezone.localdate().day}, " in told
    assert "see it now" not in told


def test_of_a_new_answer_and_of_one_off_the_site(dana: Editor, entry: Entry, topic: Topic) -> None:
    add = "/staff/faq/entry/add/"
    new = said(dana.press(add, title="Taxi?", summary="Yes.", topic=str(topic.pk)))
    assert "Visitors see nothing of it yet. Publish it, and they see it." in notice(new)
    dana.post(change(entry).replace("change/", "take-off/"), {"why": "x"})
    dana.get(change(entry))
    again = notice(said(dana.press(change(entry), summary="In front.")))
    assert "It is off the site: visitors see nothing of it." in again


def test_where_a_clinician_has_to_agree(dana: Editor, entry: Entry, settings: Settings) -> None:
    settings.TWO_PERSON_APPROVAL = True
    told = notice(said(dana.press(change(entry), summary="In front.")))
    assert STILL in told
    assert "A clinician has to agree before it can be published." in told


def test_of_the_same_words(dana: Editor, entry: Entry) -> None:
    told = notice(said(dana.press(change(entry))))
    assert "The words are the same as before. Visitors see them already." in told


def test_of_the_same_draft_with_a_plan(dana: Editor, entry: Entry) -> None:
    dana.press(change(entry), summary="In front.")
    at = timezone.now() + timedelta(days=2)
    entry.revisions.filter(state="draft").update(publish_at=at)
    told = notice(said(dana.press(change(entry))))
    assert STILL in told
    assert "It goes live " in told
    assert draft_of(entry).publish_at == at


@pytest.fixture
def eli(hire: Callable[..., Editor]) -> Editor:
    Clinic.objects.get_or_create(pk=1)
    return hire("Eli", "view_clinic", "change_clinic")


def test_facts_are_named_and_what_waits_is_not_called_seen(eli: Editor) -> None:
    rules.propose("driving", "for two days", None)
    told = notice(said(eli.press(FACTS, phone="(202) 555-0143")))
    assert "Saved: Phone. Visitors see that now." in told
    assert "Visitors do not see what is not approved yet: " in told
    assert "riv" in told.partition("not approved yet: ")[2]
    told = notice(said(eli.press(FACTS)))
    assert "Nothing was changed." in told
    assert "see that now" not in told


def test_of_facts_in_spanish_their_own_rules_wait(eli: Editor) -> None:
    rules.propose("driving", "dos días", None, language="es")
    told = notice(said(eli.press("/staff/pages/clinic/es/")))
    assert "Nothing was changed. Visitors do not see what is not approved yet: " in told
    assert "not approved yet" not in notice(said(eli.press(FACTS)))
