"""Rows are typed into a table and kept as text: nothing that was typed is lost on the way."""

from collections.abc import Iterator

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.http import QueryDict

from pages.profile import tables
from pages.profile.rows import Table
from pages.profile.rows_field import RowsFormField
from tests.html import Page

# A day of closing that has passed is refused; these are all still to come.
_BEFORE_THEM_ALL = "2026-11-01 15:00+00:00"

HOSTILE = ["a | b", "|", "\\|", "\\", "a\\|b |", "two\nlines\r\n and  spaces", "| |", "x\u2028y"]


@pytest.fixture(autouse=True)
def _on_a_day_before_them_all() -> Iterator[None]:
    with time_machine.travel(_BEFORE_THEM_ALL, tick=False):
        yield


def typed(field: RowsFormField, data: dict[str, str]) -> str:
    """What is kept of a form that was sent."""
    return str(field.clean(field.widget.value_from_datadict(_sent(data), {}, "rows")))


def shown(field: RowsFormField, data: dict[str, str]) -> Page:
    """The table with what was sent."""
    value = field.widget.value_from_datadict(_sent(data), {}, "rows")
    return Page(field.widget.render("rows", value, {"id": "id_rows"}))


def _sent(data: dict[str, str]) -> QueryDict:
    sent = QueryDict(mutable=True)
    sent.update({f"rows-{name}": text for name, text in data.items()})
    return sent


def values(page: Page) -> list[str]:
    boxes = [one.get("value") for one in page.tags("input")]
    chosen = [one.get("value") for one in page.tags("option") if "selected" in one.attributes]
    return [one for one in [*boxes, *chosen, *(a.words for a in page.tags("textarea"))] if one]


@pytest.mark.parametrize("cell", HOSTILE)
@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_any_cell_is_read_as_it_was_written(cell: str, place: int) -> None:
    names = [column.name for column in tables.STEPS.columns]
    row = dict.fromkeys(names, "") | {names[place]: cell}
    text = tables.STEPS.write([row, {"name": "next"}])
    assert len(text.splitlines()) == 2
    assert tables.STEPS.read(text)[0][names[place]] == " ".join(cell.split())
    assert tables.STEPS.write(tables.STEPS.read(text)) == text


def test_what_holds_an_amount_together_stays() -> None:
    row = {"kind": "other", "label": "A", "amount": "$1\xa0200"}
    assert tables.PRICES.read(tables.PRICES.write([row]))[0]["amount"] == "$1\xa0200"


@pytest.mark.parametrize(
    ("typed_in", "kept"),
    [
        ("450", "$450"),
        ("$ 1200", "$1,200"),
        ("1,200.00", "$1,200"),
        ("99.50 dollars", "$99.50"),
        ("450 USD", "$450"),
        ("From $450", "From $450"),
        ("450.5", "$450.50"),
        ("free", "Free"),
        ("$450 to $500", "$450–$500"),
    ],
)
def test_a_plain_price_is_written_in_one_way(typed_in: str, kept: str) -> None:
    row = {"kind": "session", "amount": typed_in}
    assert [one["amount"] for one in tables.PRICES.tidied(row)] == [kept]


def test_empty_rows_and_empty_cells_at_the_end_are_left_out() -> None:
    assert tables.ASKED.write([{}, {"question": "Why?"}, {"question": " ", "why": "\n"}]) == "Why?"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("9", "09:00"),
        ("9 am", "09:00"),
        ("12 am", "00:00"),
        ("12 pm", "12:00"),
        ("5.30 p.m.", "17:30"),
        ("17:00", "17:00"),
    ],
)
def test_a_time_is_understood_as_people_type_it(text: str, kept: str) -> None:
    row = {"day": "0", "opens": text, "closes": "23:59"}
    assert [one["opens"] for one in tables.HOURS.tidied(row)] == [kept]


@pytest.mark.parametrize("text", ["25:00", "13 pm", "0 am", "lunch", "9:75", "-1"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="Opens: Type "):
        tables.HOURS.tidied({"day": "0", "opens": text, "closes": "17:00"})


@pytest.mark.parametrize(
    ("table", "row", "message"),
    [
        (tables.HOURS, {"day": "7", "opens": "9", "closes": "17"}, "Day “7”: Type a day"),
        (tables.HOURS, {"day": "1", "opens": "9"}, "Tuesday, Closes: fill this in."),
        (
            tables.HOURS,
            {"day": "1", "opens": "9am", "closes": "8am"},
            "Tuesday, Closes “8am”: type",
        ),
        (tables.CLOSED_DAYS, {"day": "next week"}, "Day “next week”: Type a day like 12/25/2026"),
        (tables.PLANS, {"plan": "Aetna", "taken": "maybe"}, "Aetna, We take it: choose one."),
    ],
)
def test_a_mistake_is_named_with_its_row_and_what_was_typed_stays(
    table: Table, row: dict[str, str], message: str
) -> None:
    field = RowsFormField(table=table, required=False)
    good = dict(zip([one.name for one in table.columns], ["0", "8:00", "9:00"], strict=False))
    if table is not tables.HOURS:
        good = dict.fromkeys(good, "yes") | {"day": "2026-01-01"}
    sent = {f"0-{name}": text for name, text in good.items()}
    # A row that is left out between does not count.
    sent |= {f"2-{name}": text for name, text in row.items()}
    with pytest.raises(ValidationError, match=message):
        typed(field, sent)
    there = values(shown(field, sent))
    assert set(row.values()) - set(there) <= {"7", "maybe"}


def test_there_are_always_rows_to_spare() -> None:
    field = RowsFormField(table=tables.ASKED)
    page = shown(field, {"0-question": "Why?"})
    questions = [one for one in page.tags("input") if one.get("name").endswith("-question")]
    assert [one.get("value") for one in questions] == ["Why?", "", "", ""]
    assert questions[1].get("aria-label") == "What you ask, row 2"


def test_sixty_rows_are_kept_and_more_are_refused_but_shown() -> None:
    field = RowsFormField(table=tables.ASKED)
    sent = {f"{row}-question": f"q{row}" for row in range(60)}
    assert len(typed(field, sent).splitlines()) == 60
    sent["60-question"] = "one too many"
    with pytest.raises(ValidationError, match="There is room for 60 rows"):
        typed(field, sent)
    assert "one too many" in values(shown(field, sent))


def test_a_row_that_changed_is_a_change_and_one_that_did_not_is_none() -> None:
    field = RowsFormField(table=tables.HOURS, required=False)
    assert not field.has_changed(
        "0 | 09:00 | 17:00", [{"day": "0", "opens": "9", "closes": "5 pm"}]
    )
    assert field.has_changed("0 | 09:00 | 17:00", [])
    assert field.has_changed("", [{"day": "0"}])


def test_html_in_a_cell_is_text() -> None:
    page = RowsFormField(table=tables.ASKED).widget.render("rows", "<b>a | \"'><script>", {})
    assert "<script>" not in page
    assert "<b>" not in page


@pytest.mark.parametrize(
    ("table", "rows", "message"),
    [
        (tables.CLOSED_DAYS, [{"day": "2999-12-25"}], "Day “2999-12-25”: This day is too far off"),
        (
            tables.CLOSED_DAYS,
            [{"day": "2026-12-25"}, {"day": "2026-12-25"}],
            "Row 2: Dec 25, 2026 is in the list already",
        ),
        (
            tables.HOURS,
            [
                {"day": "0", "opens": "9", "closes": "12"},
                {"day": "0", "opens": "11", "closes": "17"},
            ],
            ": these hours overlap",
        ),
    ],
)
def test_days_and_hours_that_cannot_be_meant_are_refused(
    table: Table, rows: list[dict[str, str]], message: str
) -> None:
    sent = {f"{row}-{name}": text for row, one in enumerate(rows) for name, text in one.items()}
    with pytest.raises(ValidationError, match=message):
        typed(RowsFormField(table=table), sent)


def test_days_are_sorted_and_hours_around_a_break_are_kept() -> None:
    days = RowsFormField(table=tables.CLOSED_DAYS)
    assert typed(days, {"0-day": "2026-12-25", "1-day": "2026-11-27"}) == "2026-11-27\n2026-12-25"
    sent = {"0-day": "0", "0-opens": "13", "0-closes": "17", "1-day": "0", "1-opens": "9"}
    assert (
        typed(RowsFormField(table=tables.HOURS), sent | {"1-closes": "13"})
        == "0 | 09:00 | 13:00\n0 | 13:00 | 17:00"
    )


def test_rows_without_an_order_stay_as_they_were_put() -> None:
    first = tables.ASKED.columns[0].name
    sent = {f"{row}-{first}": text for row, text in enumerate(("Who drives?", "Any pain?"))}
    assert typed(RowsFormField(table=tables.ASKED), sent) == "Who drives?\nAny pain?"


def test_a_choice_that_has_a_usual_one_offers_no_empty_one() -> None:
    """Where nothing is usual, an empty one is there: nothing is chosen by leaving it."""
    for table, words in ((tables.CLOSED_DAYS, {"Closed"}), (tables.PRICES, {""})):
        page = Page(RowsFormField(table=table).widget.render("rows", "", {"id": "id_rows"}))
        assert {one.words for one in page.tags("option") if not one.get("value")} == words
