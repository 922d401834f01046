"""The first edition in Spanish: a draft for each text, which says what the English one says."""

import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from faq.models import Entry
from pages.models import Page
from pages.revisions.document import Document
from pages.revisions.edition import first_edition, translated_edition
from pages.revisions.revision import Revision, State

ENGLISH = [
    path
    for app in ("pages", "faq")
    for path in first_edition.files(settings.BASE_DIR / app / "content" / "en")
]
#: What stays as it is in every language, with what each is called.
KEPT = {
    "facts": r"\{[\w-]+\}",
    # Where in a page, and what a text to 988 begins with, are said in its own language.
    "links": r"\]\(([^)#?]*)",
    "blocks": r"^:::[ \t]*\S*",
    "headings": r"^#+ ",
    "list items": r"^\s*(?:-|\d+\.) ",
}


def _spanish(path: Path) -> Path:
    return path.parents[1] / "es" / path.name


def _draft(document: Document) -> Revision:
    draft = document.draft("es")
    assert draft
    return draft


@pytest.mark.parametrize("path", ENGLISH, ids=lambda path: path.stem)
def test_every_text_is_there_in_spanish(path: Path) -> None:
    fields, english = first_edition.read(path)
    spanish_fields, spanish = first_edition.read(_spanish(path))
    for what, pattern in KEPT.items():
        kept, found = (
            Counter(re.findall(pattern, body, re.MULTILINE)) for body in (english, spanish)
        )
        assert found == kept, what
    assert "(sms:988)" not in spanish, "988 answers in Spanish only a text that says AYUDA"
    assert {"title", "summary", "nav", "description"} & fields.keys() <= spanish_fields.keys()


@pytest.mark.usefixtures("first_edition")
@pytest.mark.parametrize("model", [Page, Entry])
def test_a_new_site_has_it_as_drafts_of_the_words_that_are_live(model: type[Document]) -> None:
    documents = model.objects.live("en")
    assert documents.count() > 10
    for document in documents:
        draft = _draft(document)
        assert draft.translates == document.shown, f"{document}: its English words changed"
        assert set(draft.sources.all()) == set(document.shown.sources.all())
        assert "A translator and a clinician" in draft.note


@pytest.mark.usefixtures("first_edition")
def test_visitors_see_none_of_it_before_it_is_approved(client: Client) -> None:
    entry = Entry.objects.live("en")[0]
    address = f"/es{entry.get_absolute_url()}"
    title = _draft(entry).title
    assert title not in client.get(address).content.decode()
    _draft(entry).publish(first_edition=True)
    assert title in client.get(address).content.decode()


@pytest.mark.usefixtures("first_edition")
def test_what_was_discarded_is_not_offered_again() -> None:
    entry = Entry.objects.live("en")[0]
    _draft(entry).delete()
    call_command("load_first_edition", verbosity=0)
    assert entry.draft("es") is None


@pytest.mark.django_db
def test_words_of_staff_are_said_to_be_other_than_those_translated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as without:
        without.setattr(translated_edition, "load", lambda *_: 0)
        call_command("load_first_edition", verbosity=0)
    entry, other = Entry.objects.live("en")[:2]
    changed = entry.shown.copy_as_draft()
    changed.title = "Changed by staff"
    changed.publish(first_edition=True)
    call_command("load_first_edition", verbosity=0)
    assert _draft(entry).translates is None
    assert "The English words here are not those" in _draft(entry).note
    assert _draft(other).translates == other.shown
    assert "The English words here" not in _draft(other).note
    assert entry.revisions.get(state=State.LIVE).title == "Changed by staff"


@pytest.mark.usefixtures("first_edition")
def test_the_sample_clinic_alone_shows_it() -> None:
    assert not Entry.objects.live("es").exists()
    assert translated_edition.publish(Entry) == Entry.objects.live("en").count()
    assert Entry.objects.live("es").count() == Entry.objects.live("en").count()
