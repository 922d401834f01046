"""Questions, their topics, and what people looked for in vain, for staff."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from faq import moving, views
from faq.models import Entry, Topic, UnansweredSearch
from pages.editing import lists, order
from pages.editing.desk import Desk
from pages.editing.document_admin import DocumentAdmin
from pages.revisions import drafts
from pages.revisions.moved_addresses import remember_move
from pages.staff.form import StaffForm
from pages.staff.lists import StaffList


def all_topics() -> Iterator[order.Siblings]:
    """Topics have one order."""
    yield order.Siblings("topics", "Topics", list(Topic.objects.all()))


def questions_by_topic() -> Iterator[order.Siblings]:
    """Questions have an order in each topic."""
    for topic in Topic.objects.all():
        questions = topic.entries.select_related("topic")
        yield order.Siblings(topic.slug, topic.name, list(questions))


@admin.register(Topic)
class TopicAdmin(StaffList):
    """Groups of questions."""

    form = StaffForm
    change_list_template = "admin/ordered_list.html"
    list_display = ("name", "slug", "questions")
    fields = ("name", "name_es", "slug", "is_safety")
    ordering = ("order", "pk")
    sortable_by = ()
    #: A topic is deleted alone, when it is empty.
    actions = None

    def get_urls(self) -> list[URLPattern]:
        """With the page that puts them in order."""
        desk = Desk(self.model, self.admin_site, self.has_change_permission)
        return [order.path_to(desk, all_topics), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Topic]:
        """With the number of questions."""
        topics: models.QuerySet[Topic] = super().get_queryset(request)
        return topics.annotate(many=models.Count("entries"))

    @admin.display(description="Questions")
    def questions(self, topic: Topic) -> int:
        many: int = topic.many  # type: ignore[attr-defined]
        return many

    def save_model(
        self, request: HttpRequest, obj: Topic, form: forms.ModelForm[Topic], change: bool
    ) -> None:
        """With a new address all its questions move, and the page that lists them."""
        if not change:
            last = Topic.objects.aggregate(last=models.Max("order"))["last"]
            obj.order = (last or 0) + 1
        entries = Entry.objects.filter(topic_id=obj.pk).select_related("topic")
        addresses, before = drafts.Addresses(entries), Topic.objects.filter(pk=obj.pk).first()
        super().save_model(request, obj, form, change)
        moves = addresses.remember_moves(entries.all())
        if moves:
            if before:
                remember_move(before.get_absolute_url(), obj.get_absolute_url())
            moved = f"The address changed. The old links of {len(moves)} questions lead to the new."
            self.message_user(request, moved)


@admin.register(Entry)
class EntryAdmin(DocumentAdmin):
    """Questions with their answers as documents."""

    show = staticmethod(views.show)
    siblings = staticmethod(questions_by_topic)
    order_within = "topic"
    revision_fields = (
        "title",
        "summary",
        "body",
        "keywords",
        "what_changed",
        "sources",
        "review_months",
        "note",
    )
    labels: ClassVar[dict[str, str]] = {"title": "Question"}
    fieldsets = (
        (None, {"fields": ("title", "summary", "body", "what_changed")}),
        ("Where people find it", {"fields": ("topic", "keywords", "slug")}),
        (
            "What the words rest on",
            {"fields": ("sources", "medical", "review_months", "note")},
        ),
    )
    settled = ("in_topic",)
    fieldsets_to_look = ((None, {"fields": ("in_topic", "slug")}),)
    list_display = (
        lists.title,
        "topic",
        lists.state,
        lists.spanish,
        lists.review,
        lists.last_change,
    )
    list_filter: ClassVar[Any] = ("topic", *DocumentAdmin.list_filter)
    list_select_related = ("topic",)
    actions = (*DocumentAdmin.actions, moving.move_to_topic)
    ordering = ("topic__order", "order", "pk")

    @admin.display(description="Topic")
    def in_topic(self, entry: Entry) -> str:
        """Its name alone: not everyone who may look at a question may open its topic."""
        return str(entry.topic)


@admin.register(UnansweredSearch)
class UnansweredSearchAdmin(StaffList):
    """What people looked for in vain, to read."""

    list_display = ("words", "day", "count")
    list_filter = ("day",)
    search_fields = ("words",)
    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[UnansweredSearch]:
        """Without those of which only a fingerprint is kept."""
        return UnansweredSearch.objects.in_clear().order_by("-day", "-count")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, int] | None = None
    ) -> HttpResponse:
        """With how many those are."""
        return super().changelist_view(request, {"not_shown": UnansweredSearch.objects.not_shown()})

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Visitors do that."""
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: UnansweredSearch | None = None
    ) -> bool:
        """What was counted stays."""
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: UnansweredSearch | None = None
    ) -> bool:
        """What was counted stays."""
        return False
