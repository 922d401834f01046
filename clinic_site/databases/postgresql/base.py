"""PostgreSQL that may fall silent: nobody waits for it longer than a visitor would.

A server that is frozen, or behind a line that swallows what is sent, still acknowledges every
packet (or its kernel does): no timeout of TCP or of the server itself ends that. So the waiting is
ended here, where psycopg waits, and the connection is given up.
"""

from __future__ import annotations

from time import monotonic
from typing import Any

from django.db.backends.postgresql import base
from django.db.utils import OperationalError
from psycopg import OperationalError as Refused

from clinic_site.databases import silence
from clinic_site.databases.places import PLACES


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, with an end to each wait; commands that run for long have none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(_in_turn)

    def get_connection_params(self) -> dict[str, Any]:
        """With the limits that the server keeps, which end before ours does."""
        params: dict[str, Any] = super().get_connection_params()
        if silence.LIMIT.is_set:
            params |= {"options": silence.SERVER_LIMITS, "connect_timeout": silence.TO_CONNECT}
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection each of whose waits ends; none while nobody answered a moment ago."""
        if silence.LIMIT.fell_silent():
            raise OperationalError("The database did not answer a moment ago.")
        began = monotonic()
        try:
            with PLACES.one():
                made: Any = super().get_new_connection(conn_params)
        except Refused:
            if monotonic() - began >= silence.TO_CONNECT:
                silence.LIMIT.note()
            raise
        if silence.LIMIT.is_set:
            made.wait = silence.ending(made)
        return made

    def is_usable(self) -> bool:
        """True if it answers now."""
        with PLACES.one():
            return bool(super().is_usable())


def _in_turn(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Inside a transaction nobody needs a place: those who have one may wait for just this one."""
    if context["connection"].in_atomic_block:
        return execute(sql, params, many, context)
    with PLACES.one():
        return execute(sql, params, many, context)
