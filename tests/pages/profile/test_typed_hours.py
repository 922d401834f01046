"""Hours, days and prices are understood as staff type them, or refused in plain words."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from faq.models import Entry
from pages.models import Place, PriceList
from tests.colleagues import Editor, draft_of, said

pytestmark = pytest.mark.django_db

PLACE, PRICES = "/staff/pages/place/add/", "/staff/pages/pricelist/add/"
NINE_TO_FIVE = "0 | 09:00 | 17:00"


@pytest.fixture
def in_november() -> Iterator[None]:
    with time_machine.travel("2026-11-27 15:00+00:00", tick=False):
        yield


def type_hours(ed: Editor, *rows: tuple[str, str, str], button: str = "_save") -> str:
    """Type these rows in place of the days that are offered; the page that comes back."""
    fields = ed.fields(PLACE) | {"title": "Clinic"}
    fields = {name: text for name, text in fields.items() if not name.startswith("hours-")}
    for number, row in enumerate(rows):
        for column, text in zip(("day", "opens", "closes"), row, strict=True):
            fields[f"hours-{number}-{column}"] = text
    return said(ed.send(PLACE, fields, button))


def kept_hours() -> str:
    return str(draft_of(Place.objects.get()).hours)


@pytest.mark.parametrize(
    ("opens", "closes", "kept"),
    [
        ("9", "5", NINE_TO_FIVE),
        ("9 a.m.", "5 p.m.", NINE_TO_FIVE),
        ("9:00AM", "17:00", NINE_TO_FIVE),
        ("9 AM\N{EN DASH}5 PM", "", NINE_TO_FIVE),
        ("", "9 to 5", NINE_TO_FIVE),
        ("0900", "1700", NINE_TO_FIVE),
        ("from 9", "until 5", NINE_TO_FIVE),
        ("9\N{ZERO WIDTH SPACE}am", "5\N{NO-BREAK SPACE}pm", NINE_TO_FIVE),
        ("noon", "6:30p", "0 | 12:00 | 18:30"),
        ("1", "5", "0 | 13:00 | 17:00"),
        ("9-12 & 1-5", "", "0 | 09:00 | 12:00\n0 | 13:00 | 17:00"),
        ("5 pm", "midnight", "0 | 17:00 | 00:00"),
        ("22:00", "02:00", "0 | 22:00 | 02:00"),
        ("10 pm", "2 am", "0 | 22:00 | 02:00"),
        ("24 hours", "", "0 | 00:00 | 00:00"),
        ("12 am", "11:59 pm", "0 | 00:00 | 00:00"),
        ("closed", "", "0 | closed"),
        ("by appt. only", "", "0 | by appointment"),
    ],
)
def test_a_time_is_kept_as_it_is_meant(ed: Editor, opens: str, closes: str, kept: str) -> None:
    type_hours(ed, ("Monday", opens, closes))
    assert kept_hours() == kept


@pytest.mark.parametrize(
    ("days", "kept"),
    [
        ("Mon-Fri", "01234"),
        ("Monday through Thursday", "0123"),
        ("Mon, Wed & Fri", "024"),
        ("M/W/F", "024"),
        ("TTh", "13"),
        ("weekdays", "01234"),
        ("Weekends", "56"),
        ("daily", "0123456"),
        ("7 days a week", "0123456"),
        ("Fri to Mon", "0456"),
        ("weekdays except Wed.", "0134"),
    ],
)
def test_several_days_are_typed_in_one_go(ed: Editor, days: str, kept: str) -> None:
    type_hours(ed, (days, "9", "5"))
    assert kept_hours() == "\n".join(f"{day} | 09:00 | 17:00" for day in kept)


def test_days_and_times_pasted_into_one_cell_are_parted(ed: Editor) -> None:
    type_hours(ed, ("Mon - Tue: 9am - 5pm", "", ""), ("Sat by appointment", "", ""))
    assert kept_hours() == "0 | 09:00 | 17:00\n1 | 09:00 | 17:00\n5 | by appointment"


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("Monday", "9 am", "")], "Monday, Closes: fill this in."),
        ([("weekdays", "", "")], "weekdays, Opens: fill this in."),
        ([("", "9", "5")], "Row 1, Day: fill this in."),
        ([("Funday", "9", "5")], "Day “Funday”: Type a day, like Monday, Mon-Fri or weekdays."),
        (
            [("Monday", "after lunch", "5")],
            "Monday, Opens “after lunch”: Type a time like 9:00 am",
        ),
        ([("Monday", "7", "9 pm")], "Monday, Opens “7”: Type am or pm, like 7 am or 7 pm."),
        ([("Monday", "9 am", "9 am")], "Monday, Closes “9 am”: this is the time it opens."),
        ([("Monday", "9 am", "12 am")], "Monday, Closes “12 am”: 12 am is midnight."),
        ([("Monday", "9 am", "8 am")], "this would be 23 hours, into the next day"),
        ([("Monday", "closed", "5 pm")], "type either times or “closed”, not both"),
        ([("Monday", "by appointment", "5 pm")], "times or “by appointment”, not both"),
        ([("Monday", "9 am", "closed")], "type either times or “closed”, not both"),
        (
            [("Mon-Fri", "9", "5"), ("Wed", "1", "6")],
            "Wednesday, 1:00 pm to 6:00 pm: these hours overlap with Wednesday, 9:00 am",
        ),
        (
            [("Mon", "10 pm", "2 am"), ("Tue", "1 am", "3 am")],
            "Tuesday, 1:00 am to 3:00 am: these hours overlap with Monday, 10:00 pm to 2:00 am.",
        ),
        (
            [("Mon", "1 am", "3 am"), ("Sun", "10 pm", "2 am")],
            "Sunday, 10:00 pm to 2:00 am: these hours overlap with",
        ),
        (
            [("weekdays", "9", "5"), ("Fri", "closed", "")],
            "Friday, closed in row 2, but Friday, 9:00 am to 5:00 pm in row 1.",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused_at_its_row_and_stays(
    ed: Editor, rows: list[tuple[str, str, str]], message: str
) -> None:
    page = type_hours(ed, *rows)
    assert message in page
    assert "onstraint" not in page
    assert not Place.objects.exists()
    assert all(f'value="{cell}"' in page for row in rows for cell in row if cell)


def test_nights_and_whole_days_next_to_each_other_do_not_overlap(ed: Editor) -> None:
    type_hours(ed, ("daily", "24 hours", ""))
    assert kept_hours().count("00:00 | 00:00") == 7


def test_what_was_kept_comes_back_as_it_reads_and_saves_as_it_was(ed: Editor) -> None:
    type_hours(ed, ("Mon", "12 am", "midnight"), ("Tue", "10 pm", "2 am"), ("Sat", "by appt", ""))
    kept, path = kept_hours(), f"/staff/pages/place/{Place.objects.get().pk}/change/"
    fields = ed.fields(path)
    assert [fields[f"hours-1-{name}"] for name in ("day", "opens", "closes")] == [
        "Tuesday",
        "10:00 pm",
        "2:00 am",
    ]
    ed.press(path, parking="Behind the house.")
    assert kept_hours() == kept
    assert [fields[f"hours-{row}-day"] for row in range(3, 7)] == [
        "Wednesday",
        "Thursday",
        "Friday",
        "Sunday",
    ]


@pytest.mark.usefixtures("first_edition", "site_is_open")
def test_visitors_read_nights_whole_days_and_appointments(ed: Editor) -> None:
    type_hours(
        ed,
        ("Mon", "24 hours", ""),
        ("Tue", "10 pm", "2 am"),
        ("Wed", "5 pm", "midnight"),
        ("Sat", "by appointment", ""),
        ("Sun", "closed", ""),
    )
    draft_of(Place.objects.get()).publish(ed.user)
    page = Client().get("/find-us/").content.decode().replace("\N{NO-BREAK SPACE}", " ")
    said_of_all = (
        "Monday, 24 hours; Tuesday, 10 pm to 2 am; Wednesday, 5 pm to midnight;"
        " Saturday, by appointment"
    )
    assert said_of_all in page
    assert "by appointment</td>" in page


@pytest.mark.parametrize(
    ("day", "kept"),
    [
        ("12/25/2026", ["2026-12-25"]),
        ("12/25", ["2026-12-25"]),
        ("Dec. 25th", ["2026-12-25"]),
        ("Friday, December 25, 2026", ["2026-12-25"]),
        ("Jan 2", ["2027-01-02"]),
        ("Thanksgiving", ["2027-11-25"]),
        ("Dec 31-Jan 2", ["2026-12-31", "2027-01-01", "2027-01-02"]),
        ("12/24, 12/31", ["2026-12-24", "2026-12-31"]),
    ],
)
@pytest.mark.usefixtures("in_november")
def test_a_closed_day_is_kept_as_it_is_meant(ed: Editor, day: str, kept: list[str]) -> None:
    ed.press(PLACE, title="Clinic", **{"closed_days-0-day": day})
    assert draft_of(Place.objects.get()).closed_days.splitlines() == kept


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("next week", "Day “next week”: Type a day like 12/25/2026 or Dec 25."),
        ("2/30", "Day “2/30”: There is no such day."),
        ("Monday, Dec 25, 2026", "December 25, 2026 is a Friday."),
        ("1/1/2027 - 12/31/2027", "Type the first day and the last one"),
    ],
)
@pytest.mark.usefixtures("in_november")
def test_a_day_that_is_none_is_refused_plainly(ed: Editor, day: str, message: str) -> None:
    page = said(ed.press(PLACE, title="Clinic", **{"closed_days-0-day": day}))
    assert message in page
    assert f'value="{day}"' in page


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("450.00", "$450"),
        ("from 450", "From $450"),
        ("450+", "From $450"),
        ("1,200-1,500", "$1,200–$1,500"),
        ("$1200 \N{EN DASH} $1500", "$1,200–$1,500"),
        ("450/session", "$450/session"),
        ("US$450", "$450"),
        ("ask us", "Ask us"),
        ("FREE", "Free"),
        ("$1200 for 6", "$1,200 for 6"),
    ],
)
def test_a_price_is_shown_in_one_way(ed: Editor, typed: str, kept: str) -> None:
    rows = {"prices-0-kind": "session", "prices-0-amount": typed}
    ed.publish(PRICES, title="Prices", **rows)
    assert draft_or_live(PriceList).endswith(f"| {kept}")
    assert f"<b>{kept}</b>" in Client().get("/prices/").content.decode()


def draft_or_live(kind: type[PriceList]) -> str:
    return str(kind.objects.get().revisions.latest("pk").prices)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("1,20", "1,20 could be two amounts. Type it like $1,200 or $99.50."),
        ("1.200", "1.200 could be two amounts."),
        ("-450", "A price cannot be below zero."),
        ("€450", "Type it in US dollars, like $450."),
        ("$500-$450", "$500 is not less than $450. Type the lower amount first."),
        ("45O", "45O has the letter O in it."),
        ("99999999", "This is a million or more."),
        ("soon", "Type an amount like $450, or words like “Free” or “Ask us”."),
        ("cheap!", "Type an amount like $450"),
    ],
)
def test_a_price_that_cannot_be_meant_is_refused_plainly(
    ed: Editor, typed: str, message: str
) -> None:
    rows = {"prices-0-kind": "session", "prices-0-amount": typed}
    page = said(ed.press(PRICES, title="Prices", **rows))
    assert f"One session, Price “{typed}”: {message}" in page
    assert f'value="{typed}"' in page


def test_hours_past_midnight_are_asked_about_and_ticked(ed: Editor) -> None:
    type_hours(ed, ("Mon", "5 pm", "9 am"), ("Fri", "10 am", "midnight"))
    place = Place.objects.get()
    draft = draft_of(place)
    path = f"/staff/pages/place/{place.pk}/words/{draft.pk}/publish/"
    asked = [one for one in ed.get(path).context["remarks"] if "past midnight" in one.remark]
    assert [one.remark[:27] for one in asked] == ["Monday, 5:00 pm to 9:00 am:"]
    form = {"do": "now", "seen": draft.changed_at.isoformat()}
    ed.post(path, form)
    assert place.draft("en"), "Nothing was ticked."
    ed.post(path, form | {"ticked": [one.key for one in ed.get(path).context["remarks"]]})
    assert place.draft("en") is None


def test_the_time_zone_of_the_clinic_is_understood_and_another_is_not(
    ed: Editor, settings: Settings
) -> None:
    settings.TIME_ZONE = "America/New_York"
    type_hours(ed, ("Mon", "9 am ET", "3:30 PM EST"))
    assert kept_hours() == "0 | 09:00 | 15:30"
    page = type_hours(ed, ("Mon", "9 am", "3:30 PM PST"))
    assert "Mon, Closes “3:30 PM PST”: Hours are in the clinic’s own time (EST)." in page


def test_an_amount_in_words_that_is_in_no_row_is_warned_of(ed: Editor, entry: Entry) -> None:
    rows = {"prices-0-kind": "session", "prices-0-amount": "$480", "_save": "x"}
    ed.press(PRICES, title="Prices", summary="One session is $480.", **rows)
    prices = PriceList.objects.get()
    draft_of(prices).publish(first_edition=True)
    answer = entry.revisions.get().copy_as_draft()
    answer.body = "Each session is $480.\n"
    answer.save()
    answer.publish(first_edition=True)
    ed.press(f"/staff/pages/pricelist/{prices.pk}/change/", **(rows | {"prices-0-amount": "450"}))
    path = f"/staff/pages/pricelist/{prices.pk}/words/{draft_of(prices).pk}/publish/"
    told = [one.remark for one in ed.get(path).context["remarks"]]
    assert "$480 stands in the words, and in no row of your prices" in told
    assert any(f"visitors still read it in: “{answer.title}”" in one for one in told)
