"""Why a running site ends: somebody wants it to, nobody is there any more, a program has died."""

import os
import select
import signal
import stat
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Self

from clinic_site.local.ground import Ground, what_happened_to
from clinic_site.local.programs import Program
from clinic_site.setup import signals
from clinic_site.setup.talk import leave, say

_REASONS = {
    signal.SIGINT: "Ctrl-C",
    signal.SIGHUP: "the terminal that was closed (SIGHUP)",
}
#: Until the programs run: what was begun is finished, or begun anew, by the next run.
_asked: list[int] = []


@dataclass(frozen=True)
class Ending:
    """Why it ends, and what the shell is told: 0 if somebody wanted it to."""

    line: str
    code: int


@dataclass(frozen=True)
class Surroundings:
    """Who started us and the terminals we know, as it was in the beginning."""

    parent: tuple[int, str]
    terminals: tuple[int, ...]

    @classmethod
    def now(cls) -> Self:
        """As it is, but for the parent: that is whom the first of us had, who was told apart."""
        number, listens_to = parent()
        first = int(os.environ.get("STARTED_BY", number))
        # In the background and with all it says in a file, what it reads from is its terminal.
        # Whoever uses nohup wants to outlive that.
        outlives = signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
        files = (1, 2) if outlives else (0, 1, 2)
        return cls((first, listens_to), tuple(number for number in files if os.isatty(number)))


def end_at_once() -> None:
    """From now on a signal ends this with one line. The database and files survive it."""
    signals.listen(_leave)
    signals.release()


def remember() -> None:
    """From now on a signal is noticed by ``wait``."""
    signals.listen(_remember)


def _leave(number: int, _frame: FrameType | None) -> None:
    say(f"Stopped by {_reason(number)} before the site was ready. make run goes on from here.")
    leave(128 + number)


def _remember(number: int, _frame: FrameType | None) -> None:
    if not _asked:
        say("Stopping.")
    _asked.append(number)


def _reason(number: int) -> str:
    return _REASONS.get(signal.Signals(number), signal.Signals(number).name)


def wait(programs: Sequence[Program], here: Surroundings) -> Ending:
    """Return once there is a reason to end."""
    ground = Ground.now()
    while True:
        if _asked:
            return Ending(f"Stopped by {_reason(_asked[0])}.", 0)
        for program in programs:
            if program.has_ended():
                return Ending(f"{program.name} {program.how_it_ended()}. So the site stopped.", 1)
        if here.parent != parent():
            return Ending("Stopped, since make was ended.", 0)
        if lost := ground.lost():
            # A folder goes file by file: a moment later it shows whether it was the folder.
            time.sleep(0.5)
            why = what_happened_to(lost)
            return Ending(
                f"Stopped, since {why}. Put it back, or make run goes on with what is there.", 1
            )
        if nobody_reads(here.terminals):
            return Ending("Stopped, since nothing reads what it says any more.", 0)
        time.sleep(0.2)


def parent() -> tuple[int, str]:
    """Who started us, and which signals it listens to.

    make that is told to stop without us being told drops its handlers and waits for us: there is
    no other sign of it. Where /proc is missing, only its end is noticed.
    """
    number = os.getppid()
    try:
        status = Path(f"/proc/{number}/status").read_text()
    except OSError:
        return number, ""
    return number, status.partition("SigCgt:")[2].partition("\n")[0]


def nobody_reads(terminals: Sequence[int]) -> bool:
    """True if the terminal is closed, or the program that we write to has ended."""
    return any(not os.isatty(number) for number in terminals) or any(
        _is_broken_pipe(number) for number in (1, 2)
    )


def _is_broken_pipe(number: int) -> bool:
    try:
        kind = os.fstat(number).st_mode
    except OSError:
        return False
    if not (stat.S_ISFIFO(kind) or stat.S_ISSOCK(kind)):
        return False
    poll = select.poll()
    poll.register(number, 0)
    return any(event & (select.POLLERR | select.POLLHUP) for _number, event in poll.poll(0))
