"""The clinic's facts as one form, for staff."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.html import format_html

from pages.admin_addresses import url_name, view
from pages.clinic.declared import MEDICAL_RULES, headings
from pages.clinic.facts import missing_facts
from pages.clinic.in_languages import standings
from pages.clinic.models import Clinic
from pages.editing.rules.fact_places import places, shown_on
from pages.editing.rules.facts_in_language import facts_in_language
from pages.editing.rules.phrases import phrases
from pages.languages import OTHERS
from pages.staff.at_once import FormAtOnce
from pages.staff.lists import StaffList


@admin.register(Clinic)
class ClinicAdmin(StaffList):
    """One form. What is empty, visitors do not see."""

    form = FormAtOnce
    change_form_template = "admin/clinic_facts.html"
    formfield_overrides = {models.TextField: {"widget": AdminTextareaWidget({"rows": 3})}}
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
        context["standings"] = standings()
        found = places()
        for name, field in context["adminform"].form.fields.items():
            before = format_html("{} <br>", field.help_text) if field.help_text else ""
            field.help_text = format_html("{}{}", before, shown_on(name, found))
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_urls(self) -> list[URLPattern]:
        """With the page that finds a rule in all words, and one for each other language."""
        finder = self.admin_site.admin_view(phrases)
        speaker = self.admin_site.admin_view(facts_in_language)
        return [
            path("said/", finder, name=url_name(Clinic, "said")),
            *(
                # As an address of a form: what is typed there survives a session that ends.
                path(f"{code}/", speaker, {"language": code}, url_name(Clinic, f"{code}_change"))
                for code in OTHERS
            ),
            *super().get_urls(),
        ]

    def response_change(self, request: HttpRequest, obj: Clinic) -> HttpResponse:
        """Stay here."""
        self.message_user(request, "Saved. Visitors see it now.")
        return HttpResponseRedirect(request.path)
