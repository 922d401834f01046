"""Where two places say a rule differently, staff are shown both."""

import pytest

from faq.models import Entry, EntryRevision, Topic
from pages.editing.rules import phrases
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


def test_spanish_and_money_are_counted_too() -> None:
    six, eight = "Un curso son 6 sesiones.", "Lo usual son 8 sesiones."
    assert among(six, eight) == [("6 or 8 sesiones", six, eight)]
    three, half = "Espere 3 meses.", "Vuelva en 6 meses, o en 1 mes."
    [(what, *_)] = among(three, half)
    assert what == "3, 6 or 1 meses"
    cheap, dear = "A session costs $500.", "You pay $900 a session."
    assert among(cheap, dear, "It is $500.") == [("$500 or $900", cheap, dear)]
    some, more = "From $500 to $1,000.", "It is $1,000.50."
    assert among(some, more) == [("$500 to $1,000 or $1,000.50", some, more)]


def test_one_and_many_are_the_same_unit() -> None:
    assert among("Wait 1 day.", "Wait 2 days.") == [
        ("1 or 2 days", "Wait 1 day.", "Wait 2 days."),
    ]
    assert among("Es 1 sesión.", "Es 1 sesión más.") == []


def test_a_number_to_call_by_day_and_night_counts_no_days() -> None:
    assert among("Call 988 day or night.", "Press 1, day and night.", "Wait 2 days.") == []
    assert among("Wait 1,000 days.", "Wait 2 days, and call.") == [
        ("1,000 or 2 days", "Wait 1,000 days.", "Wait 2 days, and call."),
    ]


def test_a_question_and_a_case_deny_nothing() -> None:
    assert among("You must not eat before.", "Must you eat before?") == []
    assert among("If you cannot wait, call 988.", "Call 988.") == []


#: What rules find on the site of the first day, and why that is no contradiction.
KNOWN = {
    # What clinics ask, from which difference on a bill is disputed, and what that costs.
    "$500 to $1,000, $400 or $25",
}


@pytest.mark.usefixtures("first_edition")
def test_the_first_edition_does_not_contradict_itself() -> None:
    told = {
        one.what
        for _name, phrase in phrases.rules()
        for one in phrases.disagreeing(list(phrases.find(phrase)))
    }
    assert told == KNOWN


@pytest.mark.usefixtures("first_edition")
@pytest.mark.parametrize(
    ("slug", "body", "what"),
    [
        ("can-i-drive-home", "Do not drive for 12 hours. Do not drive for 24 hours.", "hours"),
        ("can-i-eat-and-drink-before", "Do not eat for 6 hours. Do not eat for 4 hours.", "hours"),
        ("how-many-sessions", "A usual course is 8 sessions.", "sessions"),
        ("can-teenagers-have-it", "People who are pregnant can usually have it.", "yes or no"),
        ("what-does-it-cost", "A session is $900.", "$"),
    ],
)
def test_an_answer_that_contradicts_a_rule_is_seen_with_what_is_offered(
    slug: str, body: str, what: str
) -> None:
    entry = Entry.objects.get(slug=slug)
    old = entry.shown
    words = EntryRevision(document=entry, title=old.title, summary=old.summary, body=body)
    words.save()
    words.publish(first_edition=True)
    told = {
        one.what
        for _name, phrase in phrases.rules()
        for one in phrases.disagreeing(list(phrases.find(phrase)))
    }
    assert [one for one in told - KNOWN if what in one]


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
