"""Lets staff write a document in another language, and shows which translations are older."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from pages.editing.version_admin import VersionPages, in_language_of
from pages.languages import OTHERS, address_of
from pages.revisions.document import Document
from pages.revisions.revision import State
from pages.revisions.translations import agree, older_than_english, standings, start


class TranslationFilter(admin.SimpleListFilter):
    """Documents by whether their translation is up to date."""

    title = "translation"
    parameter_name = "translation"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The choices."""
        return [("older", "Older than the English")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """The rows of the choice."""
        if self.value() == "older":
            older = older_than_english(queryset.model)
            return queryset.filter(pk__in=older.values("document"))
        return queryset


class TranslationPages(VersionPages):
    """What the staff site says and does about languages; ``?language=es`` writes in Spanish."""

    def translation_urls(self) -> list[URLPattern]:
        """Where they are."""
        return [self._path("<int:number>/translate/", self.translate, "translate")]

    def get_queryset(self, request: HttpRequest) -> Any:
        """With the words that are read or written now, in every language."""
        current = self.revision_model._default_manager.exclude(state=State.PAST)
        words = models.Prefetch("revisions", current, to_attr="standing_words")
        return super().get_queryset(request).prefetch_related(words)

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """In the language of the address."""
        document = super().get_object(request, *args, **kwargs)
        return document and in_language_of(request, document)

    def about_languages(self, document: Document) -> dict[str, Any]:
        """For the page a document is written on."""
        found = standings(document)
        here = next(one for one in found if one.language == document.written_in)
        translated = getattr(here.draft or here.live, "translates", None)
        return {
            "standings": found,
            "here": here,
            "asked": self.asked(document),
            "site_path": address_of(document, document.written_in),
            "english": found[0].live,
            "translated": translated,
            "translate_url": self._url("translate", document.pk),
        }

    def translate(self, request: HttpRequest, number: int) -> HttpResponse:
        """Start a draft in another language, or note that one says what the English says now."""
        document = get_object_or_404(self.model, pk=number)
        if not self.has_change_permission(request, document):
            raise PermissionDenied
        language = request.POST.get("language", "")
        if language not in OTHERS:
            return HttpResponseRedirect(self._editor(document))
        draft = document.draft(language)
        if draft and request.POST.get("do") == "agree":
            agree(draft)
            self.message_user(request, "Noted: it says what the English words say now.")
        else:
            self._start(request, document, language)
        document.written_in = language
        return HttpResponseRedirect(self._editor(document))

    def _start(self, request: HttpRequest, document: Document, language: str) -> None:
        try:
            start(document, language, request.user)
        except ValidationError as error:
            self.message_user(request, error.message, messages.WARNING)
            return
        self.log_change(request, document, f"Translation started: {OTHERS[language]}.")
        said = f"This draft will be the {OTHERS[language]} page. Visitors do not see it yet."
        self.message_user(request, said)

    @admin.display(description="Español")
    def spanish(self, document: Any) -> SafeString | str:
        """Where the Spanish words stand."""
        spanish = standings(document)[1]
        if not (spanish.live or spanish.draft):
            return "–"
        kind = "late" if spanish.is_older else "quiet"
        return format_html('<span class="{}">{}</span>', kind, capfirst(spanish.label))
