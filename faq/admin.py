"""Questions, their topics, and what people looked for in vain, for staff."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from faq import views
from faq.models import Entry, Topic, UnansweredSearch
from pages.editing.document_admin import DocumentAdmin, ReviewFilter, StateFilter
from pages.editing.order import OrderedAdmin, Siblings
from pages.editing.translation_pages import TranslationFilter
from pages.revisions import drafts


@admin.register(Topic)
class TopicAdmin(OrderedAdmin):
    """Groups of questions."""

    list_display = ("name", "slug", "questions")
    fields = ("name", "name_es", "slug", "is_safety")
    ordering = ("order", "pk")
    sortable_by = ()

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Topic]:
        """With the number of questions."""
        topics: models.QuerySet[Topic] = super().get_queryset(request)
        return topics.annotate(many=models.Count("entries"))

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """A topic is deleted alone, when it is empty."""
        return {}

    @admin.display(description="Questions")
    def questions(self, topic: Any) -> int:
        """How many."""
        return int(topic.many)

    def save_model(self, request: HttpRequest, obj: Topic, form: Any, change: bool) -> None:
        """With a new address all its questions move."""
        if not change:
            last = Topic.objects.aggregate(last=models.Max("order"))["last"]
            obj.order = (last or 0) + 1
        entries = Entry.objects.filter(topic_id=obj.pk).select_related("topic")
        addresses = drafts.Addresses(entries)
        super().save_model(request, obj, form, change)
        moves = addresses.remember_moves(entries.all())
        if moves:
            said = f"The address changed. The old links of {len(moves)} questions lead to the new."
            self.message_user(request, said)

    def siblings(self) -> Iterator[Siblings]:
        """All topics."""
        yield Siblings("topics", "Topics", list(Topic.objects.all()))


@admin.register(Entry)
class EntryAdmin(DocumentAdmin):
    """Questions with their answers as documents."""

    show = staticmethod(views.show)
    word_fields = (
        *("title", "summary", "body", "keywords"),
        *("what_changed", "sources", "review_months", "note"),
    )
    fieldsets = (
        (None, {"fields": ("title", "summary", "body", "what_changed")}),
        ("Where people find it", {"fields": ("topic", "keywords", "slug")}),
        (
            "What the words rest on",
            {"fields": ("sources", "medical", "review_months", "note")},
        ),
    )
    list_display = ("title", "topic", "state", "spanish", "review", "last_change")
    list_filter: ClassVar[Any] = ("topic", StateFilter, ReviewFilter, TranslationFilter)
    list_select_related = ("topic",)
    ordering = ("topic__order", "order", "pk")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Whoever may only look sees the address here, and the words below."""
        if obj and not self.has_change_permission(request, obj):
            return ((None, {"fields": ("topic", "slug")}),)
        return self.fieldsets

    def get_form(
        self, request: HttpRequest, obj: Any | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """The title of an answer is its question."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if "title" in form.base_fields:
            form.base_fields["title"].label = "Question"
        return form

    def siblings_of(self, document: Entry) -> models.QuerySet[Entry]:
        """Questions of its topic."""
        return Entry.objects.filter(topic=document.topic)

    def joins_new_siblings(self, document: Entry, form: Any, change: bool) -> bool:
        """Also when it moves to another topic."""
        return not change or "topic" in form.changed_data

    def siblings(self) -> Iterator[Siblings]:
        """Questions by topic."""
        for topic in Topic.objects.all():
            rows = topic.entries.select_related("topic")
            yield Siblings(topic.slug, topic.name, list(rows))


@admin.register(UnansweredSearch)
class UnansweredSearchAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """What people looked for in vain, to read."""

    list_display = ("words", "day", "count")
    list_filter = ("day",)
    search_fields = ("words",)
    show_facets = admin.ShowFacets.NEVER

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Visitors do that."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was counted stays."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was counted stays."""
        return False
