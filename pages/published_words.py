"""The database itself keeps words that were live as they were, whatever code asks it."""

from typing import Any

from django.apps import apps
from django.db import connections

from pages.revisions import Revision

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
_FUNCTION = """
CREATE OR REPLACE FUNCTION keep_published_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE check_violation USING MESSAGE = 'words that were live stay as they were'; END $$
"""


def install_triggers(using: str = "default", **_kwargs: Any) -> None:
    """Put the triggers on every table of revisions; run after each migrate, which may drop them."""
    connection = connections[using]
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        existing = connection.introspection.table_names(cursor)
        if postgresql:
            cursor.execute(_FUNCTION)
        for model in apps.get_models():
            if issubclass(model, Revision) and model._meta.db_table in existing:
                cursor.execute(_drop(model, postgresql))
                cursor.execute(_create(model, postgresql))


def _drop(model: type[Revision], postgresql: bool) -> str:
    table = model._meta.db_table
    on_table = f" ON {table}" if postgresql else ""
    return f"DROP TRIGGER IF EXISTS keep_published_words_{table}{on_table}"


def _create(model: type[Revision], postgresql: bool) -> str:
    words = [f'"{word}"' for word in ("document_id", *model.WORDS)]
    return (_POSTGRESQL if postgresql else _SQLITE).format(
        table=model._meta.db_table,
        old=", ".join(f"OLD.{word}" for word in words),
        new=", ".join(f"NEW.{word}" for word in words),
    )
