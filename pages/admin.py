"""The clinic's facts, the sources and the pages, for staff."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from pages import views
from pages.clinic.declared import MEDICAL_RULES, headings
from pages.clinic.facts import missing_facts
from pages.clinic.models import Clinic, ClosedDay, OpenHours, Price
from pages.editing.document_admin import DocumentAdmin
from pages.editing.fact_places import places, shown_on
from pages.editing.order import Siblings
from pages.editing.phrases import LONGEST, RULES, said_where
from pages.models import Layout, Page
from pages.revisions.records import Source


class _RowForms(BaseInlineFormSet):  # type: ignore[type-arg]
    """Rows whose boxes to delete them have a name."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = "Delete this row"


class _Rows(admin.TabularInline):  # type: ignore[type-arg]
    """Rows of the clinic's facts: whoever may change the facts may change them."""

    extra = 1
    formset = _RowForms

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """With a name of its own: the head of a column names no field for those who hear it."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.widget.attrs["aria-label"] = str(db_field.verbose_name)
        return field

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("pages.change_clinic")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("pages.change_clinic")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("pages.change_clinic")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request) or request.user.has_perm("pages.view_clinic")


class OpenHoursInline(_Rows):
    """The hours of each weekday."""

    model = OpenHours


class ClosedDayInline(_Rows):
    """Days the clinic is closed."""

    model = ClosedDay


class PriceInline(_Rows):
    """Prices, in the order of their numbers."""

    model = Price


@admin.register(Clinic)
class ClinicAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """One form. What is empty, visitors do not see."""

    change_form_template = "admin/clinic_facts.html"
    formfield_overrides = {models.TextField: {"widget": AdminTextareaWidget({"rows": 3})}}
    inlines = (OpenHoursInline, ClosedDayInline, PriceInline)
    fieldsets = tuple((name, {"fields": fields}) for name, fields in headings().items())

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A medical rule is changed by a clinician."""
        return () if request.user.has_perm("pages.approve_words") else MEDICAL_RULES

    def has_add_permission(self, request: HttpRequest) -> bool:
        """There is one clinic."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """There is always one clinic."""
        return False

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Clinic | None:
        """The clinic, also before it was ever saved."""
        return Clinic.load() if object_id == "1" else None

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The list is the one form."""
        return HttpResponseRedirect(reverse("admin:pages_clinic_change", args=[1]))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """With what is missing."""
        extra = {"title": "Clinic facts", "subtitle": None, "missing": missing_facts(Clinic.load())}
        return super().change_view(request, object_id, form_url, extra | (extra_context or {}))

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """With the places that show each fact beside it."""
        found = places()
        for name, field in context["adminform"].form.fields.items():
            said = format_html("{} <br>", field.help_text) if field.help_text else ""
            field.help_text = format_html("{}{}", said, shown_on(name, found))
        for rows in context["inline_admin_formsets"]:
            rows.shown_on = shown_on(rows.formset.prefix, found)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        """With the page that finds a rule in all words."""
        view = self.admin_site.admin_view(self.said)
        return [path("said/", view, name="pages_clinic_said"), *super().get_urls()]

    def said(self, request: HttpRequest) -> HttpResponse:
        """Where visitors read the words that were asked for; all staff may know what all see."""
        wanted = " ".join(request.GET.get("words", "").split())[:LONGEST]
        context = {
            **self.admin_site.each_context(request),
            "title": "Where is it said?",
            "wanted": wanted,
            "longest": LONGEST,
            "rules": RULES,
            "found": list(said_where(wanted)) if wanted else [],
        }
        return TemplateResponse(request, "admin/where_said.html", context)

    def response_change(self, request: HttpRequest, obj: Clinic) -> HttpResponse:
        """Stay here."""
        self.message_user(request, "Saved. Visitors see it now.")
        return HttpResponseRedirect(request.path)


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Where facts were read."""

    list_display = ("title", "author", "where", "year", "address")
    list_filter = (("url", admin.EmptyFieldListFilter),)
    search_fields = ("key", "author", "title", "where")
    show_facets = admin.ShowFacets.NEVER
    prepopulated_fields = {"key": ("author", "year")}
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    @admin.display(description="Address")
    def address(self, source: Source) -> str:
        """Whether visitors can follow it."""
        return "Yes" if source.url else "None"


@admin.register(Page)
class PageAdmin(DocumentAdmin):
    """Pages as documents."""

    show = staticmethod(views.show)
    word_fields = (
        *("title", "summary", "body", "nav", "description"),
        *("what_changed", "sources", "review_months", "note"),
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
    list_display = ("title", "layout", "state", "spanish", "review", "last_change")
    ordering = ("order", "pk")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Whoever may only look sees the address here, and the words below."""
        if obj and not self.has_change_permission(request, obj):
            return self.fieldsets[-1:]
        return self.fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A page stays what it is; home and the overview stay where they are."""
        kept = super().get_readonly_fields(request, obj)
        if obj is None:
            return kept
        return (*kept, "slug", "layout") if obj.is_fixed else (*kept, "layout")

    def siblings_of(self, document: Page) -> models.QuerySet[Page]:
        """Pages of its kind."""
        return Page.objects.filter(layout=document.layout)

    def siblings(self) -> Iterator[Siblings]:
        """The pages of the treatment guide, and the others."""
        for layout in Layout:
            rows = Page.objects.filter(layout=layout)
            yield Siblings(layout.value, layout.label, list(rows))
