"""The pages as documents, for staff."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import admin
from django.urls import URLPattern, path

from pages import views
from pages.admin_addresses import url_name
from pages.editing import lists, on_paper
from pages.editing.document_admin import DocumentAdmin
from pages.editing.order import Siblings
from pages.models import Layout, Page


def pages_by_layout() -> Iterator[Siblings]:
    """The pages of the treatment guide, and the others."""
    for layout in Layout:
        yield Siblings(layout.value, layout.label, list(Page.objects.filter(layout=layout)))


@admin.register(Page)
class PageAdmin(DocumentAdmin):
    """Pages as documents."""

    show = staticmethod(views.show)
    siblings = staticmethod(pages_by_layout)
    order_within = "layout"
    revision_fields = (
        "title",
        "summary",
        "body",
        "nav",
        "description",
        "what_changed",
        "sources",
        "review_months",
        "note",
    )
    fieldsets = (
        (None, {"fields": ("title", "summary", "body", "what_changed")}),
        (
            "What the words rest on",
            {"fields": ("sources", "medical", "review_months", "note")},
        ),
        ("Menus and search engines", {"fields": ("nav", "description")}),
        ("Address", {"fields": ("slug", "layout")}),
    )
    fieldsets_to_look = (("Address", {"fields": ("slug", "layout")}),)
    settled = ("layout",)
    list_display = (
        lists.title,
        "layout",
        lists.state,
        lists.spanish,
        lists.review,
        lists.last_change,
    )
    ordering = ("order", "pk")

    def get_urls(self) -> list[URLPattern]:
        """With the file of all words, of every kind."""
        export = self.admin_site.admin_view(on_paper.all_words)
        return [path("on-paper/", export, name=url_name(Page, "on_paper")), *super().get_urls()]
