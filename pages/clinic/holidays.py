"""Why the clinic is closed on a day, which staff type in English, in the language of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from pages.languages import DEFAULT, current

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: By what is left of a name without capitals and without “day” at its end.
_KNOWN: Final[dict[str, StrOrPromise]] = {
    "new year": _("New Year"),
    "new year's": _("New Year"),
    "martin luther king": _("Martin Luther King Day"),
    "martin luther king jr.": _("Martin Luther King Day"),
    "mlk": _("Martin Luther King Day"),
    "presidents'": _("Presidents’ Day"),
    "president's": _("Presidents’ Day"),
    "washington's birthday": _("Presidents’ Day"),
    "good friday": _("Good Friday"),
    "easter": _("Easter"),
    "memorial": _("Memorial Day"),
    "juneteenth": _("Juneteenth"),
    "independence": _("Independence Day"),
    "fourth of july": _("Independence Day"),
    "4th of july": _("Independence Day"),
    "july 4": _("Independence Day"),
    "labor": _("Labor Day"),
    "columbus": _("Columbus Day"),
    "indigenous peoples'": _("Indigenous Peoples’ Day"),
    "veterans": _("Veterans Day"),
    "thanksgiving": _("Thanksgiving"),
    "day after thanksgiving": _("The day after Thanksgiving"),
    "christmas eve": _("Christmas Eve"),
    "christmas": _("Christmas"),
    "new year's eve": _("New Year’s Eve"),
}


def holiday(reason: str) -> str:
    """The holiday that was typed, as the page calls it; empty if it is none that we know."""
    name = reason.strip().lower().replace("\u2019", "'").removesuffix(" day")
    return str(_KNOWN.get(name, ""))


def reason_here(reason: str) -> str:
    """The reason for readers of this page; English words say that they are English."""
    if not reason or current() == DEFAULT:
        return reason
    return holiday(reason) or format_html('<span lang="{}">{}</span>', DEFAULT, reason)
