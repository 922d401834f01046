"""Things are put in order by dragging, and with buttons alone."""

import pytest
from django.test import Client

from faq.models import Entry, Topic
from pages.models import Page, PageRevision
from tests.colleagues import Editor, make_entry

ENTRIES = "/staff/faq/entry/order/"


@pytest.fixture
def keys(topic: Topic) -> list[int]:
    return [make_entry(topic, slug, title=slug).pk for slug in ("one", "two", "three")]


def slugs() -> list[str]:
    return [entry.slug for entry in Entry.objects.all()]


def test_a_button_moves_a_question_by_one_place(dana: Editor, keys: list[int]) -> None:
    dana.post(ENTRIES, {"group": "visits", "order": keys, "up": keys[1]})
    assert slugs() == ["two", "one", "three"]
    dana.post(ENTRIES, {"group": "visits", "order": [keys[1], keys[0], keys[2]], "down": keys[0]})
    assert slugs() == ["two", "three", "one"]


def test_the_first_cannot_go_up_and_the_last_not_down(dana: Editor, keys: list[int]) -> None:
    for button, key in (("up", keys[0]), ("down", keys[2])):
        dana.post(ENTRIES, {"group": "visits", "order": keys, button: key})
        assert slugs() == ["one", "two", "three"]


def test_after_a_step_the_keyboard_is_on_the_same_button(dana: Editor, keys: list[int]) -> None:
    page = dana.post(ENTRIES, {"group": "visits", "order": keys, "down": keys[0]}, follow=True)
    html = " ".join(page.content.decode().split())
    assert f'name="down" value="{keys[0]}" autofocus' in html


def test_dragging_saves_a_whole_order(dana: Editor, keys: list[int]) -> None:
    wanted = {"group": "visits", "order": list(reversed(keys))}
    answer = dana.post(ENTRIES, wanted, headers={"Accept": "application/json"})
    assert answer.status_code == 204
    assert slugs() == ["three", "two", "one"]


def test_visitors_see_the_new_order(dana: Editor, keys: list[int]) -> None:
    dana.post(ENTRIES, {"group": "visits", "order": list(reversed(keys))})
    html = Client().get("/questions/").content.decode()
    assert html.index('id="three"') < html.index('id="two"') < html.index('id="one"')


def test_a_question_added_meanwhile_stays_last(dana: Editor, topic: Topic, keys: list[int]) -> None:
    make_entry(topic, "four")
    dana.post(ENTRIES, {"group": "visits", "order": list(reversed(keys))})
    assert slugs() == ["three", "two", "one", "four"]


def test_questions_of_another_topic_stay_where_they_are(dana: Editor, keys: list[int]) -> None:
    other = Topic.objects.create(slug="cars", name="Cars", order=2)
    stranger = make_entry(other, "taxi")
    dana.post(ENTRIES, {"group": "visits", "order": [stranger.pk, *keys], "up": keys[0]})
    stranger.refresh_from_db()
    assert (stranger.order, stranger.topic) == (1, other)


def test_nonsense_is_refused_or_ignored(dana: Editor, keys: list[int]) -> None:
    assert dana.post(ENTRIES, {"group": "nothing", "order": keys}).status_code == 404
    dana.post(ENTRIES, {"group": "visits", "order": ["x", "²", "-1"], "up": "x"})
    assert slugs() == ["one", "two", "three"]


def test_topics_are_put_in_order(dana: Editor, topic: Topic) -> None:
    other = Topic.objects.create(slug="cars", name="Cars", order=2)
    dana.post(
        "/staff/faq/topic/order/",
        {"group": "topics", "order": [topic.pk, other.pk], "up": other.pk},
    )
    assert list(Topic.objects.values_list("slug", flat=True)) == ["cars", "visits"]


def test_the_pages_of_the_guide_are_put_in_order(dana: Editor) -> None:
    pages: list[Page] = []
    for slug in ("first", "second"):
        page = Page.objects.create(slug=slug, layout="topic", order=len(pages))
        PageRevision.objects.create(document=page, title=slug, summary="S").publish()
        pages.append(page)
    order = {"group": "topic", "order": [page.pk for page in pages], "down": pages[0].pk}
    dana.post("/staff/pages/page/order/", order)
    html = Client().get("/treatment/second/").content.decode()
    assert html.index("second</b>") < html.index("first</a>")
