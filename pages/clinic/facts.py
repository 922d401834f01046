"""The clinic's facts as the words on the site use them."""

import re
from collections.abc import Iterable
from datetime import time
from itertools import groupby

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.dates import WEEKDAYS
from django.utils.formats import time_format
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pages import registry
from pages.clinic import declared, in_languages
from pages.clinic.models import Clinic
from pages.clinic.place import Opening, PlaceFacts, Price, listed_prices, main_place
from pages.languages import DEFAULT, current
from pages.typed import call_link

#: Words of an earlier edition say it themselves after ``{driving_rule}``.
_SLEPT = escape(", after a full night's sleep")
_MIDNIGHT = time(0)
_INSIDE_A_TIME = re.compile(r"(?<=\d) (?=[ap]m\b)")
#: By language.
_last_known: dict[str, dict[str, SafeString]] = {}


def phone_link(number: str) -> SafeString:
    """A link that calls this number, empty without one."""
    if not number:
        return SafeString()
    return format_html('<a href="{}" class="nb">{}</a>', call_link(number), number)


def hours_in_words(hours: Iterable[Opening], by_appointment: Iterable[int] = ()) -> str:
    """For example “Monday to Friday, 9 am to 5 pm”; days with the same times are said together."""
    by_day = {day: [_("by appointment")] for day in by_appointment} | {
        day: [_times(row) for row in rows] for day, rows in groupby(hours, lambda row: row.day)
    }
    runs: list[tuple[list[int], list[str]]] = []
    for day, times in sorted(by_day.items()):
        if runs and runs[-1][1] == times and runs[-1][0][-1] == day - 1:
            runs[-1][0].append(day)
        else:
            runs.append(([day], times))
    return "; ".join(f"{_days(days)}, {all_times(times)}" for days, times in runs)


def _times(row: Opening) -> str:
    return from_to(row.opens, row.closes)


def from_to(opens: time, closes: time) -> str:
    """For example 9 am to 5 pm, or 24 hours."""
    if opens == closes == _MIDNIGHT:
        return _("24 hours")
    return _("%(opens)s to %(closes)s") % {"opens": clock(opens), "closes": closing(closes)}


def closing(value: time) -> str:
    """A time of day at which something ends: 5 pm, midnight."""
    return _("midnight") if value == _MIDNIGHT else clock(value)


def all_times(times: list[str]) -> str:
    """All openings of one day."""
    # The translation of “and” stands alone: a day may have any number of openings.
    return pgettext("between times of a day", " and ").join(times)


def clock(value: time) -> str:
    """A time of day as people say it: 9 am, 4:30 pm."""
    return time_format(value, "g:i a").replace(".", "").replace(":00", "")


def whole_times(words: str) -> str:
    """The same words, whose lines never break within a time of day."""
    return _INSIDE_A_TIME.sub("\N{NO-BREAK SPACE}", words)


def _days(days: list[int]) -> str:
    first, last = (str(WEEKDAYS[day]) for day in (days[0], days[-1]))
    if len(days) == 1:
        return first
    phrase = _("%(first)s and %(last)s") if len(days) == 2 else _("%(first)s to %(last)s")
    return phrase % {"first": first, "last": last}


def facts_for_words(clinic: Clinic, language: str) -> dict[str, SafeString]:
    """HTML for each ``{fact}`` in words of this language; empty means it was not entered."""
    with translation.override(language):
        return _facts(clinic, main_place(), listed_prices())


def _facts(clinic: Clinic, place: PlaceFacts, prices: Iterable[Price]) -> dict[str, SafeString]:
    language = current()
    typed = _typed(clinic, language)
    made = {
        "name": escape(clinic.name),
        "phone": phone_link(clinic.phone),
        "night_phone": phone_link(clinic.night_phone),
        "address": _address(place),
        "hours": escape(whole_times(hours_in_words(place.openings, place.by_appointment))),
        "directions": _as_typed(place.directions, language, place.language),
        "step_free": _as_typed(place.step_free, language, place.language),
        "team": _as_typed(place.team, language, place.language),
        "prices": _price_list(prices, language),
        "reply_days": escape(clinic.reply_days),
        "retention_days": escape(settings.INQUIRY_RETENTION_DAYS),
        "driving_rule": SafeString(typed["driving"].removesuffix(_SLEPT)),
    }
    return typed | made | _call_us(made["phone"])


def _typed(clinic: Clinic, language: str) -> dict[str, SafeString]:
    """What staff type with the clinic, in this language as far as it was said in it."""
    english = in_languages.english(clinic)
    typed = {name: _as_typed(text, language) for name, text in english.items()}
    if language == DEFAULT:
        return typed
    said = in_languages.said(clinic, language)
    return typed | {name: escape(text) for name, text in said.items()}


def facts_of_this_page(
    clinic: Clinic, place: PlaceFacts, prices: Iterable[Price]
) -> dict[str, SafeString]:
    """The facts in the language of the page; remembered for when the database is down."""
    facts = _last_known[current()] = _facts(clinic, place, prices)
    return facts


def last_known_facts() -> dict[str, SafeString]:
    """The facts as this process last showed them, for a page shown while the database is down."""
    return _last_known.get(current(), {})


def _as_typed(text: str, language: str, typed_in: str = DEFAULT) -> SafeString:
    """On a page in another language than staff typed it in, screen readers are told."""
    if text and language != typed_in:
        return format_html('<span lang="{}">{}</span>', typed_in, text)
    return escape(text)


def _address(place: PlaceFacts) -> SafeString:
    return format_html_join(", ", "{}", ((line,) for line in place.address))


def _price_list(prices: Iterable[Price], language: str) -> SafeString:
    rows = [
        (
            _as_typed(price.label, language, price.language),
            price.amount,
            _as_typed(price.includes, language, price.language),
        )
        for price in prices
    ]
    if not rows:
        return SafeString()
    return format_html_join(SafeString("<br>"), "{}: <b>{}</b> {}", rows)


def _call_us(phone: SafeString) -> dict[str, SafeString]:
    """How to reach the clinic: by phone, or by a message while there is no number."""
    if phone:
        by_phone = {"call-us": _("call us at {}"), "Call-us": _("Call us at {}")}
        return {name: format_html(phrase, phone) for name, phrase in by_phone.items()}
    phrases = {"call-us": _("send us a message"), "Call-us": _("Send us a message")}
    if not registry.writing_views:
        return {name: escape(phrase) for name, phrase in phrases.items()}
    link = '<a href="{}">{}</a>'
    path = reverse(registry.writing_views[0])
    return {name: format_html(link, path, phrase) for name, phrase in phrases.items()}


def missing_facts(clinic: Clinic) -> list[str]:
    """Names, as staff know them, of the facts that are still empty."""
    typed = [field for field in Clinic._meta.fields if field.editable]
    fields = [field for field in typed if field.name not in ("id", "name")]
    return [str(field.verbose_name) for field in fields if not getattr(clinic, field.name)]


def fact_uses() -> list[registry.FactUse]:
    """Every page that shows a fact whatever its words are, first those that all of them are."""
    everywhere = [
        registry.FactUse(fact.name, "Every page", "pages:home")
        for fact in declared.FACTS
        if fact.on_every_page
    ]
    return everywhere + sorted(registry.fact_uses, key=lambda use: use.page)
