"""A fault that the tests of a small project notice, and others that they do not."""

import shutil

import pytest

from tests.mutants.faults import faults_in
from tests.mutants.rooms import ROOT
from tests.mutants.running import Ground, Recording, TestsFail

CODE = """
LIMIT = 3


def is_many(number: int) -> bool:
    return number > LIMIT


def rounds(number: int) -> int:
    while number < 10:
        number += 5
    return number


def never() -> int:
    return 1
"""
TESTS = """
from code_of_ours import is_many, rounds


def test_many():
    assert is_many(9)


def test_rounds():
    assert rounds(3) == 13
"""


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """A project with tests that are too weak."""
    ground = Ground(tmp_path_factory.mktemp("mutants"))
    project = ground.source
    shutil.copytree(
        ROOT / "tests" / "mutants",
        project / "tests" / "mutants",
        ignore=shutil.ignore_patterns("test_*", "__pycache__"),
    )
    (project / "tests" / "__init__.py").touch()
    (project / "code_of_ours.py").write_text(CODE)
    (project / "tests" / "test_it.py").write_text(TESTS)
    (project / "pyproject.toml").write_text("[tool.pytest.ini_options]\n")
    return ground


@pytest.fixture(scope="module")
def recording(ground: Ground) -> Recording:
    return ground.record(["code_of_ours.py"], ("tests/test_it.py",))


@pytest.mark.parametrize(
    ("line", "is_noticed"),
    [
        ("return number >= LIMIT", False),
        ("number += 6", True),
        ("return 2", False),
    ],
)
def test_only_what_a_test_notices_is_noticed(
    ground: Ground, recording: Recording, line: str, is_noticed: bool
) -> None:
    [fault] = [
        fault
        for fault in faults_in("code_of_ours.py", CODE)
        if fault.diff(CODE)[1][1:].strip() == line
    ]
    assert ground.is_noticed(fault, recording) is is_noticed
    assert (ground.source / "code_of_ours.py").read_text() == CODE
    assert not list(ground.folder.rglob("tests.json")), "its copy is removed"


def test_only_tests_that_run_the_line_are_run(recording: Recording) -> None:
    tests = {
        fault.line: {test.split("::")[1] for test in recording.tests_for(fault)}
        for fault in faults_in("code_of_ours.py", CODE)
    }
    assert tests == {
        2: {"test_many", "test_rounds"},
        6: {"test_many"},
        10: {"test_rounds"},
        11: {"test_rounds"},
        12: {"test_rounds"},
        # No test was seen to run it: in a process of its own any may.
        16: {"test_many", "test_rounds"},
    }


def test_tests_that_fail_without_a_fault_stop_it(ground: Ground) -> None:
    (ground.source / "tests" / "test_wrong.py").write_text("def test_it():\n    assert False\n")
    with pytest.raises(TestsFail):
        ground.record(["code_of_ours.py"], ("tests/test_wrong.py",))
