"""The run of this clone: one at a time, and where it answers."""

import json
import os
from contextlib import suppress
from typing import Any

from clinic_site.setup import locks
from clinic_site.setup.talk import Refused

LOCK = locks.VAR / "run.lock"


def begin(address: str) -> None:
    """Be the run of this clone. Raises Refused if one runs already."""
    number = locks.take(LOCK)
    if number is None:
        other = _read()
        raise Refused(
            f"Another make run of this folder runs already, at {other.get('address')} "
            f"(process {other.get('process')}). Stop it first, with Ctrl-C where it runs."
        )
    os.ftruncate(number, 0)
    os.write(number, json.dumps({"address": address, "process": os.getpid()}).encode())


def address() -> str:
    """Where the run of this clone answers; empty if there is none."""
    return str(_read().get("address", "")) if locks.is_taken(LOCK) else ""


def _read() -> dict[str, Any]:
    with suppress(OSError, ValueError):
        return dict(json.loads(LOCK.read_text("utf-8")))
    return {}
