"""All the clinic says is on the site, in careful words; what is over-strong is not."""

import re

import pytest

from faq.models import Entry
from pages.markup.reading import sentences_of_html
from pages.models import Page
from tests.visit import Visit

pytestmark = pytest.mark.django_db

#: What the clinic says (its own numbering), where, and the words that say it with their limits.
STATEMENTS = [
    ("newer option", "/treatment/what-it-is/", ["a newer option in mental health care"]),
    ("history", "/treatment/what-it-is/", ["first made in 1962", "approved it in 1970"]),
    ("low doses", "/treatment/what-it-is/", ["much lower doses could ease", "does not happen for"]),
    ("who comes", "/treatment/who-it-may-help/", ["bipolar depression, post-traumatic", "anxiety"]),
    ("usual medicines", "/treatment/what-it-is/", ["serotonin", "norepinephrine"]),
    ("glutamate", "/treatment/what-it-is/", ["mainly on another signal: glutamate"]),
    ("new links", "/treatment/what-it-is/", ["neuroplasticity", "learning, for memory", "think"]),
    ("NMDA, AMPA", "/treatment/what-it-is/", ["NMDA receptor", "AMPA receptor", "synapse"]),
    ("vein", "/treatment/a-session/", ["low, controlled dose", "40 to 60 minutes"]),
    ("watched", "/treatment/a-session/", ["Trained health staff watch you", "a clinic made for"]),
    ("fast", "/treatment/what-it-is/", ["within hours to days", "take weeks", "not mean better"]),
    ("during it", "/treatment/safety/", ["dissociation", "strange way", "wear off", "weeks"]),
    ("best studied", "/treatment/who-it-may-help/", ["best studied", "at least two"]),
    ("also used", "/treatment/who-it-may-help/", ["off-label, and the results are mixed"]),
    ("pain", "/treatment/research/", ["long-lasting pain", "up to 12 weeks", "weak"]),
    ("not approved", "/treatment/research/", ["FDA has not approved ketamine", "generic medicine"]),
    ("both sides", "/treatment/research/", ["small and short", "Long-term safety is poorly"]),
    ("protocol before", "/treatment/a-session/", ["Before the first session", "After the course"]),
    ("protocol safety", "/treatment/safety/", ["Before:", "During:", "After:", "not take it away"]),
    ("not at home", "/treatment/safety/", ["Do not use ketamine at home", "dose can be wrong"]),
    ("groups", "/treatment/research/", ["ASKP3", "They are not regulators"]),
    ("future", "/treatment/research/", ["become more common", "not proof that it works"]),
    ("what we offer", "/", ["safe, kind care that follows the evidence"]),
    ("ask us", "/", ["has not improved with other treatments", "text 988"]),
    ("sessions", "/questions/sessions/how-many-sessions/", ["6 sessions over 2 to 3 weeks"]),
    ("maintenance", "/questions/sessions/do-i-need-more-later/", ["no agreed schedule"]),
    ("insurance", "/questions/cost/will-insurance-pay/", ["Usually not", "ask yours in writing"]),
    ("onset", "/questions/results/how-soon-does-it-work/", ["hours to a few days", "not feel"]),
    ("long term", "/questions/safety/what-are-the-long-term-effects/", ["do not know enough"]),
    ("transport", "/questions/transport/can-i-drive-home/", ["Do not drive until the next day"]),
    ("transport", "/your-visit/", ["take you home", "Do not drive until the next day"]),
]

#: Claims no page may make, unless the sentence denies them.
OVER_STRONG = re.compile(
    r"\b(cures?|cured|proven|guaranteed?|safe and effective|breakthrough|miracle|game.chang\w+"
    r"|rapid relief|revolution\w*|life.changing|100 ?%|no side effects|not addictive"
    r"|not habit.forming|minimal (?:risk|side effects)|press 3)\b",
    re.IGNORECASE,
)
DENIED = {"It is not a cure.", "Is it a cure?"}


def sentences_of(visit: Visit) -> list[str]:
    """What a visitor reads in the main part of this page."""
    page = visit.reply.body.decode()
    return sentences_of_html(page[page.index("<main") : page.index("</main>")])


def everything_live() -> list[Page | Entry]:
    return [*Page.objects.live(), *Entry.objects.live()]


@pytest.mark.parametrize(("said", "path", "phrases"), STATEMENTS)
def test_the_clinics_statement_is_there_with_its_limits(
    visits: dict[str, Visit], said: str, path: str, phrases: list[str]
) -> None:
    words = " ".join(sentences_of(visits[path]))
    assert [phrase for phrase in phrases if phrase not in words] == []


def test_no_page_or_answer_makes_an_over_strong_claim(visits: dict[str, Visit]) -> None:
    claims = [
        (visit.path, sentence)
        for visit in visits.values()
        if visit.sources is not None
        for sentence in sentences_of(visit)
        if OVER_STRONG.search(sentence) and sentence not in DENIED
    ]
    assert claims == []


def test_every_percentage_is_said_as_people_out_of_a_hundred(first_edition: None) -> None:
    for document in everything_live():
        assert "%" not in document.shown.body.replace("zoom to 400%", ""), document.slug


def test_words_beyond_the_facts_are_marked_for_the_clinician(first_edition: None) -> None:
    unmarked = [document.slug for document in everything_live() if not document.shown.note]
    assert unmarked == []


def test_no_reviewer_is_invented(first_edition: None) -> None:
    assert not [document.slug for document in everything_live() if document.shown.reviewer]
