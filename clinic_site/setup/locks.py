"""Locks between programs of this clone; the system opens them when their holder ends.

One is held while a site runs: one run at a time, and where it answers.
"""

import fcntl
import json
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from clinic_site.setup import caller, sites
from clinic_site.setup.talk import Refused, say

_held: list[int] = []


def take(file: Path) -> int | None:
    """The number of the open file if nobody else holds this lock; it is held until this ends."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    number = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(number)
        return None
    _held.append(number)
    return number


def is_taken(file: Path) -> bool:
    """True if a program that runs holds this lock."""
    if not file.exists():
        return False
    with file.open("rb") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def wait_for_installation() -> None:
    """Let one program at a time fill .venv and write .env, from here to its end."""
    # Both sites of a clone run with the same packages.
    file = sites.RUN.folder / "install.lock"
    if _held:
        return
    if take(file) is None:
        say("Another make installs the packages of this folder. Waiting until it is done.")
        while take(file) is None:
            if why := caller.gone():
                raise Refused(f"Waited no longer, since {why}.")
            time.sleep(0.2)


def held() -> tuple[int, ...]:
    """The locks this program holds: one that it starts may hold them as well."""
    return tuple(_held)


def begin_run(address: str) -> None:
    """Be the run of this site. Raises Refused if it runs already."""
    site = sites.this()
    number = take(site.run_lock)
    if number is None:
        other = _read(site)
        raise Refused(
            f"Another make {site.command} of this folder runs already, at {other.get('address')} "
            f"(process {other.get('process')}). Stop it first, with Ctrl-C where it runs."
        )
    os.ftruncate(number, 0)
    os.write(number, json.dumps({"address": address, "process": os.getpid()}).encode())


def address_of_run(site: sites.Site) -> str:
    """Where the run of this site answers; empty if there is none."""
    return str(_read(site).get("address", "")) if is_taken(site.run_lock) else ""


def _read(site: sites.Site) -> dict[str, Any]:
    with suppress(OSError, ValueError):
        return dict(json.loads(site.run_lock.read_text("utf-8")))
    return {}
