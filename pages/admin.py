"""The clinic's facts, the sources and the pages, for staff."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.html import format_html

from pages import views
from pages.admin_addresses import url_name, view
from pages.clinic.declared import MEDICAL_RULES, headings
from pages.clinic.facts import missing_facts
from pages.clinic.models import Clinic, ClosedDay, OpenHours, Price
from pages.editing import lists
from pages.editing.document_admin import DocumentAdmin
from pages.editing.order import Siblings
from pages.editing.rules.fact_places import places, shown_on
from pages.editing.rules.phrases import phrases
from pages.models import Layout, Page
from pages.people import can_see
from pages.revisions.sources import Source
from pages.staff_form import StaffForm


class _RowForms(BaseInlineFormSet):  # type: ignore[type-arg]
    """Rows whose boxes to delete them have a name."""

    def add_fields(self, form: forms.ModelForm[models.Model], index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = "Delete this row"


class _Rows(admin.TabularInline):  # type: ignore[type-arg]
    """Rows of the clinic's facts: whoever may change the facts may change them."""

    extra = 1
    formset = _RowForms

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """With a name of its own: the head of a column names no field for those who hear it."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.widget.attrs["aria-label"] = str(db_field.verbose_name)
        return field

    def has_add_permission(self, request: HttpRequest, obj: Clinic | None = None) -> bool:
        return request.user.has_perm("pages.change_clinic")

    def has_change_permission(self, request: HttpRequest, obj: Clinic | None = None) -> bool:
        return request.user.has_perm("pages.change_clinic")

    def has_delete_permission(self, request: HttpRequest, obj: Clinic | None = None) -> bool:
        return request.user.has_perm("pages.change_clinic")

    def has_view_permission(self, request: HttpRequest, obj: Clinic | None = None) -> bool:
        return can_see(request.user, "pages.view_clinic")


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

    form = StaffForm
    change_form_template = "admin/clinic_facts.html"
    formfield_overrides = {models.TextField: {"widget": AdminTextareaWidget({"rows": 3})}}
    inlines = (OpenHoursInline, ClosedDayInline, PriceInline)
    fieldsets = tuple((name, {"fields": fields}) for name, fields in headings().items())

    def get_readonly_fields(
        self, request: HttpRequest, obj: Clinic | None = None
    ) -> tuple[str, ...]:
        """A medical rule is changed by a clinician."""
        return () if request.user.has_perm("pages.approve_words") else MEDICAL_RULES

    def has_add_permission(self, request: HttpRequest) -> bool:
        """There is one clinic."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Clinic | None = None) -> bool:
        """There is always one clinic."""
        return False

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Clinic | None:
        """The clinic, also before it was ever saved."""
        return Clinic.load() if object_id == "1" else None

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list is the one form."""
        return HttpResponseRedirect(view(Clinic, "change", 1))

    def render_change_form(  # noqa: PLR0913, PLR0917
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Clinic | None = None,
    ) -> HttpResponse:
        """With what is missing, and the places that show each fact beside it."""
        context["title"], context["subtitle"] = "Clinic facts", None
        context["missing"] = missing_facts(Clinic.load())
        found = places()
        for name, field in context["adminform"].form.fields.items():
            before = format_html("{} <br>", field.help_text) if field.help_text else ""
            field.help_text = format_html("{}{}", before, shown_on(name, found))
        for rows in context["inline_admin_formsets"]:
            rows.shown_on = shown_on(rows.formset.prefix, found)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_urls(self) -> list[URLPattern]:
        """With the page that finds a rule in all words."""
        finder = self.admin_site.admin_view(partial(phrases, site=self.admin_site))
        return [path("said/", finder, name=url_name(Clinic, "said")), *super().get_urls()]

    def response_change(self, request: HttpRequest, obj: Clinic) -> HttpResponse:
        """Stay here."""
        self.message_user(request, "Saved. Visitors see it now.")
        return HttpResponseRedirect(request.path)


class CompleteFilter(admin.SimpleListFilter):
    """Sources by whether a visitor could look them up."""

    title = "what it says"
    parameter_name = "complete"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Source]
    ) -> list[tuple[str, str]]:
        """The choices."""
        return [("no", "Something is missing"), ("differs", "Differs from the corrected list")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Source]) -> QuerySet[Source]:
        """Only those that lack something, or that were left as they were, if they are asked for."""
        match self.value():
            case "no":
                return queryset.filter(pk__in=Source.objects.incomplete())
            case "differs":
                return queryset.filter(pk__in=Source.objects.left_as_they_were())
            case _:
                return queryset


class SourceForm(StaffForm):
    """A source, with what its key is for."""

    class Meta:
        help_texts: ClassVar[dict[str, str]] = {
            "key": "A short name for staff, like lee-2024. Visitors never see it. Leave it as it"
            " is once the source is in use: corrected words find their sources by it.",
            "no_address": "Visitors never see this. With a reason here, and neither address nor"
            " year, a source counts as our own practice: it is not listed for visitors.",
        }


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Where facts were read."""

    form = SourceForm
    list_display = ("title", "author", "where", "year", "address")
    list_filter = (CompleteFilter, ("url", admin.EmptyFieldListFilter))
    search_fields = ("key", "author", "title", "where")
    show_facets = admin.ShowFacets.NEVER
    prepopulated_fields = {"key": ("author", "year")}
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    @admin.display(description="Address")
    def address(self, source: Source) -> str:
        """Whether visitors can follow it."""
        return "Yes" if source.url else "None"


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
