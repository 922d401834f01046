"""Each topic has an address of its own with all its questions; the list leads there."""

import json

import pytest
from django.conf import settings
from django.test import Client

from faq.models import Topic
from tests.colleagues import Editor
from tests.faq.conftest import Write
from tests.html import Page
from tests.spanish import publish

pytestmark = pytest.mark.usefixtures("site_is_open")

TOPIC = "/questions/transport/"


def read(path: str) -> Page:
    return Page(Client().get(path).content.decode())


def questions_on(path: str) -> list[str]:
    return [one.words for one in read(path).tags("summary")]


def test_the_list_shows_some_of_each_topic_and_leads_to_all(answer: Write) -> None:
    for number in range(5):
        answer(f"q{number}", f"Question {number}?")
    assert questions_on("/questions/") == ["Question 0?", "Question 1?", "Question 2?"]
    links = [one for one in read("/questions/").tags("a") if one.get("href") == TOPIC]
    assert " ".join(links[-1].words.split()) == "All about getting home (5)"
    assert questions_on(TOPIC) == [f"Question {number}?" for number in range(5)]


def test_a_topic_tells_search_engines_every_question_with_its_short_answer(answer: Write) -> None:
    for number in range(5):
        answer(f"q{number}", f"Question {number}?", summary=f"Answer {number}.")
    [script] = read(TOPIC).tags("script")
    told = {thing["@type"]: thing for thing in json.loads(script.words)["@graph"]}
    asked = told["FAQPage"]["mainEntity"]
    assert [(one["name"], one["acceptedAnswer"]["text"]) for one in asked] == [
        (f"Question {number}?", f"Answer {number}.") for number in range(5)
    ]
    assert [(step["name"], step["item"]) for step in told["BreadcrumbList"]["itemListElement"]] == [
        ("Questions", f"{settings.SITE_URL}/questions/"),
        ("Getting home", f"{settings.SITE_URL}{TOPIC}"),
    ]


def test_all_answers_of_a_topic_can_be_opened(answer: Write) -> None:
    for number in range(3):
        answer(f"q{number}", f"Question {number}?")
    opened = [one for one in read(f"{TOPIC}?open=all").tags("details") if "open" in one.attributes]
    assert len(opened) == 3


def test_an_answer_leads_to_its_topic(answer: Write) -> None:
    for number in range(2):
        answer(f"q{number}", f"Question {number}?")
    assert TOPIC in [one.get("href") for one in read(f"{TOPIC}q0/").tags("a")]


def test_a_topic_without_answers_is_not_found(answer: Write) -> None:
    answer("car", "May I drive?")
    Topic.objects.create(slug="empty", name="Empty")
    assert Client().get("/questions/empty/").status_code == 404
    assert Client().get("/questions/none/").status_code == 404
    assert "/questions/empty/" not in [one.get("href") for one in read(TOPIC).tags("a")]


def test_a_topic_may_be_called_as_one_of_its_answers(answer: Write) -> None:
    answer("transport", "May I drive?")
    assert questions_on(TOPIC) == ["May I drive?"]
    assert Client().get(f"{TOPIC}transport/").status_code == 200


def test_a_topic_is_there_in_spanish_once_one_of_its_answers_is(answer: Write) -> None:
    entry = answer("car", "May I drive?")
    answer("bus", "Is there a bus?")
    assert Client().get(f"/es{TOPIC}").status_code == 404
    publish(entry, title="¿Puedo manejar?")
    page = read(f"/es{TOPIC}")
    assert page.tags("html")[0].get("lang") == "es"
    assert [one.words for one in page.tags("summary")] == ["¿Puedo manejar?"]


def test_the_address_of_the_search_is_refused(dana: Editor, answer: Write) -> None:
    answer("car", "May I drive?")
    topic = Topic.objects.get()
    path = f"/staff/faq/topic/{topic.pk}/change/"
    page = dana.press(path, slug="search")
    assert "This address is the search." in page.content.decode()
    topic.refresh_from_db()
    assert topic.slug == "transport"


def test_a_topic_that_moved_is_found_at_its_old_address(dana: Editor, answer: Write) -> None:
    answer("car", "May I drive?")
    dana.press(f"/staff/faq/topic/{Topic.objects.get().pk}/change/", slug="rides")
    reply = Client().get(TOPIC)
    assert (reply.status_code, reply.headers["Location"]) == (301, "/questions/rides/")
    assert Client().get("/questions/rides/").status_code == 200
