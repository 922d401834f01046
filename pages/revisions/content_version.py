"""One number for everything visitors can read, raised by the database itself.

Triggers, because a bulk update or a change by hand in the database sends no signal to Django.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connections

_EVENTS = ("INSERT", "UPDATE", "DELETE")
_FUNCTION = """
CREATE OR REPLACE FUNCTION raise_content_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN UPDATE pages_contentversion SET number = number + 1 WHERE id = 1; RETURN NULL; END $$
"""
_POSTGRESQL = """
DROP TRIGGER IF EXISTS raise_content_version ON {table};
CREATE TRIGGER raise_content_version AFTER INSERT OR UPDATE OR DELETE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION raise_content_version()
"""
_SQLITE = """
CREATE TRIGGER raise_content_version_{table}_{event} AFTER {event} ON {table}
BEGIN UPDATE pages_contentversion SET number = number + 1 WHERE id = 1; END
"""


def current() -> int:
    """The number now. Read it before rendering: a page must never be kept as newer than it is."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT number FROM pages_contentversion WHERE id = 1")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def install_triggers(using: str = "default", **_kwargs: Any) -> None:
    """Put the triggers on every table visitors see; run after each migrate, which may drop them."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO pages_contentversion (id, number) VALUES (1, 1) ON CONFLICT DO NOTHING"
        )
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for table in _tables(connection.introspection.table_names(cursor)):
            if connection.vendor == "postgresql":
                cursor.execute(_POSTGRESQL.format(table=table))
                continue
            for event in _EVENTS:
                cursor.execute(f"DROP TRIGGER IF EXISTS raise_content_version_{table}_{event}")
                cursor.execute(_SQLITE.format(table=table, event=event))


def _tables(existing: list[str]) -> Iterator[str]:
    """Tables of models marked ``shown_to_visitors``, and of their many-to-many fields."""
    for model in apps.get_models():
        if getattr(model, "shown_to_visitors", False):
            tables = [field.m2m_db_table() for field in model._meta.many_to_many]
            yield from (table for table in (model._meta.db_table, *tables) if table in existing)
