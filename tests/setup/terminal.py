"""Real terminal windows: make run leads the session in them, and they can be closed."""

import fcntl
import os
import pty
import subprocess
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.setup.clone import SHELL, Clone

READY = b"Ctrl-C stops it"


def open_terminal(clone: Clone, said: Path | None = None) -> tuple[int, subprocess.Popen[bytes]]:
    """A terminal window with make run in it, that says all in a file if one is named."""
    window, inside = pty.openpty()
    says_into = os.open(said, os.O_WRONLY | os.O_CREAT) if said else os.dup(inside)
    process = subprocess.Popen(
        ["make", "run", f"PORT={clone.port}"],
        cwd=clone.folder,
        env=SHELL,
        stdin=subprocess.DEVNULL if said else inside,
        stdout=says_into,
        stderr=says_into,
        start_new_session=True,
        preexec_fn=lambda: take_terminal(inside),  # noqa: PLW1509
    )
    os.close(says_into)
    os.close(inside)
    return window, process


@contextmanager
def terminal(clone: Clone) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """A window in which make run serves: what it shows, and make."""
    window, process = open_terminal(clone)
    try:
        read_until(window, READY)
        yield window, process
    finally:
        process.wait(timeout=20)


def take_terminal(inside: int) -> None:
    """Make it the one that closes on this session."""
    fcntl.ioctl(inside, termios.TIOCSCTTY, 0)


def read_until(window: int, words: bytes) -> bytes:
    """What is shown until these words come."""
    shown = b""
    while words not in shown:
        shown += os.read(window, 4096)
    return shown


def read_rest(window: int) -> str:
    """All that is shown until nobody writes any more."""
    shown = b""
    while True:
        try:
            piece = os.read(window, 4096)
        except OSError:
            return shown.decode()
        shown += piece
