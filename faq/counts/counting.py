"""Adds to a count without making a visitor wait for it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

#: How long a visitor waits for a count that another writer holds up, in milliseconds.
_PATIENCE = 200


@contextmanager
def impatient() -> Iterator[None]:
    """Give up soon when the database is busy; the usual patience is for what must not be lost."""
    ask, set_to = (
        ("SHOW lock_timeout", "SET lock_timeout = {}")
        if connection.vendor == "postgresql"
        else ("PRAGMA busy_timeout", "PRAGMA busy_timeout = {}")
    )
    with connection.cursor() as cursor:
        cursor.execute(ask)
        usual = cursor.fetchone()[0]
        cursor.execute(set_to.format(_PATIENCE))
        try:
            yield
        finally:
            cursor.execute(set_to.format(repr(usual)))
