"""Keeps the files of an SQLite database to the account that runs the site, whatever the umask."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

_FOR_US_ALONE = 0o600
#: What SQLite writes beside the file. It takes over the rights of the file when it makes them.
_BESIDE = ("", "-wal", "-shm")


def make_private(connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
    """On each new connection: nobody else may read or write its files."""
    if connection.vendor != "sqlite":
        return
    for end in _BESIDE:
        _close(Path(f"{connection.settings_dict['NAME']}{end}"))


def _close(file: Path) -> None:
    # Not there, in memory, or of another account: then it is theirs to say who reads it.
    with suppress(OSError):
        if file.stat().st_mode & 0o077:
            file.chmod(_FOR_US_ALONE)
