"""The form that staff pages are made of: text that comes back is looked at before it is kept.

It comes back when a session ended in the middle of an edit (``clinic_site/staff/interrupted.py``).
"""

from __future__ import annotations

from typing import Any

from django import forms

#: Sent along with a form that somebody filled in before signing in again.
RETURNED = "returned_text"
_NOTICE = "You were signed out. What you typed is below, and not saved yet. Please save it again."


class StaffForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form of one row, which is not done until the person has looked at what came back."""

    def clean(self) -> dict[str, Any] | None:
        """Ask to look; the next time the button is pressed, nothing says that it came back."""
        cleaned = super().clean()
        if RETURNED in self.data:
            self.add_error(None, _NOTICE)
        return cleaned
