"""Sends words to a clinician with one press, and says what a clinician's yes means."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from pages.editing import checks
from pages.editing.desk import DocumentDesk
from pages.editing.publish import tell_published
from pages.revisions import approval
from pages.revisions.revision import Revision
from pages.revisions.turns import following, telling
from pages.staff import frame
from pages.staff.moments import clock


def send(request: HttpRequest, desk: DocumentDesk, draft: Revision) -> HttpResponse:
    """One button: it is sent. The next page says to whom, and takes a note for them."""
    if draft.sent_at is None and draft.reviewed_on is None:
        ask(request, draft, "")
    return desk.go("revision", draft.document_id, draft.pk)


def ask(request: HttpRequest, draft: Revision, note: str) -> None:
    """Send it, ask those who can say yes, and say who they are."""
    approval.send(draft, request.user, note)
    asked = telling.ask_clinicians(draft, request.user)
    frame.record(request, draft.document, f"Sent for review: {draft.title}.")
    if not asked:
        text = "Sent, but nobody else here can approve it. Ask a manager who is a clinician."
        messages.warning(request, text)
        return
    names = " and ".join(str(one.get_short_name() or one) for one in asked[:3])
    at = clock(timezone.now())
    sees = "If they agree, visitors see it at once."
    if not settings.PUBLISH_ON_APPROVAL:
        sees = "If they agree, someone still publishes it. Visitors see nothing of it before that."
    messages.success(request, f"Sent to {names} at {at}. A clinician reads it next. {sees}")


def author_of(revision: Revision) -> str:
    """Whose turn it is, for a sentence."""
    author = revision.author
    return str(author.get_short_name() or author) if author else "whoever may publish"


def after_approval(request: HttpRequest, revision: Revision) -> None:
    """Say that it is not live yet and who publishes it; or publish it, if the clinic wants that."""
    if settings.PUBLISH_ON_APPROVAL and _publish(request, revision):
        telling.tell_author(revision, request.user, telling.Told.AGREED)
        return
    telling.tell_author(revision, request.user, telling.Told.AGREED)
    has_mail = bool(revision.author and revision.author.email)
    mail = " and has mail" if has_mail and revision.author != request.user else ""
    text = f"Approved: “{revision.title}”. Not live yet: {author_of(revision)} publishes it{mail}."
    messages.info(request, text)


def go_on(request: HttpRequest, done: Revision, *, is_draft: bool) -> HttpResponse:
    """The next one on the screen, or Today if none is left."""
    path = following.after(request, done, is_draft=is_draft)
    if not path:
        messages.success(request, "That was the last one that waits for you.")
    return HttpResponseRedirect(path or reverse("admin:index"))


def _publish(request: HttpRequest, revision: Revision) -> bool:
    """With the warnings that stand beside it; false if something else is in its way."""
    warnings = checks.check_stored(request, revision).warnings
    if revision.publish_at:
        return False
    try:
        revision.publish(request.user, warnings="\n".join(warnings))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return False
    frame.record(request, revision.document, f"Approved and published: {revision.title}.")
    tell_published(request, revision.document, revision.language)
    return True
