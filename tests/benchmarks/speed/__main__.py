"""Measures processor time a request beside yardsticks: python -m tests.benchmarks.speed [--check]

Writes docs/performance.md, .json and .svg. With --check it writes nothing, and ends with 1 where a
ratio is more than 15 % worse than the written one.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from tests.benchmarks.speed import report
from tests.benchmarks.speed.cases import Case, cases
from tests.benchmarks.speed.serving import Server, Visitor, memory, serving
from tests.browser.stack import Stack, running

ROUNDS = 9
#: A yardstick is asked as often in a row, for a figure above the system's grain.
MANY = 300
_ALIKE = "tests/benchmarks/speed/gunicorn_alike.py"
_YARDSTICKS = {
    "bare gunicorn": "tests.benchmarks.speed.bare",
    "Django's cache_page": "tests.benchmarks.speed.caching_django",
}


@dataclass(frozen=True)
class Runner:
    """A server, and the visitor who asks it."""

    server: Server
    visitor: Visitor

    def cost(self, case: Case, times: int) -> float:
        """Milliseconds of processor time for one such request."""
        before = self.server.cpu()
        for _ in range(times):
            case.ask(self.visitor)
        return (self.server.cpu() - before) * 1000 / times


def note_answers(file: Path, site: Visitor, asked: list[Case]) -> None:
    """What the site answers at each address, for the yardsticks."""
    rows = []
    for path in sorted({case.path for case in asked}):
        reply = site.ask(path)
        rows.append([path, reply.status, _own(reply.headers), reply.body.hex()])
    file.write_text(json.dumps(rows))


def _own(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    # gunicorn adds these to every answer.
    return [one for one in headers if one[0].lower() not in ("server", "date", "connection")]


@contextmanager
def open_all(stack: Stack, folder: Path) -> Iterator[tuple[Runner, dict[str, Runner], list[Case]]]:
    """The site and the yardsticks, all up, and what is asked of them."""
    host = urlsplit(stack.address).netloc
    noted = folder / "noted.json"
    with ExitStack() as open_now:

        def up(application: str, config: str) -> Runner:
            told = stack.environment | {"NOTED_ANSWERS": str(noted)}
            log = folder / f"{application}.log"
            server = open_now.enter_context(serving(told, application, config, log))
            return Runner(server, open_now.enter_context(closing(Visitor(server, host))))

        site = up("clinic_site.wsgi", "gunicorn.conf.py")
        reader = open_now.enter_context(closing(Visitor(site.server, host, "identity")))
        asked = cases(site.visitor, reader)
        note_answers(noted, site.visitor, asked)
        yardsticks = {name: up(module, _ALIKE) for name, module in _YARDSTICKS.items()}
        yield site, yardsticks, asked


def measure(site: Runner, yardsticks: dict[str, Runner], asked: list[Case]) -> list[report.Row]:
    """Rounds in which each server is asked the same, one after the other; the medians of them."""
    found: dict[tuple[str, str], list[float]] = {}
    for _ in range(ROUNDS):
        for case in asked:
            beside = replace(case, ask=partial(Visitor.ask, address=case.path))
            found.setdefault((case.name, ""), []).append(site.cost(case, case.times))
            for name, runner in yardsticks.items():
                found.setdefault((case.name, name), []).append(runner.cost(beside, MANY))
    return [_row(case, found) for case in asked]


def _row(case: Case, found: dict[tuple[str, str], list[float]]) -> report.Row:
    site = found[case.name, ""]
    shares = {
        name: statistics.median(other / ours for other, ours in zip(costs, site, strict=True))
        for (asked, name), costs in found.items()
        if asked == case.name and name
    }
    return report.Row(case.name, case.is_kept, statistics.median(site), shares)


def hold(stack: Stack, asked: list[Case]) -> float:
    """Megabytes of all processes of the site as it ships, after each of its workers was asked."""
    host = urlsplit(stack.address).netloc
    web = Server(urlsplit(stack.address).port or 80, 0)
    for case in asked * 8:
        with closing(Visitor(web, host)) as visitor:
            case.ask(visitor)
    masters = [process.pid for process in stack.processes]
    children = [Path(f"/proc/{pid}/task/{pid}/children").read_text().split() for pid in masters]
    return memory([*masters, *(int(pid) for found in children for pid in found)])


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with running(folder) as stack, open_all(stack, folder) as (site, yardsticks, asked):
            rows = measure(site, yardsticks, asked)
            megabytes = hold(stack, asked)
    print(report.table(rows))
    print(f"Memory of all processes: {megabytes:.0f} MB")
    if "--check" in sys.argv[1:]:
        return report.compare(rows)
    report.write(rows, megabytes)
    return 0


if __name__ == "__main__":
    sys.exit(main())
