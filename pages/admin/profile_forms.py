"""The forms of people and of what a site has once, with what is asked of these alone."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from pages.editing.form.document_form import DocumentForm, goes_to_readers
from pages.profile.models import ASK_FIRST

_BEGUN = (
    "A colleague began this while you wrote. Open it in another window, from “About us”, and take"
    " over what you need from here."
)


class OnlyOneForm(DocumentForm):
    """Refuses a second one, which two people who begin at once would make."""

    def clean(self) -> dict[str, Any] | None:
        """Nothing typed is lost: it stands in the form that comes back."""
        cleaned = super().clean()
        if not self.document.pk and type(self.document)._default_manager.exists():
            self.add_error(None, _BEGUN)
        return cleaned


#: Beside the tick of someone who is shown.
_TAKE_BACK = (
    "If they take it back, take the tick away and save, with any button. They are off the site at"
    " once, in every language."
)


class PersonForm(DocumentForm):
    """Says at the box itself that someone has to agree first, and what it does to take it back."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "agreed" in self.fields and self.document.pk and self.document.is_live:
            self.fields["agreed"].help_text = _TAKE_BACK

    def clean_agreed(self) -> bool:
        """A draft may wait for that; who is shown now and does not agree any more may always go."""
        agreed = bool(self.cleaned_data["agreed"])
        if goes_to_readers(self) and not agreed and not self.document.is_live:
            raise ValidationError(ASK_FIRST)
        return agreed


_NAMES_OF_PRICES = "Without a name of its own, a price is called as it is chosen: First talk."
#: A course is counted in weeks: more is a slip of the finger.
_MOST_SESSIONS = 60


class PriceListForm(OnlyOneForm):
    """Keeps the number of sessions to what a first course may have."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "prices" in self.fields:
            self.fields["prices"].help_text = _NAMES_OF_PRICES

    def clean_sessions_in_course(self) -> int | None:
        """Empty, no sum is shown."""
        many: int | None = self.cleaned_data["sessions_in_course"]
        if many is not None and not 1 <= many <= _MOST_SESSIONS:
            raise ValidationError(f"Type a number from 1 to {_MOST_SESSIONS}, or leave it empty.")
        return many
