"""A clinic that entered all it can: each part of every page is there, and still arrives at once."""

import pytest

from tests.visit import WHOLE_FLIGHT, Visit, size_of_whole_answer

pytestmark = pytest.mark.django_db

ENTERED = ["/team/", "/find-us/", "/prices/", "/how-to-start/"]


def menu_of(visit: Visit) -> list[str]:
    return [one.words for one in visit.page.tags("a") if one.is_inside(css_class="nav")]


@pytest.mark.parametrize("site", ["filled_visits", "visits", "visits_before_opening"])
def test_a_first_visit_with_its_headers_arrives_in_the_first_flight(
    request: pytest.FixtureRequest, site: str
) -> None:
    visits: dict[str, Visit] = request.getfixturevalue(site)
    sizes = {path: size_of_whole_answer(visit) for path, visit in visits.items()}
    assert {path: size for path, size in sizes.items() if size > WHOLE_FLIGHT} == {}


def test_every_page_is_there_and_well_formed(filled_visits: dict[str, Visit]) -> None:
    for path, visit in filled_visits.items():
        assert visit.reply.status == visit.status, path
        assert visit.page.mistakes == [], path


def test_the_menu_names_what_was_entered(
    filled_visits: dict[str, Visit], visits: dict[str, Visit]
) -> None:
    assert menu_of(filled_visits["/"]) == [
        *("How to start", "Treatment", "Conditions"),
        *("Questions", "Prices", "Team", "Contact"),
        *("Safety", "Your visit", "My treatment day", "For family", "Other choices"),
        *("If it did not work", "Find us", "For doctors", "Search"),
    ]
    assert menu_of(visits["/"]) == [
        *("Treatment", "Conditions", "Questions", "Cost", "Your visit", "Contact"),
        *("Safety", "My treatment day", "For family", "Other choices"),
        *("If it did not work", "For doctors", "Search"),
    ]


def test_what_was_not_entered_leaves_no_trace(visits: dict[str, Visit]) -> None:
    links = {one.get("href").split("#")[0] for v in visits.values() for one in v.page.tags("a")}
    assert links.isdisjoint(ENTERED)


def test_home_greets_with_someone_a_place_and_a_price(filled_visits: dict[str, Visit]) -> None:
    home = " ".join(filled_visits["/"].page.main.split())
    for part in ("Dr. Maya Sample", "120 Sample Street", "The first 6 sessions", "$3,240"):
        assert part in home


def test_what_can_go_wrong_comes_before_how_to_start(filled_visits: dict[str, Visit]) -> None:
    headings = [one.words for one in filled_visits["/"].page.tags("h2")]
    assert headings.index("What can go wrong") < headings.index("How to start")


def test_contact_says_988_once_above_the_form(filled_visits: dict[str, Visit]) -> None:
    page = filled_visits["/contact/"].page
    inside = [
        one.get("href") or one.words for one in page.tags("a", "label") if one.is_inside("main")
    ]
    assert inside.count("tel:988") == 1
    assert inside.index("tel:988") < inside.index("Your name")
    assert len([one for one in page.tags("a") if one.get("href") == "tel:988"]) == 2
