"""Federal holidays fall on the days of 5 U.S.C. 6103, and on those observed."""

from datetime import date

import pytest

from pages.clinic.federal import coming, holidays_of, usual_holiday


def test_eleven_holidays_fall_on_their_days() -> None:
    assert [(one.day.month, one.day.day, one.name) for one in holidays_of(2024)] == [
        (1, 1, "New Year's Day"),
        (1, 15, "Martin Luther King Day"),
        (2, 19, "Presidents' Day"),
        (5, 27, "Memorial Day"),
        (6, 19, "Juneteenth"),
        (7, 4, "Independence Day"),
        (9, 2, "Labor Day"),
        (10, 14, "Columbus Day"),
        (11, 11, "Veterans Day"),
        (11, 28, "Thanksgiving"),
        (12, 25, "Christmas"),
    ]


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2027, 12, 31), "New Year's Day (observed)"),
        (date(2026, 7, 3), "Independence Day (observed)"),
        (date(2026, 7, 4), "Independence Day"),
        (date(2027, 7, 5), "Independence Day (observed)"),
        (date(2021, 5, 31), "Memorial Day"),
        (date(2026, 6, 19), ""),
        (date(2026, 11, 25), ""),
    ],
)
def test_most_clinics_are_closed_on_six_of_them_and_on_the_days_observed(
    day: date, name: str
) -> None:
    assert usual_holiday(day) == name


def test_juneteenth_on_a_weekend_is_observed_beside_it() -> None:
    found = [one.name for one in coming(date(2027, 6, 18), date(2027, 6, 19))]
    assert found == ["Juneteenth (observed)", "Juneteenth"]
