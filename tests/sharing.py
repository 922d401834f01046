"""Makes what is dear once in a run of the tests, whichever process needs it first."""

import fcntl
import pickle
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from django.conf import settings

T = TypeVar("T")
_FOLDER = Path(settings.BASE_DIR) / ".pytest_cache" / "shared"


def once(run: str, name: str, make: Callable[[], T]) -> T:
    """What another process of this run has made of it, or else what this one makes."""
    folder = _FOLDER / run
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if file.exists():
            made: T = pickle.loads(file.read_bytes())  # noqa: S301
            return made
        _forget_earlier_runs()
        made = make()
        file.write_bytes(pickle.dumps(made))
        return made


def _forget_earlier_runs() -> None:
    """Nobody asks any more for what they made."""
    yesterday = time.time() - 24 * 60 * 60
    for folder in _FOLDER.glob("*"):
        if folder.stat().st_mtime < yesterday:
            shutil.rmtree(folder, ignore_errors=True)
