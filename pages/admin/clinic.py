"""The clinic's facts as one form, for staff."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.html import format_html

from pages.admin_addresses import url_name, view
from pages.clinic import rules
from pages.clinic.declared import MEDICAL_RULES, headings
from pages.clinic.facts import missing_facts
from pages.clinic.in_languages import standings
from pages.clinic.models import Clinic
from pages.editing import seen_now
from pages.editing.rules.facts_in_language import facts_in_language
from pages.editing.rules.mentions import mentions, shown_on
from pages.editing.rules.one_rule import by_number, on_one_line, one_rule, send
from pages.editing.rules.phrases import phrases
from pages.editing.rules.waiting import waiting_rules
from pages.languages import DEFAULT, OTHERS
from pages.staff.at_once import FormAtOnce
from pages.staff.lists import StaffList

#: Above each heading under which nothing is shown at once.
_RULES = "Medical rules. A new value waits here until a clinician approves it."


@admin.register(Clinic)
class ClinicAdmin(StaffList):
    """One form. What is empty, visitors do not see."""

    form = FormAtOnce
    change_form_template = "admin/clinic_facts.html"
    formfield_overrides = {models.TextField: {"widget": AdminTextareaWidget({"rows": 3})}}
    fieldsets = tuple(
        (name, {"fields": fields, "description": _RULES if {*fields} & {*MEDICAL_RULES} else ""})
        for name, fields in headings().items()
    )

    def get_readonly_fields(
        self, request: HttpRequest, obj: Clinic | None = None
    ) -> tuple[str, ...]:
        """A medical rule whose new value waits is changed on its own page until that is decided."""
        return tuple(rules.FIELDS[one.fact] for one in rules.drafts().filter(language=DEFAULT))

    def save_model(
        self, request: HttpRequest, obj: Clinic, form: ModelForm[Clinic], change: bool
    ) -> None:
        """All but the medical rules at once; a rule that was changed goes to the clinicians."""
        Clinic.objects.get_or_create(pk=1)
        names = [field.attname for field in Clinic._meta.fields if field.editable]
        obj.save(update_fields=[name for name in names if name not in {"id", *MEDICAL_RULES}])
        if not form.changed_data or {*form.changed_data} - {*MEDICAL_RULES}:
            others = [name for name in form.changed_data if name not in MEDICAL_RULES]
            labels = [str(form.fields[name].label) for name in others]
            messages.success(request, seen_now.of_facts(labels))
        for fact, field in rules.FIELDS.items():
            if field in form.changed_data:
                _send(request, fact, form.cleaned_data[field])
            elif field not in form.fields and request.POST.get(field, "") not in {
                "",
                getattr(obj, field),
            }:
                messages.warning(request, f"{rules.OTHER_WAITS} You typed: “{request.POST[field]}”")

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
        """With what is missing, and where each fact is shown beside it."""
        context["title"], context["subtitle"] = "Clinic facts", None
        context["missing"] = missing_facts(Clinic.load())
        context["standings"] = standings()
        found = mentions()
        context["rules"], context["asks_two"] = waiting_rules(), settings.TWO_PERSON_APPROVAL
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
            path(
                "value/<int:key>/",
                self.admin_site.admin_view(by_number),
                name=url_name(Clinic, "rule_value"),
            ),
            path(
                # As an address of a form: what is typed there survives a session that ends.
                "rule/<slug:fact>/<slug:language>/",
                self.admin_site.admin_view(one_rule),
                name=url_name(Clinic, "rule"),
            ),
            *(
                # As an address of a form: what is typed there survives a session that ends.
                path(f"{code}/", speaker, {"language": code}, url_name(Clinic, f"{code}_change"))
                for code in OTHERS
            ),
            *super().get_urls(),
        ]

    def response_change(self, request: HttpRequest, obj: Clinic) -> HttpResponse:
        """Stay here; what was saved, and what waits, was said already."""
        return HttpResponseRedirect(request.path)

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        """A rule that was sent to the clinicians did not change: its own line says what it did."""
        kept = [name for name in form.changed_data if name not in MEDICAL_RULES]
        form.changed_data = kept
        return super().construct_change_message(request, form, formsets, add)


def _send(request: HttpRequest, fact: str, text: str) -> None:
    """Or say that somebody else was faster: the other facts of the form are saved all the same."""
    try:
        send(request, fact, on_one_line(text))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
