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

from pages.profile.rows import Row, Table

#: Empty rows below those that are filled in.
_SPARE = 3
_MOST = 60
#: More than a form of ours has, and few enough to look through.
_LOOKED_AT = 200


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
        rows = value if isinstance(value, list) else self.table.read_to_edit(value or "")
        shown = [*rows, *self.table.still_to_say(rows), *({} for _ in range(_SPARE))]
        context["widget"]["columns"] = self.table.columns
        context["widget"]["rows"] = [
            [
                {
                    "column": column,
                    "name": _input(name, number, column.name),
                    "value": row.get(column.name, ""),
                    "label": f"{column.label}, row {number + 1}",
                }
                for column in self.table.columns
            ]
            for number, row in enumerate(shown)
        ]
        return context

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
        errors, tidied = [], []
        if len(rows) > _MOST:
            errors.append(f"There is room for {_MOST} rows.")
        for number, row in enumerate(rows, start=1):
            try:
                tidied.append(self.table.tidied(row))
            except ValidationError as error:
                errors += [f"Row {number}, {message}" for message in error.messages]
        if errors:
            raise ValidationError(errors)
        self.table.check_rows(tidied)
        return self.table.write(self.table.sorted(tidied))

    def in_words(self, text: str) -> str:
        """As people read it, beside what a colleague saved."""
        return self.table.in_words(text)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """True if the text of the rows would be different."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


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
