"""The run of this clone: one at a time, and where it answers."""

import json
import os
from contextlib import suppress
from typing import Any

from clinic_site.setup import locks
from clinic_site.setup.talk import Refused

_LOCK = locks.VAR / "run.lock"
_own: list[int] = []


def begin(address: str) -> None:
    """Be the run of this clone. Raises Refused if one runs already."""
    number = locks.take(_LOCK)
    if number is None:
        other = _read()
        raise Refused(
            f"Another make run of this folder runs already, at {other.get('address')} "
            f"(process {other.get('process')}). Stop it first, with Ctrl-C where it runs."
        )
    _own.append(number)
    os.ftruncate(number, 0)
    os.write(number, json.dumps({"address": address, "process": os.getpid()}).encode())


def is_gone() -> bool:
    """True if the lock of this run was taken away, with the folder it is in."""
    try:
        return not os.path.samestat(os.stat(_LOCK), os.fstat(_own[0]))
    except FileNotFoundError:
        return True


def address() -> str:
    """Where the run of this clone answers; empty if there is none."""
    return str(_read().get("address", "")) if locks.is_taken(_LOCK) else ""


def _read() -> dict[str, Any]:
    with suppress(OSError, ValueError):
        return dict(json.loads(_LOCK.read_text("utf-8")))
    return {}
