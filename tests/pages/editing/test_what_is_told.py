"""Staff are told who wrote what and when, and what follows from their own step."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.utils import timezone
from pytest_django import Settings

from faq.models import Entry, Topic
from pages.clinic.models import Clinic
from pages.models import Layout, Page, PageRevision
from tests.colleagues import Editor, change, draft_of, make_entry, said
from tests.html import Page as HtmlPage

Hire = Callable[..., Editor]
NEW_TOPIC = "/staff/faq/topic/add/"


def test_two_versions_can_be_compared_the_other_way_round(dana: Editor, entry: Entry) -> None:
    before = entry.shown
    dana.publish(change(entry), summary="In front.")
    after = entry.revisions.get(state="live")
    compare = change(entry).replace("/change/", "/compare/")
    page = dana.get(f"{compare}?from={before.pk}&to={after.pk}")
    assert (page.context["before"], page.context["after"]) == (before, after)
    swapped = dana.get(compare + page.context["swap"])
    assert (swapped.context["before"], swapped.context["after"]) == (after, before)


@pytest.mark.parametrize("key", ["9" * 19, "", "x", "-1"])
def test_what_is_no_version_is_not_compared(dana: Editor, entry: Entry, key: str) -> None:
    compare = change(entry).replace("/change/", "/compare/")
    page = dana.get(f"{compare}?from={entry.shown.pk}&to={key}", follow=True)
    assert "Choose two versions to compare." in said(page)


def test_the_history_tells_what_was_added_and_what_was_changed(dana: Editor, topic: Topic) -> None:
    form = {"title": "Is it loud?", "summary": "No.", "topic": str(topic.pk)}
    dana.press("/staff/faq/entry/add/", **form)
    dana.press(change(Entry.objects.get()), summary="Yes.")
    flags = LogEntry.objects.order_by("pk").values_list("action_flag", flat=True)
    assert list(flags) == [ADDITION, CHANGE]


def test_a_translation_that_is_started_is_in_the_history(dana: Editor, entry: Entry) -> None:
    dana.post(change(entry).replace("/change/", "/translate/"), {"language": "es"})
    assert LogEntry.objects.get().get_change_message() == "Translation started: Español."


def test_starting_a_translation_again_notes_no_agreement(dana: Editor, entry: Entry) -> None:
    translate = change(entry).replace("/change/", "/translate/")
    dana.post(translate, {"language": "es"})
    dana.publish(change(entry), summary="In front.")
    page = dana.post(translate, {"language": "es"}, follow=True)
    assert "Noted: it says what the English words say now." not in said(page)
    assert draft_of(entry, "es").translates != entry.revisions.get(state="live", language="en")


def test_whoever_published_meanwhile_is_named_and_when(
    dana: Editor, luis: Editor, entry: Entry
) -> None:
    opened = dana.fields(change(entry))
    draft = entry.shown.copy_as_draft(dana.user)
    type(draft)._default_manager.filter(pk=draft.pk).update(
        summary="In front.", changed_at=timezone.now() - timedelta(days=2)
    )
    draft.refresh_from_db()
    draft.publish(luis.user)
    page = dana.send(change(entry), opened | {"summary": "Beside."})
    conflict = page.context["adminform"].form.conflict
    assert (conflict.who, conflict.when) == ("Luis", draft.published_at)


def test_a_new_question_and_a_moved_one_come_last(dana: Editor, entry: Entry) -> None:
    other = Topic.objects.create(slug="other", name="Other", order=2)
    last = make_entry(other, "last")
    Entry.objects.filter(pk=last.pk).update(order=7)
    form = {"title": "Is it loud?", "summary": "No.", "topic": str(other.pk)}
    dana.press("/staff/faq/entry/add/", **form)
    dana.press(change(entry), topic=str(other.pk))
    entry.refresh_from_db()
    assert (Entry.objects.get(slug="is-it-loud").order, entry.order) == (8, 9)


def test_a_new_topic_comes_last(dana: Editor, topic: Topic) -> None:
    Topic.objects.update(order=4)
    dana.press(NEW_TOPIC, name="Other", slug="other")
    assert Topic.objects.get(slug="other").order == 5


def test_of_a_topic_that_moves_it_is_said_how_many_questions_go_along(
    dana: Editor, entry: Entry
) -> None:
    make_entry(entry.topic, "other")
    dana.press(change(entry.topic), slug="going")
    moved = "The address changed. The old links of 2 questions lead to the new."
    assert moved in said(dana.get("/staff/"))
    dana.press(change(entry.topic), name="Going")
    assert "The address changed." not in said(dana.get("/staff/"))


def test_of_notes_only_those_with_words_are_shown(dana: Editor, entry: Entry) -> None:
    dana.press(change(entry), "_review", summary="In front.")
    draft = draft_of(entry)
    review = change(entry).replace("/change/", f"/words/{draft.pk}/")
    dana.post(review, {"do": "send", "words": ""})
    dana.post(review, {"do": "note", "words": "Is that so?"})
    assert draft.notes.count() == 2
    page = dana.get(change(entry))
    assert [note.words for note in page.context["notes"]] == ["Is that so?"]


@pytest.mark.parametrize(("medical", "asks"), [(True, True), (False, False)])
def test_only_for_medical_words_a_clinician_is_asked(
    dana: Editor, entry: Entry, settings: Settings, medical: bool, asks: bool
) -> None:
    settings.TWO_PERSON_APPROVAL = True
    Entry.objects.update(medical=medical)
    assert dana.get(change(entry)).context["asks_clinician"] is asks


def test_home_is_neither_deleted_nor_moved(dana: Editor) -> None:
    home = Page.objects.create(slug="home", layout=Layout.HOME)
    PageRevision.objects.create(document=home, title="Home", summary="x").publish()
    assert "This page always stays" in said(dana.get(change(home).replace("change", "delete")))
    assert 'name="slug"' not in said(dana.get(change(home)))


def test_whoever_changes_facts_may_write_medical_rules(hire: Hire) -> None:
    Clinic.objects.create(pk=1)
    path = "/staff/pages/clinic/1/change/"
    editor = hire("Eli", "view_clinic", "change_clinic")
    clinician = hire("Clara", "view_clinic", "change_clinic", "approve_words")
    fields = [set(fields_at(person, path)) for person in (editor, clinician)]
    assert {"driving_rule", "phone"} <= fields[0] & fields[1]


def fields_at(person: Editor, path: str) -> list[str]:
    return [one.get("name") for one in HtmlPage(said(person.get(path))).tags("input", "textarea")]


def test_there_is_one_clinic(dana: Editor) -> None:
    Clinic.objects.create(pk=1)
    assert dana.get("/staff/pages/clinic/1/change/").status_code == 200
    assert dana.get("/staff/pages/clinic/2/change/").status_code == 302


def test_a_link_to_what_is_not_there_is_a_warning(dana: Editor, entry: Entry) -> None:
    here = entry.get_absolute_url()
    links = "[a](/no/such/page/) [b](/questions/visits/none/#x) [c](/questions/#none)"
    page = dana.press(change(entry), body=f"{links} [d]({here})")
    told = " ".join(dana.get(change(entry)).context["warnings"])
    assert page.status_code == 302
    for link in ("/no/such/page/", "/questions/visits/none/#x", "/questions/#none"):
        assert link in told
    assert f"{here} " not in told


def test_only_english_words_have_a_grade(dana: Editor, entry: Entry) -> None:
    body = "You park behind the house. There is room for ten cars. It is free all day long."
    dana.publish(change(entry), body=body * 4)
    dana.post(change(entry).replace("/change/", "/translate/"), {"language": "es"})
    pages = [dana.get(change(entry) + asked) for asked in ("", "?language=es")]
    assert [page.context["reading"] is None for page in pages] == [False, True]


def test_a_list_with_a_choice_nobody_offers_is_whole(dana: Editor, entry: Entry) -> None:
    for query in ("translation=newer", "state=odd", "review=odd"):
        page: Any = dana.get(f"/staff/faq/entry/?{query}")
        assert list(page.context["cl"].result_list) == [entry]
