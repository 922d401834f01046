"""Why a running site ends: somebody wants it to, nobody is there any more, a program has died."""

import os
import select
import stat
import time
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Event, Thread
from types import FrameType

from clinic_site.local.ground import Ground, what_happened_to
from clinic_site.local.programs import Program
from clinic_site.setup import caller, signals, sites
from clinic_site.setup.talk import leave, say

#: Until the programs run: what was begun is finished, or begun anew, by the next run.
_asked: list[int] = []
#: Set when the programs are to be started: from then on they have to be stopped, too.
_is_ready = Event()


@dataclass(frozen=True)
class Ending:
    """Why it ends, and what the shell is told: 0 if somebody wanted it to."""

    line: str
    code: int


def end_at_once() -> None:
    """From now on a signal ends this with one line. The database and files survive it.

    So it is when nobody is there any more: make may have been told, and not we.
    """
    signals.listen(_leave)
    signals.release()
    Thread(target=_leave_when_alone, daemon=True).start()


def remember() -> None:
    """From now on ``wait`` notices what would end it."""
    _is_ready.set()
    signals.listen(_remember)


def _leave_when_alone() -> None:
    while not _is_ready.wait(0.2):
        if why := caller.gone() or nobody_reads():
            say(f"Stopped, since {why}. make {sites.this().command} goes on from here.")
            leave(1)


def _leave(number: int, _frame: FrameType | None) -> None:
    say(
        f"Stopped by {signals.name_of(number)} before the site was ready. "
        f"make {sites.this().command} goes on from here."
    )
    leave(128 + number)


def _remember(number: int, _frame: FrameType | None) -> None:
    if not _asked:
        say("Stopping.")
    _asked.append(number)


def wait(programs: Sequence[Program]) -> Ending:
    """Return once there is a reason to end."""
    ground = Ground.now()
    while True:
        if _asked:
            return Ending(f"Stopped by {signals.name_of(_asked[0])}.", 0)
        for program in programs:
            if program.has_ended():
                return Ending(f"{program.name} {program.how_it_ended()}. So the site stopped.", 1)
        if why := caller.gone() or nobody_reads():
            return Ending(f"Stopped, since {why}.", 0)
        if lost := ground.lost():
            # A folder goes file by file: a moment later it shows whether it was the folder.
            time.sleep(0.5)
            why = what_happened_to(lost)
            return Ending(
                f"Stopped, since {why}. Put it back, or make {sites.this().command} goes on "
                "with what is there.",
                1,
            )
        time.sleep(0.2)


def nobody_reads() -> str:
    """Says so if the program that we write to has ended; else it is empty."""
    is_alone = any(_is_broken_pipe(number) for number in (1, 2))
    return "nothing reads what it says any more" if is_alone else ""


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
