"""The signals that mean: stop."""

import signal
from collections.abc import Callable
from types import FrameType

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)

_NAMES = {
    signal.SIGINT: "Ctrl-C",
    signal.SIGHUP: "the terminal that was closed (SIGHUP)",
}


def name_of(number: int) -> str:
    """What ended something, in words that may stand after "by"."""
    return _NAMES.get(signal.Signals(number), signal.Signals(number).name)


def listen(handler: Callable[[int, FrameType | None], None]) -> None:
    """Let this be called for each of them. Whoever uses nohup wants to outlive the terminal."""
    for number in STOPPING:
        if number != signal.SIGHUP or not is_ignored():
            signal.signal(number, handler)


def is_ignored() -> bool:
    """True if the end of the terminal is to be outlived."""
    return signal.getsignal(signal.SIGHUP) == signal.SIG_IGN


def hold() -> None:
    """Keep them back until ``release``, even in the program that this one becomes."""
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)


def release() -> None:
    """Deliver those that came meanwhile."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)
