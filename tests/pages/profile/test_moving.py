"""A site of the release before keeps what visitors read, forward and back."""

from collections.abc import Iterator
from datetime import date, time
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from pytest_django.plugin import DjangoDbBlocker

from pages.clinic.facts import facts_for_words
from pages.clinic.hours import Hours
from pages.clinic.models import Clinic
from pages.clinic.place import main_place
from pages.models import Place, PlaceRevision, PriceList
from pages.profile.shown import Profile
from tests import database
from tests.profile import closed, hours, list_prices, open_place, say

pytestmark = pytest.mark.django_db(transaction=True)

#: The last one there is: the models of today read what it left.
BEFORE = "0006_offered_corrections"
#: With everything that could go wrong on the way.
CLINIC = {
    "name": "Sample Clinic",
    "street": "1 Elm St | Suite 5",
    "city": "Sampletown, ST 00000",
    "directions": "Behind the mill.\nThe blue door.",
    "team": "A nurse | a monitor",
}
PRICES = [
    ("One infusion", "$450", "The room | the nurse"),
    ("First visit", "from\xa0$250", ""),
    ("First visit", "ask us\\", ""),
]


@pytest.fixture(scope="module")
def database_before(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The tables of a site of the release before."""
    with (
        django_db_blocker.unblock(),
        database.copy(connection.settings_dict["NAME"], "places") as name,
    ):
        with database.on(name):
            call_command("migrate", "pages", BEFORE, verbosity=0)
        yield name


@pytest.fixture(scope="module")
def models_before(database_before: str, django_db_blocker: DjangoDbBlocker) -> Any:
    with django_db_blocker.unblock(), database.on(database_before):
        state = MigrationExecutor(connection).loader.project_state([("pages", BEFORE)])
    return state.apps.get_model


@pytest.fixture
def before(database_before: str, models_before: Any) -> Iterator[Any]:
    """The models of a site of the release before, on its tables."""
    with database.copy(database_before, "one") as name, database.on(name):
        yield lambda model: models_before("pages", model).objects


def forward() -> None:
    """To the tables that the models of today have."""
    call_command("migrate", "pages", verbosity=0)


def back(to: str = BEFORE) -> None:
    call_command("migrate", "pages", to, verbosity=0)


def enter(before: Any) -> None:
    before("Clinic").create(pk=1, **CLINIC)
    for day in (4, 0):
        before("OpenHours").create(day=day, opens=time(13), closes=time(17))
        before("OpenHours").create(day=day, opens=time(8, 30), closes=time(12))
    before("ClosedDay").create(day=date(2026, 12, 25), reason="Christmas | Hanukkah")
    before("ClosedDay").create(day=date(2026, 12, 24))
    for order, (label, amount, includes) in enumerate(PRICES):
        before("Price").create(label=label, amount=amount, includes=includes, order=9 - order)


def entered(before: Any) -> list[Any]:
    """What the release before knows, in its order."""
    fields = [CLINIC.keys(), ("day", "opens", "closes"), ("day", "reason")]
    prices = ("label", "amount", "includes")
    kinds = ["Clinic", "OpenHours", "ClosedDay", "Price"]
    return [
        [*before(kind).values_list(*names)]
        for kind, names in zip(kinds, [*fields, prices], strict=True)
    ]


def test_visitors_read_the_same(before: Any) -> None:
    enter(before)
    forward()
    facts = facts_for_words(Clinic.load(), "en")
    assert facts["address"] == "1 Elm St | Suite 5, Sampletown, ST 00000"
    assert facts["directions"] == CLINIC["directions"]
    assert facts["team"] == CLINIC["team"]
    times = "8:30 am to 12 pm and 1 pm to 5 pm"
    assert facts["hours"].replace("\N{NO-BREAK SPACE}", " ") == f"Monday, {times}; Friday, {times}"
    assert facts["prices"] == (
        "First visit: <b>ask us\\</b> <br>"
        "First visit: <b>from\xa0$250</b> <br>"
        "One infusion: <b>$450</b> The room | the nurse"
    )
    known = Hours.of(main_place())
    assert known.by_weekday[0] == [(time(8, 30), time(12)), (time(13), time(17))]
    assert known.closed == {date(2026, 12, 24): "", date(2026, 12, 25): "Christmas | Hanukkah"}


def test_it_is_live_and_says_that_nobody_reviewed_it(before: Any) -> None:
    enter(before)
    forward()
    place: Any = Place.objects.live("en")[0]
    assert (place.slug, place.shown.title, place.medical) == ("clinic", "Sample Clinic", False)
    assert (place.shown.reviewed_on, place.shown.published_by) == (None, None)
    assert place.shown.note == "Moved here from the clinic facts."
    prices: Any = PriceList.objects.live("en")[0]
    kinds = [row["kind"] for row in prices.shown.prices_rows]
    assert (prices.shown.title, kinds) == ("Prices", ["other", "other", "session"])


def test_nothing_entered_makes_nothing(before: Any) -> None:
    before("Clinic").create(pk=1, phone="(202) 555-0142")
    forward()
    assert not Place.objects.exists()
    assert not PriceList.objects.exists()


def test_a_site_without_a_clinic_moves_too(before: Any) -> None:
    forward()
    assert not Place.objects.exists()
    back()
    assert not before("Clinic").exists()


def test_hours_alone_make_a_place(before: Any) -> None:
    clinic = before("Clinic").create(pk=1, name="")
    before("OpenHours").create(clinic=clinic, day=0)
    forward()
    place: Any = Place.objects.live("en")[0]
    assert (place.shown.title, place.shown.hours) == ("Our clinic", "0 | 09:00 | 17:00")


@pytest.mark.parametrize("to", [BEFORE, "0007_profile"])
def test_all_of_it_comes_back(before: Any, to: str) -> None:
    enter(before)
    were = entered(before)
    forward()
    back(to)
    assert entered(before) == were


def test_back_comes_what_is_live_then(before: Any) -> None:
    enter(before)
    forward()
    open_place(street="2 Oak St", hours=hours(2), closed_days=closed("2027-01-01"))
    list_prices(("other", "A letter", "$20"))
    back()
    clinic, open_hours, closed_days, prices = entered(before)
    assert clinic[0][1] == "2 Oak St"
    assert open_hours == [(2, time(9), time(17))]
    assert closed_days == [(date(2027, 1, 1), "")]
    assert prices == [("A letter", "$20", "")]


def test_what_was_taken_off_the_site_does_not_come_back(before: Any) -> None:
    enter(before)
    forward()
    PlaceRevision.objects.update(state="past")
    back()
    assert entered(before)[0] == [("Sample Clinic", "", "", "", "")]
    assert entered(before)[1] == []


def test_what_changed_while_it_was_back_is_live_after_going_forward_again(before: Any) -> None:
    enter(before)
    forward()
    open_place(door="Blue.")
    back("0007_profile")
    before("Clinic").update(street="3 Ash St")
    forward()
    place: Any = Place.objects.live("en")[0]
    assert (place.shown.street, place.shown.door) == ("3 Ash St", "Blue.")
    assert place.revisions.count() == 3


#: More than the tables of the release before hold.
FULL = [
    ("talk", "", "free"),
    ("visit", "First visit", "$240"),
    ("visit", "First visit", "$140", "Later ones"),
    ("session", "", "$480", "The room. " * 30),
    ("course", "", "$2,500"),
    ("other", "A letter", "$20"),
]


def test_back_and_forward_with_nothing_changed_leaves_what_is_live(before: Any) -> None:
    enter(before)
    forward()
    place = open_place(
        hours=hours(0, 2), closed_days=closed("2027-01-01", "New Year. " * 10), door="Blue."
    )
    prices = list_prices(*FULL, sessions_in_course=6)
    say(prices, language="es", title="Precios")
    were = [[*one.revisions.order_by("pk").values()] for one in (place, prices)]
    total = Profile("es").course_total
    back("0007_profile")
    forward()
    assert [[*one.revisions.order_by("pk").values()] for one in (place, prices)] == were
    assert (total, Profile("es").course_total) == ("$3,260", "$3,260")


def test_a_price_without_a_name_has_that_of_its_kind_on_the_site_of_before(before: Any) -> None:
    enter(before)
    forward()
    list_prices(*FULL)
    back("0007_profile")
    assert [row[0] for row in before("Price").values_list("label")] == [
        "First talk",
        "First visit",
        "First visit",
        "One session",
        "Whole course",
        "A letter",
    ]


def test_a_price_that_changed_while_it_was_back_keeps_its_kind_and_no_other_changes(
    before: Any,
) -> None:
    enter(before)
    forward()
    prices = list_prices(*FULL, sessions_in_course=6)
    back("0007_profile")
    before("Price").filter(amount="$240").update(amount="$250")
    before("Price").filter(label="Whole course").update(amount="$2,600")
    forward()
    rows = prices.revisions.get(state="live").prices.splitlines()
    assert rows[:3] == [
        "talk |  | free",
        "visit | First visit | $250",
        "visit | First visit | $140 | Later ones",
    ]
    assert rows[3].endswith("$480 | " + ("The room. " * 30).strip())
    assert rows[4] == "course | Whole course | $2,600"


def test_the_code_of_before_still_reads_and_writes_after_it(before: Any) -> None:
    enter(before)
    were = entered(before)
    forward()
    assert entered(before) == were
    before("Clinic").update(city="Elsewhere")
    before("OpenHours").create(clinic_id=1, day=6)
    before("Price").all().delete()
    before("Clinic").get().save()


def test_the_new_code_makes_a_clinic_beside_the_old_columns(before: Any) -> None:
    forward()
    Clinic.objects.create(pk=1)
    assert before("Clinic").get().street == ""
    Clinic.objects.all().delete()
