"""Rows of a table as text: one row a line, its cells in order, so that words compare and read well.

Staff never see that text: ``pages/profile/rows_field.py`` shows them a table to type in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from pages.staff.plain import check_no_facts

_BETWEEN = " | "
#: The sign that parts cells, unless it was typed inside one.
_PARTS = re.compile(r"(?<!\\)\|")
_TYPED_SIGN = "\\|"
#: White space but for what holds an amount together.
_SPACE = re.compile(r"[^\S\xa0\u202f]+")

#: A name is read at a glance, a text in a few lines of a phone.
_MOST, _MOST_LONG = 80, 300

#: A row as it was typed: its cells by the names of the columns.
Row = dict[str, str]


@dataclass(frozen=True)
class Column:
    """One column: its name in code, what staff read above it, and what may be typed."""

    name: str
    label: str
    required: bool = False
    #: What may be chosen, as it is stored and as staff read it; anything may be typed if empty.
    choices: tuple[tuple[str, str], ...] = ()
    #: Raises ValidationError for what cannot be meant; gives what is stored.
    tidy: Callable[[str], str] = str
    hint: str = ""
    #: What it is typed into: a line of ``text``, a ``date``, a ``time``, or a ``long`` box.
    input: str = "text"
    #: So many signs fit on a phone; by what it is typed into unless it is said.
    most: int = 0

    @property
    def room(self) -> int:
        """How many signs a cell may have."""
        return self.most or (_MOST_LONG if self.input == "long" else _MOST)

    def in_words(self, row: Row) -> str:
        """Its cell as people read it."""
        cell = row.get(self.name, "")
        return dict(self.choices).get(cell, cell)


def _nothing_wrong(_row: Row) -> None:
    """Any cells go together."""


def _always(_row: Row) -> bool:
    """No time is over for it."""
    return True


def _any_rows(_rows: list[Row]) -> None:
    """Any rows go together."""


@dataclass(frozen=True)
class Table:
    """The columns of some rows, which are read from text and written as text."""

    columns: tuple[Column, ...]
    #: Raises ValidationError for cells that do not go together.
    check_row: Callable[[Row], None] = _nothing_wrong
    #: Raises ValidationError, which names the row, for rows that do not go together.
    check_rows: Callable[[list[Row]], None] = _any_rows
    #: False of a row whose time is over: nobody is asked about it again.
    still_counts: Callable[[Row], bool] = _always
    #: True if they are sorted by their cells whatever order they were typed in.
    in_order: bool = False
    #: Rows that a table has from the start; who fills in none of ``asks`` says nothing by them.
    starts: tuple[Row, ...] = ()
    asks: tuple[str, ...] = ()

    def is_empty(self, row: Row) -> bool:
        """True if nothing is said by this row."""
        asked = self.asks or row.keys()
        return not any(row.get(name, "").strip() for name in asked)

    def still_to_say(self, rows: list[Row]) -> list[Row]:
        """Rows it starts with, such as the days of the week, that nobody filled in."""
        given = {name for row in self.starts for name in row}
        said = [{name: row.get(name, "") for name in given} for row in rows]
        return [row for row in self.starts if row not in said]

    def read(self, text: str) -> list[Row]:
        """The rows of this text; a cell that is not there is empty."""
        return [self._row(line) for line in text.splitlines() if line.strip()]

    def read_to_edit(self, text: str) -> list[Row]:
        """Those of them that staff go on from."""
        return [row for row in self.read(text) if self.still_counts(row)]

    def write(self, rows: Iterable[Row]) -> str:
        """These rows as text, without those that are empty."""
        typed = ([_cell(row.get(column.name, "")) for column in self.columns] for row in rows)
        return "\n".join(_line(cells) for cells in typed if any(cells))

    def in_words(self, text: str) -> str:
        """The rows as people read them: what was chosen by its name, one row a line."""
        return "\n".join(
            " | ".join(cell for column in self.columns if (cell := column.in_words(row)))
            for row in self.read(text)
        )

    def tidied(self, row: Row) -> Row:
        """The row as it is stored. Raises ValidationError that says which cell is wrong."""
        tidied = {column.name: _tidied(column, row.get(column.name, "")) for column in self.columns}
        self.check_row(tidied)
        return tidied

    def sorted(self, rows: list[Row]) -> list[Row]:
        """In the order in which people look for them, if there is one."""
        if not self.in_order:
            return rows
        return sorted(rows, key=lambda row: [row[column.name] for column in self.columns])

    def check(self, text: str) -> None:
        """Raise ValidationError unless every row may stand as it is."""
        for row in self.read(text):
            self.tidied(row)

    def _row(self, line: str) -> Row:
        cells = [cell.strip().replace(_TYPED_SIGN, "|") for cell in _PARTS.split(line)]
        cells += [""] * (len(self.columns) - len(cells))
        return dict(zip((column.name for column in self.columns), cells, strict=False))


def _cell(text: str) -> str:
    """On one line."""
    return _SPACE.sub(" ", text).strip()


def _line(cells: list[str]) -> str:
    """The cells but for empty ones at the end."""
    filled = max(number for number, cell in enumerate(cells, start=1) if cell)
    return _BETWEEN.join(cell.replace("|", _TYPED_SIGN) for cell in cells[:filled])


def _tidied(column: Column, typed: str) -> str:
    text = _cell(typed)
    if not text:
        if column.required:
            raise ValidationError(f"{column.label}: fill this in.")
        return ""
    if len(text) > column.room:
        raise ValidationError(f"{column.label}: keep this to {column.room} letters or fewer.")
    if column.choices and text not in dict(column.choices):
        raise ValidationError(f"{column.label}: choose one.")
    try:
        check_no_facts(text)
        return column.tidy(text)
    except ValidationError as error:
        raise ValidationError(f"{column.label}: {' '.join(error.messages)}") from error
