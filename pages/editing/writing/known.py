"""Tells the writing surface what may be linked to, and what the clinic's facts say."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from typing import Any

from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags

from pages import registry
from pages.clinic.declared import FACTS, IN_BRACES
from pages.clinic.facts import facts_for_words
from pages.clinic.models import Clinic
from pages.editing.desk import DocumentDesk, language_of
from pages.languages import DEFAULT
from pages.people import may_read_drafts
from pages.revisions.document import Document, document_models
from pages.revisions.revision import Revision, State

_WRITE_TO_US = "Write to us"


def known(request: HttpRequest, desk: DocumentDesk) -> JsonResponse:
    """Titles and paths that this person may see, and the facts, for words of this language.

    Paths are those of the pages in English: a translation finds its own by them.
    """
    if not desk.can_view(request):
        raise PermissionDenied
    language = language_of(request)
    with translation.override(DEFAULT):
        places = [*_documents(request, language), *_pages_of_their_own()]
    return JsonResponse({"places": places, "facts": _facts(language), "offered": _offered()})


def _documents(request: HttpRequest, language: str) -> Iterator[dict[str, str]]:
    """Each document with an address of its own, by its title in this language or in English."""
    for model in document_models():
        if model not in registry.shared_pages and _may_see(request, model):
            kind = str(model._meta.verbose_name).capitalize()
            for words in _best_words(model, language, drafts=may_read_drafts(request.user, model)):
                path = words.document.get_absolute_url()
                note = f"{kind}, {_state(words, language)}"
                yield {"title": words.title, "path": path, "note": note}


def _may_see(request: HttpRequest, model: type[Document]) -> bool:
    user, options = request.user, model._meta
    names = (get_permission_codename(act, options) for act in ("view", "change"))
    return any(user.has_perm(f"{options.app_label}.{name}") for name in names)


def _best_words(model: type[Document], language: str, *, drafts: bool) -> Iterator[Any]:
    """Of each document one revision: in this language before English, live before a draft."""
    words = model.every_revision().filter(document__binned_at=None)
    states = (State.LIVE, State.DRAFT) if drafts else (State.LIVE,)
    words = words.filter(language__in={language, DEFAULT}, state__in=states)
    best: dict[int, Any] = {}
    for one in sorted(words, key=lambda one: _worth(one, language)):
        best[one.document_id] = one
    yield from sorted(best.values(), key=lambda one: str(one.title).casefold())


def _worth(words: Revision, language: str) -> tuple[bool, bool]:
    return words.state == State.LIVE, words.language == language


def _state(words: Revision, language: str) -> str:
    if words.state != State.LIVE:
        return "draft: visitors cannot open it yet"
    return "live" if words.language == language else "live, in English only"


def _pages_of_their_own() -> Iterator[dict[str, str]]:
    """The page of all people, of all prices ...; and where visitors write."""
    for page in registry.shared_pages.values():
        yield {"title": str(page.name), "path": reverse(page.view), "note": "Page"}
    for view in registry.writing_views:
        yield {"title": _WRITE_TO_US, "path": reverse(view), "note": "Page"}


def _facts(language: str) -> dict[str, str]:
    """What each fact says, as plain words; empty for one that nobody entered."""
    said = facts_for_words(Clinic.load(), language)
    return {name: _plain(said.get(name, "")) for name in sorted(IN_BRACES)}


def _plain(html: str) -> str:
    return " ".join(unescape(strip_tags(html.replace("<", " <"))).split())


def _offered() -> list[str]:
    """One of each of those that can be said in two ways."""
    return ["call-us", *(fact.name for fact in FACTS if fact.in_words)]
