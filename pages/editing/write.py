"""What happens when a document is written: its page, what is saved, and where one goes then."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.models import ADDITION, CHANGE
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from pages.admin_addresses import asking_for
from pages.editing import checks, seen_now, translate
from pages.editing.desk import DocumentDesk, language_of
from pages.editing.form import new_source, picture_for
from pages.editing.form.document_form import DocumentForm
from pages.editing.off_site.reason import off
from pages.editing.publish import changes_unseen, tell_published
from pages.editing.reviewing import next_step, sending, ticking
from pages.editing.writing import keeping
from pages.pictures.models import SHOWN_OR_SOON, Picture
from pages.revisions import drafts, schedule
from pages.revisions.document import Document
from pages.revisions.revision import Revision, State
from pages.staff import frame

#: Of someone who took back their consent.
_NOT_AGREED = "This person does not agree to be shown any more."
_OFF_THE_SITE = (
    "This person is off the site now, in every language, because the tick “this person agreed to"
    " be shown” is gone. Their picture is gone from our addresses too, unless other words show it."
)

#: A list of more is no help; the others are named in the list of all pictures.
_MOST_PICTURES = 40

# The page


def context(request: HttpRequest, desk: DocumentDesk, document: Document | None) -> dict[str, Any]:
    """What the page shows beside the form: how the words stand, and those of before."""
    if document is None:
        return _context_of_new(request, desk)
    language = language_of(request)
    reads = desk.can_read_drafts(request)
    revisions = _to_read(document, language, drafts=reads)
    draft, live = (revisions.filter(state=one).first() for one in (State.DRAFT, State.LIVE))
    notes = list(draft.notes.exclude(words="")) if draft else []
    shown = {
        "title": str(document if reads or not live else live.title),
        "subtitle": None,
        "reads_drafts": reads,
        **off(document),
        "revisions": revisions.select_related("author", "published_by"),
        "draft": draft,
        "live": live,
        "planned": _planned(desk, draft, live),
        "notes": notes,
        "last_note": notes[-1].words if notes else "",
        "preview_url": desk.address("preview", document.pk) + asking_for(language),
        **keeping.context(request, desk, document),
        "pictures": _pictures(),
    }
    shown.update(translate.standing(desk, document, language))
    if revision := draft or live:
        checked = checks.check_stored(request, revision)
        shown["reading"], shown["warnings"] = checked.reading, checked.warnings
        shown["remarks"] = checked.shown
        shown["asks_clinician"] = _asks_clinician(revision, checked)
        shown["turn"] = next_step.says(draft, request.user, checked) if draft else ""
    return shown


def _context_of_new(request: HttpRequest, desk: DocumentDesk) -> dict[str, Any]:
    return {
        "preview_url": desk.address("preview_new"),
        **keeping.context(request, desk, None),
        "asks_clinician": settings.TWO_PERSON_APPROVAL and _starts_medical(desk),
        "pictures": _pictures(),
        "reads_drafts": True,
    }


def _to_read(document: Document, language: str, *, drafts: bool) -> QuerySet[Any]:
    revisions: QuerySet[Any] = document.revisions.filter(language=language)
    return revisions if drafts else revisions.exclude(state=State.DRAFT)


def _starts_medical(desk: DocumentDesk) -> bool:
    """True if new words of this kind are medical until a clinician says that they are not."""
    is_medical = desk.model._meta.get_field("medical").get_default()
    return bool(desk.model.always_medical or is_medical)


def _pictures() -> QuerySet[Picture]:
    """Those that can be put into a text, the newest first; nobody looks through more."""
    return Picture.objects.filter(SHOWN_OR_SOON)[:_MOST_PICTURES]


def _planned(desk: DocumentDesk, draft: Revision | None, live: Revision | None) -> dict[str, str]:
    """What happens by itself, and where to change that."""
    publish_at = draft.publish_at if draft else None
    expires_at = live.expires_at if live else None
    planned = draft if draft and publish_at else live
    return {
        "publish_at": schedule.when(publish_at) if publish_at else "",
        "expires_at": schedule.when(expires_at) if expires_at else "",
        "path": desk.address("publish", planned.document_id, planned.pk) if planned else "",
    }


def _asks_clinician(revision: Revision, checked: checks.Checks) -> bool:
    """True if a clinician has to agree before this can be published, or what is typed now."""
    if revision.state == State.DRAFT:
        return ticking.waits_for_clinician(revision, checked)
    return settings.TWO_PERSON_APPROVAL and revision.document.medical


# Saving


def save(request: HttpRequest, desk: DocumentDesk, form: DocumentForm, *, is_new: bool) -> None:
    """Store the address at once, the words as a draft, and publish them if asked to."""
    document = form.document
    # None for a new one, which has no key yet.
    stored = desk.model._default_manager.filter(pk=document.pk)
    addresses = drafts.Addresses(stored)
    if is_new or desk.order_within in form.changed_data:
        document.order = _last_place(desk, document) + 1
    document.save()
    new_source.store(form)
    revision = drafts.save_draft(form.revision(), new_source.all_of(form), request.user)
    keeping.saved(request, desk, document, is_new=is_new)
    is_published = _publish_if_asked(request, revision)
    if not revision.may_be_shown and schedule.withdraw_all(document, request.user, _NOT_AGREED):
        frame.record(request, document, f"Taken off the site. {_NOT_AGREED}")
        messages.warning(request, _OFF_THE_SITE)
    for old, new in addresses.remember_moves([document]):
        moved = f"The address changed. Who follows {old} gets to {new} from now on."
        messages.info(request, moved)
    done = "Published" if is_published else "Draft saved"
    frame.record(request, document, _history(done, form), ADDITION if is_new else CHANGE)


def _last_place(desk: DocumentDesk, document: Document) -> int:
    """The place of the last of those it is put in order with."""
    siblings = desk.model._default_manager.all()
    if desk.order_within:
        siblings = siblings.filter(**{desk.order_within: getattr(document, desk.order_within)})
    return siblings.aggregate(last=Max("order"))["last"] or 0


def _publish_if_asked(request: HttpRequest, revision: Revision) -> bool:
    """Make it live, unless a person has to see something first; whether it was done."""
    if "_publish" not in request.POST or revision.state != State.DRAFT:
        return False
    if changes_unseen(revision):
        return False
    checked = checks.check_stored(request, revision)
    if ticking.refusal(revision, checked) or ticking.still_open(revision, checked):
        return False
    revision.publish(request.user, warnings="\n".join(checked.warnings))
    return True


def _history(done: str, form: DocumentForm) -> str:
    names = ", ".join(str(form.fields[name].label or name) for name in form.changed_data)
    return f"{done}: {names}." if names else f"{done}."


# After that


def answer(
    request: HttpRequest, desk: DocumentDesk, document: Document, language: str
) -> HttpResponse:
    """Say what visitors see now, and stay with the words or go where they are asked about."""
    draft = document.draft(language)
    if picture_for.BUTTON in request.POST:
        saved = f"The draft is saved. {seen_now.of_draft(document, draft)}" if draft else "Saved."
        messages.success(request, f"{saved} Add the picture, and you come back here.")
        return HttpResponseRedirect(picture_for.way_there(document))
    if draft and not draft.may_be_shown:
        messages.success(request, "The draft is saved. Visitors do not see this person.")
    elif draft and "_publish" in request.POST:
        return desk.go("publish", document.pk, draft.pk)
    elif draft and "_review" in request.POST:
        return sending.send(request, desk, draft)
    elif "_publish" in request.POST:
        tell_published(request, document, language)
    elif draft:
        messages.success(request, f"The draft is saved. {seen_now.of_draft(document, draft)}")
    else:
        messages.info(request, seen_now.unchanged(document, language))
    return desk.go_to_editor(document, language)
