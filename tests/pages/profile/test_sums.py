"""The sum of a first course is whole, or it is not there."""

import pytest

from pages.models import PriceListRevision
from pages.profile import tables
from pages.profile.sums import cents, dollars, first_course

VISIT, SESSION = ("visit", "Visit", "$250"), ("session", "One session", "$450")
TALK = ("talk", "First talk", "free")


def total(*rows: tuple[str, ...], sessions: int | None = 6) -> str:
    names = [column.name for column in tables.PRICES.columns]
    text = tables.PRICES.write(dict(zip(names, row, strict=False)) for row in rows)
    return first_course(PriceListRevision(prices=text, sessions_in_course=sessions))


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("$450", 45000),
        ("$ 1,200", 120000),
        ("$99.50", 9950),
        ("Free", 0),
        (" Gratis ", 0),
        ("from $450", None),
        ("$450 to $500", None),
        ("450", None),
        ("$1,20", None),
        ("$1.5", None),
        ("", None),
    ],
)
def test_only_a_plain_amount_is_a_number(text: str, amount: int | None) -> None:
    assert cents(text) == amount


def test_amounts_are_said_as_people_write_them() -> None:
    assert [dollars(324000), dollars(9950), dollars(0)] == ["$3,240", "$99.50", "$0"]


def test_it_is_the_talk_every_visit_and_the_sessions() -> None:
    assert total(TALK, VISIT, SESSION) == "$2,950"
    assert total(VISIT, ("visit", "Second visit", "$150"), SESSION) == "$3,100"
    assert (
        total(VISIT, SESSION, ("other", "A letter", "ask us"), ("course", "All", "$9")) == "$2,950"
    )


@pytest.mark.parametrize(
    "rows",
    [
        [SESSION],
        [VISIT],
        [VISIT, SESSION, SESSION],
        [("visit", "Visit", "from $250"), SESSION],
        [VISIT, ("session", "One session", "ask us")],
        [("talk", "First talk", "about $20"), VISIT, SESSION],
        [],
    ],
)
def test_a_sum_that_would_leave_something_out_is_not_said(rows: list[tuple[str, ...]]) -> None:
    assert total(*rows) == ""


@pytest.mark.parametrize("sessions", [None, 0])
def test_without_the_number_of_sessions_there_is_none(sessions: int | None) -> None:
    assert total(VISIT, SESSION, sessions=sessions) == ""
