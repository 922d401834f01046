"""Plugin of pytest: writes down which test runs which line, or runs the tests that one fault needs.

What it has to do comes from the environment, since it begins before pytest reads its options.
"""

import json
import os
import resource
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

#: Where to write what the tests ran, and the files that are watched.
RECORD, FILES = "MUTANTS_RECORD", "MUTANTS_FILES"
#: A list of the tests to run, in this order.
TESTS = "MUTANTS_TESTS"
#: Where the tests of this project leave a database that is migrated.
DATABASE = Path(".pytest_cache/database")
#: Set if the database that lies ready was made without running the fault, and can be used.
READY = "MUTANTS_READY"
#: What a test that never ends may take until it is stopped.
_MEMORY = 4 * 1024**3

Line = tuple[str, int]


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    """Begin before Django loads the code."""
    if RECORD in os.environ:
        recorder = Recorder(os.environ[FILES].split(os.pathsep))
        early_config.pluginmanager.register(recorder)
        recorder.start()
    if TESTS in os.environ:
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        tests = json.loads(Path(os.environ[TESTS]).read_text())
        early_config.pluginmanager.register(Chooser(tests))
    return (yield)


@pytest.hookimpl(trylast=True)
def pytest_configure() -> None:
    """A fault changes the code; migrating for each of them would take as long as its tests."""
    if READY in os.environ:
        from tests import database  # noqa: PLC0415

        made_of = (Path.cwd() / DATABASE / "made-of").read_text()
        database._code = lambda: made_of


class Chooser:
    """Runs only the tests that are listed, in that order."""

    def __init__(self, tests: list[str]) -> None:
        self._place = {test: number for number, test in enumerate(tests)}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Those that leave tables empty stay behind the others, as in any run."""
        wanted = [item for item in items if item.nodeid in self._place]
        items[:] = sorted(wanted, key=lambda item: (_empties(item), self._place[item.nodeid]))


def _empties(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    asks = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(asks or (marker and marker.kwargs.get("transaction")))


class Recorder:
    """Writes down the lines that each test and each fixture runs."""

    def __init__(self, files: list[str]) -> None:
        root = Path.cwd()
        self._files = {str(root / file): file for file in files}
        self._doing = "start"
        self._lines: dict[str, set[Line]] = defaultdict(set)
        self._fixtures: dict[str, list[str]] = {}
        self._seconds: dict[str, float] = defaultdict(float)

    def start(self) -> None:
        """Watch all threads from now on."""
        threading.settrace(self._enter)
        sys.settrace(self._enter)

    def _enter(self, frame: FrameType, _event: str, _arg: object) -> Any:
        return self._line if frame.f_code.co_filename in self._files else None

    def _line(self, frame: FrameType, event: str, _arg: object) -> Any:
        if event == "line":
            file = self._files[frame.f_code.co_filename]
            self._lines[self._doing].add((file, frame.f_lineno))
        return self._line

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """All it runs from here is this test."""
        self._doing = item.nodeid
        self._fixtures[item.nodeid] = list(getattr(item, "fixturenames", ()))
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[None]:
        """What a fixture runs counts for all who ask for it, also if it is made only once."""
        before, self._doing = self._doing, _of_fixture(fixturedef.argname)
        try:
            return (yield)
        finally:
            self._doing = before

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add up how long it took."""
        self._seconds[report.nodeid] += report.duration

    def pytest_sessionfinish(self) -> None:
        """Write all of it down."""
        sys.settrace(None)
        tests = {test: self._lines_of(test) for test in self._fixtures}
        always = self._lines["start"] | self._lines[_of_fixture("django_db_setup")]
        found = {"seconds": self._seconds, "lines": tests, "always": sorted(always)}
        Path(os.environ[RECORD]).write_text(json.dumps(found))

    def _lines_of(self, test: str) -> list[Line]:
        used = [self._lines[_of_fixture(name)] for name in self._fixtures[test]]
        return sorted(self._lines[test].union(*used))


def _of_fixture(name: str) -> str:
    return f"fixture {name}"
