"""Where two places say a rule differently, staff are shown both."""

import pytest

from faq.models import EntryRevision, Topic
from pages.editing.rules.disagreements import Disagreement, Sentence, disagreements
from tests.colleagues import Editor, make_entry
from tests.html import Page

pytestmark = pytest.mark.django_db


def among(*texts: str) -> list[tuple[str, ...]]:
    """What does not agree among these, as what differs and the sentences."""
    found: list[Disagreement] = disagreements([Sentence(text, "A page") for text in texts])
    return [(one.what, *(sentence.text for sentence in one.sentences)) for one in found]


def test_other_numbers_of_the_same_thing_do_not_agree() -> None:
    day, half = "Do not eat for 6 hours before.", "Do not eat in the last 4 hours."
    assert among(day, "Nothing to eat for 6 hours.", half) == [("6 or 4 hours", day, half)]
    assert among("Wait 6 hours.", "Come on 2 days.") == []
    assert among("It takes 2 to 3 weeks.", "It takes 3 weeks.") == [
        ("2 to 3 or 3 weeks", "It takes 2 to 3 weeks.", "It takes 3 weeks.")
    ]


def test_what_studies_counted_is_no_rule() -> None:
    assert among("8 of 15 people got better.", "3 of 15 people got better.") == []


def test_a_yes_beside_a_no_does_not_agree() -> None:
    yes, no = "You can eat before a session.", "Do not eat before a session."
    assert among(yes, no) == [("yes or no", yes, no)]
    assert among(no, "You must not eat before a session.") == []
    assert among(yes, "Do not drive home after a session, even if you feel well.") == []


def test_spanish_is_compared_with_spanish_only(dana: Editor, topic: Topic) -> None:
    entry = make_entry(topic, "wait", title="How long?", body="Wait 6 hours at home.")
    spanish = EntryRevision(document=entry, language="es", title="¿Sí?", summary="Wait 4 hours.")
    spanish.save()
    spanish.publish()
    assert not answers(dana)


def test_staff_see_both_sentences_and_where_they_stand(dana: Editor, topic: Topic) -> None:
    make_entry(topic, "wait", title="How long?", body="Wait 6 hours at home.")
    make_entry(topic, "home", title="When can I go?", body="Wait 4 hours at home.")
    assert answers(dana) == [
        "Wait 6 hours at home. How long?",
        "Wait 4 hours at home. When can I go?",
    ]


def answers(editor: Editor) -> list[str]:
    reply = editor.get("/staff/pages/clinic/said/", {"words": "wait"})
    page = Page(reply.content.decode())
    rows = [one for one in page.tags("li") if one.is_inside(css_class="disagreement")]
    return [" ".join(row.words.split()) for row in rows]
