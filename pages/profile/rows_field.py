"""A table to type in, for rows that are kept as text: no signs to learn, and rows to spare."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.utils.datastructures import MultiValueDict
from django.utils.text import capfirst

from pages.profile.rows import Column, Numbered, Row, Table

#: Empty rows below those that are filled in.
_SPARE = 3
_MOST = 60
#: More than a form of ours has, and few enough to look through.
_LOOKED_AT = 200
#: What was typed is quoted up to here.
_QUOTED = 40


class RowsWidget(forms.Widget):
    """Inputs in rows; each is named after its field, its row and its column."""

    template_name = "admin/rows.html"
    #: Its label names a group of inputs, none of them in particular.
    use_fieldset = True

    def __init__(self, table: Table) -> None:
        super().__init__()
        self.table = table

    def get_context(
        self, name: str, value: str | list[Row] | None, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        """With every row as it was typed, and empty ones."""
        context = super().get_context(name, value, attrs)
        stored = [] if isinstance(value, list) else self.table.read_to_edit(value or "")
        typed = value if isinstance(value, list) else [self.table.shown(row) for row in stored]
        offered = [self.table.shown(row) for row in self.table.still_to_say(typed)]
        spare: list[Row] = [{} for _ in range(_SPARE)]
        new = [*spare, *offered] if self.table.starts_last else [*offered, *spare]
        context["widget"]["columns"] = self.table.columns
        context["widget"]["lists"] = [
            (_list(name, column), column.offers) for column in self.table.columns if column.offers
        ]
        context["widget"]["rows"] = [
            [self._cell(name, number, column, row) for column in self.table.columns]
            for number, row in enumerate([*typed, *new])
        ]
        return context

    def _cell(self, field: str, number: int, column: Column, row: Row) -> dict[str, Any]:
        """What the template needs of one input."""
        value = row.get(column.name, "")
        return {
            "column": column,
            "name": _input(field, number, column.name),
            "value": value,
            "label": f"{column.label}, row {number + 1}",
            "list": _list(field, column) if column.offers else "",
            "choices": [one for one in column.choices if one[0] in (value, *column.chosen)],
        }

    def value_from_datadict(
        self,
        data: Mapping[str, Any],
        files: MultiValueDict[str, UploadedFile[bytes]],
        name: str,
    ) -> list[Row]:
        """The rows as they were typed, without empty ones."""
        rows = [
            {
                column.name: data.get(_input(name, row, column.name), "")
                for column in self.table.columns
            }
            for row in range(_LOOKED_AT)
        ]
        return [row for row in rows if not self.table.is_empty(row)]

    def value_omitted_from_data(
        self,
        data: Mapping[str, Any],
        files: MultiValueDict[str, UploadedFile[bytes]],
        name: str,
    ) -> bool:
        """Without any cell, the form did not have the table."""
        return not any(key.startswith(f"{name}-0-") for key in data)


class RowsFormField(forms.Field):
    """Rows in, text out. What is wrong is said with the number of its row."""

    def __init__(self, *, table: Table, **options: Any) -> None:
        options.pop("max_length", None)
        options["widget"] = RowsWidget(table)
        super().__init__(**options)
        self.table = table

    def to_python(self, value: list[Row] | str | None) -> str:
        """The rows as text, each tidied."""
        rows = value if isinstance(value, list) else self.table.read_to_edit(value or "")
        tidied = self._tidied(rows)
        if len(tidied) > _MOST:
            raise ValidationError(f"There is room for {_MOST} rows.")
        self.table.check_rows(tidied)
        return self.table.write(self.table.sorted([row for _number, row in tidied]))

    def _tidied(self, rows: list[Row]) -> Numbered:
        """Each row as it is stored, with its number. Raises ValidationError."""
        errors, tidied = [], []
        for number, row in enumerate(rows, start=1):
            try:
                tidied += [(number, one) for one in self.table.tidied(row)]
            except ValidationError as error:
                errors += [self._where(number, row, message) for message in error.messages]
        if errors:
            raise ValidationError(errors)
        return tidied

    def _where(self, number: int, row: Row, message: str) -> str:
        """The message behind its row, by what one typed first there, and behind what is wrong."""
        first, label = self.table.columns[0], message.partition(": ")[0]
        name = _short(_as_read(first, row)) or f"Row {number}"
        column = next((one for one in self.table.columns if one.label == label), None)
        typed = _short(row.get(column.name, "")) if column else ""
        if not column or not typed or column.choices:
            return f"{name}, {message}"
        said = message.removeprefix(f"{label}: ")
        where = label if column is first else f"{name}, {label}"
        return f"{where} “{typed}”: {said}"

    def in_words(self, text: str) -> str:
        """As people read it, beside what a colleague saved."""
        return self.table.in_words(text)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """True if the text of the rows would be different."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


def _as_read(column: Column, row: Row) -> str:
    """Its cell by its name, or as it was typed where that is what is wrong."""
    try:
        return column.in_words(row)
    except ValueError:
        return row[column.name]


def _short(typed: str) -> str:
    text = " ".join(typed.split())
    return text if len(text) <= _QUOTED else f"{text[: _QUOTED - 1]}…"


class RowsField(models.TextField):  # type: ignore[type-arg]
    """Text that holds rows of a table. A migration sees the text alone."""

    def __init__(self, *args: Any, table: Table | None = None, **options: Any) -> None:
        self.table = table or Table(())
        options.setdefault("blank", True)
        options.setdefault("default", "")
        super().__init__(*args, **options)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """As a field of text: the columns are no matter of the database."""
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.TextField", list(args), options

    def contribute_to_class(
        self, cls: type[models.Model], name: str, private_only: bool = False
    ) -> None:
        """With the rows beside the text: ``hours_rows`` beside ``hours``."""
        super().contribute_to_class(cls, name, private_only)
        table = self.table
        setattr(cls, f"{name}_rows", property(lambda self: table.read(getattr(self, name))))

    def in_words(self, text: str) -> str:
        """As people read it where versions are compared."""
        return self.table.in_words(text)

    def formfield(self, **options: Any) -> forms.Field:
        """A table to type in."""
        for name in ("form_class", "choices_form_class", "widget", "max_length"):
            options.pop(name, None)
        given = {"required": not self.blank, "label": capfirst(self.verbose_name)}
        return RowsFormField(table=self.table, **(given | {"help_text": self.help_text} | options))

    def validate(self, value: str, model_instance: models.Model | None) -> None:
        """Refuse rows that no table of ours would hold."""
        super().validate(value, model_instance)
        self.table.check(value)


def _input(field: str, row: int, column: str) -> str:
    return f"{field}-{row}-{column}"


def _list(field: str, column: Column) -> str:
    """The id of what a browser offers in this column."""
    return f"{field}-{column.name}-list"
