"""What stands around an answer, and where an answer is not."""

import pytest
from django.test import Client

from faq.models import Entry, Topic
from tests.faq.conftest import Write

pytestmark = pytest.mark.usefixtures("site_is_open")


def test_an_answer_leads_to_five_others_of_its_topic_and_not_to_itself(answer: Write) -> None:
    for number in range(7):
        answer(f"q{number}", f"Question {number}?")
    page = Client().get("/questions/transport/q1/")
    assert [entry.slug for entry in page.context["more"]] == ["q0", "q2", "q3", "q4", "q5"]


def test_an_answer_is_only_found_under_its_own_topic(answer: Write) -> None:
    answer("car", "May I drive?")
    Topic.objects.create(slug="other", name="Other")
    assert Client().get("/questions/transport/car/").status_code == 200
    assert Client().get("/questions/other/car/").status_code == 404
    assert Client().get("/questions/other/car/helpful/?vote=yes").status_code == 404


def test_after_a_search_in_vain_each_topic_is_offered_once(answer: Write) -> None:
    for number in range(3):
        answer(f"q{number}", f"Question {number}?")
    Topic.objects.create(slug="empty", name="Empty")
    page = Client().get("/questions/search/?q=xylophone")
    assert [topic.slug for topic in page.context["topics"]] == ["transport"]
    assert Entry.objects.count() == 3
