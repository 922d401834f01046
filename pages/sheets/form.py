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
from pages.sheets.worksheet import Numbers, Share, Worksheet

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_WHOLE = re.compile(r"[0-9]{1,4}")
_PERCENT = re.compile(r"(100|[0-9]{1,2}) ?%")
PLAN, PLAN_VISITS = "plan", "plan_visits"
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


class ShareField(forms.CharField):
    """What a plan pays of one price: dollars, or a percentage of it."""

    def __init__(self, *, label: StrOrPromise, help_text: StrOrPromise = "") -> None:
        widget = forms.TextInput(attrs={"inputmode": "text", "class": "short"})
        super().__init__(label=label, required=False, help_text=help_text, widget=widget)
        #: No plan pays more; the form knows it from the list.
        self.price: int | None = None

    def clean(self, value: str | None) -> Share:
        """Nothing if nothing was typed."""
        typed = (value or "").strip()
        if not typed:
            return Share()
        if percent := _PERCENT.fullmatch(typed):
            return Share(percent=int(percent[1]))
        is_plain = typed.isascii() and len(typed) <= _LONGEST
        amount = cents(f"${typed.removeprefix('$')}") if is_plain else None
        if amount is None:
            refusal = gettext("Type dollars or a percentage, like 100, 99.50 or 20%")
            raise ValidationError(refusal)
        if self.price is not None and amount > self.price:
            refusal = gettext("Type %(price)s or less: that is the price here")
            raise ValidationError(refusal % {"price": dollars(self.price)})
        return Share(cents=amount)


class WorksheetForm(forms.Form):
    """The numbers someone may know. Of a price that is no number, nothing can be taken off."""

    sessions = NumberField(label=_("Sessions at the start"), least=1, most=60)
    visits = NumberField(
        label=_("Doctor’s visits"), least=0, most=60, help_text=_("Type 0 if you want none.")
    )
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
    plan = ShareField(
        label=_("What your plan pays for each session"),
        help_text=_(
            "Dollars, or a percentage like 20%, as your plan told you. Leave it empty if you do"
            " not know, or if it pays nothing."
        ),
    )
    plan_visits = ShareField(
        label=_("What your plan pays for each doctor’s visit"),
        help_text=_("Some plans pay for the visits and not for the sessions."),
    )

    def __init__(self, worksheet: Worksheet, data: QueryDict | None = None) -> None:
        start = {"sessions": worksheet.usual_sessions, "visits": len(worksheet.visits)}
        super().__init__(data, initial=start, use_required_attribute=False)
        if worksheet.usual_sessions:
            self.fields["sessions"].help_text = gettext(
                "Studies often used six sessions. In a trial with 54 people six were no better at"
                " the end than one. Some people come back later, and that costs more."
            )
        if not worksheet.visits:
            del self.fields["visits"]
        self._take_off(PLAN, worksheet.session_cents)
        self._take_off(PLAN_VISITS, worksheet.visit_cents)
        for field in self.fields.values():
            # What is typed here is nobody else's business: not that of the next one at this screen.
            field.widget.attrs["autocomplete"] = "off"

    def _take_off(self, name: str, price: int | None) -> None:
        """Ask what the plan pays of this price, if it is a number."""
        field = self.fields[name]
        if price is None or not isinstance(field, ShareField):
            del self.fields[name]
        else:
            field.price = price

    def numbers(self) -> Numbers:
        """What was typed, once it is valid."""
        typed = self.cleaned_data
        return Numbers(
            sessions=typed["sessions"],
            visits=typed.get("visits", 0),
            later=typed["later"],
            plan=typed.get(PLAN, Share()),
            plan_visits=typed.get(PLAN_VISITS, Share()),
        )
