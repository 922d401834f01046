"""After one review, the next: what waits for this clinician, and what nobody has reviewed yet."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest

from pages import admin_addresses, registry
from pages.people import can_see
from pages.revisions import approval
from pages.revisions.document import Document, document_models
from pages.revisions.reviews import unreviewed_words
from pages.revisions.revision import Revision

#: In the session: where those are that were skipped, the last one last.
_SKIPPED = "skipped_reviews"


def after(request: HttpRequest, here: Revision, *, is_draft: bool) -> str:
    """Where the next draft, or the next live words, are that this person may review; or empty."""
    return next((_path(one) for one in _in_order(request, is_draft=is_draft) if one != here), "")


def first_unreviewed(request: HttpRequest) -> str:
    """Where the first reviews begin for this person; empty if all are done."""
    return next((_path(one) for one in _in_order(request, is_draft=False)), "")


def skip(request: HttpRequest, revision: Revision) -> None:
    """Until this person signs out it comes after all others, and after those skipped before."""
    before = [one for one in request.session.get(_SKIPPED, []) if one != _path(revision)]
    request.session[_SKIPPED] = [*before, _path(revision)]


def _in_order(request: HttpRequest, *, is_draft: bool) -> Iterator[Revision]:
    """What was skipped comes last; the rest is looked for only as far as somebody asks."""
    skipped, later = request.session.get(_SKIPPED, []), {}
    for one in _all(request, is_draft=is_draft):
        if skipped and _path(one) in skipped:
            later[_path(one)] = one
        else:
            yield one
    yield from (later[path] for path in skipped if path in later)


def _all(request: HttpRequest, *, is_draft: bool) -> Iterator[Revision]:
    """Drafts that were sent, the longest wait first; or live words, safety before all others."""
    kinds = [model for model in document_models() if can_see(request.user, _view(model))]
    find = approval.waiting if is_draft else _unreviewed
    found = [one for model in kinds for one in find(model)]
    if not is_draft:
        found.sort(key=_urgency)
    yield from (one for one in found if approval.can_approve(request.user, one))


def _unreviewed(model: type[Document]) -> Iterator[Revision]:
    if model in registry.checked_documents:
        yield from unreviewed_words(model).order_by("document__order", "document", "language")


def _urgency(revision: Revision) -> tuple[bool, bool]:
    """What may harm someone is read first, and what says nothing of health last."""
    document = revision.document
    return not document.tells_changes, not document.medical


def _path(revision: Revision) -> str:
    kind = type(revision.document)
    return admin_addresses.view(kind, "revision", revision.document_id, revision.pk)


def _view(model: type[Document]) -> str:
    return f"{model._meta.app_label}.view_{model._meta.model_name}"
