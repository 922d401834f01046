"""The form that staff pages are made of: it speaks plainly, and keeps what was typed.

Text comes back when a session ended in the middle of an edit, and is looked at before it is kept
(``clinic_site/staff/interrupted.py``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.core import validators
from django.core.exceptions import ValidationError

from pages.staff import plain

#: Sent along with a form that somebody filled in before signing in again.
RETURNED = "returned_text"
#: Its value where they come back to what was kept while they typed.
KEPT = "kept"
_KEPT_NOTICE = "What you typed before is below, and not saved yet. Save it, or leave the page."
_NOTICE = "You were signed out. What you typed is below, and not saved yet. Please save it again."

#: In the place of words that only people know who write programs.
_MESSAGES = {
    "required": "Fill this in.",
    "unique": "Another one has this already. Choose something else.",
    "max_length": "This has %(show_value)s characters, and %(limit_value)s are the most."
    " Say it in fewer.",
    "invalid_choice": "Choose one from the list.",
    "min_value": "Type %(limit_value)s or more.",
    "max_value": "Type %(limit_value)s or less.",
}
_INVALID: tuple[tuple[type[forms.Field], str], ...] = (
    (forms.URLField, plain.WHOLE_ADDRESS),
    (forms.IntegerField, "Type a whole number, like 6."),
)


class StaffForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form of one row, which is not done until the person has looked at what came back."""

    #: False if only colleagues read what is typed here.
    is_for_visitors: ClassVar[bool] = True
    #: Fields in which facts in braces are filled in, and fields that only colleagues read.
    fills_facts: ClassVar[frozenset[str]] = frozenset()
    unseen: ClassVar[frozenset[str]] = frozenset({"note"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _speak_plainly(field)

    def clean(self) -> dict[str, Any] | None:
        """Ask to look; the next time the button is pressed, nothing says that it came back."""
        cleaned = super().clean()
        if self.is_for_visitors:
            for name, error in [*self._not_plain()]:
                self.add_error(name, error)
        if RETURNED in self.data:
            is_kept = self.data[RETURNED] == KEPT
            self.add_error(None, _KEPT_NOTICE if is_kept else _NOTICE)
        return cleaned

    def _not_plain(self) -> Iterator[tuple[str, ValidationError]]:
        """What visitors would not read as it was meant, with its field."""
        for name, field in self.fields.items():
            text = self.cleaned_data.get(name)
            if not isinstance(field, forms.CharField) or not isinstance(text, str):
                continue
            try:
                self._check(name, field, text)
            except ValidationError as error:
                yield name, error

    def _check(self, name: str, field: forms.CharField, text: str) -> None:
        if isinstance(field, forms.URLField):
            # As it was typed: the field itself has mended what looks like a slip by now.
            plain.check_link(str(self.data.get(self.add_prefix(name), "")))
        elif name not in self.fills_facts | self.unseen:
            plain.check_no_facts(text)
        if field.max_length is None and name != "body":
            plain.check_length(text, plain.LONGEST_TEXT)


def _speak_plainly(field: forms.Field) -> None:
    """Say what is wrong without words like “slug” or “object”, unless the field says it itself."""
    usual: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        usual.update(vars(kind).get("default_error_messages", {}))
    if isinstance(field, forms.SlugField):
        others = (one for one in field.validators if one is not validators.validate_slug)
        field.validators = [plain.check_part_of_address, *others]
    for code, text in _messages_of(field):
        if field.error_messages.get(code) == usual.get(code):
            field.error_messages[code] = text


def _messages_of(field: forms.Field) -> Iterator[tuple[str, str]]:
    yield from _MESSAGES.items()
    for kind, text in _INVALID:
        if isinstance(field, kind):
            yield "invalid", text
