"""make run does the same whatever shell it is started from."""

import json
import os
import signal
import time
from pathlib import Path
from urllib.request import urlopen

from tests.setup.clone import Clone
from tests.setup.copies import own


def test_the_oddest_shell_changes_nothing(clone: Clone, tmp_path: Path) -> None:
    evil = tmp_path / "evil"
    evil.write_text("echo evil\nexit 3\n")
    shell = {
        "BASH_ENV": str(evil),
        "BEGIN": "echo evil",
        "CDPATH": "/usr:/",
        "ENV": str(evil),
        "GOALS": "evil",
        "GREP_OPTIONS": "--none",
        "HOME": "/proc",
        "LC_ALL": "tr_TR.UTF-8",
        "MAKEFLAGS": "-j8 -k -e",
        "PORT_FROM": "evil",
        "PYTHONDEVMODE": "1",
        "PYTHONINSPECT": "1",
        "PYTHONIOENCODING": "utf-16",
        "PYTHONOPTIMIZE": "2",
        "PYTHONWARNINGS": "error",
        "SHELLOPTS": "nounset",
        "TMPDIR": "/nowhere",
    }
    (clone.folder / "staticfiles").unlink()
    own(clone.folder / "static")
    for path in clone.folder.rglob("*.css"):
        os.utime(path, (2**31, 2**31))
    narrow = ("sh", "-c", 'umask 077 && ulimit -n 64 && exec "$@"', "sh")
    with clone.site(shell=shell, before=narrow) as run:
        assert "evil" not in run.said
        assert "Traceback" not in run.said
        wait_for_page(clone)


def test_a_run_that_was_suspended_stops_and_goes_on(clone: Clone) -> None:
    with clone.site() as run:
        os.killpg(run.process.pid, signal.SIGSTOP)
        os.killpg(run.process.pid, signal.SIGCONT)
        wait_for_page(clone)
        os.killpg(run.process.pid, signal.SIGSTOP)
        os.killpg(run.process.pid, signal.SIGTERM)
        os.killpg(run.process.pid, signal.SIGCONT)
        assert clone.is_empty()
        run.rest()
        assert run.last_line == "Stopped by SIGTERM."


def test_what_is_closed_is_not_written_to(clone: Clone) -> None:
    closed = ("sh", "-c", 'exec "$@" <&- >&-', "sh")
    run = clone.make("run", f"PORT={clone.port}", before=closed)
    run.wait_for("Starting the site.")
    wait_for_page(clone)
    run.interrupt()
    run.rest()
    assert run.last_line == "Stopped by Ctrl-C."
    assert clone.is_empty()
    written = json.loads((clone.folder / "var/run.lock").read_text())
    assert written["address"] == f"http://127.0.0.1:{clone.port}"


def test_a_full_disk_that_its_lines_go_to_is_no_error_of_the_site(clone: Clone) -> None:
    full = ("sh", "-c", 'exec "$@" >/dev/full', "sh")
    run = clone.make("run", f"PORT={clone.port}", before=full)
    run.wait_for("Starting the site.")
    wait_for_page(clone)
    run.interrupt()
    run.rest()
    assert run.last_line == "Stopped by Ctrl-C."
    assert "Exception" not in run.said
    assert "[ERROR]" not in run.said
    assert clone.is_empty()


def wait_for_page(clone: Clone) -> None:
    # The port is taken early, and a call waits there until a worker serves it.
    with urlopen(f"http://127.0.0.1:{clone.port}/", timeout=60) as page:
        assert page.status == 200


def test_with_nohup_it_outlives_the_terminal(clone: Clone) -> None:
    with clone.site(before=("nohup",)) as run:
        os.killpg(run.process.pid, signal.SIGHUP)
        time.sleep(2)
        wait_for_page(clone)
        assert run.process.poll() is None
