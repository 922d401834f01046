"""The staff page of one revision: to read, to talk about, and to mark as reviewed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.formats import date_format

from pages.editing import checks
from pages.editing.desk import READ_AGAIN, DocumentDesk
from pages.editing.reviewing import named, next_step, reading, sending, ticking, undoing
from pages.people import colleague, may_approve
from pages.revisions import approval, reviews
from pages.revisions.revision import Revision, State
from pages.revisions.turns import following, readings, telling
from pages.staff import frame


class ReviewForm(forms.Form):
    """A clinician says that the words are right."""

    reviewer = forms.ChoiceField(
        required=False,
        label="Name visitors see",
        help_text="You, or a colleague who agreed to be shown under “About us”.",
    )
    # The browser's own calendar: Django's speaks of “server time”, which is nobody's.
    reviewed_on = forms.DateField(
        label="Reviewed on", widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, request: HttpRequest, revision: Revision, *, is_sent: bool) -> None:
        seen = revision.changed_at.isoformat()
        start = {"reviewed_on": timezone.localdate(), "seen": seen, "reviewer": revision.reviewer}
        super().__init__(request.POST if is_sent else None, initial=start)
        reviewer: Any = self.fields["reviewer"]
        reviewer.choices = named.choices(request.user, revision)
        self.changed_on = timezone.localdate(revision.changed_at)

    def clean_reviewed_on(self) -> date:
        """A review is something that happened, and to these words as they are."""
        day: date = self.cleaned_data["reviewed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("This day is still to come.")
        if day < self.changed_on:
            changed = date_format(self.changed_on, "F j, Y")
            raise forms.ValidationError(
                f"These words were last changed on {changed}. Nobody can have read them before."
            )
        return day


class NoteForm(forms.Form):
    """A few words to a colleague."""

    words = forms.CharField(
        required=False,
        max_length=1000,
        label="Note",
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 1000}),
    )


def review(
    request: HttpRequest, desk: DocumentDesk, document_key: int, revision_key: int
) -> HttpResponse:
    """Show the revision, or do what a button says."""
    revision = desk.revision(request, document_key, revision_key)
    step = request.POST.get("do", "approve") if request.method == "POST" else ""
    form = ReviewForm(request, revision, is_sent=step == "approve")
    if step:
        desk.revision_to_change(request, document_key, revision_key)
        done = _act(request, desk, revision, form, step)
        if done:
            return done
    return _show(request, desk, revision, form)


def _show(
    request: HttpRequest, desk: DocumentDesk, revision: Revision, form: ReviewForm
) -> HttpResponse:
    if may_approve(request.user, revision._meta.app_label):
        readings.remember(revision, request.user)
    context = {
        **reading.context(request, desk, revision),
        "form": form,
        "note_form": NoteForm(auto_id="note_%s"),
        "publishes_on_approval": settings.PUBLISH_ON_APPROVAL,
        "can_unmark": undoing.can_unmark(request.user, revision),
        "can_unsend": undoing.can_unsend(request.user, revision),
        "progress": reviews.progress(),
        "following": following.after(request, revision, is_draft=revision.state == State.DRAFT),
        "media": desk.media + form.media,
    }
    return frame.page(request, "admin/revision.html", context, desk.model)


def _act(
    request: HttpRequest, desk: DocumentDesk, revision: Revision, form: ReviewForm, step: str
) -> HttpResponse | None:
    """What the button says; nothing if the form has to be shown again."""
    if step == "approve":
        checked = checks.check_stored(request, revision)
        if not next_step.can_decide(revision, request.user, checked):
            raise PermissionDenied
        if not form.is_valid():
            return None
        return _approve(request, desk, revision, form, checked)
    if step == "skip":
        following.skip(request, revision)
        return sending.go_on(request, revision, is_draft=revision.state == State.DRAFT)
    if step in ("send", "back", "note"):
        _note(request, desk, revision, step)
    elif step == "unsend":
        undoing.unsend(request, desk, revision)
    elif step == "unmark":
        undoing.unmark(request, desk, revision)
    return HttpResponseRedirect(request.path)


@transaction.atomic
def _approve(
    request: HttpRequest,
    desk: DocumentDesk,
    seen: Revision,
    form: ReviewForm,
    checked: checks.Checks,
) -> HttpResponse | None:
    """Only what the clinician read, and only what visitors read or may come to read."""
    revision, answers = desk.locked(seen), form.cleaned_data
    if answers["seen"] != revision.changed_at.isoformat() or revision.state == State.PAST:
        messages.warning(request, READ_AGAIN)
        return HttpResponseRedirect(request.path)
    was_draft = revision.state == State.DRAFT
    if was_draft and ticking.lacks_any(request, ticking.to_tick(checked)):
        messages.error(request, ticking.TICK_EACH)
        return None
    if was_draft:
        revision.published_over = "\n".join(checked.warnings)
    approval.approve(revision, request.user, answers["reviewer"], answers["reviewed_on"])
    frame.record(request, revision.document, f"Reviewed: {revision.title}.")
    if was_draft:
        sending.after_approval(request, revision)
    else:
        due = date_format(revision.review_due, "F j, Y") if revision.review_due else ""
        messages.info(request, f"Marked as reviewed. The next review is due {due}.")
    return sending.go_on(request, revision, is_draft=was_draft)


@transaction.atomic
def _note(request: HttpRequest, desk: DocumentDesk, seen: Revision, kind: str) -> None:
    """Keep the note, and send the draft where the button says."""
    form, revision = NoteForm(request.POST), desk.locked(seen)
    if not form.is_valid():
        messages.error(request, "A note has at most 1,000 letters.")
        return
    text, is_draft = form.cleaned_data["words"], revision.state == State.DRAFT
    if kind == "send" and is_draft and revision.sent_at is None:
        sending.ask(request, revision, text)
    elif kind in ("note", "send") and text:
        revision.notes.create(by=colleague(request.user), words=text)
        messages.info(request, "Your note is saved.")
    elif kind == "back" and is_draft:
        _send_back(request, revision, text)


def _send_back(request: HttpRequest, revision: Revision, text: str) -> None:
    """For whoever could have approved it, and never without a reason."""
    if not approval.can_approve(request.user, revision):
        raise PermissionDenied
    if not text:
        messages.warning(request, "Say in the note what has to change.")
        return
    approval.send_back(revision, request.user, text)
    telling.tell_author(revision, request.user, telling.Told.BACK)
    messages.info(request, f"Sent back to {sending.author_of(revision)} with your note.")
