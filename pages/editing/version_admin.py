"""What staff do with one version of the words: read, compare, approve, publish, plan, restore."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from datetime import date, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.html import format_html
from django.views.decorators.clickjacking import xframe_options_sameorigin

from pages.clinic.facts import facts_for_words
from pages.clinic.models import Clinic
from pages.editing.inner_links import leads_somewhere
from pages.languages import DEFAULT, OTHERS, address_of
from pages.markup.html import to_html
from pages.markup.writing_checks import Written, warnings
from pages.revisions import approval, drafts, schedule
from pages.revisions.comparing import compare
from pages.revisions.document import Document
from pages.revisions.revision import Revision, State

_READ_AGAIN = "Someone changed the words while you read them. Please read them again."


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


class NoteForm(forms.Form):
    """A few words to a colleague."""

    words = forms.CharField(
        required=False,
        max_length=1000,
        label="Note",
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 1000}),
    )


def _moment(label: str, help_text: str) -> forms.DateTimeField:
    box = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    return forms.DateTimeField(required=False, label=label, help_text=help_text, widget=box)


class PlanForm(forms.Form):
    """When words go live, and when they are taken off the site."""

    publish_at = _moment("Goes live", "Left empty, you publish by hand.")
    expires_at = _moment("Is taken off the site", "Left empty, it stays.")

    def __init__(self, words: Revision, *args: Any, **kwargs: Any) -> None:
        self.words = words
        super().__init__(*args, **kwargs)
        if words.state == State.LIVE:
            del self.fields["publish_at"]
        if words.document.is_fixed:
            del self.fields["expires_at"]

    def clean(self) -> dict[str, Any]:
        """Both are still to come, and the end comes after the start."""
        times: dict[str, datetime | None] = super().clean() or {}
        for name, moment in list(times.items()):
            if moment and moment <= timezone.now():
                self.add_error(name, "This time has passed.")
        start, end = times.get("publish_at"), times.get("expires_at")
        if start and end and end <= start:
            self.add_error("expires_at", "It has to be live first.")
        return times


class VersionPages(admin.ModelAdmin):  # type: ignore[type-arg]
    """The pages of the staff site about versions of a document."""

    #: The view that shows a document to visitors.
    show: Callable[[HttpRequest, Any], HttpResponse]

    @property
    def revision_model(self) -> type[Revision]:
        """The model of the words."""
        return self.model._meta.get_field("revisions").related_model  # type: ignore[no-any-return]

    def version_urls(self) -> list[URLPattern]:
        """Where they are."""
        one = "<int:number>/words/<int:revision>/"
        return [
            self._path("<int:number>/compare/", self.compare, "compare"),
            self._path(one, self.revision, "revision"),
            self._path(f"{one}preview/", self.preview_revision, "revision_preview"),
            self._path(f"{one}publish/", self.publish, "publish"),
            self._path(f"{one}restore/", self.restore, "restore"),
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

    def _go(self, name: str, *args: Any) -> HttpResponse:
        return HttpResponseRedirect(self._url(name, *args))

    def _editor(self, document: Document) -> str:
        """Where its words are written, in the language they are in."""
        return self._url("change", document.pk) + self.asked(document)

    def asked(self, document: Document) -> str:
        """What an address says after its path so that it speaks of words in this language."""
        language = document.written_in
        return "" if language == DEFAULT else f"?language={language}"

    def _words(self, request: HttpRequest, number: int, revision: int) -> Any:
        """One revision, for whoever may look at the document."""
        words = get_object_or_404(self.revision_model, pk=revision, document_id=number)
        if not self.has_view_permission(request, words.document):
            raise PermissionDenied
        words.document.written_in = words.language
        return words

    def _words_to_change(self, request: HttpRequest, number: int, revision: int) -> Any:
        words = self._words(request, number, revision)
        if not self.has_change_permission(request, words.document):
            raise PermissionDenied
        return words

    def _locked(self, words: Any) -> Any:
        """The words as they are now, which until the transaction ends nobody else changes."""
        rows = self.revision_model._default_manager.select_for_update(of=("self",))
        locked = rows.get(pk=words.pk)
        locked.document = words.document
        return locked

    # As visitors see it

    def _as_shown(self, request: HttpRequest, document: Any, words: Any) -> HttpResponse:
        document.shown = words
        return self._as_visitor(request, document)

    def _as_visitor(self, request: HttpRequest, document: Document) -> HttpResponse:
        """What a visitor gets who asks for its address."""
        with translation.override(document.written_in):
            return type(self).show(_visit(request, document.get_absolute_url()), document)

    def preview_revision(self, request: HttpRequest, number: int, revision: int) -> HttpResponse:
        """Words of any time as visitors saw them."""
        words = self._words(request, number, revision)
        return self._as_shown(request, words.document, words)

    def looked_at(self, request: HttpRequest, words: Any, sources: Any) -> dict[str, Any]:
        """How these words read, and what to look at again."""
        document = words.document
        written = Written(
            title=words.title,
            summary=words.summary,
            body=words.body,
            html=to_html(words.body, facts_for_words(Clinic.load())),
            medical=document.medical,
            sources=tuple(source.url for source in sources),
            language=words.language,
        )

        def is_there(link: str) -> bool:
            return leads_somewhere(link, _visit(request, link.partition("#")[0]))

        found = warnings(written, settings.SITE_HOST, is_there)
        # The grade is counted by an English dictionary.
        reading = written.reading if words.language == DEFAULT else None
        return {"reading": reading, "warnings": found}

    # Two versions

    def compare(self, request: HttpRequest, number: int) -> HttpResponse:
        """What changed between two versions, word by word."""
        chosen = [request.GET.get(name, "") for name in ("from", "to")]
        if not all(one.isdecimal() and len(one) < 19 for one in chosen):
            self.message_user(request, "Choose two versions to compare.", messages.WARNING)
            return self._go("change", number)
        before, after = (self._words(request, number, int(one)) for one in chosen)
        context = {
            **self.admin_site.each_context(request),
            **{"title": "What changed", "subtitle": str(after.document), "opts": self.opts},
            **{"before": before, "after": after, "compared": compare(before, after)},
            "has_change_permission": self.has_change_permission(request, after.document),
            "change_url": self._editor(after.document),
            "swap": f"?from={after.pk}&to={before.pk}",
        }
        return TemplateResponse(request, "admin/compare.html", context)

    # One version

    def revision(self, request: HttpRequest, number: int, revision: int) -> HttpResponse:
        """One revision to read, to talk about, and to mark as reviewed."""
        words = self._words(request, number, revision)
        approves = request.method == "POST" and request.POST.get("do", "approve") == "approve"
        form = ReviewForm(
            request.POST if approves else None,
            initial={"reviewed_on": timezone.localdate(), "seen": words.changed_at.isoformat()},
        )
        if request.method == "POST":
            self._words_to_change(request, number, revision)
            done = self._do(request, words, form)
            if done:
                return done
        names = [name for name in drafts.edited_words(words) if name != "language"]
        live = words.document.revisions.filter(state=State.LIVE, language=words.language).first()
        context = {
            **self.admin_site.each_context(request),
            "title": words.title,
            "subtitle": f"{words.get_state_display()} words",
            "opts": self.opts,
            "words": words,
            "live": live,
            "notes": words.notes.select_related("by"),
            "fields": [
                (words._meta.get_field(name).verbose_name, getattr(words, name)) for name in names
            ],
            "form": form,
            "note_form": NoteForm(auto_id="note_%s"),
            "may_approve": approval.may_approve(request.user, words),
            "media": self.media + form.media,
            "has_change_permission": self.has_change_permission(request, words.document),
            "change_url": self._editor(words.document),
            "preview_url": self._url("revision_preview", number, revision),
        }
        return TemplateResponse(request, "admin/revision.html", context)

    def _do(self, request: HttpRequest, words: Any, form: ReviewForm) -> HttpResponse | None:
        """What the button says; nothing if the form has to be shown again."""
        match request.POST.get("do", "approve"):
            case "approve":
                if not approval.may_approve(request.user, words):
                    raise PermissionDenied
                return self._approve(request, words, form.cleaned_data) if form.is_valid() else None
            case "send" | "back" | "note" as did:
                self._note(request, words, did)
        return HttpResponseRedirect(request.path)

    @transaction.atomic
    def _approve(self, request: HttpRequest, words: Any, said: Any) -> HttpResponse:
        words = self._locked(words)
        here = HttpResponseRedirect(request.path)
        if said["seen"] != words.changed_at.isoformat() or words.state == State.PAST:
            self.message_user(request, _READ_AGAIN, messages.WARNING)
            return here
        approval.approve(words, request.user, said["reviewer"], said["reviewed_on"])
        self.log_change(request, words.document, f"Reviewed: {words.title}.")
        due = date_format(words.review_due, "F j, Y")
        self.message_user(request, f"Marked as reviewed. The next review is due {due}.")
        return here

    @transaction.atomic
    def _note(self, request: HttpRequest, words: Any, did: str) -> None:
        note, words = NoteForm(request.POST), self._locked(words)
        if not note.is_valid():
            self.message_user(request, "A note has at most 1,000 letters.", messages.ERROR)
            return
        said, user = note.cleaned_data["words"], request.user
        if did == "note" and said:
            words.notes.create(by=user, words=said)
            self.message_user(request, "Your note is saved.")
        elif did == "send" and words.state == State.DRAFT:
            approval.send(words, user, said)
            self.message_user(request, "Sent. Clinicians see it on their front page.")
        elif did == "back" and words.state == State.DRAFT:
            if not approval.may_approve(user, words):
                raise PermissionDenied
            if not said:
                missing = "Say in the note what has to change."
                self.message_user(request, missing, messages.WARNING)
                return
            approval.send_back(words, user, said)
            self.message_user(request, "Sent back. Who wrote it sees your note.")

    # Publishing

    def publish(self, request: HttpRequest, number: int, revision: int) -> HttpResponse:
        """Ask once more: what to look at again, and now or later."""
        words = self._words_to_change(request, number, revision)
        if words.state == State.PAST:
            return self._go("revision", number, revision)
        looked = self.looked_at(request, words, words.sources.all())
        start = {"publish_at": words.publish_at, "expires_at": words.expires_at}
        do = request.POST.get("do", "")
        form = PlanForm(words, request.POST if do == "plan" else None, initial=start)
        if request.method == "POST":
            done = self._publish(request, words, form, do, "\n".join(looked["warnings"]))
            if done:
                return done
        context = {
            **self.admin_site.each_context(request),
            **{"title": "Publish these words?", "subtitle": words.title, "opts": self.opts},
            **{"words": words, "form": form, "seen": words.changed_at.isoformat(), **looked},
            "refusal": words.refusal if words.state == State.DRAFT else "",
            "change_url": self._editor(words.document),
            "revision_url": self._url("revision", number, revision),
        }
        if words.state == State.LIVE:
            context["title"] = "How long do these words stay?"
        return TemplateResponse(request, "admin/publish.html", context)

    @transaction.atomic
    def _publish(
        self, request: HttpRequest, words: Any, form: PlanForm, do: str, over: str
    ) -> HttpResponse | None:
        words = self._locked(words)
        number = words.document_id
        if request.POST.get("seen") != words.changed_at.isoformat() or words.state == State.PAST:
            self.message_user(request, _READ_AGAIN, messages.WARNING)
            return HttpResponseRedirect(self._editor(words.document))
        if do == "plan":
            return self._plan(request, words, form, over)
        if do == "cancel":
            schedule.plan(words, request.user, publish_at=None, expires_at=None)
            self.log_change(request, words.document, "Plan cancelled.")
            self.message_user(request, "Cancelled. Nothing happens by itself.")
        elif do == "now" and words.state == State.DRAFT:
            try:
                words.publish(request.user, over=over)
            except ValidationError as error:
                self.message_user(request, " ".join(error.messages), messages.ERROR)
                return self._go("revision", number, words.pk)
            self.log_change(request, words.document, f"Published: {words.title}.")
            self.tell_published(request, words.document)
        return HttpResponseRedirect(self._editor(words.document))

    def _plan(
        self, request: HttpRequest, words: Any, form: PlanForm, over: str
    ) -> HttpResponse | None:
        if not form.is_valid():
            return None
        start, end = (form.cleaned_data.get(name) for name in ("publish_at", "expires_at"))
        try:
            schedule.plan(words, request.user, publish_at=start, expires_at=end, over=over)
        except ValidationError as error:
            form.add_error("publish_at", error)
            return None
        said = [f"Goes live {schedule.when(start)}."] if start else []
        said += [f"Is taken off the site {schedule.when(end)}."] if end else []
        told = " ".join(said) or "Nothing happens by itself."
        self.log_change(request, words.document, told)
        self.message_user(request, told, messages.SUCCESS)
        return HttpResponseRedirect(self._editor(words.document))

    def tell_published(self, request: HttpRequest, document: Any) -> None:
        """Where to see it."""
        here = address_of(document, document.written_in)
        link = format_html('Published. <a href="{}">See it as visitors do</a>.', here)
        self.message_user(request, link, messages.SUCCESS)

    def restore(self, request: HttpRequest, number: int, revision: int) -> HttpResponse:
        """Start a draft from words of before."""
        words = self._words_to_change(request, number, revision)
        if request.method != "POST":
            return self._go("revision", number, revision)
        with transaction.atomic():
            document = self.model._default_manager.select_for_update(of=("self",)).get(pk=number)
            if draft := document.draft(words.language):
                who = draft.author or "Someone"
                said = f"{who} has a draft of this already. Publish or discard it first."
                self.message_user(request, said, messages.WARNING)
            else:
                words.copy_as_draft(request.user)
                self.log_change(request, document, f"Draft started from: {words.title}.")
                self.message_user(request, "This draft has the words you chose.")
        return HttpResponseRedirect(self._editor(words.document))

    def discard(self, request: HttpRequest, number: int) -> HttpResponse:
        """Ask, then throw the draft away; not if it is another one than the person saw."""
        document = in_language_of(request, get_object_or_404(self.model, pk=number))
        if not self.has_change_permission(request, document):
            raise PermissionDenied
        draft, here = document.draft(), self._editor(document)
        if draft is None or not document.was_published():
            self.message_user(request, "There is no draft to discard.", messages.WARNING)
            return HttpResponseRedirect(here)
        if request.method != "POST":
            context = {
                **self.admin_site.each_context(request),
                **{"title": "Discard this draft?", "opts": self.opts, "draft": draft},
                **{"seen": drafts.basis(document), "change_url": here},
            }
            return TemplateResponse(request, "admin/discard.html", context)
        with transaction.atomic():
            rows = self.model._default_manager.select_for_update(of=("self",))
            document = in_language_of(request, rows.get(pk=number))
            if request.POST.get("seen") != drafts.basis(document):
                said = "Nothing was discarded: a colleague saved in the meantime."
                self.message_user(request, said, messages.WARNING)
            else:
                document.draft().delete()
                self.log_change(request, document, "Draft discarded.")
                self.message_user(request, "The draft is discarded.")
        return HttpResponseRedirect(here)


def in_language_of(request: HttpRequest, document: Any) -> Any:
    """The document as it is written in the language this address asks for."""
    asked = request.GET.get("language", DEFAULT)
    document.written_in = asked if asked in OTHERS else DEFAULT
    return document


def _visit(request: HttpRequest, address: str) -> HttpRequest:
    """The request of a visitor for this address."""
    visit = copy(request)
    visit.method = "GET"
    visit.path = visit.path_info = address
    return visit
