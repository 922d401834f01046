"""SQLite, for whose one writer at a time not every thread of a process may wait."""

from __future__ import annotations

from typing import Any

from django.db.backends.sqlite3 import base

from clinic_site.databases.places import PLACES

_WRITES = ("BEGIN", "INSERT", "UPDATE", "DELETE", "REPLACE")


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own; whoever wants to write waits in one of a few places."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(_in_turn)


def _in_turn(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Inside a transaction nobody waits any more: it begins with the right to write."""
    if context["connection"].in_atomic_block or not sql.lstrip().startswith(_WRITES):
        return execute(sql, params, many, context)
    with PLACES.one():
        return execute(sql, params, many, context)
