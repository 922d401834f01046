"""What the worksheet asks, and its words for what is no number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pages.profile.sums import cents, dollars
from pages.sheets.worksheet import Numbers, Worksheet

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_WHOLE = re.compile(r"[0-9]{1,4}")
#: Nobody types more for an amount.
_LONGEST = 12


class NumberField(forms.CharField):
    """A whole number. What cannot be meant is refused with words, and stays as it was typed."""

    def __init__(
        self,
        *,
        label: StrOrPromise,
        least: int,
        most: int,
        required: bool = True,
        help_text: StrOrPromise = "",
    ) -> None:
        self.least, self.most = least, most
        widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "short"})
        empty = {"required": _("Type a number, like 6")}
        super().__init__(
            label=label,
            required=required,
            help_text=help_text,
            widget=widget,
            error_messages=empty,
        )

    def clean(self, value: str | None) -> int:
        """The number; 0 if nothing had to be typed and nothing was."""
        typed = (value or "").strip()
        if not typed:
            self.validate("")
            return 0
        if not _WHOLE.fullmatch(typed):
            raise ValidationError(gettext("Type a whole number and nothing else, like 6"))
        if not self.least <= int(typed) <= self.most:
            refusal = gettext("Type a number from %(least)s to %(most)s")
            raise ValidationError(refusal % {"least": self.least, "most": self.most})
        return int(typed)


class DollarsField(forms.CharField):
    """An amount, which is kept in cents."""

    def clean(self, value: str | None) -> int:
        """The cents; 0 if nothing was typed."""
        typed = (value or "").strip()
        if not typed:
            return 0
        is_plain = typed.isascii() and len(typed) <= _LONGEST
        amount = cents(f"${typed.removeprefix('$')}") if is_plain else None
        if amount is None:
            raise ValidationError(gettext("Type dollars and nothing else, like 100 or 99.50"))
        return amount


class WorksheetForm(forms.Form):
    """The numbers someone may know. Of a price that is no number, nothing can be taken off."""

    sessions = NumberField(label=_("Sessions at the start"), least=1, most=60)
    visits = NumberField(label=_("Doctor’s visits"), least=1, most=60)
    later = NumberField(
        label=_("Sessions later"),
        least=0,
        most=200,
        required=False,
        help_text=_(
            "Some people have none. In VA hospitals it was about 18 in a year. Leave it empty"
            " if you do not know."
        ),
    )
    plan = DollarsField(
        label=_("What your plan pays for each session"),
        required=False,
        help_text=_("In dollars, as your plan told you. Leave it empty if you do not know."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short"}),
    )

    def __init__(self, worksheet: Worksheet, data: QueryDict | None = None) -> None:
        start = {"sessions": worksheet.usual_sessions, "visits": len(worksheet.visits)}
        super().__init__(data, initial=start, use_required_attribute=False)
        self.session_cents = worksheet.session_cents
        if worksheet.usual_sessions:
            self.fields["sessions"].help_text = gettext(
                "Studies often used six sessions. In a trial with 54 people six were no better at"
                " the end than one. Some people come back later, and that costs more."
            )
        if not worksheet.visits:
            del self.fields["visits"]
        if self.session_cents is None:
            del self.fields["plan"]
        for field in self.fields.values():
            # What is typed here is nobody else's business: not that of the next one at this screen.
            field.widget.attrs["autocomplete"] = "off"

    def clean_plan(self) -> int:
        """At most what a session costs: more is a slip of the finger."""
        plan: int = self.cleaned_data["plan"]
        if self.session_cents is not None and plan > self.session_cents:
            refusal = gettext("Type %(price)s or less: one session costs that here")
            raise ValidationError(refusal % {"price": dollars(self.session_cents)})
        return plan

    def numbers(self) -> Numbers:
        """What was typed, once it is valid."""
        typed = self.cleaned_data
        return Numbers(
            sessions=typed["sessions"],
            visits=typed.get("visits", 0),
            later=typed["later"],
            plan=typed.get("plan", 0),
        )
