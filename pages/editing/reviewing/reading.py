"""What stands on the page of one revision: the words in every way a reader needs; who is next."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from pages import admin_addresses
from pages.clinic.in_languages import name_of
from pages.editing import checks
from pages.editing.desk import DocumentDesk
from pages.editing.reviewing import next_step, ticking
from pages.editing.reviewing.difference import beside_live
from pages.revisions import drafts, translations
from pages.revisions.comparing import in_words
from pages.revisions.revision import Revision, State


def context(request: HttpRequest, desk: DocumentDesk, revision: Revision) -> dict[str, Any]:
    """All of it but the forms."""
    document, checked = revision.document, checks.check_stored(request, revision)
    return {
        "title": revision.title,
        "subtitle": f"{revision.get_state_display()} words",
        "revision": revision,
        "language_name": name_of(revision.language),
        **_beside_live(revision),
        **_remarks(request, revision, checked),
        **_step(request, revision, checked),
        "sources": revision.sources.all(),
        "notes": revision.notes.select_related("by"),
        "fields": _fields(revision),
        "has_change_permission": desk.can_change(request, document),
        "change_url": admin_addresses.change(document, revision.language),
        "preview_url": desk.address("revision_preview", document.pk, revision.pk),
    }


def _beside_live(revision: Revision) -> dict[str, Any]:
    """What visitors read now, what would change, and which translations that leaves behind."""
    document = revision.document
    older = translations.that_become_older(revision)
    return {
        **beside_live(revision),
        "twins": [
            (name_of(one.language), admin_addresses.change(document, one.language)) for one in older
        ],
    }


def _remarks(request: HttpRequest, revision: Revision, checked: checks.Checks) -> dict[str, Any]:
    """Of a draft, what a clinician ticks; else all is only told. What is past is past."""
    if revision.state == State.PAST:
        return {"remarks": [], "told": []}
    ticks = ticking.to_tick(checked) if revision.state == State.DRAFT else []
    return {
        "remarks": ticks,
        "told": [one for one in checked.shown if one not in ticks],
        "ticked": request.POST.getlist(ticking.FIELD),
    }


def _step(request: HttpRequest, revision: Revision, checked: checks.Checks) -> dict[str, Any]:
    """What this person may do with it now, and who is next."""
    can_approve = next_step.can_decide(revision, request.user, checked)
    if revision.state != State.DRAFT:
        return {"can_approve": can_approve}
    waits = ticking.waits_for_clinician(revision, checked)
    return {
        "can_approve": can_approve,
        "may_send": not revision.sent_at and (waits or not revision.reviewed_on),
        "may_publish": not ticking.refusal(revision, checked),
        "turn": next_step.says(revision, request.user, checked),
    }


def _fields(revision: Revision) -> list[tuple[str, str]]:
    """What was written, each with the name of its field."""
    names = [name for name in drafts.edited_fields(revision) if name != "language"]
    labels = {field.attname: field.verbose_name for field in revision._meta.fields}
    return [(str(labels[name]), in_words(revision, name)) for name in names]
