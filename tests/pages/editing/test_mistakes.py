"""What is wrong with what was typed is said in the form, by the name of its field."""

import pytest

from faq.models import Topic
from tests.colleagues import Editor, change, make_entry, said
from tests.html import Page as Html

ADD = "/staff/faq/entry/add/"


def mistakes(page: object) -> dict[str, str]:
    """By where each leads: what is said of it."""
    html = Html(said(page))
    return {
        link.get("href"): link.words
        for link in html.tags("a")
        if link.is_inside(css_class="errornote")
    }


def test_each_mistake_is_named_and_leads_to_its_field(dana: Editor, topic: Topic) -> None:
    page = dana.press(ADD, title="", summary="", body="{nothing}", slug="a b", topic=topic.pk)
    found = mistakes(page)
    assert list(found) == ["#id_title", "#id_summary", "#id_body", "#id_slug"]
    assert found["#id_title"] == "Question: Fill this in."
    assert found["#id_slug"].startswith("Address: Use letters")
    text = said(page)
    assert "correct the error" not in text
    assert "these 4 things" in text
    assert {one.get("id") for one in Html(text).tags("input")} >= {"id_title", "id_slug"}


def test_the_first_mistake_has_the_focus_and_no_script_takes_it_away(dana: Editor) -> None:
    html = Html(said(dana.press(ADD, title="")))
    (first,) = (one for one in html.tags("a") if "autofocus" in one.attributes)
    assert first.get("href") == "#id_title"
    assert not any("change_form.js" in one.get("src") for one in html.tags("script"))


def test_a_mistake_of_no_one_field_is_told_there_too(
    dana: Editor, luis: Editor, topic: Topic
) -> None:
    entry = make_entry(topic)
    opened = dana.fields(change(entry))
    luis.press(change(entry), summary="Luis was first.")
    html = Html(said(dana.send(change(entry), opened | {"summary": "Dana."})))
    (box,) = (one for one in html.tags("div") if one.get("class") == "errornote")
    assert "a colleague saved in the meantime" in box.words
    assert "autofocus" in box.attributes


@pytest.mark.parametrize("pasted", ["http://localhost/questions/x/", "https://a.example/b", "a/b"])
def test_a_pasted_address_is_refused_where_its_last_part_is_typed(
    dana: Editor, topic: Topic, pasted: str
) -> None:
    page = dana.press(ADD, title="T?", summary="S.", topic=topic.pk, slug=pasted)
    assert "whole web address. Type only its last part" in mistakes(page)["#id_slug"]


def test_other_forms_say_it_in_the_same_way(dana: Editor, topic: Topic) -> None:
    assert "#id_name" in mistakes(dana.press(change(topic), name=""))
    found = mistakes(dana.press("/staff/pages/source/add/", title="", author="A", year="20"))
    assert {"#id_title", "#id_year"} <= found.keys()
