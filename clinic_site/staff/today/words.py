"""What Today says of words: which reviews are due, which drafts wait, and for whom."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from clinic_site.staff.gone import thrown_away
from pages import registry
from pages.admin_addresses import change, changelist, view
from pages.people import may, may_read_drafts
from pages.revisions import approval
from pages.revisions.document import Document
from pages.revisions.reviews import unreviewed_words
from pages.revisions.revision import Revision, State
from pages.revisions.translations import older_than_english
from pages.revisions.turns import following, whose_turn

#: How far ahead a review is announced.
_SOON = timedelta(days=30)
_MOST_ROWS = 8


@dataclass(frozen=True)
class DueReview:
    """Live words that a clinician has to look at."""

    document: Document
    title: str
    path: str
    days_late: int
    due: date


@dataclass(frozen=True)
class Yours:
    """Words that their author goes on with: what became of them, and where one press publishes."""

    title: str
    path: str
    what: str
    publish: str = ""
    #: What is published is what was approved, or nothing.
    seen: str = ""


def to_do(request: HttpRequest, models: list[type[Document]]) -> dict[str, Any]:
    """What is to be done with the words on the site."""
    checked = [model for model in models if model in registry.checked_documents]
    written = [model for model in models if may_read_drafts(request.user, model)]
    return {
        "reviews": reviews(models),
        "drafts": drafts(written),
        "all_drafts": [all_drafts(model) for model in written],
        "older": older_translations(models),
        "unreviewed": [unreviewed(model) for model in checked],
        "first_review": following.first_unreviewed(request),
        "to_approve": to_approve(request, models),
        "yours": yours(request, models),
        "withdrawn": thrown_away.off_the_site(models, _MOST_ROWS),
    }


def reviews(models: list[type[Document]]) -> list[DueReview]:
    """Reviews that are late or due soon, the latest first."""
    today = timezone.localdate()
    found = [
        DueReview(revision.document, revision.title, _editor(revision), (today - due).days, due)
        for model in models
        for revision in model.every_live_revision().filter(review_due__lte=today + _SOON)
        if (due := revision.review_due)
    ]
    return sorted(found, key=lambda review: review.due)[:_MOST_ROWS]


def unreviewed(model: type[Document]) -> dict[str, Any]:
    """How many live words, in any language, no clinician has checked, and where they are."""
    return {
        "many": unreviewed_words(model).count(),
        "names": model._meta.verbose_name_plural,
        "path": f"{changelist(model)}?review=never",
    }


def older_translations(models: list[type[Document]]) -> list[tuple[str, str]]:
    """Live translations whose English words changed since: title and where."""
    return [
        (revision.title, _editor(revision))
        for model in models
        for revision in older_than_english(model)[:_MOST_ROWS]
    ]


def drafts(models: list[type[Document]]) -> list[tuple[str, str, str]]:
    """Words someone began and did not publish: title, where, and what they are about."""
    return [
        (draft.title, _editor(draft), str(model._meta.verbose_name))
        for model in models
        for draft in _drafts(model)[:_MOST_ROWS]
    ]


def all_drafts(model: type[Document]) -> dict[str, Any]:
    """How many documents of this kind have a draft, and where they all are."""
    written = _drafts(model).order_by().values("document")
    return {
        "many": written.distinct().count(),
        "names": model._meta.verbose_name_plural,
        "path": f"{changelist(model)}?state=draft",
    }


def to_approve(request: HttpRequest, models: list[type[Document]]) -> list[tuple[str, str, str]]:
    """Drafts that this clinician was asked to read: title, where, and who wrote it."""
    return [
        (revision.title, _version(revision), _written_by(revision))
        for model in models
        for revision in approval.waiting(model)[:_MOST_ROWS]
        if approval.can_approve(request.user, revision)
    ]


def yours(request: HttpRequest, models: list[type[Document]]) -> list[Yours]:
    """This person's own words that came back or were approved: it is their turn."""
    return [
        _yours(request, draft)
        for model in models
        for draft in whose_turn.decided(model, request.user)[:_MOST_ROWS]
    ]


def _yours(request: HttpRequest, draft: Revision) -> Yours:
    """Approved, with nothing to look at again, it is published from here by one press."""
    path = _version(draft)
    if not draft.reviewed_on:
        return Yours(draft.title, path, "Sent back")
    kind = type(draft.document)
    publish = view(kind, "publish", draft.document_id, draft.pk)
    if draft.refusal or not may(request.user, "change", kind):
        return Yours(draft.title, path, "Approved")
    return Yours(draft.title, path, "Approved", publish, draft.changed_at.isoformat())


def _drafts(model: type[Document]) -> QuerySet[Any]:
    """What is being written, what was changed last first."""
    drafts = model.every_revision().filter(state=State.DRAFT, document__binned_at=None)
    return drafts.order_by("-changed_at")


def _editor(revision: Revision) -> str:
    """Where these words are written, in their language."""
    return change(revision.document, revision.language)


def _name(author: User | None) -> str:
    return str(author.get_short_name() or author) if author else "the first edition"


def _written_by(revision: Revision) -> str:
    changed = ", changed since it was sent" if approval.changed_since_sent(revision) else ""
    return f"{_name(revision.author)}{changed}"


def _version(revision: Revision) -> str:
    return view(type(revision.document), "revision", revision.document_id, revision.pk)
