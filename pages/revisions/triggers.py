"""Writes triggers for SQLite and PostgreSQL: the database keeps a rule, whoever asks it.

They are installed after each migrate, since a migration may drop the table they stand on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connections, transaction

_SQLITE = """
CREATE TRIGGER {name} {moment} {event} ON {table} {condition}
BEGIN {action}; END
"""
_POSTGRESQL = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN {action}; END $$;
CREATE TRIGGER {name} {moment} {event} ON {table}
FOR EACH {each} EXECUTE FUNCTION {name}()
"""
_REFUSE = """
IF {condition} THEN RAISE check_violation USING MESSAGE = '{message}'; END IF;
IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
RETURN NEW"""


@dataclass(frozen=True)
class Trigger:
    """What the database does when rows of a table are added, changed or deleted.

    Either it refuses, with a message, what meets a condition on ``OLD`` and ``NEW``; or, once it
    is done, it runs a statement. Conditions are SQL both databases know, or ``differs``.
    """

    name: str
    table: str
    events: tuple[str, ...]
    message: str = ""
    condition: str = ""
    statement: str = ""
    #: True if other tables have one of this name. SQLite has each name once, so it adds the table.
    is_on_many_tables: bool = False

    def create(self, vendor: str) -> Iterator[str]:
        """SQL that puts it there."""
        yield from self._create_in_postgresql() if vendor == "postgresql" else self._create()

    def drop(self, vendor: str) -> Iterator[str]:
        """SQL that takes it away, if it is there."""
        if vendor == "postgresql":
            yield f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}"
        else:
            yield from (f"DROP TRIGGER IF EXISTS {self._name(event)}" for event in self.events)

    def _name(self, event: str) -> str:
        """In SQLite one trigger has one event."""
        name = f"{self.name}_{self.table}" if self.is_on_many_tables else self.name
        return name if len(self.events) == 1 else f"{name}_{event}"

    def _create(self) -> Iterator[str]:
        # Not every SQLite that Django runs on knows IS DISTINCT FROM.
        condition = self.condition.replace("IS DISTINCT FROM", "IS NOT")
        for event in self.events:
            yield _SQLITE.format(
                name=self._name(event),
                moment="BEFORE" if self.message else "AFTER",
                event=event,
                table=self.table,
                condition=f"WHEN {condition}" if condition else "",
                action=f"SELECT RAISE(ABORT, '{self.message}')" if self.message else self.statement,
            )

    def _create_in_postgresql(self) -> Iterator[str]:
        refuse = _REFUSE.format(condition=self.condition or "TRUE", message=self.message)
        yield _POSTGRESQL.format(
            name=self.name,
            moment="BEFORE" if self.message else "AFTER",
            event=" OR ".join(self.events),
            table=self.table,
            each="ROW" if self.message else "STATEMENT",
            action=refuse if self.message else f"{self.statement}; RETURN NULL",
        )


def differs(columns: Iterable[str]) -> str:
    """The condition that any of these columns changes, also from or to nothing."""
    names = list(columns)
    old = ", ".join(f'OLD."{name}"' for name in names)
    new = ", ".join(f'NEW."{name}"' for name in names)
    return f"({old}) IS DISTINCT FROM ({new})"


def install(triggers: Iterable[Trigger], using: str) -> None:
    """Put them there, anew if they are there."""
    vendor = connections[using].vendor
    for trigger in triggers:
        _execute((*trigger.drop(vendor), *trigger.create(vendor)), using)


def remove(triggers: Iterable[Trigger], using: str) -> None:
    """Take them away, those that are there."""
    for trigger in triggers:
        _execute(trigger.drop(connections[using].vendor), using)


def _execute(statements: Iterable[str], using: str) -> None:
    """All of them or none: what a running site must not do is never allowed in between.

    Not all triggers at once: that would lock many tables, in another order than visitors read them.
    """
    with transaction.atomic(using), connections[using].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def tables(using: str) -> set[str]:
    """The tables that are there: after a migration that was taken back, not all are."""
    connection = connections[using]
    with connection.cursor() as cursor:
        return set(connection.introspection.table_names(cursor))


def columns_of(table: str, using: str) -> set[str]:
    """The columns that this table has now."""
    connection = connections[using]
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
    return {column.name for column in described}
