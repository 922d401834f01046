"""Several questions move into another topic at once, and their old links lead there."""

from collections.abc import Callable

import pytest
from django.test import Client

from faq.models import Entry, Topic
from tests.colleagues import Editor, make_entry, said

LIST = "/staff/faq/entry/"


@pytest.fixture
def costs(db: None) -> Topic:
    topic = Topic.objects.create(slug="costs", name="Costs", order=2)
    make_entry(topic, slug="price", title="What is the price?")
    return topic


def move(editor: Editor, entries: list[Entry], **more: object) -> object:
    chosen = [entry.pk for entry in entries]
    return editor.post(LIST, {"action": "move_to_topic", "_selected_action": chosen} | more)


def test_they_stand_at_the_end_of_it_in_their_order(
    dana: Editor, topic: Topic, costs: Topic
) -> None:
    first, second = make_entry(topic), make_entry(topic, slug="second", title="Second?")
    asked = said(move(dana, [second, first]))
    assert "Where do I park?" in asked
    assert "Move 2 to this topic" in asked
    page = move(dana, [second, first], do="move", topic=costs.pk)
    assert "2 moved to “Costs”. Who follows their old links gets there." in said(page)
    assert [entry.slug for entry in costs.entries.all()] == ["price", "parking", "second"]
    old = Client().get("/questions/visits/parking/")
    assert (old.status_code, old["Location"]) == (301, "/questions/costs/parking/")


def test_without_a_topic_it_asks_again_and_nothing_moves(dana: Editor, entry: Entry) -> None:
    page = move(dana, [entry], do="move")
    assert "Choose a topic." in said(page)
    entry.refresh_from_db()
    assert entry.topic.slug == "visits"


def test_one_that_is_there_already_keeps_its_place(
    dana: Editor, topic: Topic, costs: Topic
) -> None:
    there = costs.entries.get()
    page = move(dana, [there, make_entry(topic)], do="move", topic=costs.pk)
    assert "1 moved to “Costs”." in said(page)
    assert [entry.slug for entry in costs.entries.all()] == ["price", "parking"]


def test_whoever_may_only_look_moves_nothing(
    hire: Callable[..., Editor], entry: Entry, costs: Topic
) -> None:
    reader = hire("Rae", "view_entry")
    assert "Move to a topic" not in said(reader.get(LIST))
    move(reader, [entry], do="move", topic=costs.pk)
    entry.refresh_from_db()
    assert entry.topic.slug == "visits"
