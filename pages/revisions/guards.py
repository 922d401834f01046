"""The database itself keeps words that were live, and refuses unapproved ones, whoever asks it."""

from collections.abc import Iterator
from typing import Any

from pages.revisions import rule_guards, triggers
from pages.revisions.document import Document, document_models
from pages.revisions.gone import staying
from pages.revisions.triggers import Trigger, differs

#: Going live needs a second person, or the note that one person did it alone.
_UNSEEN = (
    "NEW.state = 'live' AND NOT NEW.published_alone"
    " AND (NEW.approved_by_id IS NULL OR NEW.approved_by_id = NEW.author_id)"
)
_IS_MEDICAL = "(SELECT medical FROM {} WHERE id = NEW.document_id)"
_GOES_LIVE = {"INSERT": _UNSEEN, "UPDATE": f"OLD.state <> 'live' AND {_UNSEEN}"}


def install_triggers(using: str = "default", **_kwargs: Any) -> None:
    """Put the triggers on every table of revisions; run after each migrate, which may drop them.

    After a migration that was taken back, only those that the older tables have the columns for.
    """
    for kind in _kinds(using):
        columns = triggers.columns_of(kind.revision_model()._meta.db_table, using)
        triggers.install([_keep(kind, columns)], using)
        if "published_alone" in columns:
            triggers.install(_approve(kind), using)
        if "binned_at" in triggers.columns_of(kind._meta.db_table, using):
            triggers.install(staying.rules_of(kind), using)


def drop_triggers(using: str = "default", **_kwargs: Any) -> None:
    """Out of the way before a migration: no column goes, and no table moves, that one asks."""
    for kind in _kinds(using):
        triggers.remove([_keep(kind, set()), *_approve(kind), *staying.rules_of(kind)], using)


def _kinds(using: str) -> list[type[Document]]:
    """Kinds of documents whose revisions have a table."""
    there = triggers.tables(using)
    return [one for one in document_models() if one.revision_model()._meta.db_table in there]


def _keep(kind: type[Document], columns: set[str]) -> Trigger:
    """Words that were live stay as they were, as far as these columns hold them."""
    revision = kind.revision_model()
    table = revision._meta.db_table
    kept = [name for name in ("document_id", *revision.kept_words()) if name in columns]
    return Trigger(
        f"keep_published_words_{table}",
        table,
        ("UPDATE",),
        message="words that were live stay as they were",
        condition=f"OLD.state <> 'draft' AND {differs(kept)}",
    )


def _approve(kind: type[Document]) -> Iterator[Trigger]:
    """Medical words go live with a second person, and only a clinician approves any."""
    table = kind.revision_model()._meta.db_table
    is_medical = _IS_MEDICAL.format(kind._meta.db_table)
    for event, unseen in _GOES_LIVE.items():
        yield Trigger(
            f"refuse_unapproved_words_{table}_{event}",
            table,
            (event,),
            message="medical words need the approval of a second person",
            condition=f"{unseen} AND {is_medical}",
        )
    yield from rule_guards.no_clinician(table, kind._meta.app_label)
