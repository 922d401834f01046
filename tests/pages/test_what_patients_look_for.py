"""Pages on conditions, on choices and on rights: what someone who looks for them finds."""

import re

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


def choices(visit: Visit) -> dict[str, tuple[str, list[str]]]:
    """By the name of each choice, what stands in sight and the questions answered once it opens."""
    page = visit.page
    names = [one.words for one in page.tags("h2") if one.is_inside(css_class="choice")]
    closed = [
        one.words.strip() for one in page.tags("summary") if one.is_inside(css_class="choice")
    ]
    asked: dict[int, list[str]] = {}
    for term in page.tags("dt"):
        around = next((one for one in term.parents if one.tag == "details"), None)
        if around and term.is_inside(css_class="choice"):
            asked.setdefault(around.start, []).append(term.words)
    return dict(zip(names, zip(closed, asked.values(), strict=True), strict=True))


def test_choices_answer_the_same_questions_each(visits: dict[str, Visit]) -> None:
    found = choices(visits["/choices/"])
    assert len(found) == 6
    first, *others = [asked for _in_sight, asked in found.values()]
    assert len(first) == 7
    assert all(asked == first for asked in others)
    page = visits["/choices/"].page
    answers = [one.words for one in page.tags("dd") if one.is_inside(css_class="choice")]
    assert len(answers) == 6 * 7
    assert all(answers)


def test_a_choice_says_its_harm_and_its_finding_before_it_is_opened(
    visits: dict[str, Visit],
) -> None:
    for name, (words, _asked) in choices(visits["/choices/"]).items():
        assert words.startswith(name)
        assert 0 < words.index("How:") < words.index("Can go wrong:") < words.index("Was found:")


def test_choices_ask_what_can_go_wrong_first_and_who_pays(visits: dict[str, Visit]) -> None:
    for _words, asked in choices(visits["/choices/"]).values():
        assert asked[0] == "What can go wrong?"
        assert "Who pays?" in asked


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
    for matter in ("Risk of suicide", "All medicines now", "blood pressure", "pregnancy"):
        assert any(matter in one for one in asked), matter
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
