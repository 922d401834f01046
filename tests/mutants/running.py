"""Runs tests in copies of the source: once to see what each test runs, then for each fault."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.mutants import watching
from tests.mutants.faults import Fault

#: What pytest says: all tests passed, and there was none to run.
_PASSED, _NONE = 0, 5
#: Seconds to start, and how much longer than usual tests may take before they hang.
_START, _SLOWER = 60, 10
#: A mail server that a test starts has a user of its own, who passes through our folders.
_PASSABLE = 0o711


#: Processes that may still run; each leads a group of its own.
_running: set[subprocess.Popen[bytes]] = set()


class TestsFail(Exception):  # noqa: N818
    """The tests fail without any fault."""

    __test__ = False


@dataclass(frozen=True)
class Recording:
    """What the tests of a room run."""

    seconds: dict[str, float]
    tests_of_line: dict[tuple[str, int], set[str]]
    #: Lines that run before any test: when code is loaded, or when tables are made.
    always: set[tuple[str, int]]

    def tests_for(self, fault: Fault) -> list[str]:
        """Those that may notice it, the fastest first."""
        if self.runs_always(fault):
            tests = set(self.seconds)
        else:
            lines = [(fault.path, line) for line in fault.lines]
            seen = set().union(*(self.tests_of_line.get(line, set()) for line in lines))
            # What runs in a process of its own is not seen: then each of the room may notice it.
            tests = seen or set(self.seconds)
        return sorted(tests, key=lambda test: (self.seconds[test], test))

    def runs_always(self, fault: Fault) -> bool:
        """True if no test is needed for it to run, and the tables may be made by it."""
        return fault.at_import or any((fault.path, line) in self.always for line in fault.lines)


class Ground:
    """A temporary folder: one copy of the source that is never changed, and those with faults."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folder.chmod(_PASSABLE)
        self.source = folder / "source"

    def record(self, files: list[str], tests: tuple[str, ...]) -> Recording:
        """Run these tests once and see what they run of these files. Raises TestsFail."""
        folder = self._new_folder()
        record = folder / "record.json"
        more = {watching.RECORD: str(record), watching.FILES: os.pathsep.join(files)}
        # Made once more, to see what runs then.
        shutil.rmtree(self.source / watching.DATABASE, ignore_errors=True)
        code, said = _run(self.source, folder, list(tests), more, timeout=3600)
        if code != _PASSED:
            raise TestsFail(said)
        found = json.loads(record.read_text())
        tests_of_line: dict[tuple[str, int], set[str]] = {}
        for test, lines in found["lines"].items():
            for path, line in lines:
                tests_of_line.setdefault((path, line), set()).add(test)
        always = {(path, line) for path, line in found["always"]}
        return Recording(found["seconds"], tests_of_line, always)

    def is_noticed(self, fault: Fault, recording: Recording) -> bool:
        """True if a test fails, or hangs, in a copy of the source with this fault."""
        tests = recording.tests_for(fault)
        if not tests:
            return False
        with self._copy_with(fault) as folder:
            wanted = folder / "tests.json"
            wanted.write_text(json.dumps(tests))
            timeout = _START + _SLOWER * sum(recording.seconds[test] for test in tests)
            files = sorted({test.split("::")[0] for test in tests})
            more = {watching.TESTS: str(wanted)}
            if (self.source / watching.DATABASE).exists() and not recording.runs_always(fault):
                more[watching.READY] = "1"
            code, _said = _run(folder / "source", folder, files, more, timeout)
        return code not in (_PASSED, _NONE)

    def _new_folder(self) -> Path:
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        folder.chmod(_PASSABLE)
        return folder

    @contextmanager
    def _copy_with(self, fault: Fault) -> Iterator[Path]:
        folder = self._new_folder()
        try:
            shutil.copytree(self.source, folder / "source")
            file = folder / "source" / fault.path
            # Python would take what it compiled before, if size and second are the same.
            for compiled in (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"):
                compiled.unlink()
            file.write_text(fault.applied_to(file.read_text()))
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def copy_source(root: Path, target: Path) -> None:
    """What git would take of this tree, as it is now: new files too, none that are ignored."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(  # noqa: S603
        command, cwd=root, check=True, capture_output=True, text=True
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (root / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, target / name)


def _run(
    source: Path, folder: Path, files: list[str], more: dict[str, str], timeout: float
) -> tuple[int | None, str]:
    """Run these tests until the first fails: what pytest ended with, None if it hung."""
    command = [sys.executable, "-m", "pytest", "-p", watching.__name__, "-p", "no:cacheprovider"]
    command += ["-x", "--hypothesis-seed=1", "-m", "not browser and not faults"]
    command += files
    (folder / "temporary").mkdir(exist_ok=True)
    environment = {
        name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"
    }
    environment |= {
        "DATABASE_URL": "",
        "TMPDIR": str(folder / "temporary"),
        **more,
    }
    with tempfile.TemporaryFile("w+", dir=folder) as output:
        # A group of its own, so that nothing it started stays behind.
        process = subprocess.Popen(  # noqa: S603
            command,
            cwd=source,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        _running.add(process)
        try:
            code = process.wait(timeout)
        except subprocess.TimeoutExpired:
            code = None
        finally:
            _end(process)
            _running.discard(process)
        output.seek(0)
        return code, output.read()


def end_all() -> None:
    """Leave nothing behind when the whole run is stopped."""
    for process in list(_running):
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
