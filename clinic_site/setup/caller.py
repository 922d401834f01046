"""Whoever started us, and the terminal: when they are gone, nobody can stop us any more.

Nothing here is compared with how it was when we began: by then they may be gone already.
"""

import errno
import os
import re
import termios
from pathlib import Path

from clinic_site.setup.signals import STOPPING, is_ignored

#: The process of make, which the Makefile tells: whoever asks later may get another answer.
VARIABLE = "STARTED_BY"
_PROCESS = int(os.environ.get(VARIABLE) or os.getppid())


def variables() -> dict[str, str]:
    """What a program needs to know that takes our place."""
    return {VARIABLE: str(_PROCESS)}


def goals() -> list[str]:
    """What make was asked for."""
    return os.environ.get("GOALS", "").split() or ["run"]


def command() -> str:
    """The same, as one types it again."""
    return " ".join(["make", *goals()])


def gone() -> str:
    """Why nobody is there any more, in words that may stand after "since"; empty if they are."""
    if os.getppid() != _PROCESS or _was_told_to_stop(_PROCESS):
        return "make was ended"
    if _terminal_is_closed():
        return "nothing reads what it says any more"
    return ""


def _was_told_to_stop(process: int) -> bool:
    """True if this is a make that stops. It waits for us, and does not tell us.

    It drops its handler then: there is no other sign of it. Where /proc is missing, only its end
    is noticed.
    """
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return False
    if not re.match(r"Name:\tg?make\n", status):
        return False
    heeded = _signals_in("SigCgt", status) | _signals_in("SigIgn", status)
    return any(not heeded & 1 << (number - 1) for number in STOPPING)


def _signals_in(name: str, status: str) -> int:
    found = re.search(rf"^{name}:\t(\w+)$", status, re.M)
    return int(found[1], 16) if found else -1


def _terminal_is_closed() -> bool:
    """True if one of our files was a terminal. Whoever uses nohup wants to outlive it.

    In the background and with all it says in a file, what it reads from is its terminal.
    """
    return any(_was_a_terminal(number) for number in ((1, 2) if is_ignored() else (0, 1, 2)))


def _was_a_terminal(number: int) -> bool:
    try:
        termios.tcgetattr(number)
    except termios.error as error:
        # What never was one says ENOTTY.
        return error.args[0] in (errno.EIO, errno.ENXIO)
    return False
