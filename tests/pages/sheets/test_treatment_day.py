"""My treatment day: the clinic's own rules on two sheets, and no rule that nobody entered."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from pages.clinic.declared import MEDICAL_RULES
from pages.clinic.models import Clinic
from pages.markup.reading import measure, sentences_of_html
from pages.models import Page as WordsPage
from pages.models import PageRevision
from tests import rules
from tests.database import never_was
from tests.html import Element
from tests.html import Page as Html
from tests.profile import hours, open_place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first_edition", "site_is_open")]

PATH = "/treatment-day/"
RULES = {
    "food_and_drink": "Nothing to eat for six hours.",
    "medicines_rule": "Bring every box.",
    "taxi": "No, not alone.",
    "companion": "One adult may sit with you.",
    "visit_length": "about three hours",
    "phone": "(202) 555-0142",
}


def day(client: Client, path: str = PATH) -> Html:
    return Html(client.get(path).content.decode())


def sheets(page: Html) -> list[str]:
    """What the patient and the driver read."""
    found = [one for one in page.tags("section") if "sheet" in one.get("class").split()]
    return [" ".join(one.words.split()) for one in found]


def blanks(page: Html) -> list[Element]:
    return [one for one in page.elements if one.get("class") == "blank"]


def enter(**facts: str) -> None:
    """What a clinician approved, and what anyone may enter."""
    medical = facts.keys() & {*MEDICAL_RULES}
    rules.say(**{name: facts.pop(name) for name in medical})
    if facts:
        Clinic.objects.update(**facts)


def test_each_rule_of_the_clinic_is_printed(client: Client) -> None:
    enter(**RULES)
    open_place(street="120 Sample Street", hours=hours(0), door="A green door.", parking="Behind.")
    patient, driver = sheets(day(client))
    for rule in RULES.values():
        assert rule in patient
    for fact in ("120 Sample Street", "A green door.", "(202) 555-0142", "Monday"):
        assert fact in patient
        assert fact in driver
    assert "Behind." in driver


def test_what_was_not_entered_leaves_a_line_or_nothing(client: Client) -> None:
    page = day(client)
    patient, driver = sheets(page)
    assert "Food and drink: I ask what I may have, and when." in patient
    for label in (
        "A taxi alone",
        "The clinic tells me",
        "Time to allow",
        "I go to:",
        "Who may stay",
    ):
        assert label not in patient
    for label in ("Come to:", "Parking:", "Late,"):
        assert label not in driver
    assert "nights and weekends" not in patient + driver
    assert "None" not in patient + driver
    enter(phone="(202) 555-0142")
    assert "nights and weekends" not in " ".join(sheets(day(client)))
    # A line to write the number on gives way to the number, on each sheet.
    assert len(blanks(page)) == len(blanks(day(client))) + 2


def test_it_prints_what_to_bring_and_nothing_to_tick_that_is_a_rule(client: Client) -> None:
    enter(**RULES)
    page = day(client)
    ticks = [one.words for one in page.tags("li") if one.is_inside(css_class="sheet")]
    assert any("Photo ID" in one for one in ticks)
    told = [rule for name, rule in RULES.items() if name != "phone"]
    assert not [one for one in ticks if any(rule in one for rule in told)]
    assert not [one for one in ticks if "?" in one and "Late" not in one]


def test_a_line_to_write_on_says_nothing_by_ear(client: Client) -> None:
    assert {one.get("aria-hidden") for one in blanks(day(client))} == {"true"}


def test_the_rule_on_driving_is_the_clinics(client: Client) -> None:
    rules.say(driving="for two whole days")
    patient, driver = sheets(day(client))
    assert "I do not drive for two whole days." in patient
    assert "They do not drive for two whole days." in driver


def test_no_number_of_hours_is_ours(client: Client) -> None:
    """Nobody reads for how long to fast, or not to drink, unless the clinic said it."""
    patient, _driver = sheets(day(client))
    assert "hour" not in patient


def test_the_night_number_is_printed_once_it_is_entered(client: Client) -> None:
    assert "Cannot wait? Go to the nearest emergency room, or call 911." in sheets(day(client))[0]
    enter(phone="(202) 555-0142", night_phone="(202) 555-0199")
    page = day(client)
    for sheet in sheets(page):
        assert "nights and weekends too: (202) 555-0199." in sheet
        assert "nearest emergency room, or call 911." in sheet
    assert "tel:+12025550199" in {one.get("href") for one in page.tags("a")}


def test_the_driver_reads_when_to_call_911(client: Client) -> None:
    """Who sleeps cannot read it."""
    patient, driver = sheets(day(client))
    for sign in ("hard to wake", "breathe slowly", "lips or nails", "blue or gray", "seizure"):
        assert sign in driver
    assert "wake" not in patient
    assert driver.index("Call 911 if they:") < driver.index("hard to wake")


def test_both_read_whom_to_call_when_life_feels_too_hard(client: Client) -> None:
    page = day(client)
    links = [one.get("href") for one in page.tags("a") if one.is_inside(css_class="sheet")]
    assert [links.count(href) for href in ("tel:988", "sms:988", "tel:911")] == [2, 2, 2]


@pytest.mark.parametrize(
    "path",
    [
        "/your-visit/",
        "/treatment/a-session/",
        "/questions/transport/can-i-drive-home/",
        "/questions/preparation/can-i-eat-and-drink-before/",
        "/questions/sessions/what-happens-at-a-session/",
    ],
)
def test_what_people_read_before_a_session_leads_there(client: Client, path: str) -> None:
    links = [one for one in day(client, path).tags("a") if one.is_inside("main")]
    assert PATH in {one.get("href") for one in links}


def test_what_has_nothing_to_do_with_it_does_not(client: Client) -> None:
    for path in ("/", "/treatment/safety/", "/questions/results/is-it-a-cure/", "/cost/"):
        links = {one.get("href") for one in day(client, path).tags("a") if one.is_inside("main")}
        assert PATH not in links


def test_it_needs_no_page_of_words(client: Client) -> None:
    # A translation holds on to the words it was made from, so it goes first.
    never_was(PageRevision.objects.exclude(language="en"), WordsPage.objects.all())
    assert client.get(PATH).status_code == 200


def test_it_reads_easily(client: Client) -> None:
    enter(**RULES)
    page = day(client)
    for one in page.tags("section"):
        if "sheet" in one.get("class").split():
            assert measure(sentences_of_html(page.html_of(one))).grade <= 7


def test_in_spanish_a_rule_typed_in_english_says_so(client: Client) -> None:
    enter(**RULES)
    rules.say(driving="for two whole days")
    open_place(street="1 Elm", door="A green door.")
    page = day(client, f"/es{PATH}")
    inside = [one for one in page.tags("span") if one.is_inside(css_class="sheet")]
    said = {" ".join(one.words.split()) for one in inside if one.language == "en"}
    assert {RULES["food_and_drink"], "for two whole days", "A green door."} <= said


def test_in_spanish_the_rule_on_driving_we_ship_is_spanish(client: Client) -> None:
    patient, driver = sheets(day(client, f"/es{PATH}"))
    for sheet in (patient, driver):
        assert "manej" in sheet
        assert "hasta el día siguiente, como mínimo, y después de dormir toda la noche" in sheet
        assert "full night" not in sheet


@pytest.mark.parametrize("number", ["555", "call us"])
def test_a_night_number_nobody_can_call_is_refused(number: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Clinic(night_phone=number).full_clean()
    assert set(refused.value.message_dict) == {"night_phone"}


def test_without_a_phone_there_is_room_for_a_number(client: Client) -> None:
    for sheet in sheets(day(client)):
        assert "Number to call: Cannot wait?" in sheet
    assert "Número para llamar:" in sheets(day(client, f"/es{PATH}"))[0]
    enter(phone=RULES["phone"])
    for sheet in sheets(day(client)):
        assert "Number to call" not in sheet
        assert "call (202) 555-0142. Cannot wait?" in sheet


def test_the_spanish_sheet_for_me_says_what_i_do(client: Client) -> None:
    enter(phone=RULES["phone"])
    mine, drivers = sheets(day(client, f"/es{PATH}"))
    assert "llamo al (202) 555-0142" in mine
    assert "llamo al 988 y marco 2" in mine
    assert "llame al" not in mine
    assert "llame al (202) 555-0142" in drivers
