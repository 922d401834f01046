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
#: Rows as they are stored, each with the number of the row they were typed in.
Numbered = list[tuple[int, Row]]


@dataclass(frozen=True)
class Column:
    """One column: its name in code, what staff read above it, and what may be typed."""

    name: str
    label: str
    required: bool = False
    #: What may be chosen, as it is stored and as staff read it; anything may be typed if empty.
    choices: tuple[tuple[str, str], ...] = ()
    #: The one that only a row which is offered starts with.
    undecided: str = ""
    #: Raises ValidationError for what cannot be meant; gives what is stored.
    tidy: Callable[[str], str] = str
    hint: str = ""
    #: How much room it takes: a line of ``text``, a ``date``, a ``time``, or a ``long`` box.
    input: str = "text"
    #: What is stored as staff read it, and may type it again.
    shown: Callable[[str], str] = str
    #: What a browser offers while someone types.
    offers: tuple[str, ...] = ()
    #: So many signs fit on a phone; by what it is typed into unless it is said.
    most: int = 0

    @property
    def room(self) -> int:
        """How many signs a cell may have."""
        return self.most or (_MOST_LONG if self.input == "long" else _MOST)

    @property
    def has_usual(self) -> bool:
        """True if leaving it as it is chooses something too."""
        return "" in dict(self.choices)

    @property
    def chosen(self) -> tuple[str, ...]:
        """What anyone may choose."""
        return tuple(value for value, _name in self.choices if value != self.undecided)

    def in_words(self, row: Row) -> str:
        """Its cell as people read it."""
        cell = row.get(self.name, "")
        return dict(self.choices).get(cell) or (self.shown(cell) if cell else "")


def _nothing_wrong(_row: Row) -> None:
    """Any cells go together."""


def _as_typed(row: Row) -> list[Row]:
    """One row for each that was typed."""
    return [row]


def _always(_row: Row) -> bool:
    """No time is over for it."""
    return True


def _never(_row: Row) -> bool:
    """Any cell says something."""
    return False


def _any_rows(_rows: Numbered) -> None:
    """Any rows go together."""


def _no_rows() -> Iterable[Row]:
    """It starts empty."""
    return ()


@dataclass(frozen=True)
class Table:
    """The columns of some rows, which are read from text and written as text."""

    columns: tuple[Column, ...]
    #: The rows that one typed row stands for, such as a row for each day from Monday to Friday.
    #: Raises ValidationError for what cannot be meant.
    spread: Callable[[Row], list[Row]] = _as_typed
    #: Raises ValidationError for cells that do not go together.
    check_row: Callable[[Row], None] = _nothing_wrong
    #: Raises ValidationError, which names the row, for rows that do not go together.
    check_rows: Callable[[Numbered], None] = _any_rows
    #: False of a row whose time is over: nobody is asked about it again.
    still_counts: Callable[[Row], bool] = _always
    #: True if they are sorted by their cells whatever order they were typed in.
    in_order: bool = False
    #: Rows that staff are offered, in the way they are stored; the first column tells them apart.
    starts: Callable[[], Iterable[Row]] = _no_rows
    #: True if they stand below the empty rows: nobody has to look past them to type.
    starts_last: bool = False
    #: True of a row that says nothing although a cell is filled in, as that of a day without times.
    says_nothing: Callable[[Row], bool] = _never

    def is_empty(self, row: Row) -> bool:
        """True if nothing is said by this row."""
        return not any(cell.strip() for cell in row.values()) or self.says_nothing(row)

    def still_to_say(self, rows: list[Row]) -> list[Row]:
        """Rows that are offered, such as the days of the week, of which nothing is said yet."""
        key = self.columns[0].name
        said = {one[key] for row in rows for one in self._understood(row)}
        return [row for row in self.starts() if row[key] not in said]

    def _understood(self, row: Row) -> list[Row]:
        """What this row stands for; nothing while it cannot be read."""
        try:
            return self.spread(row)
        except ValidationError:
            return []

    def shown(self, row: Row) -> Row:
        """A stored row as staff read it, and may type it again."""
        return {column.name: _shown(column, row.get(column.name, "")) for column in self.columns}

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

    def tidied(self, row: Row) -> list[Row]:
        """The rows that are stored of one that was typed. Raises ValidationError that says which
        cell is wrong.
        """
        cells = {column.name: _fitting(column, row.get(column.name, "")) for column in self.columns}
        return [self._tidied(one) for one in self.spread(cells)]

    def _tidied(self, row: Row) -> Row:
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


def _shown(column: Column, cell: str) -> str:
    return column.shown(cell) if cell else ""


def _fitting(column: Column, typed: str) -> str:
    """On one line that is not too long."""
    text = _cell(typed)
    if len(text) > column.room:
        raise ValidationError(f"{column.label}: keep this to {column.room} letters or fewer.")
    return text


def _tidied(column: Column, text: str) -> str:
    if not text:
        if column.required:
            raise ValidationError(f"{column.label}: fill this in.")
        return ""
    if column.choices and text not in dict(column.choices):
        raise ValidationError(f"{column.label}: choose one.")
    try:
        check_no_facts(text)
        return column.tidy(text)
    except ValidationError as error:
        raise ValidationError(f"{column.label}: {' '.join(error.messages)}") from error
