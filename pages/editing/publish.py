"""The staff page before words go live: what to look at again, and whether now or later."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.html import format_html

from pages import admin_addresses
from pages.editing import checks
from pages.editing.desk import READ_AGAIN, DocumentDesk
from pages.editing.reviewing import next_step, ticking
from pages.editing.reviewing.difference import beside_live
from pages.languages import address_of
from pages.revisions import schedule
from pages.revisions.document import Document
from pages.revisions.revision import Revision, State
from pages.staff import frame


def _moment(label: str, help_text: str) -> forms.DateTimeField:
    box = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    return forms.DateTimeField(required=False, label=label, help_text=help_text, widget=box)


class PlanForm(forms.Form):
    """When a revision goes live, and when it is taken off the site."""

    publish_at = _moment("Goes live", "Left empty, you publish by hand.")
    expires_at = _moment("Is taken off the site", "Left empty, it stays.")

    def __init__(self, revision: Revision, data: QueryDict | None = None) -> None:
        start = {"publish_at": revision.publish_at, "expires_at": revision.expires_at}
        super().__init__(data, initial=start)
        if revision.state == State.LIVE:
            del self.fields["publish_at"]
        if revision.document.is_fixed:
            del self.fields["expires_at"]

    def clean(self) -> dict[str, datetime | None]:
        """Both are still to come, and the end comes after the start."""
        times: dict[str, datetime | None] = super().clean() or {}
        for name, moment in list(times.items()):
            if moment and moment <= timezone.now():
                self.add_error(name, "This time has passed.")
        start, end = times.get("publish_at"), times.get("expires_at")
        if start and end and end <= start:
            self.add_error("expires_at", "It has to be live first.")
        return times


def publish(
    request: HttpRequest, desk: DocumentDesk, document_key: int, revision_key: int
) -> HttpResponse:
    """Ask once more, then publish, plan, or cancel a plan."""
    revision = desk.revision_to_change(request, document_key, revision_key)
    if revision.state == State.PAST:
        return desk.go("revision", document_key, revision_key)
    checked = checks.check_stored(request, revision)
    plans = request.POST.get("do") == "plan"
    form = PlanForm(revision, request.POST if plans else None)
    if request.method == "POST":
        done = _act(request, desk, revision, form, checked)
        if done:
            return done
    return _ask(request, desk, revision, form, checked)


def _ask(
    request: HttpRequest,
    desk: DocumentDesk,
    revision: Revision,
    form: PlanForm,
    checked: checks.Checks,
) -> HttpResponse:
    is_draft = revision.state == State.DRAFT
    refusal = ticking.refusal(revision, checked) if is_draft else ""
    still_open = ticking.still_open(revision, checked)
    context = {
        "title": "Publish these words?" if is_draft else "How long do these words stay?",
        "subtitle": revision.title,
        "revision": revision,
        "form": form,
        "seen": revision.changed_at.isoformat(),
        "reading": checked.reading,
        "remarks": still_open if is_draft else [],
        "told": [one for one in checked.shown if one not in still_open],
        "all_remarks": checked.shown,
        "claims": checked.claims,
        "ticked": request.POST.getlist(ticking.FIELD),
        "refusal": refusal,
        "waits": bool(refusal) and ticking.waits_for_clinician(revision, checked),
        "turn": next_step.says(revision, request.user, checked) if refusal else "",
        "change_url": admin_addresses.change(revision.document, revision.language),
        **beside_live(revision),
        "revision_url": desk.address("revision", revision.document_id, revision.pk),
    }
    return frame.page(request, "admin/publish.html", context, desk.model)


@transaction.atomic
def _act(
    request: HttpRequest,
    desk: DocumentDesk,
    seen: Revision,
    form: PlanForm,
    checked: checks.Checks,
) -> HttpResponse | None:
    """What the button says; nothing if the form has to be shown again."""
    revision = desk.locked(seen)
    is_as_seen = request.POST.get("seen") == revision.changed_at.isoformat()
    if not is_as_seen or revision.state == State.PAST:
        messages.warning(request, READ_AGAIN)
        return desk.go_to_editor(revision.document, revision.language)
    step, warnings = request.POST.get("do"), "\n".join(checked.warnings)
    if step == "cancel":
        _cancel(request, desk, revision)
    elif step in ("now", "plan") and _is_stopped(request, revision, checked):
        return None
    elif step == "plan":
        return _plan(request, desk, revision, form, warnings)
    elif step == "now" and revision.state == State.DRAFT:
        return _publish_now(request, desk, revision, warnings)
    return desk.go_to_editor(revision.document, revision.language)


def _is_stopped(request: HttpRequest, revision: Revision, checked: checks.Checks) -> bool:
    """True, and said, if a second person has to agree first or a warning was not ticked."""
    if revision.state != State.DRAFT:
        return False
    if reason := ticking.refusal(revision, checked):
        messages.error(request, reason)
    elif ticking.lacks_any(request, ticking.still_open(revision, checked)):
        messages.error(request, ticking.TICK_EACH)
    else:
        return False
    return True


def changes_unseen(draft: Revision) -> bool:
    """True if medical words that visitors read would change, and no second person saw how."""
    if not draft.document.medical or draft.was_seen_by_two:
        return False
    return draft.document.was_published(draft.language)


def _cancel(request: HttpRequest, desk: DocumentDesk, revision: Revision) -> None:
    schedule.plan(revision, request.user, publish_at=None, expires_at=None)
    frame.record(request, revision.document, "Plan cancelled.")
    messages.info(request, "Cancelled. Nothing happens by itself.")


def _publish_now(
    request: HttpRequest, desk: DocumentDesk, revision: Revision, warnings: str
) -> HttpResponse:
    try:
        revision.publish(request.user, warnings=warnings)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return desk.go("revision", revision.document_id, revision.pk)
    frame.record(request, revision.document, f"Published: {revision.title}.")
    tell_published(request, revision.document, revision.language)
    return desk.go_to_editor(revision.document, revision.language)


def _plan(
    request: HttpRequest, desk: DocumentDesk, revision: Revision, form: PlanForm, warnings: str
) -> HttpResponse | None:
    if not form.is_valid():
        return None
    start, end = (form.cleaned_data.get(name) for name in ("publish_at", "expires_at"))
    try:
        schedule.plan(revision, request.user, publish_at=start, expires_at=end, warnings=warnings)
    except ValidationError as error:
        form.add_error("publish_at", error)
        return None
    planned = _in_words(start, end)
    frame.record(request, revision.document, planned)
    messages.success(request, planned)
    return desk.go_to_editor(revision.document, revision.language)


def _in_words(start: datetime | None, end: datetime | None) -> str:
    """What happens by itself."""
    steps = []
    if start:
        steps.append(f"Goes live {schedule.when(start)}.")
    if end:
        steps.append(f"Is taken off the site {schedule.when(end)}.")
    return " ".join(steps) or "Nothing happens by itself."


def tell_published(request: HttpRequest, document: Document, language: str) -> None:
    """Where to see it."""
    here = address_of(document, language)
    link = format_html('Published. <a href="{}">See it as visitors do</a>.', here)
    messages.success(request, link)
