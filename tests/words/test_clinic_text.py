"""All the clinic says is on the site, in careful words; what is over-strong is not."""

import re

import pytest
from django.test import Client

from faq.models import Entry
from pages.clinic.models import Clinic
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
    ("pain", "/treatment/research/", ["long-lasting pain", "no clear gain for any", "3 times"]),
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
    (
        "insurance",
        "/questions/cost/will-insurance-pay/",
        ["Many plans do not", "ask yours in writing"],
    ),
    ("onset", "/questions/results/how-soon-does-it-work/", ["hours to a few days", "not feel"]),
    ("long term", "/questions/safety/what-are-the-long-term-effects/", ["do not know enough"]),
    (
        "transport",
        "/questions/transport/can-i-drive-home/",
        ["Do not drive at least until the next day"],
    ),
    ("transport", "/your-visit/", ["take you home", "Do not drive at least until the next day"]),
]

#: Numbers that tell one side alone, by where they are said, and the other side beside them.
BOTH_SIDES = [
    (
        "/treatment/research/",
        ["47 of 100 people got much better", "33 of 100 people got much better"],
    ),
    ("/treatment/research/", ["365 were counted", "(195 people)", "(170 people)"]),
    ("/treatment/research/", ["46 of 100", "63 of 100", "serious harm 14 and 23"]),
    ("/treatment/research/", ["73 in 100 had fewer", "6 in 100 people had more"]),
    ("/treatment/research/", ["(46 of 73)", "(25 of 79)", "no clear difference"]),
    ("/treatment/research/", ["suggests not using ketamine for PTSD"]),
    ("/treatment/research/", ["warned twice about compounded ketamine", "In 2022", "In 2023"]),
    ("/treatment/safety/", ["73 in 100 had fewer", "6 in 100 people had more"]),
    ("/treatment/safety/", ["7 of 91", "3 of 90", "A course is more often than that"]),
    ("/treatment/safety/", ["mild or moderate", "low risk of bias", "The label warns"]),
    ("/treatment/who-it-may-help/", ["suggests not using ketamine for PTSD", "63 in 100"]),
    ("/questions/results/how-likely-is-it-to-help/", ["47 in 100", "33 in 100", "26 with a sed"]),
    ("/questions/results/how-likely-is-it-to-help/", ["60 in 100", "50 in 100", "424 people"]),
    ("/questions/results/how-soon-does-it-work/", ["30 of 47", "7 of 25", "By day 3"]),
    ("/questions/results/is-it-a-cure/", ["6 in 10", "4 in 10 had slipped back"]),
    ("/questions/results/can-it-make-me-worse/", ["73 in 100 had fewer", "100 people had more"]),
    ("/questions/results/does-it-work-for-other-conditions/", ["10 of 15", "3 of 15", "30 in"]),
    ("/questions/results/does-it-work-for-other-conditions/", ["A larger review of 2025 did not"]),
    ("/questions/sessions/how-many-sessions/", ["54 people", "At the end there was no clear"]),
    ("/questions/cost/what-does-it-cost/", ["Not our price: in New York in 2022", "$500 to $1,000"]),
    ("/questions/cost/is-spravato-covered/", ["22.5 in 100", "placebo it was 7.6 in 100"]),
]

#: What tells visitors that something is not there yet; and harm called rare without a count.
NOT_FOR_VISITORS = r"\bhave not (?:put|found|entered)\b|\bfound no figure\b|\brare(?:ly)?\b"

#: Claims no page may make, unless the sentence denies them.
OVER_STRONG = re.compile(
    r"\b(cures?|cured|proven|guaranteed?|safe and effective|breakthrough|miracle|game.chang\w+"
    r"|rapid relief|revolution\w*|life.changing|100 ?%|no side effects|not addictive"
    r"|not habit.forming|minimal (?:risk|side effects)|press 3)\b",
    re.IGNORECASE,
)
DENIED = {"It is not a cure.", "Is it a cure?"}


def sentences_in(html: str) -> list[str]:
    """What a visitor reads in the main part of this page."""
    return sentences_of_html(html[html.index("<main") : html.index("</main>")])


def sentences_of(visit: Visit) -> list[str]:
    return sentences_in(visit.reply.body.decode())


def everything_live() -> list[Page | Entry]:
    return [*Page.objects.live("en"), *Entry.objects.live("en")]


@pytest.mark.parametrize(("said", "path", "phrases"), STATEMENTS)
def test_the_clinics_statement_is_there_with_its_limits(
    visits: dict[str, Visit], said: str, path: str, phrases: list[str]
) -> None:
    page = " ".join(sentences_of(visits[path]))
    assert [phrase for phrase in phrases if phrase not in page] == []


@pytest.mark.parametrize(("path", "phrases"), BOTH_SIDES)
def test_a_number_has_its_other_side_beside_it(
    visits: dict[str, Visit], path: str, phrases: list[str]
) -> None:
    page = " ".join(sentences_of(visits[path]))
    assert [phrase for phrase in phrases if phrase not in page] == []


def saying(visits: dict[str, Visit], pattern: str) -> list[tuple[str, str]]:
    """Where pages and answers say what this finds, and in which sentence."""
    return [
        (visit.path, sentence)
        for visit in visits.values()
        if visit.sources is not None
        for sentence in sentences_of(visit)
        if re.search(pattern, sentence, re.IGNORECASE)
    ]


def test_no_page_tells_visitors_what_is_not_there_yet(visits: dict[str, Visit]) -> None:
    assert saying(visits, NOT_FOR_VISITORS) == []


def test_no_page_asks_for_a_call_while_there_is_no_number(visits: dict[str, Visit]) -> None:
    assert saying(visits, r"\bcall us\b") == []


def test_a_call_that_is_asked_for_has_the_number(client: Client, first_edition: None) -> None:
    Clinic.objects.update_or_create(pk=1, defaults={"phone": "(212) 555-0123"})
    calls = [
        sentence
        for document in everything_live()
        for sentence in sentences_in(client.get(document.get_absolute_url()).content.decode())
        if re.search(r"\bcall us\b", sentence, re.IGNORECASE)
    ]
    assert len(calls) > 5
    assert [call for call in calls if "555-0123" not in call] == []


def test_every_page_says_the_same_rule_of_driving(visits: dict[str, Visit]) -> None:
    rules = saying(visits, r"\b(?:not|must) drive (?!or )(?!same)")
    assert len(rules) > 8
    assert [rule for rule in rules if "until the next day" not in rule[1]] == []


def test_pregnancy_is_said_the_same_everywhere(visits: dict[str, Visit]) -> None:
    rules = saying(visits, r"\bpeople who are pregnant\b")
    assert len(rules) >= 3
    assert [rule for rule in rules if "usually cannot have it" not in rule[1]] == []


def test_blood_in_the_urine_is_one_rule_everywhere(visits: dict[str, Visit]) -> None:
    told = [path for path, _sentence in saying(visits, r"\bblood when you pee\b|\byou see blood\b")]
    assert len(set(told)) == 4
    for path in told:
        page = " ".join(sentences_of(visits[path]))
        assert "own doctor, or go to urgent care" in page, path
        assert "same day" in visits[path].page.main.lower(), path
        assert re.search(r"Call[^.]* if there is a lot of blood[^.]*, or if you cannot pee", page)


@pytest.mark.parametrize(
    "path", ["/treatment/who-it-may-help/", "/questions/eligibility/who-should-not-have-it/"]
)
def test_what_usually_means_no_stands_apart_from_what_may_not(
    visits: dict[str, Visit], path: str
) -> None:
    page = visits[path].page.main
    no, maybe = page.index("Two things usually mean no."), page.index("It does not always mean no.")
    for reason in ("an allergy to ketamine", "an aneurysm or a bleed in the brain"):
        assert no < page.index(reason) < maybe
        assert page.count(reason) == 1
    assert maybe < page.index("high blood pressure that is not")


def test_no_page_promises_what_the_clinic_did_not_say(visits: dict[str, Visit]) -> None:
    """Its own text says that staff watch, and that they follow up; the rest is theirs to enter."""
    promised = (
        r"\bnot be left alone\b|\bdo not go through it alone\b|\b(?:we|staff) \w+ [^.]*each time\b"
    )
    assert saying(visits, promised) == []


@pytest.mark.parametrize("phone", ["", "(212) 555-0123"])
def test_a_page_that_is_not_there_asks_only_for_what_can_be_done(
    client: Client, first_edition: None, phone: str
) -> None:
    Clinic.objects.update_or_create(pk=1, defaults={"phone": phone})
    page = client.get("/nothing-here/").content.decode()
    assert ("Call or write to us" in page) is bool(phone)
    assert ("<span>Write to us</span>" in page) is not bool(phone)


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
