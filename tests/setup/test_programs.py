"""The two programs of a site: each is ended, none outlives the one that started it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from clinic_site.local import lifeline, programs
from clinic_site.local.refusals import listen
from clinic_site.setup.talk import Refused
from tests.browser.stack import free_port
from tests.setup.clone import ROOT, SHELL, Clone

DEAF = "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
READY = "print('ready', flush=True)\n"


@pytest.fixture
def line() -> Iterator[tuple[int, int]]:
    """A lifeline: the end that programs read from, and ours."""
    theirs, ours = os.pipe()
    yield theirs, ours
    for end in (theirs, ours):
        with suppress(OSError):
            os.close(end)


def start(script: str, line: int) -> subprocess.Popen[bytes]:
    """A program in a group of its own that is ready."""
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=SHELL | {lifeline.VARIABLE: str(line)},
        pass_fds=(line,),
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout
    assert process.stdout.readline() == b"ready\n"
    process.stdout.close()
    return process


@pytest.mark.parametrize(
    ("before", "patience", "ended_by"),
    [("import time\n", 60, signal.SIGTERM), (DEAF, 0.2, signal.SIGKILL)],
)
def test_the_lifeline_ends_who_hears_and_kills_who_does_not(
    line: tuple[int, int], before: str, patience: float, ended_by: signal.Signals
) -> None:
    script = (
        f"{before}import os\nfrom clinic_site.local import lifeline\n"
        f"lifeline.PATIENCE = {patience}\nlifeline.stop_at_its_end(os.getpid())\n"
        f"{READY}time.sleep(100)"
    )
    process = start(script, line[0])
    os.close(line[1])
    try:
        assert process.wait(timeout=10) == -ended_by
    finally:
        process.kill()
        process.wait()


def test_programs_that_do_not_stop_are_killed_with_what_they_started(
    line: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lifeline, "PATIENCE", 0.2)
    child = f"{DEAF}time.sleep(100)"
    script = (
        f"{DEAF}import subprocess, sys\n"
        f"subprocess.Popen([sys.executable, '-c', {child!r}])\n{READY}time.sleep(100)"
    )
    process = start(script, line[0])
    try:
        programs.stop([programs.Program("It", process)])
        # It was waited for: nothing of it is left, not even its number.
        assert process.returncode == -signal.SIGKILL
        assert not runs(process.pid)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def runs(group: int) -> bool:
    """True while a process of this group is there; those that were killed need a moment."""
    until = time.monotonic() + 5
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.02)
    return True


def test_a_program_that_stops_when_asked_is_waited_for(line: tuple[int, int]) -> None:
    slow = "import signal, sys, time\ndef end(*_):\n    time.sleep(0.3)\n    sys.exit(7)\n"
    process = start(f"{slow}signal.signal(signal.SIGTERM, end)\n{READY}time.sleep(100)", line[0])
    programs.stop([programs.Program("It", process)])
    assert process.returncode == 7


def test_a_port_is_had_by_one_program_alone() -> None:
    with listen(free_port()) as first:
        port = first.getsockname()[1]
        assert not first.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT)
        with pytest.raises(Refused, match=f"Port {port} cannot be used"):
            listen(port)


def test_only_the_web_server_holds_the_port(clone: Clone) -> None:
    with clone.site():
        (inode,) = (
            row.split()[9]
            for row in Path("/proc/net/tcp").read_text().splitlines()[1:]
            if row.split()[1] == f"0100007F:{clone.port:04X}" and row.split()[3] == "0A"
        )
        holders = {
            number for number in clone.processes() if f"socket:[{inode}]" in files_of(number)
        }
        assert holders
        assert holders <= set(clone.find("gunicorn"))


def files_of(process: int) -> set[str]:
    """What the files are that this process has open."""
    found = set()
    for file in Path(f"/proc/{process}/fd").iterdir():
        with suppress(OSError):
            found.add(os.readlink(file))
    return found
