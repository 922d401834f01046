"""PostgreSQL that falls silent: visitors get an answer, and all goes on when it is back."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.storm.nemesis import Nemesis, listening
from tests.storm.people import FASTEST, Sender, Told
from tests.storm.postgresql import Cluster
from tests.storm.proxy import Line, standing
from tests.storm.site import Site, running

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="brings its own database"),
]

#: In seconds: what a visitor, and all of the site after the fault, may take.
MOST = 10
PEOPLE = 6


@pytest.fixture
def line(cluster: Cluster) -> Iterator[Line]:
    """How the site reaches it."""
    line = Line(str(cluster.folder / ".s.PGSQL.5432"))
    with standing(line):
        yield line


def typing(site: Site) -> list[Sender]:
    """They have the form open."""
    people = [Sender(site.web_port) for _ in range(PEOPLE)]
    form = people[0]._current_form()
    for person in people:
        person.form = form
    time.sleep(FASTEST)
    return people


def ride_out(
    site: Site, numbers: range, begin: Callable[[], None], end: Callable[[], None]
) -> tuple[list[Told], float]:
    """What people were told who send in the fault, and how long after it all were thanked."""
    people = typing(site)
    with ThreadPoolExecutor(PEOPLE) as pool:
        begin()
        sending = [
            pool.submit(person.write, one) for person, one in zip(people, numbers, strict=True)
        ]
        time.sleep(MOST)
        end()
        ended = time.monotonic()
        told = [one.result() for one in sending]
    return told, time.monotonic() - ended


def test_a_silent_postgresql_costs_ten_seconds_and_no_message(
    cluster: Cluster, line: Line, tmp_path: Path
) -> None:
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    nemesis = Nemesis(refused="")
    url = f"postgres://postgres@127.0.0.1:{line.port}/postgres"
    faults: dict[str, tuple[Callable[[], None], Callable[[], None]]] = {
        "frozen": (cluster.freeze, cluster.thaw),
        "swallowed": (
            lambda: setattr(line, "swallows", True),
            lambda: setattr(line, "swallows", False),
        ),
    }
    with running(tmp_path, url, mail_workers=1) as site, listening(nemesis, site.mail_port):
        for turn, (name, (begin, end)) in enumerate(faults.items()):
            numbers = range(turn * PEOPLE + 1, (turn + 1) * PEOPLE + 1)
            told, back = ride_out(site, numbers, begin, end)
            slowest = max(second for one in told for second in one.seconds)
            print(f"{name}: slowest answer {slowest:.1f} s, thanked {back:.1f} s after it")
            assert all(one.thanked and not one.lost_text for one in told), name
            # Each was told in time that it is not sent, and later that it is.
            assert all(len(one.seconds) > 1 for one in told), name
            assert slowest < MOST, name
            assert back < MOST, name
            began = time.monotonic()
            while len(nemesis.taken) < 3 * PEOPLE * (turn + 1):
                assert time.monotonic() - began + back < MOST + 5, f"{name}: no mail"
                time.sleep(0.1)
            print(f"{name}: all mails {time.monotonic() - began + back:.1f} s after it")
