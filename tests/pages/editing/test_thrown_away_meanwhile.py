"""Who writes what a colleague throws away meanwhile keeps every word, and learns what happened."""

from collections.abc import Callable
from typing import Any

import pytest

from faq.models import Entry, EntryRevision
from pages.editing.document_admin import DocumentAdmin
from pages.editing.off_site import in_the_bin
from pages.models import KeptWords
from tests.colleagues import Editor, change, draft_of, said
from tests.profile import list_prices

pytestmark = pytest.mark.django_db
Hire = Callable[..., Editor]
TEXT = "Behind the red house, by the gate."


@pytest.fixture
def mona(hire: Hire) -> Editor:
    """A manager, who may throw away."""
    return hire("Mona", "view_entry", "change_entry", "delete_entry")


@pytest.fixture
def eli(hire: Hire) -> Editor:
    """An editor, who may not."""
    return hire("Eli", "view_entry", "change_entry")


def page_of(document: Any, name: str) -> str:
    return change(document).replace("change/", f"{name}/")


def throw_away(who: Editor, document: Any) -> None:
    assert who.post(page_of(document, "delete"), {"why": "Wrong dose."}).status_code == 302


def says_who_and_how(page: str) -> None:
    assert "Mona threw this away on " in page
    assert "“Wrong dose.”" in page
    assert "can take it out. Ask them." in page


@pytest.mark.parametrize("button", ["_save", "_publish", "_review"])
def test_saving_gives_every_word_back_and_says_who_and_how(
    mona: Editor, eli: Editor, entry: Entry, button: str
) -> None:
    opened = eli.fields(change(entry))
    throw_away(mona, entry)
    answer = eli.send(change(entry), opened | {"summary": "New.", "body": TEXT}, button)
    assert answer.status_code == 200
    page = said(answer)
    says_who_and_how(page)
    assert "Mona can take it out. Ask them." in page
    assert f"<dd>{TEXT}</dd>" in page
    assert "<dd>New.</dd>" in page
    # What is as it was nobody typed.
    assert "<dd>Where do I park?</dd>" not in page.partition("What was thrown away")[0]
    assert not entry.is_live
    assert TEXT not in draft_of(entry).body


def test_out_of_the_bin_the_form_offers_them_again(mona: Editor, eli: Editor, entry: Entry) -> None:
    opened = eli.fields(change(entry))
    throw_away(mona, entry)
    eli.send(change(entry), opened | {"body": TEXT})
    mona.post(page_of(entry, "take-out"))
    assert TEXT in said(eli.get(change(entry))).partition("Go on with it")[0]
    assert TEXT not in said(mona.get(change(entry)))


def test_whoever_may_throw_away_takes_it_back_by_one_press(
    mona: Editor, dana: Editor, entry: Entry
) -> None:
    opened = dana.fields(f"{change(entry)}?language=es")
    throw_away(mona, entry)
    page = said(dana.send(f"{change(entry)}?language=es", opened | {"body": "Detrás."}))
    assert f'action="{page_of(entry, "take-out")}?language=es"' in page
    back = said(dana.post(f"{page_of(entry, 'take-out')}?language=es"))
    assert "Detrás." in back.partition("Go on with it")[0]


def test_what_is_typed_is_kept_all_the_while(mona: Editor, eli: Editor, entry: Entry) -> None:
    opened = eli.fields(change(entry))
    throw_away(mona, entry)
    kept = eli.post(page_of(entry, "keep"), opened | {"body": TEXT})
    assert kept.json()["at"]
    assert "Mona threw this away on " in kept.json()["gone"]
    page = said(eli.get(change(entry)))
    says_who_and_how(page)
    assert TEXT in page
    assert eli.post(page_of(entry, "keep"), {"forget_kept": "1"}).status_code == 302
    assert not KeptWords.objects.exists()


def test_rows_that_were_typed_come_back_too(hire: Hire) -> None:
    mona, eli = (
        hire(name, "view_pricelist", "change_pricelist", *more)
        for name, more in (("Mona", ["delete_pricelist"]), ("Eli", []))
    )
    prices = list_prices(("session", "One", "$450"))
    opened = eli.fields(change(prices))
    throw_away(mona, prices)
    rows = {name: "$475" for name, text in opened.items() if text in {"$450", "450"}}
    assert rows
    assert "475" in said(eli.send(change(prices), opened | rows))


def test_a_note_that_was_being_typed_comes_back(mona: Editor, eli: Editor, entry: Entry) -> None:
    eli.press(change(entry), summary="In front.")
    throw_away(mona, entry)
    version = page_of(entry, f"words/{draft_of(entry).pk}")
    page = said(eli.post(version, {"do": "note", "words": "Is it the red one?"}))
    says_who_and_how(page)
    assert "Is it the red one?" in page
    assert not draft_of(entry).notes.filter(did="note").exists()


def test_every_page_of_it_says_so_and_does_nothing(mona: Editor, eli: Editor, entry: Entry) -> None:
    throw_away(mona, entry)
    words = draft_of(entry).pk
    before = list(EntryRevision.objects.order_by("pk").values())
    names = ("preview", "discard", "compare", "take-off", "put-back", "translate", "history")
    steps = (f"words/{words}{step}" for step in ("", "/preview", "/publish", "/restore"))
    for name in (*names, *steps):
        path = page_of(entry, name)
        for answer in (eli.get(path), eli.post(path, {"do": "now"})):
            assert answer.status_code == 200, name
            says_who_and_how(said(answer))
    assert list(EntryRevision.objects.order_by("pk").values()) == before


def test_a_press_at_the_same_moment_takes_nothing_out_of_the_bin(
    mona: Editor, eli: Editor, entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Of what is off the site already the bin changes no words.
    mona.post(page_of(entry, "take-off"), {"why": "Wrong."})
    opened, seen_before = eli.fields(change(entry)), Entry.objects.get(pk=entry.pk)
    throw_away(mona, entry)
    with monkeypatch.context() as earlier:
        earlier.setattr(in_the_bin, "answer", lambda *_asked: None)
        earlier.setattr(DocumentAdmin, "get_object", lambda *_asked: seen_before)
        page = said(eli.send(change(entry), opened | {"body": TEXT}))
    assert "Your words are not saved yet" in page
    assert TEXT in page
    assert Entry.objects.get(pk=entry.pk).is_in_the_bin


def test_who_may_not_read_drafts_learns_nothing_of_it(
    mona: Editor, hire: Hire, entry: Entry
) -> None:
    throw_away(mona, entry)
    desk = hire("Desk", "view_entry")
    for name in ("change", "history", "preview", "take-off"):
        answer = desk.get(page_of(entry, name))
        assert answer.status_code == 403
        assert "Where do I park?" not in said(answer)
