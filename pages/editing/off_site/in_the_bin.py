"""What staff find in the place of any page of something that a colleague threw away meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict

from pages.admin_addresses import asking_for
from pages.editing.desk import DocumentDesk, language_of
from pages.editing.form import conflict
from pages.editing.off_site import put_back
from pages.editing.writing import keeping
from pages.languages import in_brackets
from pages.people import names_of_who_may
from pages.revisions.comparing import in_words
from pages.revisions.document import Document
from pages.revisions.gone import off_site
from pages.revisions.revision import NoteKind
from pages.revisions.unsaved import kept_words
from pages.staff import frame
from pages.typed import is_key

#: What is shown of its words, to know it by.
_READ = ("title", "summary", "body")
#: What pages beside the form ask for in words.
_ASKED = {"words": "Your note", "why": "Why"}


def or_else(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view, but for what is in the bin."""

    @wraps(view)
    def inner(request: HttpRequest, desk: DocumentDesk, **keys: int) -> HttpResponse:
        gone = answer(request, desk, str(keys.get("document_key", "")))
        return gone or view(request, desk=desk, **keys)

    return inner


def or_else_of_django(
    view: Callable[..., HttpResponse], *, tells_of_drafts: bool = False
) -> Callable[..., HttpResponse]:
    """The same of a page that Django makes: it knows a document by its key as text."""

    @wraps(view)
    def inner(kind: Any, request: HttpRequest, object_id: str, *rest: Any, **more: Any) -> Any:
        gone = answer(request, kind.desk, object_id)
        if tells_of_drafts and not kind.desk.can_read_drafts(request):
            raise PermissionDenied
        return gone or view(kind, request, object_id, *rest, **more)

    return inner


def answer(request: HttpRequest, desk: DocumentDesk, key: str) -> HttpResponse | None:
    """Who threw it away, the way back, and all that this person typed; None if it is not there."""
    document = desk.binned_document(request, int(key)) if is_key(key) else None
    if document is None:
        return None
    may_take_out = desk.can_throw_away(request, document)
    note = off_site.last_note(document, NoteKind.BINNED)
    context = {
        "title": f"“{document}” is in the bin",
        "document": document,
        "said": off_site.thrown_away(document),
        "why": note.words if note else "",
        "typed": _typed(request, desk, document),
        "asked": asking_for(language_of(request)),
        "words": [*_words(document)],
        "may_take_out": may_take_out,
        "may_show_again": may_take_out and put_back.may_show_again(request, desk, document),
        "helpers": names_of_who_may("delete", desk.model),
    }
    return frame.page(request, "admin/in_the_bin.html", context, desk.model)


def _words(document: Document) -> Iterator[tuple[str, str]]:
    """What it says, in its newest words of each language."""
    newest = {one.language: one for one in reversed(document.revisions.all())}
    for language in sorted(newest):
        for name in _READ:
            if text := in_words(newest[language], name):
                label = newest[language]._meta.get_field(name).verbose_name
                yield f"{label}{in_brackets(language)}", text


def _typed(request: HttpRequest, desk: DocumentDesk, document: Document) -> list[tuple[str, str]]:
    """What was just sent, or was kept while they typed; each text with the name of its field.

    What was sent from the form is kept, so that it is offered there once this is out of the bin.
    """
    asked = [(label, request.POST.get(name, "")) for name, label in _ASKED.items()]
    if any(text for _label, text in asked):
        return [one for one in asked if one[1]]
    by, language = request.user, language_of(request)
    if not desk.can_change(request, document):
        return []
    if "based_on" in request.POST:
        fields = keeping.typed_in(request)
        kept_words.keep(by, desk.model, document.pk, language, fields)
    kept = kept_words.kept(by, desk.model, document.pk, language)
    return [*_new(desk.form_for(request, document)(instance=document), kept.typed)] if kept else []


def _new(
    form: forms.ModelForm[Document], typed: list[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    """The texts among them that say something else than what is stored, as people read them."""
    data = QueryDict(mutable=True)
    for name, text in typed:
        data.appendlist(name, text)
    for name, field in form.fields.items():
        is_text = isinstance(field, forms.CharField) or hasattr(field, "in_words")
        if not is_text or field.widget.is_hidden:
            continue
        text = conflict.as_read(field, field.widget.value_from_datadict(data, {}, name))
        if _lines(text) != _lines(conflict.as_read(field, form.initial.get(name))):
            yield str(field.label), text


def _lines(text: str) -> list[str]:
    """Browsers send other line ends than are stored."""
    return text.strip().splitlines()
