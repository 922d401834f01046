"""How staff edit a document: draft, preview, publish, review, and what was there before."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.forms.models import fields_for_model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from pages.editing.form import DocumentForm
from pages.editing.order import OrderedAdmin
from pages.editing.translation_pages import TranslationFilter, TranslationPages
from pages.editing.version_admin import in_language_of
from pages.revisions import drafts
from pages.revisions.revision import State
from pages.revisions.schedule import when, withdrawn

_NOBODY_CHECKED = "Not reviewed"


class StateFilter(admin.SimpleListFilter):
    """Live or not, and whether a draft waits."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The choices."""
        return [
            ("live", "Live"),
            ("draft", "With a draft"),
            ("sent", "Waits for a clinician"),
            ("planned", "Planned"),
            ("new", "Never published"),
            ("gone", "Taken off the site"),
        ]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Any]
    ) -> models.QuerySet[Any]:
        """The rows of the choice."""
        chosen = {
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

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The choices."""
        return [("never", _NOBODY_CHECKED), ("overdue", "Overdue"), ("good", "Reviewed")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """The rows of the choice."""
        match self.value():
            case "never":
                return queryset.live_words(reviewed_on=None)
            case "overdue":
                return queryset.live_words(review_due__lt=timezone.localdate())
            case "good":
                return queryset.live_words(review_due__gte=timezone.localdate())
            case _:
                return queryset


class Choices(forms.CheckboxSelectMultiple):
    """Check boxes as a group with a name, which scrolls when there are many."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.group_name = name

    def render(self, *args: Any, **kwargs: Any) -> SafeString:
        """The boxes."""
        boxes = super().render(*args, **kwargs)
        group = '<div class="choices" role="group" aria-label="{}" data-filter>{}</div>'
        return format_html(group, self.group_name.capitalize(), boxes)


class DocumentAdmin(TranslationPages, OrderedAdmin):
    """The base for pages and questions. A subclass says what its words are and how they show."""

    #: What an editor writes, in the order of the form.
    word_fields: tuple[str, ...] = ()
    form = DocumentForm
    change_form_template = "admin/document_form.html"
    list_filter: ClassVar[Any] = (StateFilter, ReviewFilter, TranslationFilter)
    search_fields = ("slug", "revisions__title", "revisions__summary")
    search_help_text = "Looks in titles, short answers and addresses."
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()
    list_per_page = 200
    view_on_site = False

    class Media:
        js = ["staff/editor.js"]

    # The list

    def get_queryset(self, request: HttpRequest) -> Any:
        """With what the columns show."""
        return super().get_queryset(request).with_current_words()

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Words are never deleted in bulk."""
        return {}

    @admin.display(description="Title")
    def title(self, document: Any) -> str:
        """As visitors see it, or as it will be."""
        words = _live(document) or _draft(document)
        return str(words.title if words else document)

    @admin.display(description="Visitors see")
    def state(self, document: Any) -> SafeString:
        """A dot and always the words with it."""
        live, draft = _live(document), _draft(document)
        kind = "waiting" if live and draft else "new" if live else "done"
        said = "Live" if live else "Nothing yet"
        said += ", a draft waits" if draft else ""
        said += " for a clinician" if draft and draft.sent_at else ""
        plans = format_html_join(
            "", '<span class="plan">{}</span>', ((one,) for one in _plans(document))
        )
        return format_html('<span class="state state-{}">{}</span>{}', kind, said, plans)

    @admin.display(description="Review")
    def review(self, document: Any) -> SafeString | str:
        """When the words visitors see were reviewed, or that they have to be."""
        words = _live(document)
        if words is None:
            return "–"
        if words.reviewed_on is None:
            return format_html('<b class="late">{}</b>', _NOBODY_CHECKED)
        due = date_format(words.review_due, "M j, Y")
        if words.is_overdue:
            return format_html('<b class="late">Overdue</b> since {}', due)
        return f"Next {due}"

    @admin.display(description="Last change")
    def last_change(self, document: Any) -> str:
        """The day of the newest words."""
        days = [words.changed_at for words in document.current_words]
        return date_format(timezone.localtime(max(days)), "M j, Y") if days else "–"

    # The form

    def get_form(
        self, request: HttpRequest, obj: Any | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Fields of the document and of its words; who may only look gets no fields."""
        words: dict[str, Any] = {}
        if not change or self.has_change_permission(request, obj):
            made_by = partial(self.formfield_for_dbfield, request=request)
            words = fields_for_model(
                self.revision_model, fields=self.word_fields, formfield_callback=made_by
            )
        parts = {**words, "revision_model": self.revision_model, "word_fields": tuple(words)}
        kwargs["form"] = type(f"{self.model.__name__}Form", (self.form,), parts)
        return super().get_form(request, obj, change=change, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Sources are ticked: their titles are too long for anything narrower."""
        if db_field.name == "sources":
            kwargs["widget"] = Choices("sources")
            kwargs["help_text"] = "What the words rest on. Visitors see them under the text."
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Without the buttons that would add, change or delete something else from here."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, forms.ModelChoiceField):
            field.widget = getattr(field.widget, "widget", field.widget)
        return field

    def has_delete_permission(self, request: HttpRequest, obj: Any | None = None) -> bool:
        """The pages every site has stay."""
        return not (obj and obj.is_fixed) and super().has_delete_permission(request, obj)

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """With the state of the words, and those of before."""
        document = kwargs.get("obj")
        if document:
            versions = document.revisions.filter(language=document.written_in)
            draft, live = document.draft(), versions.filter(state=State.LIVE).first()
            context |= {
                **self.about_languages(document),
                "revisions": versions.select_related("author", "published_by"),
                "draft": draft,
                "live": live,
                "preview_url": self._url("preview", document.pk) + self.asked(document),
                **self._about_words(request, document),
                **(self._plan_and_notes(document, draft, live)),
            }
        else:
            context |= {"preview_url": self._url("preview_new")}
        return super().render_change_form(request, context, *args, **kwargs)

    def _about_words(self, request: HttpRequest, document: Any) -> dict[str, Any]:
        """How the words to edit read, and whether they may be published."""
        words = drafts.words_to_edit(document)
        if words is None:
            return {}
        about = self.looked_at(request, words, words.sources.all())
        is_approved = words.state == State.DRAFT and words.was_seen_by_two
        asks_two = settings.TWO_PERSON_APPROVAL and document.medical
        about["asks_clinician"] = asks_two and not is_approved
        return about

    def _plan_and_notes(self, document: Any, draft: Any, live: Any) -> dict[str, Any]:
        """What happens by itself, and what colleagues said."""
        notes = list(draft.notes.exclude(words="")) if draft else []
        planned = draft if draft and draft.publish_at else live
        return {
            "planned": {
                "publish_at": when(draft.publish_at) if draft and draft.publish_at else "",
                "expires_at": when(live.expires_at) if live and live.expires_at else "",
                "path": self._url("publish", document.pk, planned.pk) if planned else "",
            },
            "notes": notes,
            "last_note": notes[-1].words if notes else "",
        }

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Only who may approve words says which ones need no approval."""
        may = request.user.has_perm(f"{self.opts.app_label}.approve_words")
        return () if may else ("medical",)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Store the address at once, the words as a draft, and publish them if asked to."""
        addresses = drafts.Addresses(self.model.objects.filter(pk=obj.pk) if change else [])
        if self.joins_new_siblings(obj, form, change):
            last = self.siblings_of(obj).aggregate(last=models.Max("order"))["last"]
            obj.order = (last or 0) + 1
        super().save_model(request, obj, form, change)
        words = drafts.save_draft(form.words(), form.cleaned_data["sources"], request.user)
        form.published = "_publish" in request.POST and words.state == State.DRAFT
        form.sent = "_review" in request.POST and words.state == State.DRAFT
        form.asks = form.published and self._has_to_ask(request, words)
        if form.published and not form.asks:
            words.publish(request.user)
        self.tell_moves(request, addresses.remember_moves([obj]))

    def _has_to_ask(self, request: HttpRequest, words: Any) -> bool:
        """True if a person has to see something before these words are published."""
        looked = self.looked_at(request, words, words.sources.all())
        return bool(words.refusal or looked["warnings"])

    def siblings_of(self, document: Any) -> models.QuerySet[Any]:
        """Documents it is put in order with."""
        raise NotImplementedError

    def joins_new_siblings(self, document: Any, form: Any, change: bool) -> bool:
        """True if it has to be put last among them."""
        return not change

    def tell_moves(self, request: HttpRequest, moves: list[tuple[str, str]]) -> None:
        """Say which addresses changed."""
        for old, new in moves:
            said = f"The address changed. Who follows {old} gets to {new} from now on."
            self.message_user(request, said)

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        """For the history: what was done with the words."""
        names = ", ".join(str(form.fields[name].label or name) for name in form.changed_data)
        done = "Published" if form.published and not form.asks else "Draft saved"
        return f"{done}: {names}." if names else f"{done}."

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> Any:
        """Stay with the words."""
        return self.response_change(request, obj)

    def response_change(self, request: HttpRequest, obj: Any) -> Any:
        """Say what visitors see now, and stay with the words or go where they are asked about."""
        draft = obj.draft()
        if draft and "_publish" in request.POST:
            return self._go("publish", obj.pk, draft.pk)
        if draft and "_review" in request.POST:
            return self._go("revision", obj.pk, draft.pk)
        if "_publish" in request.POST:
            self.tell_published(request, obj)
        elif draft:
            said = "The draft is saved. Visitors do not see it until you publish it."
            self.message_user(request, said, messages.SUCCESS)
        else:
            self.message_user(request, "Saved. The words are the same as before.")
        return HttpResponseRedirect(self._editor(obj))

    # Pages of our own

    def get_urls(self) -> list[URLPattern]:
        """With preview, discarding, and the pages of versions."""
        return [
            self._path("add/preview/", self.preview, "preview_new"),
            self._path("<int:number>/preview/", self.preview, "preview"),
            self._path("<int:number>/discard/", self.discard, "discard"),
            *self.version_urls(),
            *self.translation_urls(),
            *super().get_urls(),
        ]

    def preview(self, request: HttpRequest, number: int | None = None) -> HttpResponse:
        """The words as visitors would see them: those just typed, or else the draft."""
        document = get_object_or_404(self.model, pk=number) if number else None
        document = document and in_language_of(request, document)
        may = self.has_change_permission if document else self.has_add_permission
        if not may(request, *filter(None, [document])):
            raise PermissionDenied
        if request.method != "POST":
            words = drafts.words_to_edit(document) if document else None
            return self._as_shown(request, document, words) if words else _waits(request, [])
        form = self.get_form(request, document, change=bool(document))(
            request.POST, instance=document
        )
        form.looks_for_conflicts = False
        if not form.is_valid():
            return _waits(request, _said(form))
        sources = form.cleaned_data["sources"]
        words = form.words()
        shown = self._as_visitor(request, drafts.as_shown(form.document, words, sources))
        if "X-With-Checks" not in request.headers:
            return shown
        return _with_checks(request, shown, self.looked_at(request, words, sources))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The words to write in, under their own name."""
        document = self.get_object(request, unquote(object_id))
        extra = {"title": str(document), "subtitle": None} if document else {}
        return super().change_view(request, object_id, form_url, extra | (extra_context or {}))


def _live(document: Any) -> Any:
    return next((words for words in document.current_words if words.state == State.LIVE), None)


def _draft(document: Any) -> Any:
    return next((words for words in document.current_words if words.state == State.DRAFT), None)


def _plans(document: Any) -> Iterator[str]:
    """What happens by itself, and when."""
    live, draft = _live(document), _draft(document)
    if draft and draft.publish_at:
        yield f"Goes live {when(draft.publish_at)}"
    if live and live.expires_at:
        yield f"Taken off {when(live.expires_at)}"


def _said(form: forms.BaseForm) -> list[str]:
    """What is wrong, each with the name of its field."""
    return [
        f"{form.fields[name].label if name in form.fields else ''}: {said}".removeprefix(": ")
        for name, errors in form.errors.items()
        for said in errors
    ]


def _with_checks(request: HttpRequest, shown: HttpResponse, looked: Any) -> HttpResponse:
    """The preview, and in it, unseen, what the editor's panel says next."""
    checks = render_to_string("admin/checks.html", looked, request)
    template = f"<template data-checks>{checks}</template></body>"
    shown.content = shown.content.replace(b"</body>", template.encode(), 1)
    return shown


def _waits(request: HttpRequest, reasons: list[str]) -> HttpResponse:
    """In place of a preview, until there is something to show."""
    return TemplateResponse(request, "admin/preview_waits.html", {"reasons": reasons})
