"""What visitors see now, for the message after each save: no more and no less."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.text import capfirst

from pages.clinic import rules
from pages.clinic.in_languages import label
from pages.languages import DEFAULT
from pages.revisions.document import Document
from pages.revisions.revision import Revision, State
from pages.revisions.schedule import when


def of_draft(document: Document, draft: Revision) -> str:
    """Beside a draft that was just saved: what is seen until when."""
    live = _live(document, draft.language)
    if live:
        day = date_format(live.published_at, "M j, Y") if live.published_at else "before"
        seen = f"Visitors still see the words of {day}"
    elif document.was_published(draft.language):
        seen = "It is off the site: visitors see nothing of it"
    else:
        seen = "Visitors see nothing of it yet"
    if draft.publish_at:
        return f"{seen}. It goes live {when(draft.publish_at)}."
    if draft.waits_for_approval:
        return f"{seen}. A clinician has to agree before it can be published."
    return f"{seen}. Publish it, and they see it."


def unchanged(document: Document, language: str) -> str:
    """Where nothing of the words was changed."""
    live = _live(document, language)
    seen = "Visitors see them already." if live else "Visitors see nothing of it."
    return f"Saved. The words are the same as before. {seen}"


def of_facts(changed: Iterable[str], language: str = DEFAULT) -> str:
    """After facts were saved, by their labels: what waits for a clinician is not seen with them."""
    named = ", ".join(map(capfirst, changed))
    saved = f"Saved: {named}. Visitors see that now." if named else "Nothing was changed."
    waiting = ", ".join(label(one.fact) for one in rules.drafts().filter(language=language))
    return f"{saved} Visitors do not see what is not approved yet: {waiting}." if waiting else saved


def _live(document: Document, language: str) -> Revision | None:
    found: Revision | None = document.revisions.filter(state=State.LIVE, language=language).first()
    return found
