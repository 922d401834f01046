"""Measures how many planted faults the tests notice: python -m tests.mutants [module ...]

Ends with 1 if it is less than 85 % in all, or less than 70 % in one module.
"""

import argparse
import signal
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.faults import Fault, sample
from tests.mutants.rooms import MODULES, ROOT
from tests.mutants.running import Ground, Recording, TestsFail, copy_source, end_all

IN_ALL, IN_EACH = 85, 70
EQUIVALENT = Path(__file__).parent / "equivalent.txt"


@dataclass(frozen=True)
class Result:
    """What became of the faults of one module."""

    name: str
    faults: int
    alive: list[Fault]

    @property
    def percent(self) -> float:
        """How many of a hundred were noticed."""
        return percent(self.faults, len(self.alive))


def percent(faults: int, alive: int) -> float:
    return 100 * (faults - alive) / faults if faults else 100.0


def measure(ground: Ground, names: list[str], options: argparse.Namespace) -> Iterator[Result]:
    """One module after the other, so that each figure is seen as soon as it is known."""
    files = [file for module in MODULES.values() for file in module.files]
    recordings: dict[tuple[str, ...], Recording] = {}
    pool = ThreadPoolExecutor(options.workers)
    try:
        for name in names:
            module = MODULES[name]
            if module.tests not in recordings:
                recordings[module.tests] = ground.record(files, module.tests)
            recording = recordings[module.tests]
            sources = {file: (ground.source / file).read_text() for file in module.files}
            faults = sample(sources, options.faults, f"{options.seed} {name}")
            noticed = pool.map(lambda fault, seen=recording: ground.is_noticed(fault, seen), faults)
            alive = [fault for fault, killed in zip(faults, noticed, strict=True) if not killed]
            yield Result(name, len(faults), alive)
    finally:
        # Also when it is stopped: nothing waits for what is left to do.
        pool.shutdown(wait=False, cancel_futures=True)
        end_all()


def report(result: Result, source: Path, equivalent: dict[str, str]) -> None:
    noticed = result.faults - len(result.alive)
    print(f"{result.name:12} {noticed:3} of {result.faults:3}  {result.percent:5.1f} %", flush=True)
    for fault in result.alive:
        diff = fault.diff((source / fault.path).read_text())
        print(f"    {fault.path}:{fault.line}: {fault.kind}")
        for line in diff:
            print(f"        {line}")
        if reason := equivalent.get(key(fault.path, diff)):
            print(f"        equivalent: {reason}")


def key(path: str, diff: list[str]) -> str:
    """Names a fault wherever it stands in its file: as in equivalent.txt, before the reason."""
    return " ".join([path, *(f"{line[0]} {' '.join(line[1:].split())}" for line in diff)])


def known_equivalent() -> dict[str, str]:
    """Why nobody could notice these faults. They count as alive: the list is for whoever reads."""
    lines = [line for line in EQUIVALENT.read_text().splitlines() if line[:1] not in ("", "#")]
    return dict(line.split(" :: ") for line in lines)


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants")
    parser.add_argument("modules", nargs="*", metavar="module", help=", ".join(MODULES))
    parser.add_argument("--seed", default="1", help="another one draws other faults")
    parser.add_argument("--faults", type=int, default=30, help="how many in each module")
    parser.add_argument("--workers", type=int, default=2, help="how many at the same time")
    given = parser.parse_args()
    if unknown := set(given.modules) - set(MODULES):
        parser.error(f"no such module: {', '.join(sorted(unknown))}")
    return given


def main() -> int:
    given = options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    equivalent = known_equivalent()
    results = []
    with tempfile.TemporaryDirectory(prefix="brainstim-mutants-") as folder:
        ground = Ground(Path(folder))
        copy_source(ROOT, ground.source)
        try:
            for result in measure(ground, given.modules or [*MODULES], given):
                report(result, ground.source, equivalent)
                results.append(result)
        except TestsFail as failure:
            print(failure)
            return 1
    in_all = percent(sum(r.faults for r in results), sum(len(r.alive) for r in results))
    print(f"{'in all':12} {'':10}  {in_all:5.1f} %")
    weak = [result.name for result in results if result.percent < IN_EACH]
    if weak:
        print(f"Less than {IN_EACH} %: {', '.join(weak)}")
    if in_all < IN_ALL:
        print(f"Less than {IN_ALL} % in all.")
    return 1 if weak or in_all < IN_ALL else 0


sys.exit(main())
