"""A medical rule changes when a second person agrees; until then nobody outside reads of it."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from contact.models import Delivery
from pages.clinic import rules
from pages.clinic.declared import FACTS, MEDICAL_RULES, Kind
from pages.clinic.models import Clinic
from pages.clinic.rule_values import RuleValue
from pages.editing.reviewing import ticking
from tests.colleagues import Editor, arrive, boxes_to_tick, open_site, said
from tests.rules import say

pytestmark = pytest.mark.usefixtures("first_edition", "two_people")
FACTS_FORM = "/staff/pages/clinic/1/change/"
PATH = "/staff/pages/clinic/rule/driving/en/"
NEW = "until the next day, after a night of zwei & zwanzig"
SHOWN = NEW.replace("&", "&amp;")
#: Every kind of place that says the rule: a page, an answer, its data, the search, the sheets.
OUTSIDE = (
    "/treatment/what-a-session-is-like/",
    "/questions/transport/can-i-drive-home/",
    "/questions/search/?q=drive+home",
    "/questions/search/?q=zwanzig",
    "/treatment-day/",
    "/es/treatment-day/",
    "/es/questions/transport/can-i-drive-home/",
)


@pytest.fixture
def eli(hire: Any) -> Editor:
    """Writes, and approves nothing."""
    editor: Editor = hire("Eli", "view_clinic", "change_clinic")
    User.objects.filter(pk=editor.user.pk).update(email="eli@clinic.example")
    return editor


@pytest.fixture
def nora(hire: Any) -> Editor:
    """A clinician."""
    editor: Editor = hire("Nora", "view_clinic", "change_clinic", "approve_words")
    User.objects.filter(pk=editor.user.pk).update(email="nora@clinic.example")
    return editor


def press(person: Editor, do: str, path: str = PATH, **more: str) -> str:
    """Press a button of the page as it stands now."""
    value = rules.draft("driving")
    form = {"do": do, "seen": value.stamp if value else "", "reason": "A new label.", **more}
    return said(person.post(path, form))


def outside(client: Client) -> str:
    """All that visitors read, and all that is mailed."""
    pages = [client.get(path, follow=True) for path in OUTSIDE]
    assert {page.status_code for page in pages} <= {200, 404}
    assert [page.status_code for page in pages].count(200) >= 5
    mails = [f"{mail.kind} {mail.recipient}" for mail in Delivery.objects.all()]
    return "\n".join([*(page.content.decode() for page in pages), *mails])


@pytest.mark.parametrize("asks_two", [True, False])
def test_two_people_are_spoken_of_only_where_the_clinic_asks_for_two(
    eli: Editor, settings: Any, asks_two: bool
) -> None:
    settings.TWO_PERSON_APPROVAL = asks_two
    say(driving=NEW)
    for path in (PATH, FACTS_FORM, "/staff/pages/clinic/es/"):
        page = said(eli.get(path))
        assert ("who did not write" in page or "One person alone cannot" in page) == asks_two, path


def test_which_facts_are_medical_rules_is_said_with_each() -> None:
    declared = {fact.name: fact.fields[0] for fact in FACTS if fact.kind is Kind.RULE}
    assert declared == rules.FIELDS
    assert tuple(declared.values()) == MEDICAL_RULES


def test_what_one_person_changes_never_shows(client: Client, eli: Editor) -> None:
    open_site()
    page = said(eli.press(FACTS_FORM, driving_rule=NEW, phone="(202) 555-0143"))
    assert "Saved: Phone. Visitors see that now." in page
    assert "Visitors still read: “at least until the next day" in page
    assert Clinic.load().phone == "(202) 555-0143"
    assert "zwanzig" not in outside(client).replace("q=zwanzig", "").replace(
        'value="zwanzig"', ""
    ).replace("“zwanzig”", "")


def test_what_was_approved_shows_everywhere_at_once(
    client: Client, eli: Editor, nora: Editor
) -> None:
    open_site()
    outside(client)
    eli.press(FACTS_FORM, driving_rule=NEW)
    assert "Approved. Visitors read it now" in press(nora, "approve")
    for path in (OUTSIDE[1], "/treatment-day/"):
        assert SHOWN in client.get(path).content.decode(), path
    assert (
        f'"text":"No. Do not drive {NEW.replace("&", chr(92) + "u0026")}."'
        in client.get(OUTSIDE[1]).content.decode()
    )
    assert NEW in client.get("/es/treatment-day/").content.decode().replace("&amp;", "&")


def test_who_wrote_it_never_approves_it(nora: Editor) -> None:
    nora.press(FACTS_FORM, driving_rule=NEW)
    assert (
        nora.post(PATH, {"do": "approve", "reason": "A new label.", "seen": stamp()}).status_code
        == 403
    )
    assert nora.post(PATH, {"do": "back", "seen": stamp(), "answer": "x"}).status_code == 403
    assert Clinic.load().driving_rule != NEW


def stamp() -> str:
    value = rules.draft("driving")
    assert value
    return value.stamp


def test_a_superuser_approves_nothing(hire: Any, eli: Editor) -> None:
    eli.press(FACTS_FORM, driving_rule=NEW)
    boss: Editor = hire("Boss", "view_clinic")
    User.objects.filter(pk=boss.user.pk).update(is_superuser=True)
    assert (
        boss.post(PATH, {"do": "approve", "reason": "A new label.", "seen": stamp()}).status_code
        == 403
    )


def test_the_page_says_what_waits_for_whom_and_how_it_would_read(eli: Editor, nora: Editor) -> None:
    eli.press(FACTS_FORM, driving_rule=NEW)
    for path in (FACTS_FORM, PATH):
        assert "waits for Nora" in said(eli.get(path)), path
    page = nora.get(PATH).content.decode()
    assert f"Do not drive <b>{SHOWN}</b>." in page
    assert "Approve, and show it now" in page
    assert "Can I drive home" in page
    assert "Approve, and show it now" not in eli.get(PATH).content.decode()
    assert "Medical rules" in said(nora.get("/staff/"))
    assert PATH in said(nora.get("/staff/"))
    assert PATH not in said(eli.get("/staff/"))


def test_what_was_sent_back_returns_to_who_wrote_it(eli: Editor, nora: Editor) -> None:
    eli.press(FACTS_FORM, driving_rule=NEW)
    assert "what has to change" in press(nora, "back", answer=" ")
    press(nora, "back", answer="Too short: the label says a day.")
    assert "Too short: the label says a day." in said(eli.get(PATH))
    assert "sent back to you" in said(eli.get("/staff/"))
    assert PATH not in said(nora.get("/staff/"))
    press(eli, "propose", text="for a day and a night")
    press(nora, "approve")
    assert Clinic.load().driving_rule == "for a day and a night"


def test_old_values_stay_with_who_and_when(eli: Editor, nora: Editor) -> None:
    before = Clinic.load().driving_rule
    assert "entered before there was approval" in said(eli.get(PATH))
    for text in (NEW, "for a day and a night"):
        eli.press(FACTS_FORM, driving_rule=text)
        press(nora, "approve")
    page = said(eli.get(PATH))
    assert "Entered before there was approval." in page
    assert page.count("Written by Eli, approved by Nora") == 2
    history = [value.text for value in rules.history("driving")]
    assert history == ["for a day and a night", NEW, before]
    assert "New value approved" in said(eli.get("/staff/pages/clinic/1/history/"))


def test_a_value_that_changed_is_read_again(eli: Editor, nora: Editor) -> None:
    eli.press(FACTS_FORM, driving_rule=NEW)
    seen = stamp()
    press(eli, "propose", text="for two hours")
    page = said(nora.post(PATH, {"do": "approve", "reason": "A new label.", "seen": seen}))
    assert rules.READ_AGAIN in page
    assert Clinic.load().driving_rule != "for two hours"


def test_of_two_who_write_at_once_neither_is_lost(hire: Any, eli: Editor) -> None:
    other: Editor = hire("Otto", "view_clinic", "change_clinic")
    opened = other.fields(FACTS_FORM)
    eli.press(FACTS_FORM, driving_rule=NEW)
    page = said(other.send(FACTS_FORM, opened | {"driving_rule": "for two hours"}))
    assert rules.OTHER_WAITS in page
    assert "You typed: “for two hours”" in page
    assert [value.text for value in rules.drafts()] == [NEW]
    late = {"do": "propose", "seen": "", "text": "for two hours"}
    assert rules.OTHER_WAITS in said(other.post(PATH, late))
    assert [value.text for value in rules.drafts()] == [NEW]


def test_a_form_that_was_opened_before_an_approval_does_not_undo_it(
    eli: Editor, nora: Editor
) -> None:
    opened = eli.fields(FACTS_FORM)
    eli.press(FACTS_FORM, driving_rule=NEW)
    press(nora, "approve")
    arrive(eli.send(FACTS_FORM, opened | {"payment": "Card."}))
    assert Clinic.load().driving_rule == NEW
    assert Clinic.load().payment == "Card."
    assert not rules.drafts()


def test_two_approvals_at_once_are_one(eli: Editor, nora: Editor, luis: Editor) -> None:
    eli.press(FACTS_FORM, driving_rule=NEW)
    seen = stamp()
    for clinician in (nora, luis):
        arrive(clinician.post(PATH, {"do": "approve", "reason": "A new label.", "seen": seen}))
    live = RuleValue.objects.get(fact="driving", state="live")
    assert live.approved_by == nora.user


def test_a_clinic_with_nobody_to_approve_is_told_what_to_do(nora: Editor, eli: Editor) -> None:
    nora.press(FACTS_FORM, driving_rule=NEW)
    page = said(nora.get(PATH))
    assert "Nobody here may approve it." in page
    assert "make_clinician" in page
    assert "nobody here may approve it" in said(eli.get("/staff/"))


def test_a_clinic_of_one_says_that_it_was_one(nora: Editor, settings: Any) -> None:
    settings.TWO_PERSON_APPROVAL = False
    nora.press(FACTS_FORM, driving_rule=NEW)
    assert Clinic.load().driving_rule != NEW
    press(nora, "approve")
    assert Clinic.load().driving_rule == NEW
    assert "by one person alone" in said(nora.get(PATH))


def test_what_is_taken_back_is_gone(eli: Editor, nora: Editor) -> None:
    eli.press(FACTS_FORM, driving_rule=NEW)
    assert "Taken back." in press(eli, "take")
    assert not rules.drafts()
    assert rules.READ_AGAIN in press(nora, "approve")


def test_a_claim_in_a_new_value_has_to_be_read(eli: Editor, nora: Editor) -> None:
    path = PATH.replace("driving", "fda_status")
    eli.press(FACTS_FORM, fda_status="Ketamine cures depression and has no side effects.")
    value = rules.draft("fda_status")
    assert value
    keys = boxes_to_tick(nora.get(path))
    assert len(keys) == 2
    form = {"do": "approve", "reason": "A new label.", "seen": value.stamp}
    for ticked in ([], keys[:1], keys[1:]):
        assert ticking.TICK_EACH in said(nora.post(path, form | {"ticked": ticked}))
        assert rules.draft("fda_status")
    nora.post(path, form | {"ticked": keys})
    assert not rules.draft("fda_status")
    assert "Approved over: No treatment here is a cure" in said(nora.get(path))
    assert "“Ketamine cures depression" in said(nora.get(path)), "With its sentence."


def test_a_rule_of_a_visit_waits_like_any_other(client: Client, eli: Editor, nora: Editor) -> None:
    open_site()
    path = PATH.replace("driving", "food_and_drink")
    page = said(eli.press(FACTS_FORM, food_and_drink="Eat nothing\nfor zwanzig hours."))
    assert "Visitors read nothing of it yet." in page
    assert "zwanzig" not in said(client.get("/treatment-day/"))
    value = rules.draft("food_and_drink")
    assert value
    nora.post(path, {"do": "approve", "reason": "A new label.", "seen": value.stamp})
    assert "Eat nothing for zwanzig hours." in said(client.get("/treatment-day/"))


def test_each_sentence_of_a_new_value_is_read_where_it_would_stand(
    eli: Editor, nora: Editor
) -> None:
    eli.press(FACTS_FORM, food_and_drink="Eat nothing. Drink water. Ask us.")
    page = said(nora.get(PATH.replace("driving", "food_and_drink")))
    places = page.split("How visitors would read it")[1].split("Your decision")[0]
    for sentence in ("Eat nothing.", "Drink water.", "Ask us."):
        assert f"<b>{sentence}</b>" in places, sentence


def test_a_rule_of_a_visit_is_taken_off_the_site_by_two_as_well(
    client: Client, eli: Editor, nora: Editor
) -> None:
    open_site()
    say(taxi="No, not alone.")
    eli.press(FACTS_FORM, taxi="")
    assert "No, not alone." in said(client.get("/treatment-day/"))
    value = rules.draft("taxi")
    assert value
    path = PATH.replace("driving", "taxi")
    assert "Nothing would be said of it any more." in said(nora.get(path))
    nora.post(path, {"do": "approve", "reason": "A new label.", "seen": value.stamp})
    assert "No, not alone." not in said(client.get("/treatment-day/"))
    assert "Nothing was changed." in said(eli.post(path, {"do": "propose", "text": "", "seen": ""}))


def test_after_one_decision_the_next_value_is_on_the_screen(eli: Editor, nora: Editor) -> None:
    eli.press(FACTS_FORM, driving_rule=NEW, minimum_age="18", companion="One adult.")
    for _many in range(3):
        first = rules.drafts()[0]
        path = PATH.replace("driving", first.fact)
        answer = nora.post(
            path, {"do": "approve", "reason": "A new label.", "seen": first.stamp}, follow=False
        )
        waits = rules.drafts()
        assert answer["Location"] == (PATH.replace("driving", waits[0].fact) if waits else path)


@pytest.mark.parametrize(
    ("text", "why"),
    [("", "required"), ("x" * 161, "160 are the most"), ("until {phone}", "{phone}")],
)
def test_a_value_that_cannot_stand_there_is_refused(eli: Editor, text: str, why: str) -> None:
    assert why in press(eli, "propose", text=text)
    assert not rules.drafts()


def test_whoever_must_act_next_gets_a_mail_and_nobody_who_could_not(
    eli: Editor, nora: Editor, hire: Any
) -> None:
    clara = hire("Clara", "approve_words")
    User.objects.filter(pk=clara.user.pk).update(email="clara@clinic.example")

    def told() -> set[tuple[str, str]]:
        return set(Delivery.objects.values_list("kind", "recipient"))

    eli.press(FACTS_FORM, driving_rule=NEW)
    asked = {("asked", "nora@clinic.example")}
    assert told() == asked, "Clara may not change the facts, so her button would fail."
    assert "Clara" not in said(eli.get(PATH))
    press(nora, "back", answer="Why?")
    assert told() == asked | {("back", "eli@clinic.example")}
    press(eli, "propose", text=NEW)
    press(nora, "approve")
    assert ("agreed", "eli@clinic.example") in told()


def test_the_number_in_a_mail_leads_to_the_rule(eli: Editor, nora: Editor) -> None:
    eli.press(FACTS_FORM, driving_rule=NEW)
    value = rules.draft("driving")
    assert value
    number = f"/staff/pages/clinic/value/{value.pk}/"
    assert nora.get(number)["Location"] == PATH
    press(eli, "take")
    assert "That new value was taken back." in said(nora.get(number))


def test_a_rule_never_changes_without_a_reason(eli: Editor, nora: Editor) -> None:
    eli.press(FACTS_FORM, driving_rule=NEW)
    assert "Say why this rule changes" in press(nora, "approve", reason=" ")
    assert Clinic.load().driving_rule != NEW
    press(nora, "approve", reason="The label of 2026 says so.")
    assert "Why: The label of 2026 says so." in said(nora.get(PATH))


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        ("for 2 hours", True),
        ("for two hours", True),
        ("until you feel fine", True),
        ("until the next day, or for 3 hours if you feel fine", True),
        ("for 24 hours", True),
        ("until the next day, after 8 hours of sleep", False),
        ("for 2 days and 2 nights", False),
    ],
)
def test_a_rule_that_lets_people_drive_sooner_is_warned_of_in_red(
    eli: Editor, nora: Editor, text: str, warned: bool
) -> None:
    eli.press(FACTS_FORM, driving_rule=text)
    for person in (eli, nora):
        assert ('grave"' in said(person.get(PATH))) == warned, person.user
    press(nora, "approve")
    assert (Clinic.load().driving_rule == text) != warned, "Nothing was ticked."


def test_one_alone_never_makes_a_rule_weaker(nora: Editor, eli: Editor, settings: Any) -> None:
    settings.TWO_PERSON_APPROVAL = False
    nora.press(FACTS_FORM, driving_rule="for 2 hours")
    keys = [one.key for one in nora.get(PATH).context["remarks"]]
    value = rules.draft("driving")
    assert value
    form = {"do": "approve", "seen": value.stamp, "reason": "Quicker.", "ticked": keys}
    assert "did not write it has to approve it" in said(nora.post(PATH, form))
    assert "2 hours" not in Clinic.load().driving_rule


@pytest.mark.parametrize(
    ("fact", "before", "after"),
    [("minimum_age", "18", "12"), ("food_and_drink", "Eat nothing for 8 hours.", "2 hours.")],
)
def test_a_rule_that_asks_less_than_before_is_warned_of(
    eli: Editor, fact: str, before: str, after: str
) -> None:
    say(**{fact: before})
    eli.press(FACTS_FORM, **{fact: after})
    page = said(eli.get(PATH.replace("driving", fact)))
    assert f"This is less than visitors read now: “{before}”" in page
