"""Trouble for the database: many at once, refusals, and what it holds afterwards."""

import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.db import OperationalError, connection, connections


def asked_of_postgresql(
    monkeypatch: pytest.MonkeyPatch, module: ModuleType
) -> list[tuple[str, list[int]]]:
    """What this module asks of PostgreSQL, for a promise that SQLite keeps by itself."""
    asked: list[tuple[str, list[int]]] = []

    class Cursor:
        def execute(self, sql: str, values: list[int]) -> None:
            asked.append((sql, values))

    class PostgreSQL:
        vendor = "postgresql"

        def cursor(self) -> AbstractContextManager[Cursor]:
            return nullcontext(Cursor())

    monkeypatch.setattr(module, "connection", PostgreSQL())
    return asked


def at_once(*tasks: Callable[[], Any]) -> list[Any]:
    """Run them at the same time, each with a database connection of its own."""

    def run(task: Callable[[], Any]) -> Any:
        try:
            return task()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def everything_stored() -> list[Any]:
    """Every value of every table, as the database has it."""
    with connection.cursor() as cursor:
        values: list[Any] = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            values += cursor.fetchall()
    return values


@contextmanager
def any_order() -> Iterator[None]:
    """A database that is asked for no order may give any: here SQLite gives the last row first."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA reverse_unordered_selects = ON")
        try:
            yield
        finally:
            cursor.execute("PRAGMA reverse_unordered_selects = OFF")


class Broken:
    """Stands between Django and the database, and refuses what it is told to."""

    def __init__(self, *words: str) -> None:
        self.words = words

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if any(word in sql for word in self.words):
            raise OperationalError("database is locked, said of Rob and (202) 555-0188")
        return execute(sql, params, many, context)


def files_of_sqlite(*, only_log: bool = False) -> bytes:
    """What the database's file and its log hold.

    Another process reads them: closing such a file here would end the locks this process has on it
    (SQLite, "How To Corrupt An SQLite Database File", 2.2).
    """
    database = Path(connection.settings_dict["NAME"])
    log = database.with_name(f"{database.name}-wal")
    files = [log] if only_log else [database, log]
    read = ["cat", *(str(file) for file in files if file.exists())]
    return subprocess.run(read, capture_output=True, check=True).stdout  # noqa: S603
