"""People, places, prices and the guide to start as documents, for staff."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.forms import Field
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html

from pages import views
from pages.admin.profile_forms import OnlyOneForm, PersonForm, PriceListForm
from pages.admin_addresses import change, view
from pages.clinic.declared import FIELDS_OF_PROFILE
from pages.editing import lists
from pages.editing.desk import language_of
from pages.editing.document_admin import DocumentAdmin
from pages.editing.order import Siblings
from pages.editing.rules.mentions import mentions, shown_on
from pages.languages import DEFAULT
from pages.models import Person, Place, PriceList, StartGuide
from pages.profile.documents import ProfileRevision
from pages.profile.shown import live
from pages.revisions.document import Document

#: What stands under the words of all four; the first of it is for visitors.
_LAST = ("what_changed", "sources", "review_months", "note")
_BEHIND = ("sources", "medical", "review_months", "note")


def all_of(kind: type[Document]) -> Iterator[Siblings]:
    """Documents of one kind have one order."""
    meta = kind._meta
    yield Siblings(meta.model_name or "", str(meta.verbose_name_plural), list(kind.objects.all()))


class _ProfileAdmin(DocumentAdmin):
    """What these kinds share."""

    show = staticmethod(views.show_in_profile)
    list_display = (lists.title, lists.state, lists.spanish, lists.review, lists.last_change)
    ordering = ("order", "pk")
    formfield_overrides: ClassVar[Any] = {models.URLField: {"assume_scheme": "https"}}
    #: What visitors will see, and where, for whoever sees this form for the first time.
    lead = ""

    def fields_to_write(self, language: str) -> tuple[str, ...]:
        """A translation does not say again what is the same in every language."""
        written_once = self._written_once(language)
        return tuple(name for name in self.revision_fields if name not in written_once)

    def _written_once(self, language: str) -> tuple[str, ...]:
        words = self.desk.revision_model
        if language == DEFAULT or not issubclass(words, ProfileRevision):
            return ()
        return words.WRITTEN_ONCE

    def get_fieldsets(self, request: HttpRequest, obj: Document | None = None) -> Any:
        """Without what is not written here."""
        written_once = self._written_once(language_of(request) if obj else DEFAULT)
        found = []
        for name, options in super().get_fieldsets(request, obj):
            fields = [field for field in options["fields"] if field not in written_once]
            if fields:
                found.append((name, options | {"fields": fields}))
        return found

    def render_change_form(  # noqa: PLR0913, PLR0917
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Document | None = None,
    ) -> HttpResponse:
        """With what this form is for, and where visitors see each fact that is entered in it."""
        context["form_lead"] = self.lead
        fields = context["adminform"].form.fields
        if "picture" in fields:
            fields["picture"].help_text = "Not there yet? Press “Save and add a picture” below."
        if self.model is not Place or _main_place() in (None, obj):
            _tell_where_shown(fields)
        return super().render_change_form(request, context, add, change, form_url, obj)


def _main_place() -> Place | None:
    """The first that visitors read of, or else the first there is."""
    return next(iter(live(Place, DEFAULT)), None) or Place.objects.first()


def _tell_where_shown(fields: Mapping[str, Field]) -> None:
    found = mentions()
    for name in sorted(FIELDS_OF_PROFILE & fields.keys()):
        field = fields[name]
        before = format_html("{} <br>", field.help_text) if field.help_text else ""
        field.help_text = format_html("{}{}", before, shown_on(name, found))


class _OnlyOne(_ProfileAdmin):
    """A kind of which a site has one, at a fixed address."""

    form = OnlyOneForm
    #: What its page is called until staff say otherwise.
    first_title = ""

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, str | list[str]]:
        """One thing less to think about."""
        return {"title": self.first_title}

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Once it is there, there is nothing to add; what was typed meanwhile comes back."""
        if request.method == "GET" and (there := self.model.objects.first()):
            return HttpResponseRedirect(change(there))
        return super().add_view(request, form_url, extra_context)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list is the one form, which may still be empty."""
        there = self.model.objects.first()
        if there:
            return HttpResponseRedirect(change(there))
        if self.has_add_permission(request):
            return HttpResponseRedirect(view(self.model, "add"))
        return super().changelist_view(request, extra_context)


@admin.register(Person)
class PersonAdmin(_ProfileAdmin):
    """Whom patients will meet."""

    lead = (
        "Visitors see everyone you publish here on the page “Team”. Someone who did not "
        "agree is never shown. What you leave empty is left out."
    )
    form = PersonForm
    siblings = staticmethod(partial(all_of, Person))
    revision_fields = (
        "title",
        "role",
        "summary",
        "speaks",
        "credentials",
        "license",
        "license_link",
        "agreed",
        "picture",
        "body",
        *_LAST,
    )
    labels: ClassVar[dict[str, str]] = {
        "title": "Name",
        "summary": "A sentence in their own words",
        "body": "More about them",
    }
    fieldsets = (
        (None, {"fields": ("title", "role", "summary", "speaks", "picture", "agreed")}),
        ("Qualified to do this", {"fields": ("credentials", "license", "license_link")}),
        ("More", {"fields": ("body", "what_changed")}),
        ("Behind the words", {"classes": ("collapse",), "fields": ("slug", *_BEHIND)}),
    )


@admin.register(Place)
class PlaceAdmin(_ProfileAdmin):
    """Where patients come."""

    lead = (
        "Visitors see this on the page “Find us”. The first place is the main one: its "
        "address and hours stand on every page, and decide by when you promise to reply."
    )
    siblings = staticmethod(partial(all_of, Place))
    revision_fields = (
        "title",
        "summary",
        "street",
        "city",
        "map_link",
        "hours",
        "closed_days",
        "door",
        "step_free",
        "parking",
        "bus",
        "directions",
        "equipment",
        "emergency_plan",
        "picture",
        "body",
        *_LAST,
    )
    labels: ClassVar[dict[str, str]] = {
        "title": "Name of the place",
        "summary": "How coming in feels, in a sentence",
        "body": "More about the place",
    }
    fieldsets = (
        (None, {"fields": ("title", "street", "city", "map_link", "summary", "picture")}),
        ("When it is open", {"fields": ("hours", "closed_days")}),
        (
            "Coming here",
            {"fields": ("door", "step_free", "parking", "bus", "directions")},
        ),
        ("In a session", {"fields": ("equipment", "emergency_plan")}),
        ("More", {"fields": ("body", "what_changed")}),
        ("Behind the words", {"classes": ("collapse",), "fields": ("slug", *_BEHIND)}),
    )


@admin.register(PriceList)
class PriceListAdmin(_OnlyOne):
    """What treatment costs."""

    lead = (
        "Visitors see this on the page “Prices”, and wherever a text asks for your "
        "prices. What you leave empty is left out."
    )
    form = PriceListForm
    first_title = "Prices"
    siblings = staticmethod(partial(all_of, PriceList))
    revision_fields = (
        "title",
        "summary",
        "prices",
        "sessions_in_course",
        "not_included",
        "plans",
        "how_to_pay",
        "good_faith_estimate",
        "body",
        *_LAST,
    )
    labels: ClassVar[dict[str, str]] = {"summary": "In short", "body": "More about cost"}
    fieldsets = (
        (None, {"fields": ("title", "summary", "prices", "sessions_in_course", "not_included")}),
        ("Who pays", {"fields": ("plans", "how_to_pay", "good_faith_estimate")}),
        ("More", {"fields": ("body", "what_changed")}),
        ("Behind the words", {"classes": ("collapse",), "fields": _BEHIND}),
    )


@admin.register(StartGuide)
class StartGuideAdmin(_OnlyOne):
    """How someone becomes a patient."""

    lead = (
        "Visitors see this on the page “How to start”: what happens from the first call "
        "to the first session. A clinician reviews it."
    )
    first_title = "How to start"
    siblings = staticmethod(partial(all_of, StartGuide))
    revision_fields = (
        "title",
        "summary",
        "steps",
        "new_patients",
        "usual_wait",
        "what_we_ask",
        "if_we_say_no",
        "body",
        *_LAST,
    )
    labels: ClassVar[dict[str, str]] = {"summary": "In short", "body": "More on how to start"}
    fieldsets = (
        (None, {"fields": ("title", "summary", "steps", "new_patients", "usual_wait")}),
        ("Before we say yes", {"fields": ("what_we_ask", "if_we_say_no")}),
        ("More", {"fields": ("body", "what_changed")}),
        ("What the words rest on", {"fields": _BEHIND}),
    )
