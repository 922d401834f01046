"""Lets staff write a document in another language, and says where each language stands."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from pages.admin_addresses import asking_for
from pages.editing.desk import DocumentDesk
from pages.languages import OTHERS, address_of
from pages.revisions import translations
from pages.revisions.document import Document
from pages.staff import frame


def translate(request: HttpRequest, desk: DocumentDesk, document_key: int) -> HttpResponse:
    """Start a draft in another language, or note that one says what the English says now."""
    document = desk.document_to_change(request, document_key)
    language = request.POST.get("language", "")
    if language not in OTHERS:
        return desk.go("change", document_key)
    draft = document.draft(language)
    if draft and request.POST.get("do") == "agree":
        translations.agree(draft)
        messages.info(request, "Noted: it says what the English words say now.")
    else:
        _start(request, desk, document, language)
    return desk.go_to_editor(document, language)


def _start(request: HttpRequest, desk: DocumentDesk, document: Document, language: str) -> None:
    try:
        translations.start(document, language, request.user)
    except ValidationError as error:
        messages.warning(request, error.message)
        return
    frame.record(request, document, f"Translation started: {OTHERS[language]}.")
    started = f"This draft will be the {OTHERS[language]} page. Visitors do not see it yet."
    messages.info(request, started)


def standing(desk: DocumentDesk, document: Document, language: str) -> dict[str, Any]:
    """How its languages stand, for the page it is written on."""
    standings = translations.standings(document)
    here = next(one for one in standings if one.language == language)
    return {
        "standings": standings,
        "here": here,
        "english": standings[0].live,
        "translated": getattr(here.draft or here.live, "translates", None),
        "asked": asking_for(language),
        "site_path": address_of(document, language),
        "translate_url": desk.address("translate", document.pk),
    }
