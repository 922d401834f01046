"""A form that two colleagues, or two tabs, may have open at once: neither undoes the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import QueryDict

from pages.staff.form import StaffForm

_MEANWHILE = (
    "Someone saved “%s” here while this page was open. Save again to put yours in its place."
)
_MEANWHILE_EMPTY = (
    "Someone emptied this while this page was open. Save again to put yours in its place."
)


class FormAtOnce(StaffForm):
    """Saves what this person changed, and asks first where someone else changed the same."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # What stood there when the page was opened comes back with the form.
            field.show_hidden_initial = True

    def clean(self) -> dict[str, Any] | None:
        """Keep what others saved meanwhile, but for what this person typed in its place."""
        cleaned = super().clean()
        for name in [*self._saved_meanwhile()]:
            stored = self.initial[name]
            if name not in self.changed_data:
                self.cleaned_data[name] = stored
            elif _lines(self.cleaned_data.get(name)) != _lines(stored):
                self.add_error(name, _MEANWHILE % stored if _lines(stored) else _MEANWHILE_EMPTY)
                self._has_been_seen(name)
        return cleaned

    def _saved_meanwhile(self) -> Iterator[str]:
        for name in self.fields:
            seen = self.data.get(self[name].html_initial_name)
            if seen is not None and _lines(seen) != _lines(self.initial.get(name)):
                yield name

    def _has_been_seen(self, name: str) -> None:
        """The next time, this person knows what they put theirs in the place of."""
        assert isinstance(self.data, QueryDict)  # noqa: S101  # A browser sent it.
        sent = self.data.copy()
        sent[self[name].html_initial_name] = self.initial[name]
        self.data = sent


def _lines(value: Any) -> list[str]:
    """As browsers send it back: with other line ends, and none at the ends."""
    return ("" if value is None else str(value)).strip().splitlines()
