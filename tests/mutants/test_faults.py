"""Faults of every kind are found wherever code stands, and change nothing else."""

import pytest

from tests.mutants.faults import Fault, faults_in, sample
from tests.mutants.rooms import MODULES, ROOT

DECORATED = '''
"""Says what it is for."""
import logging
from functools import cache

_log = logging.getLogger(__name__)
Names = list[str]


@cache
def ask(age: int = 0, *, kind: str = "a") -> bool:
    """Only for adults."""
    if age < 18 and kind:
        return False
    _log.info("Asked for %s", kind)
    return bool(kind)
'''
CLASS = """
@dataclass(frozen=True)
class Visit:
    months: int = 12
    late: bool = field(default=False)

    class Meta:
        constraints = [Check(Q(state="a") | Q(day__lte=3), name="late") if USED == 1 else None]
"""
WITH_F_STRING = 'def said(days):\n    return f"– {days + 1} {plural(days, 2)}" "!"\n'


def changed(source: str) -> dict[str, list[str]]:
    """The new lines of each kind of fault."""
    found: dict[str, list[str]] = {}
    for fault in faults_in("a.py", source):
        new = [line[1:].strip() for line in fault.diff(source) if line.startswith("+")]
        found.setdefault(fault.kind, []).append(" ".join(new))
    return found


def test_every_kind_is_found_in_a_decorated_function() -> None:
    found = changed(DECORATED)
    assert found["remove a statement"] == ["pass", "pass", "pass"]
    assert found["negate a condition"] == ["if (not (age < 18 and kind)):"]
    assert found["move a bound"] == [
        'def ask(age: int = 1, *, kind: str = "a") -> bool:',
        "if age <= 18 and kind:",
        "if age < 19 and kind:",
    ]
    assert found["drop an argument"] == [
        "_log.info(kind)",
        "_log.info('Asked for %s')",
        "return bool()",
    ]
    assert found["swap an operator"] == ["if (age < 18 or kind):"]
    assert found["change a constant"] == ["return True"]


def test_every_kind_is_found_in_the_body_of_a_class() -> None:
    found = changed(CLASS)
    assert found["remove a statement"] == ["pass", "pass", "pass"]
    assert "@dataclass()" in found["drop an argument"]
    assert "late: bool = field()" in found["drop an argument"]
    assert "months: int = 13" in found["move a bound"]
    assert "late: bool = field(default=True)" in found["change a constant"]
    meta = [line for lines in found.values() for line in lines if line.startswith("constraints")]
    for fault in ("(Q(state='a') & Q(day__lte=3))", "day__lt=3", "day__lte=4", "(not USED == 1)"):
        assert any(fault in line for line in meta), fault


def test_what_no_test_can_notice_is_left_alone() -> None:
    lines = DECORATED.splitlines()
    for fault in faults_in("a.py", DECORATED):
        assert not lines[fault.line - 1].strip().startswith(('"""', "_log =", "import", "Names"))
    assert not faults_in(
        "a.py", "from typing import Any\n\nname: Any\nif TYPE_CHECKING:\n    a = 1\n"
    )


def test_an_f_string_is_changed_inside_and_kept_beside() -> None:
    found = changed(WITH_F_STRING)
    assert found["drop an argument"] == [
        "return f'– {days + 1} {plural(2)}!'",
        "return f'– {days + 1} {plural(days)}!'",
    ]
    assert "return f'– {days - 1} {plural(days, 2)}!'" in found["swap an operator"]


def test_the_rest_of_the_file_stays_as_it_is() -> None:
    for fault in faults_in("a.py", DECORATED):
        lines = fault.diff(DECORATED)
        assert len(lines) == 2, "one line was, one line is"


def test_what_runs_while_loading_is_told_from_what_a_call_runs() -> None:
    at_import = {fault.line: fault.at_import for fault in faults_in("a.py", DECORATED)}
    assert at_import == {11: True, 13: False, 14: False, 15: False, 16: False}
    assert all(fault.at_import for fault in faults_in("a.py", CLASS))


def test_a_seed_always_draws_the_same() -> None:
    def draw(seed: str) -> list[Fault]:
        return sample({"a.py": DECORATED, "b.py": CLASS}, 8, seed)

    assert len(draw("1")) == 8
    assert draw("1") == draw("1") != draw("2")


@pytest.mark.parametrize("name", MODULES)
def test_what_is_measured_is_there(name: str) -> None:
    module = MODULES[name]
    missing = [path for path in (*module.files, *module.tests) if not (ROOT / path).exists()]
    assert not missing
