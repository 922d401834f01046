"""What the database never lets go: words that were read, their sources, and pages all must find."""
# ruff: noqa: S608  # Names of tables are of the code; nothing that anyone typed comes in.

from __future__ import annotations

from collections.abc import Iterator

from pages.revisions.document import Document
from pages.revisions.triggers import Trigger, differs

_READ = "words that visitors read are never deleted"
_BINNED = "what is in the bin is not on the site"
_NEEDED = "the site cannot be without this page"

_IS_BINNED = "(SELECT binned_at FROM {table} WHERE id = NEW.document_id) IS NOT NULL"
_IS_LIVE = "EXISTS (SELECT 1 FROM {words} WHERE document_id = NEW.id AND state = 'live')"
#: Publishing makes the words of before past while the new ones are still a draft.
_NO_OTHERS = (
    "NOT EXISTS (SELECT 1 FROM {words} d WHERE d.document_id = OLD.document_id"
    " AND d.language = OLD.language AND d.state = 'draft')"
)


def rules_of(kind: type[Document]) -> Iterator[Trigger]:
    """All of them for this kind of document."""
    yield from _read_words_stay(kind)
    yield from _binned_words_are_not_live(kind)
    if kind.FIXED_ROWS:
        yield from _needed_pages_stay(kind)
        yield from _needed_words_stay(kind)


def _names(kind: type[Document]) -> tuple[str, str]:
    return kind._meta.db_table, kind.revision_model()._meta.db_table


def _read_words_stay(kind: type[Document]) -> Iterator[Trigger]:
    """Nobody deletes what visitors read, nor what it rests on; votes go with their own days."""
    _table, words = _names(kind)
    yield Trigger(
        f"never_delete_read_words_{words}", words, ("DELETE",), _READ, "OLD.state <> 'draft'"
    )
    sources = kind.revision_model()._meta.get_field("sources").m2m_db_table()
    owner = f"{kind.revision_model()._meta.model_name}_id"
    state = f"(SELECT state FROM {words} WHERE id = OLD.{owner})"
    yield Trigger(
        f"never_delete_read_sources_{words}", sources, ("DELETE",), _READ, f"{state} <> 'draft'"
    )


def _binned_words_are_not_live(kind: type[Document]) -> Iterator[Trigger]:
    table, words = _names(kind)
    binned = _IS_BINNED.format(table=table)
    for event, goes_live in (
        ("INSERT", "NEW.state = 'live'"),
        ("UPDATE", "NEW.state = 'live' AND OLD.state <> 'live'"),
    ):
        name = f"no_binned_words_{words}_{event}"
        yield Trigger(name, words, (event,), _BINNED, f"{goes_live} AND {binned}")
    is_live = _IS_LIVE.format(words=words)
    thrown = f"NEW.binned_at IS NOT NULL AND {is_live}"
    yield Trigger(f"bin_nothing_live_{table}", table, ("UPDATE",), _BINNED, thrown)


def _needed_pages_stay(kind: type[Document]) -> Iterator[Trigger]:
    """Never moved, never binned, never deleted."""
    table, _words = _names(kind)
    needed = kind.FIXED_ROWS.format(row="OLD")
    moved = f"({differs(['slug', 'layout'])} OR NEW.binned_at IS NOT NULL)"
    yield Trigger(
        f"move_no_needed_page_{table}", table, ("UPDATE",), _NEEDED, f"{needed} AND {moved}"
    )
    yield Trigger(f"delete_no_needed_page_{table}", table, ("DELETE",), _NEEDED, needed)


def _needed_words_stay(kind: type[Document]) -> Iterator[Trigger]:
    """Replaced by other words, never taken off, and with no time at which they would be."""
    table, words = _names(kind)
    needed = f"EXISTS (SELECT 1 FROM {table} p WHERE p.id = NEW.document_id AND "
    needed += f"{kind.FIXED_ROWS.format(row='p')})"
    off = f"OLD.state = 'live' AND NEW.state <> 'live' AND {_NO_OTHERS.format(words=words)}"
    ends = "NEW.expires_at IS NOT NULL"
    yield Trigger(
        f"take_no_needed_page_off_{words}", words, ("UPDATE",), _NEEDED, f"{off} AND {needed}"
    )
    for event in ("INSERT", "UPDATE"):
        name = f"end_no_needed_page_{words}_{event}"
        yield Trigger(name, words, (event,), _NEEDED, f"{ends} AND {needed}")
