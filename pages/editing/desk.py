"""What a staff page works with: the kind of thing it is about, its addresses, who may do what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.forms import Media
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404

from pages import admin_addresses
from pages.editing.form.document_form import DocumentForm
from pages.languages import DEFAULT, OTHERS
from pages.people import may, may_read_drafts
from pages.revisions.document import Document, was_published
from pages.revisions.revision import Revision, State

#: Said when somebody else was faster.
READ_AGAIN = "Someone changed the words while you read them. Please read them again."


@dataclass(frozen=True)
class Desk:
    """One kind of thing that staff look after."""

    model: type[Model]
    site: AdminSite
    can_change: Callable[..., bool]

    def url_name(self, page: str) -> str:
        """What the address of a staff page of this kind is called."""
        return admin_addresses.url_name(self.model, page)

    def address(self, page: str, *keys: int) -> str:
        """Where a staff page of this kind is."""
        return admin_addresses.view(self.model, page, *keys)

    def go(self, page: str, *keys: int) -> HttpResponse:
        """The answer that leads there."""
        return HttpResponseRedirect(self.address(page, *keys))


@dataclass(frozen=True)
class DocumentDesk(Desk):
    """One kind of document."""

    model: type[Document]
    revision_model: type[Revision]
    #: The field that those share which are put in order together; empty if all are.
    order_within: str
    #: Shows a document to visitors.
    show: Callable[..., HttpResponse]
    #: The form that this person has for this document.
    form_for: Callable[[HttpRequest, Document | None], type[DocumentForm]]
    can_view: Callable[..., bool]
    can_add: Callable[[HttpRequest], bool]
    can_throw_away: Callable[..., bool]
    #: Scripts of the staff's forms.
    media: Media

    def go_to_editor(self, document: Document, language: str) -> HttpResponse:
        """The answer that leads to where it is written in this language."""
        return HttpResponseRedirect(admin_addresses.change(document, language))

    def document_to_change(self, request: HttpRequest, key: int) -> Document:
        """One document, for whoever may change it."""
        document = get_object_or_404(self.model, pk=key, binned_at=None)
        if not self.can_change(request, document):
            raise PermissionDenied
        return document

    def document_to_write(self, request: HttpRequest, key: int) -> Document:
        """One document, in the bin or not, for whoever may change it."""
        document = get_object_or_404(self.model, pk=key)
        if not self.can_change(request, document):
            raise PermissionDenied
        return document

    def can_read_drafts(self, request: HttpRequest) -> bool:
        """True for whoever writes, approves or throws away words of this kind."""
        return may_read_drafts(request.user, self.model)

    def binned_document(self, request: HttpRequest, key: int) -> Document | None:
        """The one with this key if it is in the bin.

        Raises PermissionDenied for what visitors cannot have read, or somebody threw away, and
        this person may not read either.
        """
        document = self.model._default_manager.filter(pk=key).first()
        if document is None:
            return None
        is_hidden = document.is_in_the_bin or not document.was_published()
        if is_hidden and not self.can_read_drafts(request):
            raise PermissionDenied
        return document if document.is_in_the_bin else None

    def listed(self, request: HttpRequest, documents: QuerySet[Document]) -> QuerySet[Document]:
        """Those not in the bin; for who may not read drafts what visitors can read, or could."""
        kept = documents.filter(binned_at=None)
        reads = self.can_read_drafts(request)
        return kept if reads else kept.filter(pk__in=was_published(self.model))

    def document_to_throw_away(self, request: HttpRequest, key: int) -> Document:
        """One document, in the bin or not, for whoever may throw it away and put it back."""
        if not may(request.user, "delete", self.model):
            raise PermissionDenied
        return get_object_or_404(self.model, pk=key)

    def revision(self, request: HttpRequest, document_key: int, key: int) -> Revision:
        """One revision, for whoever may look at the document, and a draft for who may read it."""
        words = self.model.every_revision().filter(document__binned_at=None)
        revision: Revision = get_object_or_404(words, pk=key, document_id=document_key)
        reads = revision.state != State.DRAFT or self.can_read_drafts(request)
        if not reads or not self.can_view(request, revision.document):
            raise PermissionDenied
        return revision

    def revision_to_change(self, request: HttpRequest, document_key: int, key: int) -> Revision:
        """One revision, for whoever may change the document."""
        revision = self.revision(request, document_key, key)
        if not self.can_change(request, revision.document):
            raise PermissionDenied
        return revision

    def locked(self, revision: Revision) -> Revision:
        """The revision as it is now, which until the transaction ends nobody else changes."""
        rows = self.revision_model._default_manager.select_for_update(of=("self",))
        locked = rows.get(pk=revision.pk)
        locked.document = revision.document
        return locked


def language_of(request: HttpRequest) -> str:
    """The language this address speaks of, in which a document is written there."""
    language = request.GET.get("language", DEFAULT)
    return language if language in OTHERS else DEFAULT
