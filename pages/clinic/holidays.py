"""Why the clinic is closed on a day, which staff type in English, in the language of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pages.clinic.federal import OBSERVED
from pages.languages import DEFAULT, current

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: By what is left of a name without capitals and without “day” at its end.
_KNOWN: Final[dict[str, StrOrPromise]] = {
    "new year": gettext_lazy("New Year"),
    "new year's": gettext_lazy("New Year’s Day"),
    "martin luther king": gettext_lazy("Martin Luther King Day"),
    "martin luther king jr.": gettext_lazy("Martin Luther King Day"),
    "mlk": gettext_lazy("Martin Luther King Day"),
    "presidents'": gettext_lazy("Presidents’ Day"),
    "president's": gettext_lazy("Presidents’ Day"),
    "washington's birthday": gettext_lazy("Presidents’ Day"),
    "good friday": gettext_lazy("Good Friday"),
    "easter": gettext_lazy("Easter"),
    "memorial": gettext_lazy("Memorial Day"),
    "juneteenth": gettext_lazy("Juneteenth"),
    "independence": gettext_lazy("Independence Day"),
    "fourth of july": gettext_lazy("Independence Day"),
    "4th of july": gettext_lazy("Independence Day"),
    "july 4": gettext_lazy("Independence Day"),
    "labor": gettext_lazy("Labor Day"),
    "columbus": gettext_lazy("Columbus Day"),
    "indigenous peoples'": gettext_lazy("Indigenous Peoples’ Day"),
    "veterans": gettext_lazy("Veterans Day"),
    "thanksgiving": gettext_lazy("Thanksgiving"),
    "thanksgiving friday": gettext_lazy("The day after Thanksgiving"),
    "day after thanksgiving": gettext_lazy("The day after Thanksgiving"),
    "christmas eve": gettext_lazy("Christmas Eve"),
    "xmas": gettext_lazy("Christmas"),
    "christmas": gettext_lazy("Christmas"),
    "new year's eve": gettext_lazy("New Year’s Eve"),
}


def holiday(reason: str) -> str:
    """The holiday that was typed, as the page calls it; empty if it is none that we know."""
    name = reason.strip().lower().replace("\u2019", "'")
    if name.endswith(OBSERVED) and (day := holiday(name.removesuffix(OBSERVED))):
        return _("%(holiday)s (observed)") % {"holiday": day}
    return str(_KNOWN.get(name.removesuffix(" day"), ""))


def reason_here(reason: str) -> str:
    """The reason for readers of this page; English words say that they are English."""
    if not reason or current() == DEFAULT:
        return reason
    return holiday(reason) or format_html('<span lang="{}">{}</span>', DEFAULT, reason)
