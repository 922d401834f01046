"""Says in the words of schema.org what a page is, for search engines; only what the page says too.

What the clinic has not entered is left out, and a review is named only when there was one.
"""

import json
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pages.clinic.models import Clinic, OpenHours
from pages.revisions.document import Document
from pages.revisions.revision import Revision
from pages.typed import dialable

Thing = dict[str, Any]

#: So that no text can end the script element or start another.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def script(things: Iterable[Thing]) -> SafeString:
    """The script element that holds these things; it runs nothing."""
    data = {"@context": "https://schema.org", "@graph": [_without_gaps(thing) for thing in things]}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', SafeString(text))


def _without_gaps(thing: Thing) -> Thing:
    return {name: value for name, value in thing.items() if value}


def clinic(facts: Clinic) -> Thing:
    """The clinic (schema.org/MedicalClinic), as far as it is known."""
    return {
        "@type": "MedicalClinic",
        "name": facts.name,
        "url": f"{settings.SITE_URL}/",
        "telephone": dialable(facts.phone) if facts.phone else "",
        "address": ", ".join(line for line in (facts.street, facts.city) if line),
        "openingHoursSpecification": _opening_hours(list(facts.open_hours.all())),
    }


def _opening_hours(hours: list[OpenHours]) -> list[Thing]:
    """Days with the same times are said together."""
    rows = sorted(hours, key=lambda row: (row.opens, row.closes, row.day))
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": [str(row.get_day_display()) for row in same],
            "opens": f"{opens:%H:%M}",
            "closes": f"{closes:%H:%M}",
        }
        for (opens, closes), same in groupby(rows, lambda row: (row.opens, row.closes))
    ]


def web_page(document: Document, url: str, answer: str = "") -> Thing:
    """A page of words: about medicine if it has sources, a question if there is an answer."""
    revision, is_medical = document.shown, bool(document.shown_sources)
    types = ["MedicalWebPage"] * is_medical + ["FAQPage"] * bool(answer) or ["WebPage"]
    return {
        "@type": types if len(types) > 1 else types[0],
        "name": revision.title,
        "url": url,
        "lastReviewed": revision.reviewed_on.isoformat() if revision.reviewed_on else "",
        "reviewedBy": _reviewer(revision),
        "mainEntity": _question(revision.title, answer) if answer else None,
    }


def _reviewer(revision: Revision) -> Thing | None:
    """“The BrainStim care team” is an organization, any other name a person's."""
    if not (revision.reviewed_on and revision.reviewer):
        return None
    is_team = "team" in revision.reviewer.lower() or Clinic.load().name in revision.reviewer
    return {"@type": "Organization" if is_team else "Person", "name": revision.reviewer}


def _question(title: str, answer: str) -> Thing:
    accepted = {"@type": "Answer", "text": answer}
    return {"@type": "Question", "name": title, "acceptedAnswer": accepted}


def breadcrumbs(steps: Iterable[tuple[str, str]]) -> Thing:
    """The way from the front page to this one: names and paths."""
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": settings.SITE_URL + path}
        for place, (name, path) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}
