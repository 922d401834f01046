"""A pipe between the program that runs the site and those it started: it ends when that one does.

The system closes a dead program's end of a pipe whatever killed it, so those who read from the
other end notice. Nothing is ever written into it.
"""

import os
import select
import signal
import time
from contextlib import suppress
from threading import Thread

#: The variable that names the end to read from.
VARIABLE = "LIFELINE"
#: In seconds: who has not stopped by then is killed.
PATIENCE = 10


def stop_at_its_end(process: int) -> None:
    """Stop this process, and all that it started, once the other end of the pipe is closed."""
    end = int(os.environ[VARIABLE])
    Thread(target=_wait_and_stop, args=(end, process), daemon=True).start()


def has_ended() -> bool:
    """True once the other end of the pipe is closed."""
    return bool(select.select([int(os.environ[VARIABLE])], [], [], 0)[0])


def _wait_and_stop(end: int, process: int) -> None:
    with suppress(OSError):
        os.read(end, 1)
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGTERM)
    time.sleep(PATIENCE)
    # Each program was started in a group of its own.
    os.killpg(os.getpgrp(), signal.SIGKILL)
