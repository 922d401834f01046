"""Puts a copy of the SQLite database in the place of the one in use, once the copy is proven."""

import fcntl
import os
import sqlite3
from argparse import ArgumentParser
from contextlib import closing, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from contact.models.sealed import Unreadable, unseal

#: What SQLite keeps beside a database. Left there, it would be played into another one.
_BESIDE = ("-wal", "-shm", "-journal")
#: The byte of the -shm file that whoever has the database open keeps locked (SQLite, walformat).
_OPEN_BYTE = 128
_NEWEST = "SELECT name FROM contact_inquiry ORDER BY id DESC LIMIT 1"
_LAST_RECORD = "SELECT COALESCE(MAX(id), 0) FROM contact_auditrecord"
_REMOVED_SINCE = (
    "SELECT DISTINCT reference FROM contact_auditrecord "
    "WHERE act IN ('redacted', 'deleted') AND id > ? ORDER BY reference"
)


class Command(BaseCommand):
    help = "Put a copy of the SQLite database back. First stop the site and its mail worker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("copy", type=Path, help="made by: sqlite3 site.sqlite3 .backup")

    def handle(self, *_args: str, **options: Any) -> None:
        if connection.vendor != "sqlite":
            raise CommandError("This is for SQLite. docs/deploy.md says what PostgreSQL needs.")
        copy, place = Path(options["copy"]), Path(connection.settings_dict["NAME"])
        last_record = prove(copy)
        connection.close()
        refuse_while_open(place)
        again = removed_since(place, last_record)
        new = whole_copy(copy, place)
        self.stdout.write(f"{put_aside(place)}Restored {copy}.")
        new.replace(place)
        if again:
            self.stdout.write(f"Remove words again, or delete: {', '.join(again)}.")


def prove(copy: Path) -> int:
    """The number of its last audit record. Raises CommandError unless it is whole and ours."""
    try:
        with closing(reader(copy)) as database:
            if database.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise CommandError(f"{copy} is damaged. Take another copy.")
            refuse_other_keys(copy, database)
            return int(database.execute(_LAST_RECORD).fetchone()[0])
    except sqlite3.Error as error:
        raise CommandError(f"{copy} is no copy of this site's database ({error}).") from error


def refuse_other_keys(copy: Path, database: sqlite3.Connection) -> None:
    """Raise CommandError if INQUIRY_KEYS opens nothing of it."""
    newest = database.execute(_NEWEST).fetchone()
    if newest and isinstance(unseal(newest[0]), Unreadable):
        raise CommandError(
            f"INQUIRY_KEYS opens none of the messages in {copy}. Put the keys of that time "
            "there, after the one in use."
        )


def reader(file: Path) -> sqlite3.Connection:
    """Reads it without a file beside it, unless there is one that belongs to it."""
    belongs = any(file.with_name(file.name + end).exists() for end in _BESIDE)
    how = "mode=ro" if belongs else "mode=ro&immutable=1"
    return sqlite3.connect(f"file:{quote(str(file.absolute()))}?{how}", uri=True)


def refuse_while_open(place: Path) -> None:
    """Raise CommandError while another program works on it: what it stores would be lost."""
    with suppress(FileNotFoundError), place.with_name(f"{place.name}-shm").open("r+b") as shared:
        try:
            fcntl.lockf(shared, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _OPEN_BYTE)
        except OSError:
            raise CommandError(
                f"{place} is in use. First: systemctl stop brainstim-web brainstim-mail"
            ) from None


def removed_since(place: Path, last_record: int) -> list[str]:
    """Messages that someone removed words from since the copy, as far as it can be read."""
    try:
        with closing(reader(place)) as database:
            return [row[0] for row in database.execute(_REMOVED_SINCE, [last_record])]
    except sqlite3.Error:
        return []


def whole_copy(copy: Path, place: Path) -> Path:
    """Written whole beside the place and on the disk, for whoever owns the folder."""
    new = place.with_name(f"{place.name}.new")
    new.unlink(missing_ok=True)
    number = os.open(new, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with closing(reader(copy)) as source, closing(sqlite3.connect(new)) as target:
        source.backup(target)
    owner = place.parent.stat()
    with suppress(PermissionError):
        os.fchown(number, owner.st_uid, owner.st_gid)
    os.fsync(number)
    os.close(number)
    return new


def put_aside(place: Path) -> str:
    """What was there under another name, together with what belongs to it; says where it is."""
    before = f"{place.name}.before-{timezone.now():%Y%m%d-%H%M%S}"
    there = [end for end in ("", *_BESIDE) if place.with_name(place.name + end).exists()]
    for end in there:
        place.with_name(place.name + end).rename(place.with_name(before + end))
    return f"What was there is {before} now: delete it when all is well. " if there else ""
