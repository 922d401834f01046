"""The two programs a running site consists of: the web server and the mail worker."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from django.conf import settings

from clinic_site import environment
from clinic_site.local import first_page, lifeline


@dataclass(frozen=True)
class Program:
    """A program of ours that was started, in a group of processes of its own."""

    name: str
    process: subprocess.Popen[bytes]

    def has_ended(self) -> bool:
        """True once it does not run any more."""
        return self.process.poll() is not None

    def how_it_ended(self) -> str:
        """In words that may stand after its name."""
        code = self.process.returncode
        if code < 0:
            return f"was ended by {signal.Signals(-code).name}"
        return f"ended by itself (code {code}); the lines above say why"

    def signal(self, number: signal.Signals) -> None:
        """Send the signal to it and to whatever it started."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)

    def ask_to_stop(self) -> None:
        """Let it finish what it does. Its own processes are its own to stop."""
        if not self.has_ended():
            self.process.terminate()


@contextmanager
def running(listener: socket.socket, words: str) -> Iterator[list[Program]]:
    """Both programs, and the words once they serve; at the end of the block nothing is left."""
    line, ours = os.pipe()
    programs: list[Program] = []
    try:
        programs.append(_web(listener, line))
        answered = first_page.tell_when_it_comes(words)
        # From now on only gunicorn holds the port: it is free when gunicorn ends.
        listener.close()
        programs.append(_mail(line))
        yield programs
        if not answered.is_set():
            # It loads the site, and would finish that first. Nobody was served yet.
            programs[0].signal(signal.SIGKILL)
    finally:
        stop(programs)
        os.close(ours)
        os.close(line)


def _web(listener: socket.socket, line: int) -> Program:
    number = listener.fileno()
    variables = {
        "BIND": f"fd://{number}",
        "WEB_WORKERS": str(environment.number("WEB_WORKERS", 2, 1, 64)),
        "WEB_THREADS": str(environment.number("WEB_THREADS", 8, 1, 256)),
    }
    command = ["-m", "gunicorn", "clinic_site.wsgi"]
    return Program("The web server", _start(command, variables, (number, line)))


def _mail(line: int) -> Program:
    command = ["-m", "clinic_site.local.on_lifeline", "deliver"]
    return Program("The mail worker", _start(command, {}, (line,)))


def _start(
    command: list[str], variables: dict[str, str], files: Sequence[int]
) -> subprocess.Popen[bytes]:
    """In a session of its own, so that Ctrl-C reaches only us and each program is stopped once."""
    shell = {name: value for name, value in os.environ.items() if name != "GUNICORN_CMD_ARGS"}
    # Unbuffered: what nobody reads any more would be written again at the end, and fail aloud.
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-u", *command],
        cwd=settings.BASE_DIR,
        env=shell | variables | {lifeline.VARIABLE: str(files[-1])},
        pass_fds=files,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def stop(programs: list[Program]) -> None:
    """Ask them all to stop, wait, and kill what is still there."""
    for program in programs:
        program.ask_to_stop()
    until = time.monotonic() + lifeline.PATIENCE
    while time.monotonic() < until and not all(program.has_ended() for program in programs):
        time.sleep(0.05)
    for program in programs:
        program.signal(signal.SIGKILL)
        program.process.wait()
