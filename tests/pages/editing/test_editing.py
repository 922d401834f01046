"""Words are written as drafts, published knowingly, and never lost to a colleague."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.core import management
from django.test import Client
from django.utils import timezone

from faq.models import Entry, EntryRevision, Topic
from pages.clinic.declared import IN_WORDS
from pages.markup.blocks import BLOCKS
from pages.models import Page, PageRevision
from pages.revisions.moved_addresses import MovedAddress
from pages.revisions.revision import State
from pages.revisions.sources import Source
from tests.colleagues import Editor, change, draft_of, fields_of, make_entry, said
from tests.html import Page as HtmlPage
from tests.profile import show_person

ADD = "/staff/faq/entry/add/"


def seen_by_visitors(document: Any) -> str:
    return Client().get(document.get_absolute_url()).content.decode()


# Drafts


def test_the_form_shows_the_words_visitors_read(dana: Editor, entry: Entry) -> None:
    fields = dana.fields(change(entry))
    assert (fields["title"], fields["summary"]) == ("Where do I park?", "Behind the house.")
    assert (fields["slug"], fields["topic"]) == ("parking", str(entry.topic.pk))


def test_a_saved_draft_is_not_shown_to_visitors(dana: Editor, entry: Entry) -> None:
    page = dana.press(change(entry), summary="In front of the house.")
    assert "The draft is saved. Visitors still see the words of " in said(page)
    assert "Behind the house" in seen_by_visitors(entry)
    assert dana.fields(change(entry))["summary"] == "In front of the house."
    assert draft_of(entry).author == dana.user


def test_saving_a_draft_again_changes_the_same_draft(dana: Editor, entry: Entry) -> None:
    dana.press(change(entry), summary="In front.")
    dana.press(change(entry), summary="Beside it.")
    assert [words.summary for words in entry.revisions.all()] == ["Beside it.", "Behind the house."]


def test_saving_without_a_change_makes_no_draft(dana: Editor, entry: Entry) -> None:
    body = EntryRevision.objects.get().body
    page = dana.press(change(entry), body=body.replace("\n", "\r\n"))
    assert "The words are the same as before" in said(page)
    assert entry.draft("en") is None


def test_publishing_shows_the_words_and_keeps_the_old_ones(dana: Editor, entry: Entry) -> None:
    dana.publish(change(entry), summary="In front of the house.")
    assert "In front of the house" in seen_by_visitors(entry)
    live, past = entry.revisions.all()
    assert (live.state, live.published_by) == (State.LIVE, dana.user)
    assert (past.state, past.summary) == (State.PAST, "Behind the house.")


def test_publishing_a_waiting_draft_needs_no_further_change(dana: Editor, entry: Entry) -> None:
    dana.press(change(entry), summary="In front of the house.")
    dana.publish(change(entry))
    assert "In front of the house" in seen_by_visitors(entry)


def test_a_new_question_is_seen_once_it_is_published(dana: Editor, topic: Topic) -> None:
    make_entry(topic)
    words = {"title": "May I bring my dog?", "summary": "Ask us first.", "topic": str(topic.pk)}
    dana.press(ADD, **words)
    entry = Entry.objects.get(slug="may-i-bring-my-dog")
    assert entry.order == 2
    assert Client().get(entry.get_absolute_url()).status_code == 404
    dana.publish(change(entry))
    assert "Ask us first." in seen_by_visitors(entry)


def test_a_search_without_an_answer_starts_one(dana: Editor, topic: Topic) -> None:
    assert dana.fields(f"{ADD}?title=parking")["title"] == "parking"


def test_a_new_page_can_be_written(dana: Editor) -> None:
    words = {"title": "How to find us", "summary": "By bus.", "layout": "plain", "slug": "way"}
    dana.publish("/staff/pages/page/add/", **words)
    assert "By bus." in Client().get("/way/").content.decode()


def test_a_draft_can_be_discarded_but_only_as_it_was_seen(
    dana: Editor, luis: Editor, entry: Entry
) -> None:
    dana.press(change(entry), summary="In front.")
    discard = change(entry).replace("/change/", "/discard/")
    question = dana.get(discard)
    luis.press(change(entry), summary="Beside.")
    page = dana.post(discard, {"seen": question.context["seen"]}, follow=True)
    assert "a colleague saved in the meantime" in said(page)
    assert draft_of(entry).summary == "Beside."
    dana.post(discard, {"seen": dana.get(discard).context["seen"]})
    assert entry.draft("en") is None
    assert "Behind the house" in seen_by_visitors(entry)


def test_every_step_is_in_the_history(dana: Editor, entry: Entry) -> None:
    dana.press(change(entry), summary="In front.")
    dana.publish(change(entry))
    said = [str(log) for log in LogEntry.objects.order_by("pk")]
    assert "Draft saved: short answer." in said[0].lower().replace("draft", "Draft")
    assert "Published" in said[-1]


# Two people


def test_a_second_editor_is_told_and_nothing_is_lost(
    dana: Editor, luis: Editor, entry: Entry
) -> None:
    opened = dana.fields(change(entry))
    luis.press(change(entry), summary="Luis says: beside the house.")
    page = dana.send(change(entry), opened | {"summary": "Dana says: in front."})
    assert "Luis saved this" in said(page)
    assert "Luis says: beside the house." in said(page)
    assert fields_of(page)["summary"] == "Dana says: in front."
    assert draft_of(entry).summary == "Luis says: beside the house."
    dana.send(change(entry), fields_of(page))
    assert draft_of(entry).summary == "Dana says: in front."


def test_a_third_save_in_between_is_told_again(dana: Editor, luis: Editor, entry: Entry) -> None:
    opened = dana.fields(change(entry))
    luis.press(change(entry), summary="First of Luis.")
    told = dana.send(change(entry), opened | {"summary": "Dana."})
    luis.press(change(entry), summary="Second of Luis.")
    page = dana.send(change(entry), fields_of(told))
    assert "Second of Luis." in said(page)
    assert draft_of(entry).summary == "Second of Luis."


def test_publishing_over_words_published_meanwhile_is_told(
    dana: Editor, luis: Editor, entry: Entry
) -> None:
    opened = dana.fields(change(entry))
    luis.publish(change(entry), summary="Luis published this.")
    page = dana.send(change(entry), opened | {"summary": "Dana."}, "_publish")
    assert "Luis saved this" in said(page)
    assert "Luis published this." in seen_by_visitors(entry)


def test_a_changed_address_is_a_change_too(dana: Editor, luis: Editor, entry: Entry) -> None:
    opened = dana.fields(change(entry))
    luis.press(change(entry), slug="where-to-park")
    page = dana.send(change(entry), opened | {"summary": "Dana."})
    assert "where-to-park" in said(page)
    entry.refresh_from_db()
    assert entry.slug == "where-to-park"


# What is refused keeps what was typed


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("::: importnat Do not\n:::\n", "Line 1: there is no block “importnat”."),
        ("One.\n\n::: status\n", "Line 3: the block “status” is never closed."),
        ("Call {phne}.\n", "There is no clinic fact “phne”"),
        ("<script>alert(1)</script>\n", "HTML is not used here"),
    ],
)
def test_a_mistake_is_told_at_the_field_and_the_text_stays(
    dana: Editor, entry: Entry, body: str, told: str
) -> None:
    page = dana.publish(change(entry), body=body, summary="New.")
    assert any(told in error for error in page.context["adminform"].form.errors["body"])
    assert (fields_of(page)["body"], fields_of(page)["summary"]) == (body, "New.")
    assert entry.draft("en") is None


def test_script_in_words_reaches_nobody(dana: Editor, entry: Entry) -> None:
    attack = "<img src=x onerror=alert(1)>"
    body = "[here](javascript:alert(1)) [there](data:text/html,x) &lt;script&gt;"
    dana.publish(change(entry), title=attack, summary=attack, body=body)
    staff_pages = [change(entry), "/staff/faq/entry/", "/staff/faq/entry/order/", "/staff/"]
    for html in [
        seen_by_visitors(entry),
        *(dana.get(path).content.decode() for path in staff_pages),
    ]:
        assert "<img src=x" not in html
        assert 'href="javascript' not in html
        assert 'href="data:' not in html


def test_an_address_of_another_part_of_the_site_is_refused(dana: Editor) -> None:
    words = {"title": "Contact", "summary": "No.", "layout": "plain", "slug": "contact"}
    page = dana.press("/staff/pages/page/add/", **words)
    assert "Another part of the site lives at this address" in said(page)
    assert not Page.objects.exists()


# Addresses


def test_an_old_address_leads_to_the_new_one(dana: Editor, entry: Entry) -> None:
    page = dana.press(change(entry), slug="where-to-park")
    assert "Who follows /questions/visits/parking/ gets to" in said(page)
    answer = Client().get("/questions/visits/parking/")
    assert (answer.status_code, answer["Location"]) == (301, "/questions/visits/where-to-park/")


def test_another_topic_is_another_address_and_the_last_place(dana: Editor, entry: Entry) -> None:
    other = Topic.objects.create(slug="cars", name="Cars", order=2)
    make_entry(other, "taxi")
    dana.press(change(entry), topic=str(other.pk))
    entry.refresh_from_db()
    assert entry.order == 2
    assert Client().get("/questions/visits/parking/")["Location"] == "/questions/cars/parking/"


def test_a_topic_takes_all_its_questions_along(dana: Editor, topic: Topic, entry: Entry) -> None:
    make_entry(topic, "taxi")
    dana.press(change(topic), slug="getting-here")
    for slug in ("parking", "taxi"):
        answer = Client().get(f"/questions/visits/{slug}/")
        assert answer["Location"] == f"/questions/getting-here/{slug}/"


def test_an_address_nobody_knew_leaves_no_trace(dana: Editor, topic: Topic) -> None:
    words = {"title": "Dog?", "summary": "Ask.", "topic": str(topic.pk)}
    dana.press(ADD, **words)
    dana.press(change(Entry.objects.get()), slug="pets")
    assert not MovedAddress.objects.exists()


def test_home_can_neither_move_nor_go(dana: Editor) -> None:
    home = Page.objects.create(slug="home", layout="home")
    PageRevision.objects.create(document=home, title="Home", summary="Hello.").publish()
    dana.publish(change(home), slug="elsewhere", summary="Hello again.")
    home.refresh_from_db()
    assert home.slug == "home"
    assert "Hello again." in Client().get("/").content.decode()
    dana.post(f"/staff/pages/page/{home.pk}/delete/", {"post": "yes", "why": "x"})
    assert Page.objects.get(pk=home.pk).is_live


# Versions


def version(words: Any, rest: str = "") -> str:
    return change(words.document).replace("/change/", f"/words/{words.pk}/{rest}")


def test_words_of_before_can_be_read_and_started_from(dana: Editor, entry: Entry) -> None:
    dana.publish(change(entry), summary="In front.")
    past = entry.revisions.get(state=State.PAST)
    assert version(past) in said(dana.get(change(entry)))
    assert "Behind the house." in said(dana.get(version(past)))
    assert "Behind the house." in said(dana.get(version(past, "preview/")))
    dana.post(version(past, "restore/"))
    assert draft_of(entry).summary == "Behind the house."
    assert "In front." in seen_by_visitors(entry)


def test_starting_from_old_words_takes_no_draft_away(
    dana: Editor, luis: Editor, entry: Entry
) -> None:
    luis.press(change(entry), summary="Luis works on it.")
    page = dana.post(version(entry.shown, "restore/"), follow=True)
    assert "has a draft of this already" in said(page)
    assert draft_of(entry).summary == "Luis works on it."


# Reviews


def test_a_review_is_shown_to_visitors_with_the_name_that_was_given(
    dana: Editor, entry: Entry
) -> None:
    source = Source.objects.create(key="map", author="City", title="Map")
    dana.publish(change(entry), sources=[str(source.pk)], review_months="6")
    words = entry.revisions.get(state=State.LIVE)
    seen = dana.get(version(words)).context["form"]["seen"].value()
    today = timezone.localdate()
    show_person("osei", credentials="MD")
    form = {"reviewed_on": today, "seen": seen}
    page = dana.post(version(words), form | {"reviewer": "Dr. Somebody Else"})
    assert "is not one of the available choices" in said(page)
    dana.post(version(words), form | {"reviewer": "Osei, MD"})
    words.refresh_from_db()
    assert (words.approved_by, words.reviewed_on) == (dana.user, today)
    assert "Osei, MD" in seen_by_visitors(entry)


def test_a_mark_of_today_is_taken_back_by_who_made_it(dana: Editor, entry: Entry) -> None:
    path, today = version(entry.shown), timezone.localdate()
    seen = dana.get(path).context["form"]["seen"].value()
    dana.post(path, {"do": "approve", "reviewed_on": today, "seen": seen})
    assert 'value="unmark"' in said(dana.get(path))
    dana.post(path, {"do": "unmark"})
    words = entry.revisions.get()
    assert (words.approved_by, words.reviewed_on, words.review_due) == (None, None, None)


def test_what_was_sent_is_taken_back_and_says_if_it_changed(dana: Editor, entry: Entry) -> None:
    dana.press(change(entry), "_review", summary="In front.")
    path = version(draft_of(entry))
    assert "Changed since it was sent" not in said(dana.get(path))
    dana.press(change(entry), summary="Beside it.")
    assert "Changed since it was sent" in said(dana.get(path))
    dana.post(path, {"do": "unsend"})
    assert draft_of(entry).sent_at is None
    assert "Taken back from review." in said(dana.get(path))


def test_words_nobody_reviewed_lead_to_where_they_are_marked(dana: Editor, entry: Entry) -> None:
    def link() -> list[str]:
        links = HtmlPage(said(dana.get(change(entry)))).tags("a")
        return [one.get("href") for one in links if "mark it as reviewed" in one.words]

    assert link() == [version(entry.shown)]
    assert "Mark as reviewed</button>" in said(dana.get(link()[0]))
    entry.shown.approve(dana.user, "", timezone.localdate())
    assert link() == []


def test_a_review_of_words_changed_meanwhile_does_not_count(
    dana: Editor, luis: Editor, entry: Entry
) -> None:
    dana.press(change(entry), summary="In front.")
    draft = draft_of(entry)
    seen = dana.get(version(draft)).context["form"]["seen"].value()
    luis.press(change(entry), summary="Something else.")
    day = timezone.localdate()
    page = dana.post(version(draft), {"reviewed_on": day, "seen": seen}, follow=True)
    assert "Someone changed the words while you read them" in said(page)
    assert draft_of(entry).reviewed_on is None


def test_a_changed_draft_has_to_be_reviewed_again(dana: Editor, entry: Entry) -> None:
    dana.press(change(entry), summary="In front.")
    draft_of(entry).approve(dana.user, "Dr. Example", date(2026, 1, 1))
    dana.press(change(entry), summary="Beside.")
    assert draft_of(entry).reviewed_on is None


def test_a_review_cannot_be_dated_ahead(dana: Editor, entry: Entry) -> None:
    seen = dana.get(version(entry.shown)).context["form"]["seen"].value()
    day = timezone.localdate() + timedelta(days=1)
    page = dana.post(version(entry.shown), {"reviewed_on": day, "seen": seen})
    assert "still to come" in said(page)


def test_a_review_cannot_be_older_than_the_words(dana: Editor, entry: Entry) -> None:
    changed = timezone.now() - timedelta(days=5)
    entry.revisions.update(changed_at=changed)
    words, day = entry.revisions.get(), timezone.localdate(changed)
    seen = dana.get(version(words)).context["form"]["seen"].value()
    for earlier in (date(1950, 1, 1), day - timedelta(days=1)):
        page = dana.post(version(words), {"reviewed_on": earlier, "seen": seen})
        assert f"These words were last changed on {day:%B} {day.day}, {day.year}." in said(page)
        assert page.context["form"].errors.keys() == {"reviewed_on"}
    words.refresh_from_db()
    assert words.reviewed_on is None
    dana.post(version(words), {"reviewed_on": day, "seen": seen})
    words.refresh_from_db()
    assert words.reviewed_on == day


def test_lists_show_and_find_what_has_to_be_reviewed(dana: Editor, topic: Topic) -> None:
    make_entry(topic, "never", title="Never?")
    late, good = make_entry(topic, "late", title="Late?"), make_entry(topic, "good", title="Good?")
    late.shown.approve(None, "", date(2020, 1, 1))
    good.shown.approve(None, "", timezone.localdate())
    html = said(dana.get("/staff/faq/entry/"))
    assert "Not reviewed" in html
    assert "Overdue</b> since Jan 1, 2021" in html
    for choice, title in {"never": "Never?", "overdue": "Late?", "good": "Good?"}.items():
        rows = dana.get(f"/staff/faq/entry/?review={choice}").context["cl"].result_list
        assert [str(row) for row in rows] == [title]


def test_lists_find_drafts_and_what_was_never_published(dana: Editor, topic: Topic) -> None:
    make_entry(topic, "live", title="Live?")
    dana.press(change(make_entry(topic, "both")), title="Both?")
    dana.press(ADD, title="New?", summary="New.", topic=str(topic.pk))
    for choice, titles in {"draft": ["Both?", "New?"], "new": ["New?"]}.items():
        rows = dana.get(f"/staff/faq/entry/?state={choice}").context["cl"].result_list
        assert [str(row) for row in rows] == titles


def test_the_first_edition_can_be_saved_without_a_change(dana: Editor, first_edition: None) -> None:
    """Whatever the files have, the form accepts, and takes for the same words."""
    for document in [*Page.objects.live("en"), *Entry.objects.live("en")]:
        page = dana.press(change(document))
        messages = [str(message) for message in get_messages(page.wsgi_request)]
        assert any("The words are the same as before" in one for one in messages), document.slug
    management.call_command("load_first_edition", verbosity=0)


def test_the_help_knows_every_block_and_every_fact(dana: Editor, topic: Topic) -> None:
    help_text = said(dana.get(ADD)).split("How to write", 1)[1]
    assert [name for name in BLOCKS if f"::: {name}" not in help_text] == []
    assert [name for name in IN_WORDS if f"{{{name}}}" not in help_text] == []
