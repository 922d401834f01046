"""Says in the words of schema.org what a page is, for search engines; only what the page says too.

What the clinic has not entered is left out, and a review is named only when there was one.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import TypeAlias

from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pages.clinic.models import Clinic
from pages.clinic.place import Opening, PlaceFacts
from pages.revisions.document import Document
from pages.revisions.revision import Revision
from pages.typed import dialable

#: What JSON can hold.
Json: TypeAlias = "str | int | Sequence[Json] | Mapping[str, Json] | None"
#: Something with a type and properties of schema.org.
Thing: TypeAlias = dict[str, Json]

#: As schema.org calls them, whatever language the page is in.
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

#: A place in the United States: its name, the two letters of the state, the ZIP code.
_US_CITY = re.compile(r"(?P<city>[^,]+), *(?P<state>[A-Z]{2}) +(?P<code>\d{5}(-\d{4})?)")

#: So that no text can end the script element or start another.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def script(things: Iterable[Thing]) -> SafeString:
    """The script element that holds these things; it runs nothing."""
    data = {"@context": "https://schema.org", "@graph": [_without_gaps(thing) for thing in things]}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', SafeString(text))


def _without_gaps(thing: Thing) -> Thing:
    return {name: value for name, value in thing.items() if value}


def clinic(facts: Clinic, place: PlaceFacts) -> Thing:
    """The clinic (schema.org/MedicalClinic) and its main place, as far as they are known."""
    return _named(facts) | {
        "url": f"{settings.SITE_URL}/",
        "telephone": dialable(facts.phone) if facts.phone else "",
        "address": _address(place),
        "openingHoursSpecification": _opening_hours(place.openings),
        "specialOpeningHoursSpecification": _closed_days(place.closed),
    }


def _named(facts: Clinic) -> Thing:
    return {"@type": "MedicalClinic", "name": facts.name}


def _address(place: PlaceFacts) -> Json:
    """In parts (schema.org/PostalAddress) where they can be told apart, else as it was typed."""
    parts = _US_CITY.fullmatch(place.city.strip())
    if not (place.street and parts):
        return ", ".join(place.address)
    return {
        "@type": "PostalAddress",
        "streetAddress": place.street,
        "addressLocality": parts["city"],
        "addressRegion": parts["state"],
        "postalCode": parts["code"],
        "addressCountry": "US",
    }


def _closed_days(days: Iterable[date]) -> list[Thing]:
    """Days to come on which staff said it is closed: open for no time at all."""
    return [
        {
            "@type": "OpeningHoursSpecification",
            "validFrom": day.isoformat(),
            "validThrough": day.isoformat(),
            "opens": "00:00",
            "closes": "00:00",
        }
        for day in sorted(days)
        if day >= timezone.localdate()
    ]


def _opening_hours(hours: Iterable[Opening]) -> list[Thing]:
    """Days with the same times are said together."""
    rows = sorted(hours, key=lambda row: (row.opens, row.closes, row.day))
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": [_DAYS[row.day] for row in same],
            "opens": f"{opens:%H:%M}",
            "closes": f"{closes:%H:%M}",
        }
        for (opens, closes), same in groupby(rows, lambda row: (row.opens, row.closes))
    ]


def web_page(document: Document, facts: Clinic, url: str, answer: str = "") -> Thing:
    """A page of words: about medicine if it has sources, a question if there is an answer."""
    revision, is_medical = document.shown, bool(document.shown_sources)
    types = ["MedicalWebPage"] * is_medical + ["FAQPage"] * bool(answer) or ["WebPage"]
    return {
        "@type": types if len(types) > 1 else types[0],
        "name": revision.title,
        "url": url,
        "publisher": _named(facts),
        "lastReviewed": revision.reviewed_on.isoformat() if revision.reviewed_on else "",
        "reviewedBy": _reviewer(revision, facts),
        "mainEntity": _question(revision.title, answer) if answer else None,
    }


def question_list(title: str, url: str, answers: Iterable[tuple[str, str]]) -> Thing:
    """A page that answers many questions in short (schema.org/FAQPage)."""
    questions: list[Thing] = [_question(*answer) for answer in answers]
    return {"@type": "FAQPage", "name": title, "url": url, "mainEntity": questions}


def _reviewer(revision: Revision, facts: Clinic) -> Thing | None:
    """“The BrainStim care team” is an organization, any other name a person's."""
    if not (revision.reviewed_on and revision.reviewer):
        return None
    is_team = "team" in revision.reviewer.lower() or facts.name in revision.reviewer
    return {"@type": "Organization" if is_team else "Person", "name": revision.reviewer}


def _question(title: str, answer: str) -> Thing:
    accepted = {"@type": "Answer", "text": answer}
    return {"@type": "Question", "name": title, "acceptedAnswer": accepted}


def breadcrumbs(steps: Iterable[tuple[str, str]]) -> Thing:
    """The way from the front page to this one: names and paths."""
    items: list[Thing] = [
        {"@type": "ListItem", "position": place, "name": name, "item": settings.SITE_URL + path}
        for place, (name, path) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}
