"""The lists of documents: what their columns say, and what they can be narrowed down to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any

from django.contrib import admin
from django.contrib.admin import helpers
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from pages.editing.desk import DocumentDesk
from pages.languages import in_brackets
from pages.revisions import reviews
from pages.revisions.document import Document
from pages.revisions.revision import Revision, State
from pages.revisions.schedule import when, withdrawn
from pages.revisions.translations import Standing, older_than_english, standings
from pages.revisions.turns import whose_turn

_NOBODY_CHECKED = "Not reviewed"

#: What of words is searched.
_SEARCHED = ("title", "summary", "body")


def searched(
    documents: QuerySet[Document], desk: DocumentDesk, request: HttpRequest, typed: str
) -> QuerySet[Document]:
    """Those whose words have each of these, or this address; drafts for who may read them."""
    words = desk.model.every_revision().exclude(state=State.PAST)
    if not desk.can_read_drafts(request):
        words = words.filter(state=State.LIVE)
    for piece in typed.split():
        fields = (Q(**{f"{name}__icontains": piece}) for name in _SEARCHED)
        words = words.filter(reduce(or_, fields))
    found = Q(pk__in=words.values("document"))
    return documents.filter(found | Q(slug__icontains=typed.strip())) if typed else documents


# Columns


def with_columns(
    documents: QuerySet[Document], revision_model: type[Revision]
) -> QuerySet[Document]:
    """Documents with what is read or written of them now, in every language."""
    current = revision_model._default_manager.exclude(state=State.PAST)
    return documents.prefetch_related(Prefetch("revisions", current, to_attr="standing_words"))


def _english(document: Document) -> Standing:
    return standings(document)[0]


@admin.display(description="Title")
def title(document: Document) -> str:
    """As visitors see it, or as it will be."""
    english = _english(document)
    revision = english.live or english.draft
    return str(revision.title if revision else document)


# As Django's own, which says the newest title to all: also that of a draft.
@admin.display(description=SafeString('<input type="checkbox" id="action-toggle">'))
def tick(_kind: object, obj: Any) -> SafeString:
    """To choose several, by the title that is listed."""
    box = '<input type="checkbox" name="{}" value="{}" class="action-select" aria-label="{}">'
    name = f"Select this object for an action - {title(obj)}"
    return format_html(box, helpers.ACTION_CHECKBOX_NAME, obj.pk, name)


@admin.display(description="Visitors see")
def state(document: Document) -> SafeString:
    """A dot and always the words with it."""
    english = _english(document)
    live, draft = english.live, english.draft
    kind = "waiting" if live and draft else "new" if live else "done"
    label = "Live" if live else "Nothing yet"
    label += ", a draft waits" if draft else ""
    label += " for a clinician" if draft and draft.sent_at else ""
    plans = format_html_join("", '<span class="plan">{}</span>', _plans(english))
    return format_html('<span class="state state-{}">{}</span>{}', kind, label, plans)


def _plans(english: Standing) -> Iterator[tuple[str]]:
    """What happens by itself, and when, each for a place in HTML."""
    live, draft = english.live, english.draft
    if draft and draft.publish_at:
        yield (f"Goes live {when(draft.publish_at)}",)
    if live and live.expires_at:
        yield (f"Taken off {when(live.expires_at)}",)


@admin.display(description="Review")
def review(document: Document) -> SafeString | str:
    """When the words visitors see were reviewed, or that they have to be."""
    live = [(one.language, one.live) for one in standings(document) if one.live]
    if late := [label for language, revision in live if (label := _late(revision, language))]:
        return late[0]
    days = [revision.review_due for _language, revision in live if revision.review_due]
    return f"Next {date_format(min(days), 'M j, Y')}" if days else "–"


def _late(revision: Revision, language: str) -> SafeString:
    """That these words have to be reviewed, with their language if it is not English."""
    where = in_brackets(language)
    if revision.review_due is None:
        return format_html('<b class="late">{}{}</b>', _NOBODY_CHECKED, where)
    if revision.is_overdue:
        due = date_format(revision.review_due, "M j, Y")
        return format_html('<b class="late">Overdue{}</b> since {}', where, due)
    return SafeString()


@admin.display(description="Last change")
def last_change(document: Document) -> str:
    """The day of the newest words."""
    english = _english(document)
    days = [revision.changed_at for revision in (english.live, english.draft) if revision]
    return date_format(timezone.localtime(max(days)), "M j, Y") if days else "–"


@admin.display(description="Español")
def spanish(document: Document) -> SafeString | str:
    """Where the Spanish words stand."""
    standing = standings(document)[1]
    if not (standing.live or standing.draft):
        return "–"
    kind = "late" if standing.is_older else "quiet"
    return format_html('<span class="{}">{}</span>', kind, capfirst(standing.label))


# Filters


class StateFilter(admin.SimpleListFilter):
    """Live or not, and whether a draft waits."""

    title = "state"
    parameter_name = "state"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Document]
    ) -> list[tuple[str, str]]:
        return [
            ("mine", "For me"),
            ("sent", "With a clinician"),
            ("back", "Sent back"),
            ("approved", "Approved, not live yet"),
            ("live", "Live"),
            ("draft", "With a draft"),
            ("planned", "Planned"),
            ("new", "Never published"),
            ("gone", "Off the site"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Document]) -> QuerySet[Document]:
        chosen = {
            "mine": Q(pk__in=whose_turn.for_me(queryset.model, request.user)),
            "back": Q(pk__in=whose_turn.sent_back(queryset.model).values("document")),
            "approved": Q(pk__in=whose_turn.approved(queryset.model).values("document")),
            "live": Q(revisions__state=State.LIVE),
            "draft": Q(revisions__state=State.DRAFT),
            "sent": Q(revisions__sent_at__isnull=False),
            "planned": Q(revisions__publish_at__isnull=False)
            | Q(revisions__state=State.LIVE, revisions__expires_at__isnull=False),
            "gone": Q(pk__in=withdrawn(queryset.model).values("pk")),
            "new": ~Q(revisions__state__in=[State.LIVE, State.PAST]),
        }
        return queryset.filter(chosen.get(self.value() or "", Q())).distinct()


class ReviewFilter(admin.SimpleListFilter):
    """Live words by what a clinician said of them."""

    title = "review"
    parameter_name = "review"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Document]
    ) -> list[tuple[str, str]]:
        return [("never", _NOBODY_CHECKED), ("overdue", "Overdue"), ("good", "Reviewed")]

    def queryset(
        self,
        request: HttpRequest,
        queryset: QuerySet[Document],
    ) -> QuerySet[Document]:
        model = queryset.model
        unreviewed = reviews.unreviewed_words(model)
        overdue = reviews.overdue_words(model, timezone.localdate())
        match self.value():
            case "never":
                return queryset.filter(pk__in=unreviewed.values("document"))
            case "overdue":
                return queryset.filter(pk__in=overdue.values("document"))
            case "good":
                good = queryset.filter(pk__in=model.every_live_revision().values("document"))
                wanting = (unreviewed | overdue).values("document")
                return good.exclude(pk__in=wanting)
            case _:
                return queryset


class TranslationFilter(admin.SimpleListFilter):
    """Documents by whether their translation is up to date."""

    title = "translation"
    parameter_name = "translation"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Document]
    ) -> list[tuple[str, str]]:
        return [("older", "Older than the English")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Document]) -> QuerySet[Document]:
        if self.value() == "older":
            older = older_than_english(queryset.model)
            return queryset.filter(pk__in=older.values("document"))
        return queryset
