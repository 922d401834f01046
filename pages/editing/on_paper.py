"""Words as one file to read on paper: with what they rest on, and when each was reviewed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from pages.clinic.declared import MEDICAL_RULES, TYPED
from pages.clinic.facts import facts_for_words
from pages.clinic.in_languages import label
from pages.clinic.models import Clinic
from pages.languages import DEFAULT, OTHERS, in_brackets, path_in
from pages.markup.html import line_to_html, to_html
from pages.people import can_see
from pages.revisions.comparing import in_words, label_of
from pages.revisions.document import Document, document_models
from pages.revisions.revision import Revision

if TYPE_CHECKING:
    from pages.editing.document_admin import DocumentAdmin

#: What has a place of its own on paper.
_SHOWN_APART = ("language", "title", "summary", "body")


@dataclass(frozen=True)
class OnPaper:
    """Live words of one document in one language, as visitors read them."""

    revision: Revision
    title: str
    path: str
    summary: SafeString
    body: SafeString
    #: What else was typed: the names of the fields, and what they say.
    more: list[tuple[str, str]]


@dataclass(frozen=True)
class Part:
    """All of one kind."""

    name: str
    words: list[OnPaper]


def all_words(request: HttpRequest) -> HttpResponse:
    """All that visitors read now of each kind that this person may see, and the clinic's facts."""
    kinds = [kind for kind in document_models() if _may_see(request, kind)]
    if not kinds:
        raise PermissionDenied
    parts = [_part(kind, kind.every_live_revision()) for kind in kinds]
    facts = list(_facts()) if _may_see(request, Clinic) else []
    return _file(parts, facts)


@admin.action(permissions=["view"], description="Export to read on paper")
def to_paper(kind: DocumentAdmin, request: HttpRequest, chosen: QuerySet[Document]) -> HttpResponse:
    """The same of those that were chosen."""
    keys = [document.pk for document in chosen]
    live = kind.model.every_live_revision().filter(document__in=keys)
    return _file([_part(kind.model, live)], [])


def _may_see(request: HttpRequest, model: type[Model]) -> bool:
    right = f"{model._meta.app_label}.view_{model._meta.model_name}"
    return can_see(request.user, right)


def _part(kind: type[Document], live: QuerySet[Any]) -> Part:
    order = [f"document__{name}" for name in kind._meta.ordering or () if name != "pk"]
    found = live.prefetch_related("sources").order_by(*order, "document", "language")
    return Part(capfirst(str(kind._meta.verbose_name_plural)), list(_words(found)))


def _words(live: Iterable[Revision]) -> Iterator[OnPaper]:
    clinic = Clinic.load()
    facts = {language: facts_for_words(clinic, language) for language in (DEFAULT, *OTHERS)}
    for revision in live:
        with translation.override(revision.language):
            yield _on_paper(revision, facts[revision.language])


def _on_paper(revision: Revision, facts: Mapping[str, SafeString]) -> OnPaper:
    names = (name for name in revision.WORDS if name not in _SHOWN_APART)
    said = ((label_of(revision, name), in_words(revision, name)) for name in names)
    return OnPaper(
        revision=revision,
        title=f"{revision.title}{in_brackets(revision.language)}",
        path=path_in(revision.language, revision.document.get_absolute_url()),
        summary=line_to_html(revision.summary, facts),
        body=to_html(revision.body, facts),
        more=[(name, text) for name, text in said if text],
    )


def _facts() -> Iterator[tuple[str, str, bool]]:
    """What only the clinic knows: its name, what it says, and whether a clinician approves it."""
    clinic = Clinic.load()
    for fact in TYPED:
        name = fact.fields[0]
        says = str(getattr(clinic, name))
        yield capfirst(label(fact.name)), says, name in MEDICAL_RULES


def _file(parts: list[Part], facts: list[tuple[str, str, bool]]) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "parts": [part for part in parts if part.words],
        "facts": facts,
        "now": timezone.now(),
        "clinic": Clinic.load(),
        "site_url": settings.SITE_URL,
    }
    page = render_to_string("admin/on_paper.html", context)
    name = f'attachment; filename="words-{today:%Y-%m-%d}.html"'
    return HttpResponse(page, headers={"Content-Disposition": name, "Cache-Control": "no-store"})
