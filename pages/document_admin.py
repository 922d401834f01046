"""How staff edit a document: draft, preview, publish, review, and what was there before."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from datetime import date
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.forms.models import fields_for_model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.clickjacking import xframe_options_sameorigin

from pages import editing
from pages.reordering import OrderedAdmin
from pages.revisions import Document, Revision, State
from pages.words_form import DocumentForm

_NOBODY_CHECKED = "Not reviewed"


class StateFilter(admin.SimpleListFilter):
    """Live or not, and whether a draft waits."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The choices."""
        return [("live", "Live"), ("draft", "With a draft"), ("new", "Never published")]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Any]
    ) -> models.QuerySet[Any]:
        """The rows of the choice."""
        match self.value():
            case "live":
                return queryset.filter(revisions__state=State.LIVE).distinct()
            case "draft":
                return queryset.filter(revisions__state=State.DRAFT).distinct()
            case "new":
                return queryset.exclude(revisions__state__in=[State.LIVE, State.PAST])
            case _:
                return queryset


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


class ReviewForm(forms.Form):
    """A clinician says that the words are right."""

    reviewer = forms.CharField(
        required=False,
        max_length=120,
        label="Name visitors see",
        help_text="May stay empty. Name a person only if that person agreed.",
    )
    reviewed_on = forms.DateField(label="Reviewed on", widget=AdminDateWidget)
    seen = forms.CharField(widget=forms.HiddenInput)

    def clean_reviewed_on(self) -> date:
        """A review is something that happened."""
        day: date = self.cleaned_data["reviewed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("This day is still to come.")
        return day


class DocumentAdmin(OrderedAdmin):
    """The base for pages and questions. A subclass says what its words are and how they show."""

    #: What an editor writes, in the order of the form.
    word_fields: tuple[str, ...] = ()
    #: The view that shows a document to visitors.
    show: Callable[[HttpRequest, Any], HttpResponse]

    form = DocumentForm
    change_form_template = "admin/document_form.html"
    list_filter: ClassVar[Any] = (StateFilter, ReviewFilter)
    search_fields = ("slug", "revisions__title", "revisions__summary")
    search_help_text = "Looks in titles, short answers and addresses."
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()
    list_per_page = 200
    view_on_site = False

    class Media:
        js = ["staff/editor.js"]

    @property
    def revision_model(self) -> type[Revision]:
        """The model of the words."""
        return self.model._meta.get_field("revisions").related_model  # type: ignore[no-any-return]

    # The list

    def get_queryset(self, request: HttpRequest) -> Any:
        """With what the columns show."""
        return super().get_queryset(request).with_current_words()  # type: ignore[attr-defined]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Words are never deleted in bulk."""
        return {}

    @admin.display(description="Title")
    def title(self, document: Any) -> str:
        """As visitors see it, or as it will be."""
        words = _live(document) or _draft(document)
        return str(words.title if words else document.slug)

    @admin.display(description="Visitors see")
    def state(self, document: Any) -> SafeString:
        """A dot and always the words with it."""
        live, draft = _live(document), _draft(document)
        kind = "waiting" if live and draft else "new" if live else "done"
        said = "Live" if live else "Nothing yet"
        said += ", a draft waits" if draft else ""
        return format_html('<span class="state state-{}">{}</span>', kind, said)

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
            context |= {
                "revisions": document.revisions.select_related("author", "published_by"),
                "draft": document.draft(),
                "live": document.revisions.filter(state=State.LIVE).first(),
                "preview_url": self._url("preview", document.pk),
            }
        else:
            context |= {"preview_url": self._url("preview_new")}
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Store the address at once, the words as a draft, and publish them if asked to."""
        addresses = editing.Addresses(self.model.objects.filter(pk=obj.pk) if change else [])
        if self.joins_new_siblings(obj, form, change):
            last = self.siblings_of(obj).aggregate(last=models.Max("order"))["last"]
            obj.order = (last or 0) + 1
        super().save_model(request, obj, form, change)
        words = editing.save_draft(form.words(), form.cleaned_data["sources"], request.user)
        form.published = "_publish" in request.POST and words.state == State.DRAFT
        if form.published:
            words.publish(request.user)
        self.tell_moves(request, addresses.remember_moves([obj]))

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
        done = "Published" if form.published else "Draft saved"
        return f"{done}: {names}." if names else f"{done}."

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> Any:
        """Stay with the words."""
        return self.response_change(request, obj)

    def response_change(self, request: HttpRequest, obj: Any) -> Any:
        """Say what visitors see now, and stay with the words."""
        here = obj.get_absolute_url()
        if "_publish" in request.POST:
            link = format_html('Published. <a href="{}">See it as visitors do</a>.', here)
            self.message_user(request, link, messages.SUCCESS)
        elif obj.draft():
            said = "The draft is saved. Visitors do not see it until you publish it."
            self.message_user(request, said, messages.SUCCESS)
        else:
            self.message_user(request, "Saved. The words are the same as before.")
        return HttpResponseRedirect(self._url("change", obj.pk))

    # Pages of our own

    def get_urls(self) -> list[URLPattern]:
        """With preview, discarding, and one revision."""
        one = "<int:number>/words/<int:revision>/"
        return [
            self._path("add/preview/", self.preview, "preview_new"),
            self._path("<int:number>/preview/", self.preview, "preview"),
            self._path("<int:number>/discard/", self.discard, "discard"),
            self._path(one, self.revision, "revision"),
            self._path(f"{one}preview/", self.preview_revision, "revision_preview"),
            self._path(f"{one}restore/", self.restore, "restore"),
            *super().get_urls(),
        ]

    def _path(self, route: str, view: Any, name: str) -> URLPattern:
        # Only our own pages may show it in a frame.
        framed = xframe_options_sameorigin(self.admin_site.admin_view(view))
        found: URLPattern = path(route, framed, name=self._name(name))
        return found

    def _name(self, name: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{name}"

    def _url(self, name: str, *args: Any) -> str:
        return reverse(f"admin:{self._name(name)}", args=args)

    def preview(self, request: HttpRequest, number: int | None = None) -> HttpResponse:
        """The words as visitors would see them: those just typed, or else the draft."""
        document = get_object_or_404(self.model, pk=number) if number else None
        may = self.has_change_permission if document else self.has_add_permission
        if not may(request, *filter(None, [document])):
            raise PermissionDenied
        if request.method != "POST":
            words = editing.words_to_edit(document) if document else None
            return self._as_shown(request, document, words) if words else _waits(request, [])
        form = self.get_form(request, document, change=bool(document))(
            request.POST, instance=document
        )
        form.looks_for_conflicts = False
        if not form.is_valid():
            return _waits(request, _said(form))
        sources = form.cleaned_data["sources"]
        return self._as_visitor(request, editing.as_shown(form.document, form.words(), sources))

    def _as_shown(self, request: HttpRequest, document: Any, words: Any) -> HttpResponse:
        document.words = words
        return self._as_visitor(request, document)

    def _as_visitor(self, request: HttpRequest, document: Document) -> HttpResponse:
        """What a visitor gets who asks for its address."""
        visit = copy(request)
        visit.method = "GET"
        visit.path = visit.path_info = document.get_absolute_url()
        return type(self).show(visit, document)

    def preview_revision(self, request: HttpRequest, number: int, revision: int) -> HttpResponse:
        """Words of any time as visitors saw them."""
        words = self._words(request, number, revision)
        return self._as_shown(request, words.document, words)

    def _words(self, request: HttpRequest, number: int, revision: int) -> Any:
        """One revision, for whoever may look at the document."""
        words = get_object_or_404(self.revision_model, pk=revision, document_id=number)
        if not self.has_view_permission(request, words.document):
            raise PermissionDenied
        return words

    def _words_to_change(self, request: HttpRequest, number: int, revision: int) -> Any:
        words = self._words(request, number, revision)
        if not self.has_change_permission(request, words.document):
            raise PermissionDenied
        return words

    def revision(self, request: HttpRequest, number: int, revision: int) -> HttpResponse:
        """One revision to read, and to mark as reviewed."""
        words = self._words(request, number, revision)
        form = ReviewForm(
            request.POST or None,
            initial={"reviewed_on": timezone.localdate(), "seen": words.changed_at.isoformat()},
        )
        if request.method == "POST":
            self._words_to_change(request, number, revision)
            if form.is_valid():
                return self._mark_reviewed(request, words, form.cleaned_data)
        names = [name for name in editing.edited_words(words) if name != "language"]
        context = {
            **self.admin_site.each_context(request),
            "title": words.title,
            "subtitle": f"{words.get_state_display()} words",
            "opts": self.opts,
            "words": words,
            "fields": [
                (words._meta.get_field(name).verbose_name, getattr(words, name)) for name in names
            ],
            "form": form,
            "media": self.media + form.media,
            "has_change_permission": self.has_change_permission(request, words.document),
            "change_url": self._url("change", number),
            "restore_url": self._url("restore", number, revision),
            "preview_url": self._url("revision_preview", number, revision),
        }
        return TemplateResponse(request, "admin/revision.html", context)

    def _mark_reviewed(self, request: HttpRequest, words: Any, said: Any) -> HttpResponse:
        here = HttpResponseRedirect(request.path)
        if said["seen"] != words.changed_at.isoformat():
            changed = "Someone changed the words while you read them. Please read them again."
            self.message_user(request, changed, messages.WARNING)
            return here
        words.approve(request.user, said["reviewer"], said["reviewed_on"])
        self.log_change(request, words.document, f"Reviewed: {words.title}.")
        due = date_format(words.review_due, "F j, Y")
        self.message_user(request, f"Marked as reviewed. The next review is due {due}.")
        return here

    def restore(self, request: HttpRequest, number: int, revision: int) -> HttpResponse:
        """Start a draft from words of before."""
        words = self._words_to_change(request, number, revision)
        if request.method != "POST":
            return HttpResponseRedirect(self._url("revision", number, revision))
        with transaction.atomic():
            document = self.model.objects.select_for_update(of=("self",)).get(pk=number)
            if draft := document.draft(words.language):
                who = draft.author or "Someone"
                said = f"{who} has a draft of this already. Publish or discard it first."
                self.message_user(request, said, messages.WARNING)
            else:
                words.copy_as_draft(request.user)
                self.log_change(request, document, f"Draft started from: {words.title}.")
                self.message_user(request, "This draft has the words you chose.")
        return HttpResponseRedirect(self._url("change", number))

    def discard(self, request: HttpRequest, number: int) -> HttpResponse:
        """Ask, then throw the draft away; not if it is another one than the person saw."""
        document = get_object_or_404(self.model, pk=number)
        if not self.has_change_permission(request, document):
            raise PermissionDenied
        draft, here = document.draft(), self._url("change", number)
        if draft is None or not document.was_published():
            self.message_user(request, "There is no draft to discard.", messages.WARNING)
            return HttpResponseRedirect(here)
        if request.method != "POST":
            context = {
                **self.admin_site.each_context(request),
                **{"title": "Discard this draft?", "opts": self.opts, "draft": draft},
                **{"seen": editing.basis(document), "change_url": here},
            }
            return TemplateResponse(request, "admin/discard.html", context)
        with transaction.atomic():
            document = self.model.objects.select_for_update(of=("self",)).get(pk=number)
            if request.POST.get("seen") != editing.basis(document):
                said = "Nothing was discarded: a colleague saved in the meantime."
                self.message_user(request, said, messages.WARNING)
            else:
                document.draft().delete()
                self.log_change(request, document, "Draft discarded.")
                self.message_user(request, "The draft is discarded.")
        return HttpResponseRedirect(here)

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


def _said(form: forms.BaseForm) -> list[str]:
    """What is wrong, each with the name of its field."""
    return [
        f"{form.fields[name].label if name in form.fields else ''}: {said}".removeprefix(": ")
        for name, errors in form.errors.items()
        for said in errors
    ]


def _waits(request: HttpRequest, reasons: list[str]) -> HttpResponse:
    """In place of a preview, until there is something to show."""
    return TemplateResponse(request, "admin/preview_waits.html", {"reasons": reasons})
