"""Shows staff what visitors would see: of what is just typed, of a draft, of any revision."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils import translation

from pages.editing import checks
from pages.editing.desk import DocumentDesk, language_of
from pages.editing.form import new_source
from pages.editing.form.document_form import DocumentForm
from pages.revisions import drafts
from pages.revisions.document import Document
from pages.revisions.revision import Revision
from pages.revisions.sources import Source

#: In place of someone who did not agree.
_NOT_SHOWN = (
    "Visitors do not see this person: the tick “this person agreed to be shown” is not set."
)


def preview(
    request: HttpRequest, desk: DocumentDesk, document_key: int | None = None
) -> HttpResponse:
    """The document as it was just typed, or else as its draft is."""
    document = _document(request, desk, document_key)
    if request.method == "POST":
        return _typed(request, desk, document)
    revision = drafts.revision_to_edit(document, language_of(request)) if document else None
    if document is None or revision is None:
        return _waits(request, [])
    if _said_no(document, revision):
        return _waits(request, [_NOT_SHOWN])
    document.shown = revision
    return _as_visitor(request, desk, document)


def preview_revision(
    request: HttpRequest, desk: DocumentDesk, document_key: int, revision_key: int
) -> HttpResponse:
    """A revision of any time as visitors saw it."""
    revision = desk.revision(request, document_key, revision_key)
    document: Document = revision.document
    document.shown = revision
    return _as_visitor(request, desk, document)


def _document(request: HttpRequest, desk: DocumentDesk, key: int | None) -> Document | None:
    """What is previewed, for whoever may write it; None for one that is not saved yet."""
    if key is None:
        if not desk.can_add(request):
            raise PermissionDenied
        return None
    return desk.document_to_change(request, key)


def _typed(request: HttpRequest, desk: DocumentDesk, document: Document | None) -> HttpResponse:
    form_class = desk.form_for(request, document)
    form = form_class(request.POST, instance=document, looks_for_conflicts=False)
    if not form.is_valid() and "body" in form.errors:
        return _waits(request, _mistakes(form))
    revision, sources = form.revision(), new_source.all_of(form)
    if not form.is_valid():
        # The words are there, and only a topic or the like is not: they are looked at all the same.
        waits = _waits(request, _mistakes(form)).render()
        return _maybe_with_checks(request, waits, revision, sources)
    if document and _said_no(document, revision):
        return _waits(request, [_NOT_SHOWN])
    shown = _as_visitor(request, desk, drafts.as_shown(form.document, revision, sources))
    return _maybe_with_checks(request, shown, revision, sources)


def _said_no(document: Document, revision: Revision) -> bool:
    """True of someone who was shown and may not be any more; who is new may first be looked at."""
    return not revision.may_be_shown and document.was_published()


def _as_visitor(request: HttpRequest, desk: DocumentDesk, document: Document) -> HttpResponse:
    """What a visitor gets who asks for its address."""
    with translation.override(document.shown.language):
        path, _hash, _place = document.get_absolute_url().partition("#")
        return desk.show(checks.visit(request, path), document)


def _maybe_with_checks(
    request: HttpRequest, shown: HttpResponse, revision: Revision, sources: list[Source]
) -> HttpResponse:
    """The preview, and in it, unseen and where it is asked for, what the panel says next."""
    if "X-With-Checks" not in request.headers:
        return shown
    checked = checks.check(request, revision, sources)
    context = {"reading": checked.reading, "remarks": checked.shown}
    panel = render_to_string("admin/checks.html", context, request)
    template = f"<template data-checks>{panel}</template></body>"
    shown.content = shown.content.replace(b"</body>", template.encode(), 1)
    return shown


def _mistakes(form: DocumentForm) -> list[str]:
    """What is wrong, each with the name of its field."""
    return [
        f"{form.fields[name].label if name in form.fields else ''}: {mistake}".removeprefix(": ")
        for name, mistakes in form.errors.items()
        for mistake in mistakes
    ]


def _waits(request: HttpRequest, reasons: list[str]) -> TemplateResponse:
    """In place of a preview, until there is something to show."""
    return TemplateResponse(request, "admin/preview_waits.html", {"reasons": reasons})
