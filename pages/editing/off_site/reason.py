"""What every page asks that takes something from visitors: why, and who finds a link without it."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.contrib.auth.models import User
from django.http import HttpRequest

from pages import admin_addresses
from pages.languages import DEFAULT, address_of
from pages.revisions.document import Document, document_models
from pages.revisions.gone import off_site
from pages.revisions.revision import NoteKind

_MOST_LINKS = 8


class WhyForm(forms.Form):
    """A few words for colleagues."""

    why = forms.CharField(
        label="Why",
        max_length=500,
        error_messages={"required": "Write why. A few words are enough."},
        help_text="A few words, for your colleagues. Visitors do not see them.",
        widget=forms.TextInput(
            attrs={"class": "vTextField", "autofocus": True, "autocomplete": "off"}
        ),
    )


def form_of(request: HttpRequest) -> WhyForm:
    """Filled in once it was sent."""
    return WhyForm(request.POST if request.method == "POST" else None)


def linking_to(document: Document) -> list[tuple[str, str]]:
    """Live English words that lead to its page: their titles, and where each is written."""
    path = address_of(document, DEFAULT)
    if "#" in path:
        return []
    found = [
        (revision.title, admin_addresses.change(revision.document))
        for model in document_models()
        for revision in model.every_live_revision().filter(
            language=DEFAULT, body__contains=f"]({path}"
        )
        if revision.document != document
    ]
    return found[:_MOST_LINKS]


def names(told: Iterable[User]) -> str:
    """Who hears of it, as a sentence; empty if nobody else has to."""
    people = [str(one.get_short_name() or one) for one in told if one.email]
    has = "has" if len(people) == 1 else "have"
    return f"{' and '.join(people[:3])} {has} mail about it." if people else ""


def off(document: Document) -> dict[str, object]:
    """Since when it is off the site, why and by whom, and why one press does not put it back."""
    gone = off_site.taken_off(document)
    if not gone:
        return {}
    last = gone[0].notes.filter(did=NoteKind.WITHDRAWN).last()
    return {
        "off_since": last.at,
        "off_why": last.words,
        "off_by": last.by,
        # What stands on a page with others has no page to say so.
        "is_said": bool(last.by) and "#" not in document.get_absolute_url(),
        "why_not_back": off_site.why_not_put_back(document),
    }
