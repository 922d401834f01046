"""Pages on conditions, on choices and on rights: what someone who looks for them finds."""

import re
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client

from faq.models import Entry, EntryRevision
from pages.models import Page, PageRevision
from pages.revisions.revision import State
from tests.database import never_was
from tests.filled import DOCTORS_LINE
from tests.html import Element
from tests.html import Page as Html
from tests.visit import Visit

pytestmark = pytest.mark.django_db

CONDITIONS = [
    *("depression", "bipolar-depression", "ptsd", "anxiety-and-ocd", "pain"),
    "thoughts-of-suicide",
]
RIGHTS = ["/privacy-practices/", "/notice-of-nondiscrimination/", "/language-help/", "/complaints/"]


def links_in(visit: Visit, where: str) -> list[str]:
    return [one.get("href") for one in visit.page.tags("a") if one.is_inside(where)]


def cells(table: Html) -> list[list[Element]]:
    """The rows of the only table of a page."""
    rows: dict[int, list[Element]] = {}
    for cell in table.tags("td", "th"):
        row = next(one for one in reversed(cell.parents) if one.tag == "tr")
        rows.setdefault(row.start, []).append(cell)
    return list(rows.values())


@pytest.mark.parametrize("slug", CONDITIONS)
def test_every_condition_is_two_taps_from_home(visits: dict[str, Visit], slug: str) -> None:
    assert "/conditions/" in links_in(visits["/"], "main")
    assert "/conditions/" in links_in(visits["/"], "nav")
    assert f"/conditions/{slug}/" in links_in(visits["/conditions/"], "main")


@pytest.mark.parametrize("slug", CONDITIONS)
def test_of_every_condition_harms_stand_before_what_was_found(
    visits: dict[str, Visit], slug: str
) -> None:
    page = visits[f"/conditions/{slug}/"].page
    assert "has not approved ketamine" in page.main
    headings = [one.words for one in page.tags("h2")]
    found = [place for place, words in enumerate(headings) if words.startswith("What studies")]
    assert all(headings.index("What can go wrong") < place for place in found)
    assert bool(found) == (slug != "thoughts-of-suicide")


def test_a_condition_stands_below_the_list_of_them(visits: dict[str, Visit]) -> None:
    crumbs = visits["/conditions/ptsd/"].page.tags("script")[0].words
    assert re.search(r'"name":"Conditions","item":"[^"]*/conditions/"', crumbs)


def test_who_thinks_of_suicide_first_reads_whom_to_call(visits: dict[str, Visit]) -> None:
    page = visits["/conditions/thoughts-of-suicide/"].page
    inside = [one.get("href") for one in page.tags("a") if one.is_inside("main")]
    assert inside[:3] == ["tel:988", "sms:988", "tel:911"]
    assert page.main.index("Call 988") < page.main.index("Until you talk")
    assert page.main.index("Until you talk") < page.main.index("etamine")


def test_no_study_is_drawn_and_nothing_is_sold_where_someone_thinks_of_suicide(
    visits: dict[str, Visit],
) -> None:
    page = visits["/conditions/thoughts-of-suicide/"].page
    assert not re.search(r"\d+ (?:in|of) 100", page.main)
    assert not [one for one in page.tags("figure", "dl") if one.is_inside("main")]
    inside = {one.get("href") for one in page.tags("a") if one.is_inside("main")}
    assert inside.isdisjoint({"/how-to-start/", "/prices/", "/cost/"})


def answers_in_turn(visit: Visit) -> dict[str, list[str]]:
    """Of the table of choices: by question, what is answered for each of them."""
    rows = cells(visit.page)
    return {
        row[0].words: [one.words for one in answers]
        for row, answers in pairwise(rows)
        if row[0].get("scope") == "rowgroup"
    }


def test_choices_stand_side_by_side_and_each_question_is_answered_for_all(
    visits: dict[str, Visit],
) -> None:
    page = visits["/choices/"].page
    heads = [one.words for one in page.tags("th") if one.get("scope") == "col"]
    assert len(heads) == 6
    found = answers_in_turn(visits["/choices/"])
    assert next(iter(found)) == "What can go wrong?"
    assert {"What was found?", "What speaks against it?", "Who pays?"} <= set(found)
    for question, answers in found.items():
        assert len(answers) == 6, question
        # On a phone, where no heading stands above it, each answer says whose it is.
        for head, answer in zip(heads, answers, strict=True):
            assert answer.startswith(head)
            assert len(answer) > len(head)


def test_on_a_phone_a_tap_leads_to_each_question_about_choices(visits: dict[str, Visit]) -> None:
    page = visits["/choices/"].page
    asked = [one for one in page.tags("a") if one.is_inside(css_class="compare")]
    jumps = [one.get("href")[1:] for one in asked if one.get("href").startswith("#")]
    parts = [one.get("id") for one in page.tags("tbody")]
    assert jumps == [*parts, "all-choices"]
    assert [one.get("id") for one in page.tags("table")] == ["all-choices"]


def test_the_numbers_of_choices_say_that_they_cannot_be_lined_up(visits: dict[str, Visit]) -> None:
    said = [one.words for one in visits["/choices/"].page.tags("caption")]
    assert any("cannot line these numbers up" in one for one in said)


def test_no_choice_is_answered_with_ask_alone(visits: dict[str, Visit]) -> None:
    for question, answers in answers_in_turn(visits["/choices/"]).items():
        for answer in answers:
            assert not re.search(r"[Aa]sk (?:there|your plan)\.?$", answer), question


def test_a_new_page_reaches_a_site_that_runs_as_a_draft() -> None:
    call_command("load_first_edition", verbosity=0)
    for words in (PageRevision, EntryRevision):
        never_was(words.objects.exclude(language="en"))
    never_was(Page.objects.filter(slug="choices"))
    never_was(Entry.objects.filter(slug="can-i-drive-home"))
    call_command("load_first_edition", verbosity=0)
    for document in (Page.objects.get(slug="choices"), Entry.objects.get(slug="can-i-drive-home")):
        assert not document.is_live
        draft = document.draft("en")
        assert draft
        assert draft.note.startswith("New in this version")
    assert Client().get("/choices/").status_code == 404


def test_what_is_left_blank_never_goes_live(first_edition: None) -> None:
    """In Spanish neither: nothing of such a page is live."""
    live = Page.objects.live("en")
    drafts = PageRevision.objects.filter(state=State.DRAFT).exclude(document__in=live)
    assert {draft.language for draft in drafts} == {"en", "es"}
    for draft in drafts:
        with pytest.raises(ValidationError, match="double brackets"):
            draft.publish()
    draft = drafts.filter(language="en")[0]
    draft.body = "All of it."
    draft.publish()
    assert Client().get(draft.document.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("where", ["title", "summary", "body", "description"])
def test_a_blank_is_seen_wherever_it_stands(first_edition: None, where: str) -> None:
    draft = PageRevision.objects.get(document__slug="complaints", language="en")
    draft.body = "All of it."
    setattr(draft, where, "Call [[name]].")
    with pytest.raises(ValidationError, match="double brackets"):
        draft.publish()


def test_the_foot_names_rights_once_they_are_there(
    visits: dict[str, Visit], filled_visits: dict[str, Visit]
) -> None:
    assert not set(RIGHTS) & set(links_in(visits["/"], "footer"))
    assert set(RIGHTS) <= set(links_in(filled_visits["/"], "footer"))


def test_a_doctor_who_writes_is_led_to_the_sheet(visits: dict[str, Visit]) -> None:
    form = [one for one in visits["/contact/"].page.tags("a") if one.is_inside("form")]
    assert "/for-doctors/" in [one.get("href") for one in form]
    assert "/referral-sheet/" in links_in(visits["/for-doctors/"], "main")


def test_doctors_read_how_to_reach_the_clinic_once_it_says_so(
    visits: dict[str, Visit], filled_visits: dict[str, Visit]
) -> None:
    for path in ("/for-doctors/", "/referral-sheet/"):
        assert DOCTORS_LINE not in visits[path].page.main
        assert DOCTORS_LINE in filled_visits[path].page.main
    ask = "ask for our fax number"
    assert ask in visits["/for-doctors/"].page.main
    assert ask not in filled_visits["/for-doctors/"].page.main


def test_the_sheet_asks_what_keeps_a_patient_safe_and_to_whom_it_goes(
    visits: dict[str, Visit],
) -> None:
    page = visits["/referral-sheet/"].page
    assert "To: BrainStim" in page.main
    asked = [row[0].words for row in cells(page) if row[-1].tag == "td"]
    assert all(row[-1].words == "" for row in cells(page) if row[-1].tag == "td")
    for matter in ("Risk of suicide", "blood pressure", "pregnancy"):
        assert any(matter in one for one in asked), matter
    # What needs more than a line has a table of its own, five lines as wide as the sheet.
    alone = [row for row in cells(page) if len(row) == 1]
    assert [row[0].words for row in alone if row[0].words] == [
        "Medicines tried: dose, weeks, result",
        "All medicines now",
    ]
    assert len([row for row in alone if not row[0].words]) == 10
    ticks = [one.words for one in page.tags("li") if one.is_inside(css_class="checklist")]
    assert any("off-label" in one for one in ticks)
    assert any("agrees to it" in one for one in ticks)


def test_who_wonders_finds_how_we_earn_and_what_words_mean(visits: dict[str, Visit]) -> None:
    for path in ("/choices/", "/cost/", "/choosing-a-clinic/"):
        assert "/how-we-earn/" in links_in(visits[path], "main"), path
    for path in ("/choices/", "/conditions/", "/first-visit/"):
        assert "/glossary/" in links_in(visits[path], "main"), path


def test_the_sheet_has_nothing_to_type_into(visits: dict[str, Visit]) -> None:
    assert not visits["/referral-sheet/"].page.tags("input", "textarea", "select", "form")


def test_words_of_the_glossary_are_where_links_lead(visits: dict[str, Visit]) -> None:
    linked = {
        one.get("href").partition("#")[2]
        for visit in visits.values()
        for one in visit.page.tags("a")
        if one.get("href").startswith("/glossary/#")
    }
    assert linked
    assert linked <= {one.get("id") for one in visits["/glossary/"].page.tags("h3")}
