"""The database itself keeps words that were live, and refuses unapproved ones, whoever asks it."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connections

from pages.revisions.revision import Revision

_SQLITE = """
CREATE TRIGGER keep_published_words_{table} BEFORE UPDATE ON {table}
WHEN OLD.state <> 'draft' AND ({old}) IS NOT ({new})
BEGIN SELECT RAISE(ABORT, 'words that were live stay as they were'); END
"""
_POSTGRESQL = """
CREATE TRIGGER keep_published_words_{table} BEFORE UPDATE ON {table} FOR EACH ROW
WHEN (OLD.state <> 'draft' AND ({old}) IS DISTINCT FROM ({new}))
EXECUTE FUNCTION keep_published_words()
"""
#: Going live needs a second person, or the note that one person did it alone.
_UNSEEN = """
NEW.state = 'live' AND NOT NEW.published_alone
AND (NEW.approved_by_id IS NULL OR NEW.approved_by_id = NEW.author_id)
"""
_APPROVED_SQLITE = """
CREATE TRIGGER refuse_unapproved_words_{table}_{event} BEFORE {event} ON {table}
WHEN {changed} AND {unseen} AND (SELECT medical FROM {documents} WHERE id = NEW.document_id)
BEGIN SELECT RAISE(ABORT, 'medical words need the approval of a second person'); END
"""
_APPROVED_POSTGRESQL = """
CREATE TRIGGER refuse_unapproved_words_{table}_{event} BEFORE {event} ON {table} FOR EACH ROW
WHEN ({changed} AND {unseen})
EXECUTE FUNCTION refuse_unapproved_words('{documents}')
"""
_APPROVED_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_unapproved_words() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE is_medical boolean;
BEGIN
  EXECUTE format('SELECT medical FROM %I WHERE id = $1', TG_ARGV[0])
  INTO is_medical USING NEW.document_id;
  IF is_medical THEN
    RAISE check_violation USING MESSAGE = 'medical words need the approval of a second person';
  END IF;
  RETURN NEW;
END $$
"""
_GOES_LIVE = {"INSERT": "TRUE", "UPDATE": "OLD.state <> 'live'"}
_FUNCTION = """
CREATE OR REPLACE FUNCTION keep_published_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE check_violation USING MESSAGE = 'words that were live stay as they were'; END $$
"""


def install_triggers(using: str = "default", **_kwargs: Any) -> None:
    """Put the triggers on every table of revisions; run after each migrate, which may drop them.

    After a migration that was taken back, only those that the older tables have the columns for.
    """
    connection = connections[using]
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if postgresql:
            cursor.execute(_FUNCTION)
            cursor.execute(_APPROVED_FUNCTION)
        existing = connection.introspection.table_names(cursor)
        for model in _revisions(existing):
            columns = _columns(cursor, connection, model._meta.db_table)
            for statement in _keep(model, columns, postgresql):
                cursor.execute(statement)
            if "published_alone" in columns:
                for statement in _approve(model, postgresql):
                    cursor.execute(statement)


def drop_triggers(using: str = "default", **_kwargs: Any) -> None:
    """Out of the way before a migration: no column goes, and no table moves, that one asks."""
    connection = connections[using]
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        existing = connection.introspection.table_names(cursor)
        for model in _revisions(existing):
            table = model._meta.db_table
            cursor.execute(_drop(f"keep_published_words_{table}", table, postgresql))
            for event in _GOES_LIVE:
                name = f"refuse_unapproved_words_{table}_{event}"
                cursor.execute(_drop(name, table, postgresql))


def _revisions(existing: list[str]) -> list[type[Revision]]:
    """Models of revisions whose table is there."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, Revision) and model._meta.db_table in existing
    ]


def _columns(cursor: Any, connection: Any, table: str) -> set[str]:
    described = connection.introspection.get_table_description(cursor, table)
    return {column.name for column in described}


def _drop(name: str, table: str, postgresql: bool) -> str:
    return f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if postgresql else "")


def _keep(model: type[Revision], columns: set[str], postgresql: bool) -> Iterator[str]:
    table = model._meta.db_table
    kept = ("document_id", *model.kept_words())
    words = [f'"{word}"' for word in kept if word in columns]
    yield _drop(f"keep_published_words_{table}", table, postgresql)
    yield (_POSTGRESQL if postgresql else _SQLITE).format(
        table=table,
        old=", ".join(f"OLD.{word}" for word in words),
        new=", ".join(f"NEW.{word}" for word in words),
    )


def _approve(model: type[Revision], postgresql: bool) -> Iterator[str]:
    table = model._meta.db_table
    document: Any = model._meta.get_field("document")  # type: ignore[misc]
    documents = document.related_model._meta.db_table
    for event, changed in _GOES_LIVE.items():
        yield _drop(f"refuse_unapproved_words_{table}_{event}", table, postgresql)
        yield (_APPROVED_POSTGRESQL if postgresql else _APPROVED_SQLITE).format(
            table=table, event=event, changed=changed, unseen=_UNSEEN, documents=documents
        )
