"""make run stops as one: whatever ends it, nothing stays behind, and the last line says why."""

import gc
import logging
import os
import pty
import runpy
import signal
import subprocess
import time

import pytest

from tests.setup.clone import ROOT, SHELL, Clone
from tests.setup.terminal import READY, read_rest, take_terminal, terminal


def test_it_ends_when_its_window_is_closed(clone: Clone) -> None:
    with terminal(clone) as (window, _make):
        os.close(window)
        assert clone.is_empty()
    with clone.site():
        """The port is free and the next run works."""


def test_ctrl_c_in_a_terminal_stops_all_with_one_line(clone: Clone) -> None:
    with terminal(clone) as (window, _make):
        os.write(window, b"\x03")
        shown = read_rest(window)
        assert clone.is_empty()
        os.close(window)
    lines = [line for line in shown.splitlines() if not line.startswith("make: ")]
    assert lines[-1].endswith("Stopped by Ctrl-C.")
    assert "Traceback" not in shown


@pytest.mark.parametrize("reader", ["head -n 4", "grep -m1 / | tail -n 1"])
def test_it_ends_when_its_reader_ends(clone: Clone, reader: str) -> None:
    done = subprocess.run(
        ["sh", "-c", f"make run PORT={clone.port} | {reader}"],
        cwd=clone.folder,
        env=SHELL,
        capture_output=True,
        text=True,
        timeout=40,
        check=False,
    )
    assert clone.is_empty()
    assert "nothing reads what it says any more" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr
    assert "[ERROR]" not in done.stderr


@pytest.mark.parametrize(
    ("who", "why"),
    [
        ("make run", ""),
        ("manage.py start", "Stopped, since the program that started this was ended."),
        ("gunicorn", "The web server was ended by SIGKILL."),
        ("deliver", "The mail worker was ended by SIGKILL."),
    ],
)
def test_no_killed_process_leaves_the_others(clone: Clone, who: str, why: str) -> None:
    with clone.site() as run:
        os.kill(clone.find(who)[0], signal.SIGKILL)
        assert clone.is_empty()
        assert why in run.rest()
        assert who == "make run" or run.last_line.startswith(why)
        assert "Traceback" not in run.said
        assert run.process.returncode != 0


def test_a_killed_worker_of_the_web_server_is_replaced(clone: Clone) -> None:
    with clone.site() as run:
        run.wait_for("Booting worker")
        until = time.monotonic() + 10
        while len(clone.find("gunicorn")) < 2 and time.monotonic() < until:
            time.sleep(0.05)
        first = clone.find("gunicorn")
        os.kill(first[-1], signal.SIGKILL)
        while clone.find("gunicorn")[-1] <= first[-1] and time.monotonic() < until:
            time.sleep(0.05)
        assert clone.find("gunicorn")[-1] > first[-1]


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("who", ["make run", "manage.py start"])
def test_a_signal_to_one_process_stops_all(clone: Clone, name: str, who: str) -> None:
    with clone.site() as run:
        os.kill(clone.find(who)[0], signal.Signals[name])
        assert clone.is_empty()
        run.rest()
        assert run.last_line.startswith("Stopped")
        assert "Traceback" not in run.said
        if who == "manage.py start":
            # Somebody wanted it to end.
            assert run.process.returncode == 0


def test_in_the_background_it_ends_with_its_terminal(clone: Clone) -> None:
    window, inside = pty.openpty()
    shell = subprocess.Popen(
        ["bash", "--norc", "-i"],
        cwd=clone.folder,
        env=SHELL,
        stdin=inside,
        stdout=inside,
        stderr=inside,
        start_new_session=True,
        preexec_fn=lambda: take_terminal(inside),  # noqa: PLW1509
    )
    os.close(inside)
    os.write(window, f"make run PORT={clone.port} >said 2>&1 &\n".encode())
    said = clone.folder / "said"
    until = time.monotonic() + 60
    while not (said.exists() and READY in said.read_bytes()) and time.monotonic() < until:
        time.sleep(0.1)
    os.write(window, b"exit\n")
    shell.wait(timeout=10)
    os.close(window)
    assert clone.is_empty()
    assert b"Stopped" in said.read_bytes().splitlines()[-1]


def test_a_site_that_still_loads_stops_at_once(clone: Clone) -> None:
    slow = clone.folder / "clinic_site/wsgi.py"
    slow.write_text(f"import time\ntime.sleep(5)\n{slow.read_text()}")
    run = clone.make("run", f"PORT={clone.port}")
    run.wait_for("Booting worker")
    began = time.monotonic()
    run.interrupt()
    run.wait_for("Stopping.")
    run.rest()
    assert time.monotonic() - began < 2.5
    assert run.last_line == "Stopped by Ctrl-C."
    assert "Ctrl-C stops it" not in run.said
    assert clone.is_empty()


def test_the_addresses_are_said_when_a_page_has_come(clone: Clone) -> None:
    slow = clone.folder / "clinic_site/wsgi.py"
    slow.write_text(
        f"import time\ntime.sleep(2)\n{slow.read_text()}\nprint('loaded', flush=True)\n"
    )
    with clone.site() as run:
        assert run.said.index("loaded") < run.said.index("The site    ")


def test_a_first_page_that_fails_is_said_instead(clone: Clone) -> None:
    door = clone.folder / "clinic_site/wsgi.py"
    fails = "def application(environ, start):\n    start('500 x', [])\n    return [b'']\n"
    door.write_text(f"{door.read_text()}\n{fails}")
    run = clone.make("run", f"PORT={clone.port}")
    run.wait_for("its first page fails (500)")
    run.end()
    assert "Ctrl-C stops it" not in run.said


def test_a_worker_of_the_web_server_ends_without_tidying_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # gunicorn's settings change it, and here it has to be as it was.
    monkeypatch.setattr(logging, "raiseExceptions", logging.raiseExceptions)
    hooks = runpy.run_path(str(ROOT / "gunicorn.conf.py"))
    before = gc.get_freeze_count()
    hooks["worker_exit"](None, None)
    assert gc.get_freeze_count() > before


def test_ctrl_c_while_it_prepares_the_site_costs_nothing(fresh: Clone) -> None:
    for moment in ("Preparing the database", "Loading the first edition", "Collecting"):
        run = fresh.make("run", f"PORT={fresh.port}")
        run.wait_for(moment)
        run.interrupt()
        run.rest()
        assert fresh.is_empty()
        assert "Ctrl-C before the site was ready" in run.last_line
        assert "Traceback" not in run.said
        assert run.process.returncode != 0
    written = len(list((ROOT / "pages" / "content" / "en").glob("*.md")))
    with fresh.site():
        counted = fresh.python("from pages.models import Page\nprint(Page.objects.count())")
    assert counted.strip() == str(written)


def test_ctrl_c_at_any_moment_of_the_start_shows_no_traceback(clone: Clone) -> None:
    for tenths in range(1, 16, 2):
        run = clone.make("run", f"PORT={clone.port}")
        time.sleep(tenths / 10)
        run.interrupt()
        assert "Traceback" not in run.rest()
        assert clone.is_empty()
