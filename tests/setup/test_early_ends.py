"""make run that is ended before it serves leaves nothing behind, either."""

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.setup.clone import ROOT, SHELL, Clone, wait_for_file
from tests.setup.terminal import open_terminal


@pytest.mark.parametrize(
    ("in_a_file", "moments"), [(False, (0, 2, 5, 10, 20, 35, 50)), (True, (0, 5, 30))]
)
def test_it_ends_whenever_its_window_is_closed(
    clone: Clone, in_a_file: bool, moments: tuple[int, ...]
) -> None:
    """Also before it has looked who started it, and which terminal it is in."""
    said = clone.folder / "said" if in_a_file else None
    for hundredths in moments:
        window, process = open_terminal(clone, said)
        time.sleep(hundredths / 100)
        os.close(window)
        assert clone.is_empty(), f"closed after {hundredths / 100} s"
        process.wait(timeout=5)


def test_make_that_is_killed_while_the_site_is_prepared_stops_it(fresh: Clone) -> None:
    run = fresh.make("run", f"PORT={fresh.port}")
    run.wait_for("Preparing the database")
    os.kill(run.process.pid, signal.SIGKILL)
    assert fresh.is_empty(30)
    run.rest()


def test_make_that_is_killed_before_anyone_looks_stops_it(clone: Clone) -> None:
    begin = clone.folder / "clinic_site/setup/begin.sh"
    begin.write_text(f"touch begun\nsleep 0.5\n{begin.read_text()}")
    run = clone.make("run", f"PORT={clone.port}")
    wait_for_file(clone.folder / "begun")
    os.kill(run.process.pid, signal.SIGKILL)
    assert clone.is_empty()
    assert "since make was ended" in run.rest()


@pytest.mark.parametrize(
    ("file", "slow"),
    [("begin.sh", "touch begun\nsleep 1\n"), ("commands.py", "open('begun', 'w')\nsleep(1)\n")],
)
def test_ctrl_c_is_answered_before_it_has_begun(clone: Clone, file: str, slow: str) -> None:
    """While the shell looks for a Python, and while that reads our code."""
    path = clone.folder / "clinic_site/setup" / file
    where = "is_new_enough() {" if file == "begin.sh" else "import os\n"
    slow = slow if file == "begin.sh" else f"from time import sleep\n{slow}"
    path.write_text(path.read_text().replace(where, slow + where, 1))
    run = clone.make("run", f"PORT={clone.port}")
    wait_for_file(clone.folder / "begun")
    run.interrupt()
    run.rest()
    assert run.last_line == "Stopped by Ctrl-C."
    assert clone.is_empty()


def test_ctrl_c_is_answered_while_python_itself_is_read(clone: Clone) -> None:
    """Nothing of Python's own modules may be there yet."""
    begin = clone.folder / "clinic_site/setup/begin.py"
    early = "import posix\n    posix.kill(posix.getpid(), 2)\n    import sys\n"
    begin.write_text(begin.read_text().replace("import sys\n", early, 1))
    assert clone.refuses() == "Stopped by Ctrl-C."


def test_ctrl_c_twice_says_it_once() -> None:
    """Who is impatient presses it again, while the first is answered."""
    script = (
        "import os\nfrom clinic_site.setup import commands\nsay = commands.say\n"
        "def press():\n    os.kill(os.getpid(), 2)\n"
        "commands.run = press\n"
        "commands.say = lambda line: (press(), say(line))\n"
        "commands.main('run')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=SHELL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == "Stopped by Ctrl-C. The next make run goes on.\n"


def test_a_long_preparation_is_not_finished_for_nobody(clone: Clone) -> None:
    prepare = clone.folder / "clinic_site/local/prepare.py"
    long = "    say('Asleep.')\n    __import__('time').sleep(20)\n    refuse_wrong_keys()"
    prepare.write_text(prepare.read_text().replace("    refuse_wrong_keys()", long))
    run = clone.make("run", f"PORT={clone.port}")
    run.wait_for("Asleep.")
    os.kill(run.process.pid, signal.SIGKILL)
    assert clone.is_empty(5)
    run.rest()
    assert run.last_line.startswith("Stopped, since make was ended.")


def test_a_signal_between_two_programs_is_told_to_the_second(clone: Clone) -> None:
    """While Python becomes another one and Django is read, nobody listens yet."""
    settings = clone.folder / "clinic_site/settings.py"
    slow = "import time\nfrom pathlib import Path\nPath('loading').touch()\ntime.sleep(1)\n"
    settings.write_text(settings.read_text().replace("from pathlib import Path\n", slow))
    run = clone.make("run", f"PORT={clone.port}")
    wait_for_file(clone.folder / "loading")
    os.kill(clone.find("manage.py start")[0], signal.SIGTERM)
    run.rest()
    assert run.last_line.startswith("Stopped by SIGTERM before the site was ready.")


def test_signals_that_come_too_early_wait() -> None:
    then = (
        "from clinic_site.setup import signals\n"
        "signals.listen(lambda number, _frame: print('told of', number, flush=True))\n"
        "signals.release()"
    )
    first = (
        "import os, sys\nfrom clinic_site.setup import signals\nsignals.hold()\n"
        "os.kill(os.getpid(), 2)\n"
        f"os.execv(sys.executable, [sys.executable, '-c', {then!r}])"
    )
    done = subprocess.run(
        [sys.executable, "-c", first], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout == "told of 2\n"
    assert done.stderr == ""
