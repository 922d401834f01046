"""Locks between programs of this clone; the system opens them when their holder ends."""

import fcntl
import os
import time
from pathlib import Path

from clinic_site.setup import caller
from clinic_site.setup.talk import ROOT, Refused, say

VAR = ROOT / "var"
_held: list[int] = []


def take(file: Path) -> int | None:
    """The number of the open file if nobody else holds this lock; it is held until this ends."""
    file.parent.mkdir(exist_ok=True)
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
    file = VAR / "install.lock"
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
