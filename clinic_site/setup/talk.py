"""What is said in the terminal, even while the terminal goes away."""

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[2]


class Refused(Exception):  # noqa: N818
    """Something a person has to mend first; its text is the one line that says what and how."""


def say(line: str, end: str = "\n", to: int = 2) -> None:
    """Print a line. Nobody may be there to read it any more, and that is no reason to fail.

    Not by ``print``, which a signal may have interrupted when its handler has something to say.
    """
    with suppress(OSError):
        os.write(to, (line + end).encode(errors="backslashreplace"))


def leave(code: int) -> NoReturn:
    """End at once: nothing that Python does at its end can print a traceback any more."""
    with suppress(OSError, ValueError):
        sys.stdout.flush()
    os._exit(code)


def name_of(path: Path | str) -> str:
    """The path as a person in the project's folder would type it."""
    with suppress(ValueError):
        return str(Path(path).relative_to(ROOT))
    return str(path)
